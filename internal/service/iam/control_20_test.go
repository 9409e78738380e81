package iam

import (
	"testing"

	"github.com/mantenhq/manten/internal/catalog/catalogtest"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource/iam"
)

// A retired control says nothing of an account, whatever the account is like.
func TestControl20(t *testing.T) {
	t.Parallel()
	if control20.Retired == "" || len(control20.Standards) > 0 {
		t.Errorf("%s is in force since %q, in %v", control20.ID, control20.Retired, control20.Standards)
	}
	for _, root := range []iam.Root{{}, {AccessKeys: true, Password: true}} {
		v := control20.Evaluate(withRoot(root, false), control20.Params.Defaults, catalogtest.Now)
		if v.Status != control.NotApplicable || v.Reason.Text == "" {
			t.Errorf("%s is %s: %s", control20.ID, v.Status, v.Reason)
		}
	}
}
