package rds

import (
	"context"
	"errors"
	"iter"
	"reflect"
	"slices"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/rds"
	"github.com/aws/aws-sdk-go-v2/service/rds/types"

	"github.com/mantenhq/manten/internal/awsop"
	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/rds"
)

var describeInstances = awsop.Read((*sdk.Client).DescribeDBInstances, "rds:DescribeDBInstances")

// Listing shows everything; the one read is for an instance that is read by itself.
var instances = catalog.Collector(Service, catalog.CollectorSpec[rds.DBInstance]{
	Type: "AWS::RDS::DBInstance", Version: 1, Scope: catalog.Regional, File: "db_instance",
	ListCalls: []awsop.Op{describeInstances},
	List:      listInstances,
	Gone:      []string{"DBInstanceNotFound"},
	Reads: []catalog.ReadSpec[rds.DBInstance]{
		{Facts: resource.NamesOf(rds.DBInstance{}), Calls: []awsop.Op{describeInstances}, Do: readInstance},
	},
})

func listInstances(ctx context.Context, at catalog.Place) iter.Seq2[rds.DBInstance, error] {
	return func(yield func(rds.DBInstance, error) bool) {
		pages := sdk.NewDescribeDBInstancesPaginator(sdk.NewFromConfig(at.Config), &sdk.DescribeDBInstancesInput{MaxRecords: aws.Int32(pageSize)})
		for pages.HasMorePages() {
			page, err := pages.NextPage(ctx)
			if err != nil {
				yield(rds.DBInstance{}, err)
				return
			}
			for _, found := range page.DBInstances {
				i := rds.DBInstance{Ref: at.Ref("AWS::RDS::DBInstance", aws.ToString(found.DBInstanceArn), aws.ToString(found.DBInstanceIdentifier))}
				fillInstance(&i, found)
				if !yield(i, nil) {
					return
				}
			}
		}
	}
}

func readInstance(ctx context.Context, at catalog.Place, i *rds.DBInstance) error {
	out, err := sdk.NewFromConfig(at.Config).DescribeDBInstances(ctx, &sdk.DescribeDBInstancesInput{DBInstanceIdentifier: &i.Name})
	if err != nil {
		return err
	}
	for _, found := range out.DBInstances {
		if aws.ToString(found.DBInstanceArn) == i.ID {
			fillInstance(i, found)
			return nil
		}
	}
	return errors.New("the answer does not have the instance")
}

func fillInstance(i *rds.DBInstance, found types.DBInstance) {
	i.Status = told(found.DBInstanceStatus, "DBInstanceStatus", describeInstances)
	i.Engine = told(found.Engine, "Engine", describeInstances)
	i.Cluster = resource.Is(aws.ToString(found.DBClusterIdentifier)) // left out where there is none
	i.Class = told(found.DBInstanceClass, "DBInstanceClass", describeInstances)
	i.PubliclyAccessible = told(found.PubliclyAccessible, "PubliclyAccessible", describeInstances)
	i.StorageEncrypted = told(found.StorageEncrypted, "StorageEncrypted", describeInstances)
	i.MultiAZ = told(found.MultiAZ, "MultiAZ", describeInstances)
	i.DeletionProtection = told(found.DeletionProtection, "DeletionProtection", describeInstances)
	i.AutoMinorVersionUpgrade = told(found.AutoMinorVersionUpgrade, "AutoMinorVersionUpgrade", describeInstances)
	i.MonitoringInterval, i.MonitoringRole = resource.None[int32](), named(found.MonitoringRoleArn)
	if found.MonitoringInterval != nil {
		i.MonitoringInterval = resource.Is(*found.MonitoringInterval)
	}
	i.PendingModifiedValues = resource.Is(pending(found.PendingModifiedValues))
	i.Endpoint = resource.None[string]()
	if found.Endpoint != nil {
		i.Endpoint = named(found.Endpoint.Address)
	}
	i.SubnetZones = zones(found.DBSubnetGroup)
	i.MaintenanceWindow = named(found.PreferredMaintenanceWindow)
	i.Tags = resource.Is(tags(found.TagList))
}

// pending names the settings that wait, whichever there are by now: never their values, one of which may be a password.
// RDS leaves the whole out where nothing waits.
func pending(p *types.PendingModifiedValues) []string {
	names := []string{}
	if p == nil {
		return names
	}
	for f, v := range reflect.ValueOf(*p).Fields() {
		if f.IsExported() && !v.IsZero() {
			names = append(names, f.Name)
		}
	}
	slices.Sort(names)
	return names
}

func zones(g *types.DBSubnetGroup) resource.Fact[[]string] {
	if g == nil {
		return resource.None[[]string]()
	}
	names := []string{}
	for _, s := range g.Subnets {
		if s.SubnetAvailabilityZone != nil {
			names = append(names, aws.ToString(s.SubnetAvailabilityZone.Name))
		}
	}
	slices.Sort(names)
	return resource.Is(slices.Compact(names))
}
