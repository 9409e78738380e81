package ec2

import (
	"testing"

	"github.com/mantenhq/manten/internal/catalog/catalogtest"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/ec2"
)

func withEncryption(on resource.Fact[bool]) ec2.Account {
	a := account()
	a.EBSEncryption = on
	return a
}

func TestControl7(t *testing.T) {
	t.Parallel()
	catalogtest.Judge(t, control7, map[string]catalogtest.Case{
		"on":     {Resource: withEncryption(resource.Is(true)), Want: control.Passed, Reason: "eu-west-1"},
		"off":    {Resource: withEncryption(resource.Is(false)), Want: control.Failed, Reason: "off in eu-west-1"},
		"denied": {Resource: withEncryption(resource.HiddenFor[bool](catalogtest.Denied)), Want: control.NotAvailable, Reason: "x.GetX gave AccessDenied"},
	})
}
