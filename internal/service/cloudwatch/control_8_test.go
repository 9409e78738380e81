package cloudwatch

import "testing"

func TestControl8(t *testing.T) {
	t.Parallel()
	judged(t, control8, watch8)
}
