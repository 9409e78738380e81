package ec2

import (
	"slices"
	"testing"

	"github.com/mantenhq/manten/internal/catalog/catalogtest"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/ec2"
)

func withSnapshots(ids ...string) ec2.Account {
	a := account()
	a.PublicSnapshots = resource.Is(append([]string{}, ids...))
	return a
}

func TestControl1(t *testing.T) {
	t.Parallel()
	denied := account()
	denied.PublicSnapshots = resource.HiddenFor[[]string](catalogtest.Denied)
	catalogtest.Judge(t, control1, map[string]catalogtest.Case{
		"none":   {Resource: withSnapshots(), Want: control.Passed},
		"two":    {Resource: withSnapshots("snap-1", "snap-2"), Want: control.Failed, Reason: "in eu-west-1, 2 in all: snap-1, snap-2"},
		"many":   {Resource: withSnapshots(slices.Repeat([]string{"snap-x"}, maxNamed+1)...), Want: control.Failed, Reason: "21 in all: snap-x, snap-x"},
		"denied": {Resource: denied, Want: control.NotAvailable, Reason: "x.GetX gave AccessDenied"},
	})
}
