package cloudwatch

import "testing"

func TestControl2(t *testing.T) {
	t.Parallel()
	judged(t, control2, watch2)
}
