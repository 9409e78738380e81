package redshift

import (
	"slices"
	"testing"

	"github.com/mantenhq/manten/internal/awsop"
	"github.com/mantenhq/manten/internal/awstest"
	"github.com/mantenhq/manten/internal/awstest/loop"
	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/catalog/catalogtest"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/redshift"
	"github.com/mantenhq/manten/internal/service/cloudtrail"
	"github.com/mantenhq/manten/internal/service/s3"
)

// unlogged is a cluster without an audit log, with one change.
func unlogged(change func(*redshift.Cluster)) redshift.Cluster {
	return clusterWith(func(c *redshift.Cluster) {
		c.Logging = resource.Is(redshift.Logging{})
		if change != nil {
			change(c)
		}
	})
}

func TestEnableRedshiftClusterAuditLogging(t *testing.T) {
	t.Parallel()
	for name, x := range map[string]struct {
		cluster redshift.Cluster
		set     map[string]any
	}{
		"off":     {unlogged(nil), nil},
		"named":   {unlogged(nil), map[string]any{"bucketName": "audit", "s3KeyPrefix": "sales/"}},
		"already": {clusterWith(nil), nil},
		"exports": {unlogged(func(c *redshift.Cluster) {
			c.Logging = resource.Is(redshift.Logging{Enabled: true, Destination: "cloudwatch", Exports: []string{"userlog"}})
		}), nil},
		"paused": {unlogged(func(c *redshift.Cluster) { c.ClusterStatus = resource.Is("paused") }), nil},
		"unread": {unlogged(func(c *redshift.Cluster) { c.Logging = resource.HiddenFor[redshift.Logging](catalogtest.Denied) }), nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := catalogtest.Golden(t, enableAuditLogging, name, x.cluster, x.set)
			if asked := len(d.First) > 0; asked != (name == "off") {
				t.Errorf("asked for %+v", d.First)
			}
			if v := control4.Evaluate(d.After, control4.Params.Defaults, catalogtest.Now); d.Refused.IsZero() && v.Status != control.Passed {
				t.Errorf("afterwards it is %s: %s", v.Status, v.Reason)
			}
		})
	}
}

// Both buckets are in the cluster's region; the second one logs to the first.
func TestEnableRedshiftClusterAuditLoggingFirst(t *testing.T) {
	t.Parallel()
	first := enableAuditLogging.Derive(unlogged(nil), enableAuditLogging.Params.Defaults, catalogtest.Now).First
	if len(first) != 2 || first[0].Remediation != "CreateAccessLoggingBucket" || first[1].Remediation != "CreateServiceBucket" {
		t.Fatalf("asked for %+v", first)
	}
	if got := first[0].On.ID; got != "arn:aws:s3:::so0111-access-logs-eu-west-1-111122223333" {
		t.Errorf("the access log goes to %s", got)
	}
	if r := first[1].On; r.ID != "arn:aws:s3:::so0111-redshift-audit-logs-111122223333-eu-west-1" || r.Region != "eu-west-1" {
		t.Errorf("the audit log goes to %s", r)
	}
	if w := first[1].With; w["service"] != "redshift" || w["accessLogBucket"] != first[0].On.Name {
		t.Errorf("asked for with %v", w)
	}
}

func TestLoggingARNs(t *testing.T) {
	t.Parallel()
	d := enableAuditLogging.Derive(unlogged(nil), enableAuditLogging.Params.Defaults, catalogtest.Now)
	in, err := awsop.Encode(d.Moves[0].Do.Input)
	if err != nil {
		t.Fatal(err)
	}
	got, err := enableLogging.Resources(in, awsop.Site{Partition: "aws", Region: "eu-west-1", Account: "111122223333", Resource: "arn:cluster"})
	want := []string{"arn:cluster", "arn:aws:s3:::so0111-redshift-audit-logs-111122223333-eu-west-1/*"}
	if err != nil || !slices.Equal(got, want) {
		t.Errorf("got %v, want %v (%v)", got, want, err)
	}
}

// Two clusters of a region share the bucket. Redshift sees its policy only at the second attempt.
func TestEnableRedshiftClusterAuditLoggingLoop(t *testing.T) {
	t.Parallel()
	loop.Run(t, loop.Case{
		Service: Service, With: []*catalog.Service{cloudtrail.Service, s3.Service}, Remediation: enableAuditLogging.Name, Controls: enableAuditLogging.Controls, Repeats: true,
		Setup: func(t *testing.T, a *awstest.Account) {
			t.Helper()
			create(t, a, "sales")
			create(t, a, "stock")
			loop.Emptied(t, a)
			a.Rule(awstest.Rule{
				Service: "redshift", Operation: "EnableLogging", Times: 1,
				Do: awstest.Refuse(400, "InsufficientS3BucketPolicyFault", "Cannot read ACLs of bucket. Please ensure that your IAM permissions are set up correctly."),
			})
		},
	})
}
