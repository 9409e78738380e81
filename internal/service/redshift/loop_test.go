package redshift

import (
	"testing"

	"github.com/mantenhq/manten/internal/awstest"
	"github.com/mantenhq/manten/internal/awstest/loop"
	"github.com/mantenhq/manten/internal/catalog"
)

func TestLoop(t *testing.T) {
	t.Parallel()
	for _, u := range []*catalog.RemediationUnit{disablePublicAccess, enableSnapshots, enableUpgrade} {
		t.Run(u.Name, func(t *testing.T) {
			t.Parallel()
			loop.Run(t, loop.Case{
				Service: Service, Remediation: u.Name, Controls: u.Controls,
				Setup: func(t *testing.T, a *awstest.Account) {
					t.Helper()
					create(t, a, "sales")
					create(t, a, "stock")
				},
			})
		})
	}
}
