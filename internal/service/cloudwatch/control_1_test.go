package cloudwatch

import "testing"

func TestControl1(t *testing.T) {
	t.Parallel()
	judged(t, control1, watch1)
}
