package redshift

import (
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/redshift"

	"github.com/mantenhq/manten/internal/awstest"
	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/redshift"
)

const region = "us-east-1"

// clusterWith is a cluster as it shall be, with one change.
func clusterWith(change func(*redshift.Cluster)) redshift.Cluster {
	c := redshift.Cluster{
		Ref: resource.Ref{
			Type: "AWS::Redshift::Cluster", Account: "111122223333", Region: "eu-west-1",
			ID: "arn:aws:redshift:eu-west-1:111122223333:cluster:sales", Name: "sales",
		},
		PubliclyAccessible:               resource.Is(false),
		AutomatedSnapshotRetentionPeriod: resource.Is[int32](14),
		AllowVersionUpgrade:              resource.Is(true),
		Logging:                          resource.Is(redshift.Logging{Enabled: true, Bucket: "audit", Prefix: "sales/", Destination: "s3"}),
		ClusterStatus:                    resource.Is("available"),
		Endpoint:                         resource.Is(redshift.Endpoint{Address: "sales.abc.eu-west-1.redshift.amazonaws.com", Port: 5439}),
		ElasticIP:                        resource.None[string](),
		Maintenance:                      resource.Is(redshift.Maintenance{Window: "sun:23:15-mon:03:15", Track: "current"}),
		Tags:                             resource.Is(map[string]string{}),
	}
	if change != nil {
		change(&c)
	}
	return c
}

func place(a *awstest.Account) catalog.Place {
	return catalog.Place{Account: a.ID, Region: region, Config: a.Through(region), Facts: clusters.Facts}
}

// create makes a cluster on which all controls fail. moto takes no retention of 0 when it creates one.
func create(t *testing.T, a *awstest.Account, name string) {
	t.Helper()
	c := sdk.NewFromConfig(a.Config(region))
	if _, err := c.CreateCluster(t.Context(), &sdk.CreateClusterInput{
		ClusterIdentifier: &name, NodeType: aws.String("dc2.large"), ClusterType: aws.String("single-node"), DBName: aws.String("dev"),
		MasterUsername: aws.String("admin"), MasterUserPassword: aws.String("Not-4-Real"), PubliclyAccessible: aws.Bool(true),
		AllowVersionUpgrade: aws.Bool(false), PreferredMaintenanceWindow: aws.String("mon:03:00-mon:03:30"),
	}); err != nil {
		t.Fatal(err)
	}
	if _, err := c.ModifyCluster(t.Context(), &sdk.ModifyClusterInput{
		ClusterIdentifier: &name, AutomatedSnapshotRetentionPeriod: aws.Int32(0),
	}); err != nil {
		t.Fatal(err)
	}
}

func as(t *testing.T, r resource.Resource) redshift.Cluster {
	t.Helper()
	c, ok := r.(redshift.Cluster)
	if !ok {
		t.Fatalf("got a %T", r)
	}
	return c
}

// listedClusters are the clusters of a place by name.
func listedClusters(t *testing.T, at catalog.Place) map[string]redshift.Cluster {
	t.Helper()
	all := map[string]redshift.Cluster{}
	for r, err := range clusters.List(t.Context(), at) {
		if err != nil {
			t.Fatal(err)
		}
		all[r.Reference().Name] = as(t, r)
	}
	return all
}

func get(t *testing.T, at catalog.Place, r resource.Resource) redshift.Cluster {
	t.Helper()
	got, err := clusters.Get(t.Context(), at, r)
	if err != nil {
		t.Fatal(err)
	}
	return as(t, got)
}
