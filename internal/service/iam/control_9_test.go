package iam

import (
	"testing"

	"github.com/mantenhq/manten/internal/catalog/catalogtest"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource/iam"
)

func TestControl9(t *testing.T) {
	t.Parallel()
	catalogtest.Judge(t, control9, map[string]catalogtest.Case{
		"MFA":                  {Resource: withRoot(iam.Root{MFA: true, Password: true}, nil), Want: control.Passed, Reason: "has MFA"},
		"virtual MFA":          {Resource: withRoot(iam.Root{MFA: true, Password: true}, true), Want: control.Passed},
		"none":                 {Resource: withRoot(iam.Root{Password: true}, nil), Want: control.Failed, Reason: "no MFA device"},
		"no credentials":       {Resource: withRoot(iam.Root{}, nil), Want: control.Passed, Reason: "neither a password nor an access key"},
		"no password but keys": {Resource: withRoot(iam.Root{AccessKeys: true}, nil), Want: control.Failed},
		"denied":               {Resource: withRoot(catalogtest.Denied, nil), Want: control.NotAvailable},
	})
}
