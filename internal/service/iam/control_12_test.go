package iam

import (
	"testing"

	"github.com/mantenhq/manten/internal/resource/iam"
)

func TestControl12(t *testing.T) {
	t.Parallel()
	judgeClass(t, control12, "lowercase letter", func(p *iam.PasswordPolicy) *bool { return &p.RequireLowercaseCharacters })
}
