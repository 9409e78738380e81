package ec2

import (
	"testing"

	"github.com/mantenhq/manten/internal/catalog/catalogtest"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource/ec2"
)

func TestControl14(t *testing.T) {
	t.Parallel()
	cases := reaching(3389)
	cases["another port"] = catalogtest.Case{
		Resource: groupWith("web", []ec2.Rule{from("0.0.0.0/0", ports("tcp", 5900, 5901))}, nil),
		Params:   map[string]any{"blockedPorts": []int32{3389, 5900}},
		Want:     control.Failed, Reason: "TCP 5900 by: tcp 5900-5901 0.0.0.0/0",
	}
	catalogtest.Judge(t, control14, cases)
	for _, wrong := range [][]int32{{}, {-1}, {65536}} {
		if _, err := control14.Params.With(map[string]any{"blockedPorts": wrong}); err == nil {
			t.Errorf("blockedPorts %v are taken", wrong)
		}
	}
}
