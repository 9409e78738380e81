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
		"90 days":       {Resource: withKeys(90), Want: control.Passed},
		"nearly 91":     {Resource: withKey(daysAgo(91).Add(time.Second)), Want: control.Passed},
		"91 days":       {Resource: withKeys(91), Want: control.Failed, Reason: "created 2026-07-02, 91 days ago; the limit is 90"},
		"from tomorrow": {Resource: withKeys(-1), Want: control.Passed},
		"one of two":    {Resource: withKeys(412, 3), Want: control.Failed, Reason: "created 2025-08-15, 412 days ago"},
		"two":           {Resource: withKeys(412, 95), Want: control.Failed, Reason: "2 active access keys are older than 90 days, the oldest 412 days"},
		"another limit": {Resource: withKeys(31), Params: map[string]any{"maxAccessKeyAge": 30}, Want: control.Failed, Reason: "31 days ago; the limit is 30"},
		"denied": {
			Resource: ada(func(u *iam.User) { u.ActiveKeys = resource.HiddenFor[[]iam.ActiveKey](catalogtest.Denied) }),
			Want:     control.NotAvailable, Reason: "x.GetX gave AccessDenied",
		},
	})
}

func withKey(created time.Time) iam.User {
	return ada(func(u *iam.User) { u.ActiveKeys = resource.Is([]iam.ActiveKey{{Created: created}}) })
}

func TestControl3RefusesNoLimit(t *testing.T) {
	t.Parallel()
	if _, err := control3.Params.With(map[string]any{"maxAccessKeyAge": 0}); err == nil {
		t.Error("a limit of 0 days is taken")
	}
}
