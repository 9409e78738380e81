package cloudwatch

import "testing"

func TestControl5(t *testing.T) {
	t.Parallel()
	judged(t, control5, watch5)
}
