package rds

import (
	"bytes"
	"fmt"
	"slices"
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

func newSnapshot(t *testing.T, a *awstest.Account, in, instance, name string, shared ...string) {
	t.Helper()
	client := sdk.NewFromConfig(a.Config(in))
	if _, err := client.CreateDBSnapshot(t.Context(), &sdk.CreateDBSnapshotInput{
		DBInstanceIdentifier: &instance, DBSnapshotIdentifier: &name, Tags: []types.Tag{{Key: aws.String("team"), Value: aws.String("a")}},
	}); err != nil {
		t.Fatal(err)
	}
	if _, err := client.ModifyDBSnapshotAttribute(t.Context(), &sdk.ModifyDBSnapshotAttributeInput{
		DBSnapshotIdentifier: &name, AttributeName: aws.String(restore), ValuesToAdd: shared,
	}); err != nil && len(shared) > 0 {
		t.Fatal(err)
	}
}

func newClusterSnapshot(t *testing.T, a *awstest.Account, in, cluster, name string, shared ...string) {
	t.Helper()
	client := sdk.NewFromConfig(a.Config(in))
	if _, err := client.CreateDBClusterSnapshot(t.Context(), &sdk.CreateDBClusterSnapshotInput{DBClusterIdentifier: &cluster, DBClusterSnapshotIdentifier: &name}); err != nil {
		t.Fatal(err)
	}
	if _, err := client.ModifyDBClusterSnapshotAttribute(t.Context(), &sdk.ModifyDBClusterSnapshotAttributeInput{
		DBClusterSnapshotIdentifier: &name, AttributeName: aws.String(restore), ValuesToAdd: shared,
	}); err != nil && len(shared) > 0 {
		t.Fatal(err)
	}
}

// someSnapshots has both kinds, encrypted and not.
func someSnapshots(t *testing.T) *awstest.Account {
	t.Helper()
	a := awstest.New(t)
	newInstance(t, a, region, "plain", nil)
	newInstance(t, a, region, "locked", func(in *sdk.CreateDBInstanceInput) { in.StorageEncrypted = aws.Bool(true) })
	newCluster(t, a, region, "shop", nil)
	newCluster(t, a, region, "vault", func(in *sdk.CreateDBClusterInput) { in.StorageEncrypted = aws.Bool(true) })
	newSnapshot(t, a, region, "plain", "of-plain", "all", "333344445555", "222233334444")
	newSnapshot(t, a, region, "locked", "of-locked")
	newClusterSnapshot(t, a, region, "shop", "of-shop", "all")
	newClusterSnapshot(t, a, region, "vault", "of-vault")
	return a
}

// manual leaves out what RDS makes by itself.
func manual(all map[string]rds.Snapshot) map[string]rds.Snapshot {
	for name := range all {
		if rds.TypeOf(name) != rds.Manual {
			delete(all, name)
		}
	}
	return all
}

func TestSnapshots(t *testing.T) {
	t.Parallel()
	a := someSnapshots(t)
	all := manual(listed[rds.Snapshot](t, a, snapshots))
	if len(all) != 4 || len(a.Calls()) != 2 {
		t.Fatalf("listed %d in %d calls", len(all), len(a.Calls()))
	}
	for name, s := range all {
		all[name] = get[rds.Snapshot](t, a, snapshots, s)
		if !s.Consistent() || s.Type != snapshots.Type || s.Status.Value() != "available" {
			t.Errorf("got %+v", s)
		}
	}
	plain, shop := all["of-plain"], all["of-shop"]
	if d := plain.Description.Value(); d != (rds.Description{Kind: rds.OfInstance, Type: rds.Manual, Source: "plain", Engine: "postgres"}) || plain.Tags.Value()["team"] != "a" {
		t.Errorf("got %+v", plain)
	}
	if d := shop.Description.Value(); d != (rds.Description{Kind: rds.OfCluster, Type: rds.Manual, Source: "shop", Engine: "aurora-postgresql"}) {
		t.Errorf("got %+v", d)
	}
	if !slices.Equal(plain.Restore.Value(), []string{"222233334444", "333344445555", "all"}) || !slices.Equal(shop.Restore.Value(), []string{"all"}) || !plain.Public() {
		t.Errorf("shared with %v and %v", plain.Restore, shop.Restore)
	}
	for _, name := range []string{"of-locked", "of-vault"} {
		if s := all[name]; !s.Encrypted.Value() || s.Restore.State() != resource.Absent {
			t.Errorf("got %+v", s)
		}
	}
	if plain.Encrypted.Value() || shop.Encrypted.Value() || shop.Encrypted.State() != resource.Known {
		t.Errorf("encrypted are %+v and %+v", plain.Encrypted, shop.Encrypted)
	}
	if a.Count("rds", "DescribeDBSnapshotAttributes") != 1 || a.Count("rds", "DescribeDBClusterSnapshotAttributes") != 1 {
		t.Errorf("asked too often: %+v", a.Calls())
	}
}

func TestSnapshotAlone(t *testing.T) {
	t.Parallel()
	a := someSnapshots(t)
	for name, s := range manual(listed[rds.Snapshot](t, a, snapshots)) {
		s = get[rds.Snapshot](t, a, snapshots, s)
		before := len(a.Calls())
		fresh := get[rds.Snapshot](t, a, snapshots, snapshots.Empty(s.Ref))
		if d := resource.Differing(s, fresh, snapshots.Facts); len(d) > 0 || fresh.Ref != s.Ref || len(a.Calls())-before > 2 {
			t.Errorf("%s: read afresh, %v differ after %d calls", name, d, len(a.Calls())-before)
		}
	}
}

// An automated snapshot is found by its identifier only with its type.
func TestAutomatedSnapshot(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	newInstance(t, a, region, "one", nil)
	a.Rule(awstest.Rule{Service: "rds", Operation: "DescribeDBSnapshots", Resource: "DBSnapshotIdentifier=", Do: func(x *awstest.Exchange) *awstest.Reply {
		if bytes.Contains(x.Body, []byte("SnapshotType=automated")) {
			return x.Next()
		}
		return x.Refuse(404, "DBSnapshotNotFound", "as AWS says where the type is missing")
	}})
	found := 0
	for name, s := range listed[rds.Snapshot](t, a, snapshots) {
		if s.Description.Value().Type != rds.Automated {
			t.Errorf("%s is %+v", name, s.Description.Value())
		}
		fresh := get[rds.Snapshot](t, a, snapshots, snapshots.Empty(s.Ref))
		if fresh.Description.Value() != s.Description.Value() || fresh.Restore.State() != resource.Absent {
			t.Errorf("%s is read as %+v", name, fresh)
		}
		found++
	}
	if found == 0 {
		t.Error("there is none")
	}
}

func TestSnapshotGone(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	for _, kind := range []string{"snapshot", "cluster-snapshot"} {
		ref := place(a, snapshots).Ref(snapshots.Type, "arn:aws:rds:"+region+":"+a.ID+":"+kind+":gone", "gone")
		for _, fact := range snapshots.Facts {
			at := place(a, snapshots)
			at.Facts = []string{fact}
			if _, err := snapshots.Get(t.Context(), at, snapshots.Empty(ref)); fault.CodeOf(err) != fault.NotFound {
				t.Errorf("%s of a %s: %v", fact, kind, err)
			}
		}
	}
}

func TestSnapshotHidden(t *testing.T) {
	t.Parallel()
	a := someSnapshots(t)
	all := listed[rds.Snapshot](t, a, snapshots)
	for name, actions := range map[string][2]string{
		"of-plain": {"DescribeDBSnapshots", "DescribeDBSnapshotAttributes"},
		"of-shop":  {"DescribeDBClusterSnapshots", "DescribeDBClusterSnapshotAttributes"},
	} {
		for _, operation := range actions {
			a.Rule(awstest.Rule{Do: awstest.Deny(), Service: "rds", Operation: operation})
		}
		s := get[rds.Snapshot](t, a, snapshots, snapshots.Empty(all[name].Ref))
		hidden(t, s, []string{"Description", "Status", "Encrypted", "Taken", "Tags"}, "rds:"+actions[0])
		hidden(t, s, []string{"Restore"}, "rds:"+actions[1])
	}
}

// Where one kind may not be listed, the other is still seen, and the listing does not count as whole.
func TestSnapshotsNotListed(t *testing.T) {
	t.Parallel()
	for _, operation := range []string{"DescribeDBSnapshots", "DescribeDBClusterSnapshots"} {
		t.Run(operation, func(t *testing.T) {
			t.Parallel()
			a := someSnapshots(t)
			a.Rule(awstest.Rule{Do: awstest.Deny(), Service: "rds", Operation: operation})
			if n := denied(t, a, snapshots); n < 2 {
				t.Errorf("%d snapshots are seen", n)
			}
			for _, err := range snapshots.List(t.Context(), place(a, snapshots)) {
				if err != nil && catalog.WhyHidden(err, snapshots.ListCalls).Action != "rds:"+operation {
					t.Errorf("the reason is %+v", catalog.WhyHidden(err, snapshots.ListCalls))
				}
			}
		})
	}
}

func TestSnapshotsPage(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	newInstance(t, a, region, "one", nil)
	newCluster(t, a, region, "two", nil)
	for n := range 3 {
		newSnapshot(t, a, region, "one", fmt.Sprintf("snapshot-%d", n))
		newClusterSnapshot(t, a, region, "two", fmt.Sprintf("cluster-snapshot-%d", n))
	}
	a.TwoPages("rds", "DescribeDBSnapshots")
	a.TwoPages("rds", "DescribeDBClusterSnapshots")
	if n := len(manual(listed[rds.Snapshot](t, a, snapshots))); n != 6 || len(a.Calls()) != 4 {
		t.Errorf("%d snapshots in %d calls", n, len(a.Calls()))
	}
}
