package ec2

import (
	"testing"

	"github.com/mantenhq/manten/internal/catalog/catalogtest"
)

func TestControl13(t *testing.T) {
	t.Parallel()
	catalogtest.Judge(t, control13, reaching(22))
}
