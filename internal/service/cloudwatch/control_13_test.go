package cloudwatch

import "testing"

func TestControl13(t *testing.T) {
	t.Parallel()
	judged(t, control13, watch13)
}
