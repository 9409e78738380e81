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

func TestDisablePublicAccess(t *testing.T) {
	t.Parallel()
	for name, r := range map[string]rds.DBInstance{
		"public":  anInstance(func(i *rds.DBInstance) { i.PubliclyAccessible = resource.Is(true) }),
		"already": anInstance(func(*rds.DBInstance) {}),
		"no-endpoint": anInstance(func(i *rds.DBInstance) {
			i.PubliclyAccessible = resource.Is(true)
			i.Endpoint = resource.None[string]()
		}),
		"endpoint-hidden": anInstance(func(i *rds.DBInstance) {
			i.PubliclyAccessible = resource.Is(true)
			i.Endpoint = resource.HiddenFor[string](catalogtest.Denied)
		}),
		"busy": anInstance(func(i *rds.DBInstance) {
			i.PubliclyAccessible = resource.Is(true)
			i.Status = resource.Is("backing-up")
		}),
		"stopped": anInstance(func(i *rds.DBInstance) { i.PubliclyAccessible = resource.Is(true); i.Status = resource.Is("stopped") }),
		"aurora": anInstance(func(i *rds.DBInstance) {
			i.PubliclyAccessible = resource.Is(true)
			i.Engine, i.Cluster = resource.Is("aurora-mysql"), resource.Is("shop")
		}),
		"multi-az-cluster": anInstance(func(i *rds.DBInstance) { i.PubliclyAccessible = resource.Is(true); i.Cluster = resource.Is("shop") }),
		"unread":           anInstance(func(i *rds.DBInstance) { i.PubliclyAccessible = resource.HiddenFor[bool](catalogtest.Denied) }),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := catalogtest.Golden(t, disablePublicAccess, name, r, nil)
			wellAfter(t, disablePublicAccess, control2, d)
		})
	}
}

func TestDisablePublicAccessLoop(t *testing.T) {
	t.Parallel()
	loop.Run(t, loop.Case{
		Service: Service, Remediation: disablePublicAccess.Name, Controls: []control.ID{"RDS.2"},
		Setup: func(t *testing.T, a *awstest.Account) {
			t.Helper()
			newInstance(t, a, "us-east-1", "orders", func(in *sdk.CreateDBInstanceInput) { in.PubliclyAccessible = aws.Bool(true) })
		},
	})
}
