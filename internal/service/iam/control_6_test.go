package iam

import (
	"testing"

	"github.com/mantenhq/manten/internal/catalog/catalogtest"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource/iam"
)

func TestControl6(t *testing.T) {
	t.Parallel()
	var (
		mfa  = iam.Root{MFA: true, Password: true}
		open = iam.Root{Password: true}
		keys = iam.Root{AccessKeys: true}
	)
	catalogtest.Judge(t, control6, map[string]catalogtest.Case{
		"hardware":                       {Resource: withRoot(mfa, false), Want: control.Passed, Reason: "no virtual device"},
		"virtual":                        {Resource: withRoot(mfa, true), Want: control.Failed, Reason: "is virtual"},
		"none":                           {Resource: withRoot(open, false), Want: control.Failed, Reason: "no MFA device"},
		"none, devices denied":           {Resource: withRoot(open, catalogtest.Denied), Want: control.Failed, Reason: "no MFA device"},
		"no credentials":                 {Resource: withRoot(iam.Root{}, false), Want: control.Passed, Reason: "neither a password nor an access key"},
		"no credentials, devices denied": {Resource: withRoot(iam.Root{}, catalogtest.Denied), Want: control.Passed},
		"no password but keys":           {Resource: withRoot(keys, false), Want: control.Failed},
		"devices denied":                 {Resource: withRoot(mfa, catalogtest.Denied), Want: control.NotAvailable},
		"devices not asked":              {Resource: withRoot(mfa, nil), Want: control.NotAvailable},
		"summary denied":                 {Resource: withRoot(catalogtest.Denied, true), Want: control.NotAvailable},
	})
}
