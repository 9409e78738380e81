package cloudwatch

import "testing"

func TestControl7(t *testing.T) {
	t.Parallel()
	judged(t, control7, watch7)
}
