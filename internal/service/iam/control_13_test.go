package iam

import (
	"testing"

	"github.com/mantenhq/manten/internal/resource/iam"
)

func TestControl13(t *testing.T) {
	t.Parallel()
	judgeClass(t, control13, "symbol", func(p *iam.PasswordPolicy) *bool { return &p.RequireSymbols })
}
