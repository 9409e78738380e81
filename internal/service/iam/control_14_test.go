package iam

import (
	"testing"

	"github.com/mantenhq/manten/internal/resource/iam"
)

func TestControl14(t *testing.T) {
	t.Parallel()
	judgeClass(t, control14, "number", func(p *iam.PasswordPolicy) *bool { return &p.RequireNumbers })
}
