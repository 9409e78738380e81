package s3

import (
	"testing"

	"github.com/mantenhq/manten/internal/resource/cloudtrail"
)

func TestControl23(t *testing.T) {
	t.Parallel()
	judgeObjectEvents(t, control23, cloudtrail.ReadOnly, cloudtrail.WriteOnly, "read")
}
