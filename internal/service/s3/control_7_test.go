package s3

import (
	"testing"

	"github.com/mantenhq/manten/internal/catalog/catalogtest"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/s3"
)

func TestControl7(t *testing.T) {
	t.Parallel()
	rule := func(status, bucket string) s3.ReplicationRule {
		return s3.ReplicationRule{Status: status, Bucket: bucket}
	}
	with := func(rules ...s3.ReplicationRule) s3.Bucket {
		return theBucket(func(b *s3.Bucket) {
			b.Replication = resource.Is(s3.Replication{Rules: rules})
			b.ReplicaRegions = resource.Is(map[string]string{"near": b.Region, "far": "us-west-2", "gone": ""})
		})
	}
	near, far, off, gone := rule("Enabled", "near"), rule("Enabled", "far"), rule("Disabled", "far"), rule("Enabled", "gone")
	hidden := with(far)
	hidden.ReplicaRegions = resource.HiddenFor[map[string]string](catalogtest.Denied)
	offUnread := with(off)
	offUnread.ReplicaRegions = resource.HiddenFor[map[string]string](catalogtest.Denied)
	catalogtest.Judge(t, control7, map[string]catalogtest.Case{
		"far":                {Resource: with(far), Want: control.Passed, Reason: "another Region: far (us-west-2)"},
		"near and far":       {Resource: with(near, far, far), Want: control.Passed, Reason: "another Region: far (us-west-2)"},
		"near":               {Resource: with(near), Want: control.Failed, Reason: "no other Region than eu-west-1; the destinations are: near (eu-west-1)"},
		"gone":               {Resource: with(gone), Want: control.Failed, Reason: "gone (-)"},
		"off":                {Resource: with(near, off), Want: control.Failed, Reason: "are: near (eu-west-1)"},
		"all off":            {Resource: with(off), Want: control.Failed, Reason: "no replication rule of the bucket is enabled"},
		"all off, unread":    {Resource: offUnread, Want: control.Failed},
		"none":               {Resource: theBucket(func(*s3.Bucket) {}), Want: control.Failed, Reason: "no replication configuration"},
		"none, regions kept": {Resource: theBucket(hiding("ReplicaRegions")), Want: control.Failed},
		"region denied":      {Resource: hidden, Want: control.NotAvailable, Reason: "AccessDenied"},
		"denied":             {Resource: theBucket(hiding("Replication")), Want: control.NotAvailable, Reason: "AccessDenied"},
	})
}
