package cloudwatch

import "testing"

func TestControl14(t *testing.T) {
	t.Parallel()
	judged(t, control14, watch14)
}
