package iam

import (
	"testing"
	"time"

	"github.com/mantenhq/manten/internal/catalog/catalogtest"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/iam"
)

func TestControl3(t *testing.T) {
	t.Parallel()
	catalogtest.Judge(t, control3, map[string]catalogtest.Case{
		"no keys":       {Resource: withKeys(), Want: control.Passed, Reason: "older than 90 days"},
		"90 days":       {Resource: withKeys(iam.AccessKey{ID: "AKIA1", Active: true, Created: daysAgo(90)}), Want: control.Passed},
		"nearly 91":     {Resource: withKeys(iam.AccessKey{ID: "AKIA1", Active: true, Created: daysAgo(91).Add(time.Second)}), Want: control.Passed},
		"91 days":       {Resource: withKeys(iam.AccessKey{ID: "AKIA1", Active: true, Created: daysAgo(91)}), Want: control.Failed, Reason: "AKIA1 is 91 days old; the limit is 90"},
		"from tomorrow": {Resource: withKeys(iam.AccessKey{ID: "AKIA1", Active: true, Created: daysAgo(-1)}), Want: control.Passed},
		"old but inactive": {
			Resource: withKeys(iam.AccessKey{ID: "AKIA1", Created: daysAgo(412)}, iam.AccessKey{ID: "AKIA2", Active: true, Created: daysAgo(3)}),
			Want:     control.Passed,
		},
		"two": {
			Resource: withKeys(iam.AccessKey{ID: "AKIA1", Active: true, Created: daysAgo(95)}, iam.AccessKey{ID: "AKIA2", Active: true, Created: daysAgo(412)}),
			Want:     control.Failed, Reason: "keys AKIA1, AKIA2 are older than 90 days, the oldest 412 days",
		},
		"another limit": {
			Resource: withKeys(iam.AccessKey{ID: "AKIA1", Active: true, Created: daysAgo(31)}), Params: map[string]any{"maxAccessKeyAge": 30},
			Want: control.Failed, Reason: "31 days old; the limit is 30",
		},
		"denied": {
			Resource: ada(func(u *iam.User) { u.AccessKeys = resource.HiddenFor[[]iam.AccessKey](catalogtest.Denied) }),
			Want:     control.NotAvailable, Reason: "x.GetX gave AccessDenied",
		},
	})
}

func TestControl3RefusesNoLimit(t *testing.T) {
	t.Parallel()
	if _, err := control3.Params.With(map[string]any{"maxAccessKeyAge": 0}); err == nil {
		t.Error("a limit of 0 days is taken")
	}
}
