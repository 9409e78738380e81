package rds

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/rds"
	"github.com/aws/aws-sdk-go-v2/service/rds/types"

	"github.com/mantenhq/manten/internal/awstest"
	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/fault"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/rds"
)

func TestInstances(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	role := "arn:aws:iam::" + a.ID + ":role/monitoring"
	newInstance(t, a, region, "plain", nil)
	newInstance(t, a, region, "full", func(in *sdk.CreateDBInstanceInput) {
		in.PubliclyAccessible, in.StorageEncrypted, in.MultiAZ, in.DeletionProtection = aws.Bool(true), aws.Bool(true), aws.Bool(true), aws.Bool(true)
		in.AutoMinorVersionUpgrade, in.MonitoringInterval, in.MonitoringRoleArn = aws.Bool(false), aws.Int32(30), &role
		in.PreferredMaintenanceWindow = aws.String("mon:03:00-mon:04:00")
		in.Tags = []types.Tag{{Key: aws.String("team"), Value: aws.String("a")}}
	})
	newCluster(t, a, region, "shop", nil)
	newInstance(t, a, region, "shop-1", member("shop", "aurora-postgresql"))
	all := listed[rds.DBInstance](t, a, instances)
	if len(all) != 3 || len(a.Calls()) != 1 {
		t.Fatalf("listed %d in %d calls", len(all), len(a.Calls()))
	}
	full, plain := all["full"], all["plain"]
	if full.ID != "arn:aws:rds:"+region+":"+a.ID+":db:full" || !full.Consistent() || full.Engine.Value() != "postgres" || full.Class.Value() != "db.t3.micro" {
		t.Errorf("got %+v", full)
	}
	if !full.PubliclyAccessible.Value() || !full.StorageEncrypted.Value() || !full.MultiAZ.Value() || !full.DeletionProtection.Value() || full.AutoMinorVersionUpgrade.Value() {
		t.Errorf("got %+v", full)
	}
	if full.MonitoringInterval.Value() != 30 || full.MonitoringRole.Value() != role || full.MaintenanceWindow.Value() != "mon:03:00-mon:04:00" || full.Tags.Value()["team"] != "a" {
		t.Errorf("got %+v", full)
	}
	if plain.PubliclyAccessible.Value() || plain.StorageEncrypted.Value() || plain.MultiAZ.Value() || plain.DeletionProtection.Value() || !plain.AutoMinorVersionUpgrade.Value() {
		t.Errorf("got %+v", plain)
	}
	if cluster, known := plain.Cluster.Get(); !known || cluster != "" || all["shop-1"].Cluster.Value() != "shop" || all["shop-1"].MultiAZCluster() != "" {
		t.Errorf("clusters are %+v and %+v", plain.Cluster, all["shop-1"].Cluster)
	}
	for name, i := range all {
		for _, fact := range instances.Facts {
			if !slices.Contains([]resource.State{resource.Known, resource.Absent}, resource.FactOf(i, fact).State()) {
				t.Errorf("%s: %s is %s, %+v", name, fact, resource.FactOf(i, fact).State(), resource.FactOf(i, fact).Why())
			}
		}
	}
}

// A listed instance needs no other call, and one that is read by itself is read by one call.
func TestInstanceAlone(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	for _, name := range []string{"one", "two"} {
		newInstance(t, a, region, name, nil)
	}
	one := listed[rds.DBInstance](t, a, instances)["one"]
	if d := resource.Differing(one, get[rds.DBInstance](t, a, instances, one), instances.Facts); len(d) > 0 || len(a.Calls()) != 1 {
		t.Errorf("%v differ after %d calls", d, len(a.Calls()))
	}
	fresh := get[rds.DBInstance](t, a, instances, instances.Empty(one.Ref))
	if d := resource.Differing(one, fresh, instances.Facts); len(d) > 0 || fresh.Ref != one.Ref || len(a.Calls()) != 2 {
		t.Errorf("read afresh, %v differ after %d calls", d, len(a.Calls()))
	}
	if _, err := sdk.NewFromConfig(a.Config(region)).DeleteDBInstance(t.Context(), &sdk.DeleteDBInstanceInput{DBInstanceIdentifier: &one.Name, SkipFinalSnapshot: aws.Bool(true)}); err != nil {
		t.Fatal(err)
	}
	if _, err := instances.Get(t.Context(), place(a, instances), instances.Empty(one.Ref)); fault.CodeOf(err) != fault.NotFound {
		t.Errorf("got %v", err)
	}
}

