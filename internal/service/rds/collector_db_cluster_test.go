package rds

import (
	"fmt"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/rds"
	"github.com/aws/aws-sdk-go-v2/service/rds/types"

	"github.com/mantenhq/manten/internal/awstest"
	"github.com/mantenhq/manten/internal/fault"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/rds"
)

func TestClusters(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	newCluster(t, a, region, "plain", nil)
	newCluster(t, a, region, "full", func(in *sdk.CreateDBClusterInput) {
		in.DeletionProtection, in.CopyTagsToSnapshot = aws.Bool(true), aws.Bool(true)
		in.Tags = []types.Tag{{Key: aws.String("team"), Value: aws.String("a")}}
	})
	for zone, name := range map[string]string{"a": "full-1", "b": "full-2"} {
		newInstance(t, a, region, name, func(in *sdk.CreateDBInstanceInput) {
			member("full", "aurora-postgresql")(in)
			in.AvailabilityZone = aws.String(region + zone)
		})
	}
	all := listed[rds.DBCluster](t, a, clusters)
	if len(all) != 2 || len(a.Calls()) != 1 {
		t.Fatalf("listed %d in %d calls", len(all), len(a.Calls()))
	}
	full, plain := all["full"], all["plain"]
	if full.ID != "arn:aws:rds:"+region+":"+a.ID+":cluster:full" || !full.Consistent() || full.Engine.Value() != "aurora-postgresql" || full.Tags.Value()["team"] != "a" {
		t.Errorf("got %+v", full)
	}
	if !full.MultiAZ.Value() || !full.DeletionProtection.Value() || !full.CopyTagsToSnapshot.Value() || full.Status.Value() == "" {
		t.Errorf("got %+v", full)
	}
	for _, fact := range []resource.Fact[bool]{plain.MultiAZ, plain.DeletionProtection, plain.CopyTagsToSnapshot} {
		if is, known := fact.Get(); is || !known {
			t.Errorf("got %+v", plain)
		}
	}
}

func TestClusterAlone(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	for _, name := range []string{"one", "two"} {
		newCluster(t, a, region, name, nil)
	}
	listed[rds.DBCluster](t, a, clusters) // moto says "creating" once
	one := listed[rds.DBCluster](t, a, clusters)["one"]
	if d := resource.Differing(one, get[rds.DBCluster](t, a, clusters, one), clusters.Facts); len(d) > 0 || len(a.Calls()) != 2 {
		t.Errorf("%v differ after %d calls", d, len(a.Calls()))
	}
	fresh := get[rds.DBCluster](t, a, clusters, clusters.Empty(one.Ref))
	if d := resource.Differing(one, fresh, clusters.Facts); len(d) > 0 || fresh.Ref != one.Ref || len(a.Calls()) != 3 {
		t.Errorf("read afresh, %v differ after %d calls", d, len(a.Calls()))
	}
	if _, err := sdk.NewFromConfig(a.Config(region)).DeleteDBCluster(t.Context(), &sdk.DeleteDBClusterInput{DBClusterIdentifier: &one.Name, SkipFinalSnapshot: aws.Bool(true)}); err != nil {
		t.Fatal(err)
	}
	if _, err := clusters.Get(t.Context(), place(a, clusters), clusters.Empty(one.Ref)); fault.CodeOf(err) != fault.NotFound {
		t.Errorf("got %v", err)
	}
}

func TestClusterHidden(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	newCluster(t, a, region, "one", nil)
	one := listed[rds.DBCluster](t, a, clusters)["one"]
	remove := a.Rule(awstest.Rule{Do: awstest.Deny(), Service: "rds", Operation: "DescribeDBClusters"})
	hidden(t, get[rds.DBCluster](t, a, clusters, clusters.Empty(one.Ref)), clusters.Facts, "rds:DescribeDBClusters")
	denied(t, a, clusters)
	remove()
	rewritten(a, "DescribeDBClusters", "<CopyTagsToSnapshot>false</CopyTagsToSnapshot>", "")
	if f := listed[rds.DBCluster](t, a, clusters)["one"].CopyTagsToSnapshot; f.State() != resource.Hidden {
		t.Errorf("what is not told is %s", f.State())
	}
}

func TestClustersPage(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	for n := range 3 {
		newCluster(t, a, region, fmt.Sprintf("cluster-%d", n), nil)
	}
	a.TwoPages("rds", "DescribeDBClusters")
	if n := len(listed[rds.DBCluster](t, a, clusters)); n != 3 || a.Count("rds", "DescribeDBClusters") != 2 {
		t.Errorf("%d clusters in %d calls", n, a.Count("rds", "DescribeDBClusters"))
	}
}
