package rds

import (
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/rds"

	"github.com/mantenhq/manten/internal/awstest"
	"github.com/mantenhq/manten/internal/awstest/loop"
	"github.com/mantenhq/manten/internal/catalog/catalogtest"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/rds"
)

func TestEnableMinorUpgrade(t *testing.T) {
	t.Parallel()
	for name, r := range map[string]rds.DBInstance{
		"off":     anInstance(func(i *rds.DBInstance) { i.AutoMinorVersionUpgrade = resource.Is(false) }),
		"already": anInstance(func(*rds.DBInstance) {}),
		"aurora": anInstance(func(i *rds.DBInstance) {
			i.AutoMinorVersionUpgrade = resource.Is(false)
			i.Engine, i.Cluster = resource.Is("aurora-mysql"), resource.Is("shop")
		}),
		"neptune": anInstance(func(i *rds.DBInstance) {
			i.AutoMinorVersionUpgrade = resource.Is(false)
			i.Engine, i.Cluster, i.MaintenanceWindow = resource.Is("neptune"), resource.Is("graph"), resource.None[string]()
		}),
		"multi-az-cluster": anInstance(func(i *rds.DBInstance) {
			i.AutoMinorVersionUpgrade = resource.Is(false)
			i.Cluster = resource.Is("shop")
		}),
		"custom": anInstance(func(i *rds.DBInstance) {
			i.AutoMinorVersionUpgrade = resource.Is(false)
			i.Engine = resource.Is("custom-oracle-ee")
		}),
		"failed": anInstance(func(i *rds.DBInstance) {
			i.AutoMinorVersionUpgrade = resource.Is(false)
			i.Status = resource.Is("failed")
		}),
		"engine-unread": anInstance(func(i *rds.DBInstance) {
			i.AutoMinorVersionUpgrade = resource.Is(false)
			i.Engine = resource.HiddenFor[string](catalogtest.Denied)
		}),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := catalogtest.Golden(t, enableMinorUpgrade, name, r, nil)
			wellAfter(t, enableMinorUpgrade, control13, d)
		})
	}
}

func TestEnableMinorUpgradeLoop(t *testing.T) {
	t.Parallel()
	loop.Run(t, loop.Case{
		Service: Service, Remediation: enableMinorUpgrade.Name, Controls: []control.ID{"RDS.13"},
		Setup: func(t *testing.T, a *awstest.Account) {
			t.Helper()
			newInstance(t, a, "us-east-1", "orders", func(in *sdk.CreateDBInstanceInput) { in.AutoMinorVersionUpgrade = aws.Bool(false) })
		},
	})
}

func TestEnableMinorUpgradeLoopOfCluster(t *testing.T) {
	t.Parallel()
	loop.Run(t, loop.Case{
		Service: Service, Remediation: enableMinorUpgrade.Name, Controls: []control.ID{"RDS.13"},
		Setup: func(t *testing.T, a *awstest.Account) {
			t.Helper()
			newCluster(t, a, "us-east-1", "shop", func(in *sdk.CreateDBClusterInput) { in.Engine = aws.String("mysql") })
			newInstance(t, a, "us-east-1", "shop-1", func(in *sdk.CreateDBInstanceInput) {
				member("shop", "mysql")(in)
				in.AutoMinorVersionUpgrade = aws.Bool(false)
			})
		},
	})
}
