package rds

import (
	"testing"

	"github.com/mantenhq/manten/internal/awstest"
	"github.com/mantenhq/manten/internal/awstest/loop"
	"github.com/mantenhq/manten/internal/catalog/catalogtest"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/rds"
)

func TestEnableMultiAZ(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		r   rds.DBInstance
		set map[string]any
	}{
		"off":     {anInstance(func(i *rds.DBInstance) { i.MultiAZ = resource.Is(false) }), nil},
		"already": {anInstance(func(*rds.DBInstance) {}), nil},
		"later":   {anInstance(func(i *rds.DBInstance) { i.MultiAZ = resource.Is(false) }), map[string]any{"applyImmediately": false}},
		"others-wait": {anInstance(func(i *rds.DBInstance) {
			i.MultiAZ = resource.Is(false)
			i.PendingModifiedValues = resource.Is([]string{"DBInstanceClass", "EngineVersion"})
		}), nil},
		"waits-already": {anInstance(func(i *rds.DBInstance) {
			i.MultiAZ = resource.Is(false)
			i.PendingModifiedValues = resource.Is([]string{"MultiAZ"})
		}), nil},
		"member":  {anInstance(func(i *rds.DBInstance) { i.MultiAZ = resource.Is(false); i.Cluster = resource.Is("shop") }), nil},
		"express": {anInstance(func(i *rds.DBInstance) { i.MultiAZ = resource.Is(false); i.Engine = resource.Is("sqlserver-ex") }), nil},
		"custom":  {anInstance(func(i *rds.DBInstance) { i.MultiAZ = resource.Is(false); i.Engine = resource.Is("custom-sqlserver-se") }), nil},
		"one-zone": {anInstance(func(i *rds.DBInstance) {
			i.MultiAZ = resource.Is(false)
			i.SubnetZones = resource.Is([]string{"eu-west-1a"})
		}), nil},
		"no-subnet-group": {anInstance(func(i *rds.DBInstance) { i.MultiAZ = resource.Is(false); i.SubnetZones = resource.None[[]string]() }), nil},
		"storage-full":    {anInstance(func(i *rds.DBInstance) { i.MultiAZ = resource.Is(false); i.Status = resource.Is("storage-full") }), nil},
		"pending-unread": {anInstance(func(i *rds.DBInstance) {
			i.MultiAZ = resource.Is(false)
			i.PendingModifiedValues = resource.HiddenFor[[]string](catalogtest.Denied)
		}), nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := catalogtest.Golden(t, enableMultiAZ, name, c.r, c.set)
			wellAfter(t, enableMultiAZ, control5, d)
			if waits := name == "later" || name == "others-wait"; waits == d.Waits.IsZero() {
				t.Errorf("waiting for the window is %q", d.Waits.Text)
			}
		})
	}
}

// The way back always waits for the maintenance window, the way there only if it shall: then the step is pending until
// the run is looked at once more.
func TestEnableMultiAZLoop(t *testing.T) {
	t.Parallel()
	for name, at := range map[string]bool{"at once": true, "in the window": false} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			windows := 0
			loop.Run(t, loop.Case{
				Service: Service, Remediation: enableMultiAZ.Name, Controls: []control.ID{"RDS.5"}, Params: map[string]any{"applyImmediately": at},
				Setup: func(t *testing.T, a *awstest.Account) {
					t.Helper()
					newInstance(t, a, "us-east-1", "orders", nil)
				},
				Later: func(t *testing.T, a *awstest.Account) {
					t.Helper()
					a.MaintenanceWindow("us-east-1")
					windows++
				},
			})
			if want := map[bool]int{true: 1, false: 2}[at]; windows != want {
				t.Errorf("%d windows were waited for, want %d", windows, want)
			}
		})
	}
}
