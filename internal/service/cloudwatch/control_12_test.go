package cloudwatch

import "testing"

func TestControl12(t *testing.T) {
	t.Parallel()
	judged(t, control12, watch12)
}
