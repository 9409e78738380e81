package cloudwatch

import "testing"

func TestControl11(t *testing.T) {
	t.Parallel()
	judged(t, control11, watch11)
}
