package rds

import (
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/rds"

	"github.com/mantenhq/manten/internal/awstest"
	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/catalog/catalogtest"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/rds"
)

const region = "eu-west-1"

func place(a *awstest.Account, u *catalog.CollectorUnit) catalog.Place {
	return catalog.Place{Account: a.ID, Region: region, Config: a.Through(region), Facts: u.Facts}
}

// listed are the resources of the test's region by name.
func listed[T resource.Resource](t *testing.T, a *awstest.Account, u *catalog.CollectorUnit) map[string]T {
	t.Helper()
	return catalogtest.Listed[T](t, u, place(a, u))
}

// snapshotsIn are the snapshots of a region by name.
func snapshotsIn(t *testing.T, a *awstest.Account, in string) map[string]rds.Snapshot {
	t.Helper()
	at := place(a, snapshots)
	at.Region, at.Config = in, a.Through(in)
	return catalogtest.Listed[rds.Snapshot](t, snapshots, at)
}

func get[T resource.Resource](t *testing.T, a *awstest.Account, u *catalog.CollectorUnit, r resource.Resource) T {
	t.Helper()
	return catalogtest.Get[T](t, u, place(a, u), r)
}

// newInstance makes an instance of its own, with one change.
func newInstance(t *testing.T, a *awstest.Account, in string, name string, change func(*sdk.CreateDBInstanceInput)) {
	t.Helper()
	input := &sdk.CreateDBInstanceInput{
		DBInstanceIdentifier: &name, Engine: aws.String("postgres"), DBInstanceClass: aws.String("db.t3.micro"), AllocatedStorage: aws.Int32(20),
		MasterUsername: aws.String("root"), MasterUserPassword: aws.String("not-a-secret"), PubliclyAccessible: aws.Bool(false),
	}
	if change != nil {
		change(input)
	}
	if _, err := sdk.NewFromConfig(a.Config(in)).CreateDBInstance(t.Context(), input); err != nil {
		t.Fatal(err)
	}
}

func newCluster(t *testing.T, a *awstest.Account, in string, name string, change func(*sdk.CreateDBClusterInput)) {
	t.Helper()
	input := &sdk.CreateDBClusterInput{
		DBClusterIdentifier: &name, Engine: aws.String("aurora-postgresql"), MasterUsername: aws.String("root"), MasterUserPassword: aws.String("not-a-secret"),
	}
	if change != nil {
		change(input)
	}
	if _, err := sdk.NewFromConfig(a.Config(in)).CreateDBCluster(t.Context(), input); err != nil {
		t.Fatal(err)
	}
}

// member puts an instance into a cluster.
func member(cluster, engine string) func(*sdk.CreateDBInstanceInput) {
	return func(in *sdk.CreateDBInstanceInput) {
		in.DBClusterIdentifier, in.Engine = &cluster, &engine
		in.AllocatedStorage, in.MasterUsername, in.MasterUserPassword = nil, nil, nil
	}
}

// anInstance is an instance with nothing at fault, with one change.
func anInstance(change func(*rds.DBInstance)) rds.DBInstance {
	i := rds.DBInstance{
		Ref: resource.Ref{
			Type: "AWS::RDS::DBInstance", Account: "111122223333", Region: region,
			ID: "arn:aws:rds:eu-west-1:111122223333:db:orders", Name: "orders",
		},
		Status: resource.Is("available"), Engine: resource.Is("postgres"), Cluster: resource.Is(""), Class: resource.Is("db.r6g.large"),
		PubliclyAccessible: resource.Is(false), StorageEncrypted: resource.Is(true), MultiAZ: resource.Is(true),
		DeletionProtection: resource.Is(true), AutoMinorVersionUpgrade: resource.Is(true),
		MonitoringInterval: resource.Is[int32](60), MonitoringRole: resource.Is("arn:aws:iam::111122223333:role/monitoring"),
		PendingModifiedValues: resource.Is([]string{}),
		Endpoint:              resource.Is("orders.abc.eu-west-1.rds.amazonaws.com"), SubnetZones: resource.Is([]string{"eu-west-1a", "eu-west-1b"}),
		MaintenanceWindow: resource.Is("sun:05:00-sun:06:00"), Tags: resource.Is(map[string]string{}),
	}
	change(&i)
	return i
}

func aCluster(change func(*rds.DBCluster)) rds.DBCluster {
	c := rds.DBCluster{
		Ref: resource.Ref{
			Type: "AWS::RDS::DBCluster", Account: "111122223333", Region: region,
			ID: "arn:aws:rds:eu-west-1:111122223333:cluster:shop", Name: "shop",
		},
		Status: resource.Is("available"), Engine: resource.Is("aurora-mysql"), MultiAZ: resource.Is(true),
		DeletionProtection: resource.Is(true), CopyTagsToSnapshot: resource.Is(true), Tags: resource.Is(map[string]string{}),
	}
	change(&c)
	return c
}

// taken is when the snapshots of tests were taken.
var taken = time.Date(2026, 10, 1, 2, 3, 4, 5000, time.UTC)

// aSnapshot is a manual snapshot that is shared with nobody and not encrypted, with one change.
func aSnapshot(change func(*rds.Snapshot)) rds.Snapshot {
	s := rds.Snapshot{
		Ref: resource.Ref{
			Type: "AWS::RDS::DBSnapshot", Account: "111122223333", Region: region,
			ID: "arn:aws:rds:eu-west-1:111122223333:snapshot:before", Name: "before",
		},
		Description: resource.Is(rds.Description{Kind: rds.OfInstance, Type: rds.Manual, Source: "orders", Engine: "postgres"}),
		Status:      resource.Is("available"), Encrypted: resource.Is(false), Taken: resource.Is(taken), Restore: resource.Is([]string{}),
		Tags: resource.Is(map[string]string{}),
	}
	change(&s)
	return s
}

// wellAfter holds that the control passes after an edit, and that planning again finds nothing to do.
func wellAfter(t *testing.T, u *catalog.RemediationUnit, c *catalog.ControlUnit, d catalog.Derived) {
	t.Helper()
	if !d.Refused.IsZero() {
		return
	}
	if v := c.Evaluate(d.After, c.Params.Defaults, catalogtest.Now); v.Status != control.Passed {
		t.Errorf("afterwards %s is %s: %s", c.ID, v.Status, v.Reason)
	}
	if again := u.Derive(d.After, u.Params.Defaults, catalogtest.Now); len(again.Moves) > 0 {
		t.Error("planning again finds more to do")
	}
}
