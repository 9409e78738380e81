package s3

import (
	"maps"
	"net/http"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"

	"github.com/mantenhq/manten/internal/awstest"
	"github.com/mantenhq/manten/internal/catalog/catalogtest"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/s3"
)

// replicate gives a bucket one rule for each destination; those that begin with "-" are not enabled.
func replicate(t *testing.T, a *awstest.Account, name string, destinations ...string) {
	t.Helper()
	c := newClient(a.Config("us-east-1"))
	for _, b := range append([]string{name}, destinations...) {
		_, _ = c.PutBucketVersioning(t.Context(), &sdk.PutBucketVersioningInput{ // not those that do not exist
			Bucket: &b, VersioningConfiguration: &types.VersioningConfiguration{Status: types.BucketVersioningStatusEnabled},
		})
	}
	var rules []types.ReplicationRule
	for i, d := range destinations {
		status := types.ReplicationRuleStatusEnabled
		if d[0] == '-' {
			status, d = types.ReplicationRuleStatusDisabled, d[1:]
		}
		rules = append(rules, types.ReplicationRule{
			ID: aws.String(d), Priority: aws.Int32(int32(i)), Status: status, Filter: &types.ReplicationRuleFilter{Prefix: aws.String("")},
			DeleteMarkerReplication: &types.DeleteMarkerReplication{Status: types.DeleteMarkerReplicationStatusDisabled},
			Destination:             &types.Destination{Bucket: aws.String("arn:aws:s3:::" + d)},
		})
	}
	if _, err := c.PutBucketReplication(t.Context(), &sdk.PutBucketReplicationInput{
		Bucket: &name, ReplicationConfiguration: &types.ReplicationConfiguration{Role: aws.String("arn:aws:iam::" + a.ID + ":role/copy"), Rules: rules},
	}); err != nil {
		t.Fatal(err)
	}
}

func TestReplication(t *testing.T) {
	t.Parallel()
	a, other := awstest.New(t), awstest.New(t)
	name, near, far := create(t, a, "us-east-1", "from"), create(t, a, "us-east-1", "near"), create(t, a, "eu-west-1", "far")
	theirs, off := create(t, other, "ap-northeast-1", "theirs"), create(t, a, "us-east-1", "off")
	nowhere := "nowhere-" + a.ID
	replicate(t, a, name, near, far, theirs, "-"+off)
	b := get(t, a, listed(t, a)[name])
	want := map[string]string{near: "us-east-1", far: "eu-west-1", theirs: "ap-northeast-1"}
	if got := b.ReplicaRegions.Value(); !maps.Equal(got, want) {
		t.Errorf("regions are %v, want %v", got, want)
	}
	r := b.Replication.Value()
	if len(r.Rules) != 4 || r.Role != "arn:aws:iam::"+a.ID+":role/copy" || r.Rules[1] != (s3.ReplicationRule{ID: far, Status: "Enabled", Bucket: far}) || r.Rules[3].Status != "Disabled" {
		t.Errorf("replication is %+v", r)
	}
	if n := a.Count("s3", "HeadBucket"); n != 1 { // the account's own buckets stand in the list
		t.Errorf("%d buckets were asked for", n)
	}
	at := place(a, "us-east-1", buckets)
	at.Facts = []string{"ReplicaRegions"}
	alone, err := buckets.Get(t.Context(), at, buckets.Empty(b.Ref))
	if err != nil || !maps.Equal(catalogtest.As[s3.Bucket](t, alone).ReplicaRegions.Value(), want) {
		t.Errorf("alone it is %+v, %v", alone, err)
	}
	gone, err := bucketRegion(t.Context(), at, nowhere)
	if gone != "" || err != nil {
		t.Errorf("a bucket that does not exist is in %q, %v", gone, err)
	}
}

// S3 tells the region of a bucket in a refusal, too. One without the region says nothing.
func TestReplicaRegionRefused(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		status int
		region string
		want   string
	}{
		"elsewhere":            {http.StatusMovedPermanently, "eu-west-1", "eu-west-1"},
		"not allowed":          {http.StatusForbidden, "eu-west-1", "eu-west-1"},
		"not allowed, unnamed": {http.StatusForbidden, "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := awstest.New(t)
			from := create(t, a, "us-east-1", "from")
			theirs := create(t, awstest.New(t), "us-east-1", "theirs")
			replicate(t, a, from, theirs)
			a.Rule(awstest.Rule{Service: "s3", Operation: "HeadBucket", Do: func(*awstest.Exchange) *awstest.Reply {
				reply := &awstest.Reply{Status: c.status, Header: http.Header{}}
				if c.region != "" {
					reply.Header.Set("X-Amz-Bucket-Region", c.region)
				}
				return reply
			}})
			f := get(t, a, listed(t, a)[from]).ReplicaRegions
			if c.want != "" {
				if !maps.Equal(f.Value(), map[string]string{theirs: c.want}) {
					t.Errorf("got %+v", f)
				}
				return
			}
			if f.State() != resource.Hidden || f.Why().Operation != "s3.HeadBucket" || f.Why().Action != "s3:ListBucket" {
				t.Errorf("got %+v", f)
			}
		})
	}
}

func TestReplicaRegionsNotListed(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	from := create(t, a, "us-east-1", "from")
	replicate(t, a, from, create(t, a, "eu-west-1", "to"))
	b := listed(t, a)[from]
	a.Rule(awstest.Rule{Do: awstest.Deny(), Service: "s3", Operation: "ListBuckets"})
	b = get(t, a, b)
	if f := b.ReplicaRegions; f.State() != resource.Hidden || f.Why().Operation != "s3.ListBuckets" || b.Replication.State() != resource.Known {
		t.Errorf("got %+v", f)
	}
}
