package iam

import "testing"

func TestControl22(t *testing.T) {
	t.Parallel()
	judgeUnused(t, control22, 45, "45")
}