// rewritten changes moto's answers: what it never says stands in them as in AWS's API reference.
func rewritten(a *awstest.Account, operation, old, with string) {
	a.Rule(awstest.Rule{Service: "rds", Operation: operation, Do: func(x *awstest.Exchange) *awstest.Reply {
		reply := x.Next()
		if reply != nil {
			reply.Body = bytes.ReplaceAll(reply.Body, []byte(old), []byte(with))
		}
		return reply
	}})
}

func TestInstanceElse(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	newInstance(t, a, region, "odd", nil)
	rewritten(a, "DescribeDBInstances", "</DBInstanceIdentifier>",
		`</DBInstanceIdentifier><PendingModifiedValues><MultiAZ>true</MultiAZ><MasterUserPassword>****</MasterUserPassword></PendingModifiedValues>
<DBSubnetGroup><Subnets><Subnet><SubnetAvailabilityZone><Name>b</Name></SubnetAvailabilityZone></Subnet><Subnet><SubnetAvailabilityZone><Name>a</Name></SubnetAvailabilityZone></Subnet>
<Subnet><SubnetAvailabilityZone><Name>b</Name></SubnetAvailabilityZone></Subnet></Subnets></DBSubnetGroup>`)
	rewritten(a, "DescribeDBInstances", "<PubliclyAccessible>false</PubliclyAccessible>", "")
	i := listed[rds.DBInstance](t, a, instances)["odd"]
	if got := i.PendingModifiedValues.Value(); !slices.Equal(got, []string{"MasterUserPassword", "MultiAZ"}) {
		t.Errorf("pending are %v", got)
	}
	if got := i.SubnetZones.Value(); !slices.Equal(got, []string{"a", "b"}) {
		t.Errorf("zones are %v", got)
	}
	if why := i.PubliclyAccessible.Why(); i.PubliclyAccessible.State() != resource.Hidden || why.Operation != "rds.DescribeDBInstances" || !strings.Contains(why.Message, "no PubliclyAccessible") {
		t.Errorf("what is not told is %+v", i.PubliclyAccessible)
	}
}

func TestInstanceHidden(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	newInstance(t, a, region, "one", nil)
	one := listed[rds.DBInstance](t, a, instances)["one"]
	a.Rule(awstest.Rule{Do: awstest.Deny(), Service: "rds", Operation: "DescribeDBInstances"})
	hidden(t, get[rds.DBInstance](t, a, instances, instances.Empty(one.Ref)), instances.Facts, "rds:DescribeDBInstances")
	denied(t, a, instances)
}

// hidden holds that facts are hidden for want of an action.
func hidden(t *testing.T, r resource.Resource, facts []string, action string) {
	t.Helper()
	for _, fact := range facts {
		if f := resource.FactOf(r, fact); f.State() != resource.Hidden || f.Why().Action != action {
			t.Errorf("%s is %s, %+v", fact, f.State(), f.Why())
		}
	}
}

// denied holds that a listing ends with an error.
func denied(t *testing.T, a *awstest.Account, u *catalog.CollectorUnit) (seen int) {
	t.Helper()
	var last error
	for _, err := range u.List(t.Context(), place(a, u)) {
		if last = err; err == nil {
			seen++
		}
	}
	if !catalog.Denied(last) {
		t.Errorf("the listing ended with %v", last)
	}
	return seen
}

func TestInstancesPage(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	for n := range 3 {
		newInstance(t, a, region, fmt.Sprintf("db-%d", n), nil)
	}
	a.TwoPages("rds", "DescribeDBInstances")
	if n := len(listed[rds.DBInstance](t, a, instances)); n != 3 || a.Count("rds", "DescribeDBInstances") != 2 {
		t.Errorf("%d instances in %d calls", n, a.Count("rds", "DescribeDBInstances"))
	}
	a.Rule(awstest.Rule{Do: awstest.Deny(), Service: "rds", Operation: "DescribeDBInstances", After: 1})
	if n := denied(t, a, instances); n != 1 {
		t.Errorf("%d instances before the end", n)
	}
}
