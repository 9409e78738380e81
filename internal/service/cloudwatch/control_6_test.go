package cloudwatch

import "testing"

func TestControl6(t *testing.T) {
	t.Parallel()
	judged(t, control6, watch6)
}
