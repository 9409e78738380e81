package cloudwatch

import "testing"

func TestControl9(t *testing.T) {
	t.Parallel()
	judged(t, control9, watch9)
}
