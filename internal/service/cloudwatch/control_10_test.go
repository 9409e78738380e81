package cloudwatch

import "testing"

func TestControl10(t *testing.T) {
	t.Parallel()
	judged(t, control10, watch10)
}
