package ec2

import (
	"testing"

	"github.com/mantenhq/manten/internal/catalog/catalogtest"
)

func TestControl54(t *testing.T) {
	t.Parallel()
	catalogtest.Judge(t, control54, administering("::/0", "0.0.0.0/0"))
	refusesPorts(t, control54)
}
