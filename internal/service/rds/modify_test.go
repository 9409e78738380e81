package rds

import (
	"bytes"
	"encoding/json"
	"net/http"
	"sync/atomic"
	"testing"

	"github.com/mantenhq/manten/internal/awsop"
	"github.com/mantenhq/manten/internal/awstest"
	"github.com/mantenhq/manten/internal/awstest/loop"
	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/catalog/catalogtest"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/rds"
)

// Every change waits for the status available, and none of them claims to change the status.
func TestMovesAwait(t *testing.T) {
	t.Parallel()
	busy, off := resource.Is("modifying"), resource.Is(false)
	i := anInstance(func(i *rds.DBInstance) {
		i.Status, i.PubliclyAccessible = busy, resource.Is(true)
		i.DeletionProtection, i.AutoMinorVersionUpgrade, i.MultiAZ = off, off, off
	})
	inCluster := i
	inCluster.Cluster = resource.Is("shop")
	c := aCluster(func(c *rds.DBCluster) { c.Status, c.DeletionProtection, c.CopyTagsToSnapshot = busy, off, off })
	s := aSnapshot(func(s *rds.Snapshot) { s.Status, s.Restore = busy, resource.Is([]string{"all"}) })
	for _, x := range []struct {
		unit *catalog.RemediationUnit
		of   resource.Resource
	}{
		{disablePublicAccess, i},
		{protectInstance, i},
		{enableMinorUpgrade, i},
		{enableMinorUpgrade, inCluster},
		{enableMultiAZ, i},
		{protectCluster, c},
		{copyTags, c},
		{makeSnapshotPrivate, s},
	} {
		d := x.unit.Derive(x.of, x.unit.Params.Defaults, catalogtest.Now)
		if len(d.Moves) != 1 || len(resource.Differing(x.of, d.After, []string{"Status"})) > 0 {
			t.Errorf("%s: %d moves, status %+v", x.unit.Name, len(d.Moves), resource.FactOf(d.After, "Status"))
			continue
		}
		facts, err := resource.Facts(d.Moves[0].Await.Like, d.Moves[0].Await.Facts)
		if err != nil || string(facts["Status"]) != `{"state":"known","value":"available"}` {
			t.Errorf("%s waits for %s (%v)", x.unit.Name, facts, err)
		}
	}
}

// An instance that is backed up when the plan is applied is changed afterwards.
func TestChangeDuringBackup(t *testing.T) {
	t.Parallel()
	const reads = 4 // in which the backup goes on
	loop.Run(t, loop.Case{
		Service: Service, Remediation: protectInstance.Name, Controls: []control.ID{"RDS.8"}, Same: []string{"Status"},
		Setup: func(t *testing.T, a *awstest.Account) {
			t.Helper()
			newInstance(t, a, "us-east-1", "orders", nil)
			var seen atomic.Int32
			a.Rule(awstest.Rule{Service: "rds", Operation: "DescribeDBInstances", Do: func(x *awstest.Exchange) *awstest.Reply {
				reply := x.Next()
				if seen.Add(1) <= reads && reply != nil {
					reply.Body = bytes.ReplaceAll(reply.Body, []byte("<DBInstanceStatus>available"), []byte("<DBInstanceStatus>backing-up"))
				}
				return reply
			}})
			a.Rule(awstest.Rule{Service: "rds", Operation: "ModifyDBInstance", Do: func(x *awstest.Exchange) *awstest.Reply {
				if seen.Load() <= reads {
					return x.Refuse(http.StatusBadRequest, "InvalidDBInstanceState", "Database instance is not in available state.")
				}
				return x.Next()
			}})
		},
	})
}

// A cluster is named by its ARN in the IAM policy of a plan, also where one of its instances led to the call.
func TestClusterOfCall(t *testing.T) {
	t.Parallel()
	got, err := modifyCluster.Resources(json.RawMessage(`{"DBClusterIdentifier":"shop"}`), awsop.Site{
		Partition: "aws", Region: region, Account: "111122223333", Resource: "arn:aws:rds:eu-west-1:111122223333:db:shop-1",
	})
	if err != nil || len(got) != 1 || got[0] != "arn:aws:rds:eu-west-1:111122223333:cluster:shop" {
		t.Errorf("got %v (%v)", got, err)
	}
}
