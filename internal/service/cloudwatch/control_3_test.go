package cloudwatch

import "testing"

func TestControl3(t *testing.T) {
	t.Parallel()
	judged(t, control3, watch3)
}
