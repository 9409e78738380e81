package cli_test

import (
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"
	"github.com/google/go-cmp/cmp"

	"github.com/mantenhq/manten/internal/awstest"
	"github.com/mantenhq/manten/internal/view"
)

// Tags are read only where an exception goes by them, and until then it says that it does not hold yet.
func TestExceptionByTag(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	c := s3.NewFromConfig(a.Config(virginia))
	for _, name := range []string{"sandbox", "prod"} {
		name := bucket(a, name)
		got[*s3.CreateBucketOutput](t)(c.CreateBucket(t.Context(), &s3.CreateBucketInput{Bucket: &name}))
	}
	got[*s3.PutBucketTaggingOutput](t)(c.PutBucketTagging(t.Context(), &s3.PutBucketTaggingInput{
		Bucket: aws.String(bucket(a, "sandbox")), Tagging: &types.Tagging{TagSet: []types.Tag{{Key: aws.String("env"), Value: aws.String("sandbox")}}},
	}))
	tagReads := func() (n int) {
		for _, call := range a.Calls() {
			if call.Operation == "GetBucketTagging" {
				n++
			}
		}
		return n
	}
	workflows := func() map[string]string {
		var doc view.Findings
		must(t, a, "findings", "--control", "S3.5", "--format", "json").parse(t, &doc)
		out := map[string]string{}
		for _, f := range doc.Findings {
			out[f.Resource.ID] = string(f.Workflow)
		}
		return out
	}
	args := []string{"scan", "--control", "S3.5", "--region", virginia}
	must(t, a, args...)
	if n := tagReads(); n != 0 {
		t.Errorf("%d reads of tags that nobody needs", n)
	}
	var added view.ExceptionChange
	must(t, a, "exception", "add", "--tag", "env=sand*", "--reason", "r", "--owner", "o", "--approver", "a", "--until", inDays(30),
		"--account", a.ID, "--format", "json").parse(t, &added)
	if added.Untagged != 2 || added.Exception.Findings != 0 {
		t.Errorf("tags of %d resources are not known, %d findings are covered", added.Untagged, added.Exception.Findings)
	}
	sandbox, prod := "arn:aws:s3:::"+bucket(a, "sandbox"), "arn:aws:s3:::"+bucket(a, "prod")
	if diff := cmp.Diff(map[string]string{sandbox: "NEW", prod: "NEW"}, workflows()); diff != "" {
		t.Errorf("before tags are known (-want +got):\n%s", diff)
	}
	must(t, a, args...)
	if n := tagReads(); n != 2 {
		t.Errorf("%d reads of tags", n)
	}
	if diff := cmp.Diff(map[string]string{sandbox: "SUPPRESSED", prod: "NEW"}, workflows()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	nothing(t, a, "exceptions")
}
