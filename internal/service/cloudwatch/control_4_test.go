package cloudwatch

import "testing"

func TestControl4(t *testing.T) {
	t.Parallel()
	judged(t, control4, watch4)
}
