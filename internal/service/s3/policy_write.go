package s3

import (
	"encoding/json"
	"strconv"

	sdk "github.com/aws/aws-sdk-go-v2/service/s3"

	"github.com/mantenhq/manten/internal/awsop"
	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/policy"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/s3"
	"github.com/mantenhq/manten/internal/text"
)

var (
	putBucketPolicy = catalog.Write(Service, awsop.NewWrite(newClient, (*sdk.Client).PutBucketPolicy,
		"s3:PutBucketPolicy").Repeatable())
	deleteBucketPolicy = catalog.Write(Service, awsop.NewWrite(newClient, (*sdk.Client).DeleteBucketPolicy,
		"s3:DeleteBucketPolicy").Repeatable())
)

// maxPolicy is S3's limit of a bucket policy in bytes. Source: Amazon S3 User Guide, "Bucket policies".
const maxPolicy = 20 * 1024

// appended is the edit that adds a statement to the bucket's policy, or makes the policy where there is none.
func appended(b s3.Bucket, d *policy.Document, add statement, broken, large text.Template) catalog.Edit[s3.Bucket] {
	before, had := b.Policy.Get()
	after, err := d.Append(add)
	switch {
	case err != nil:
		return refuse(b, broken.With("error", err.Error()))
	case len(after) > maxPolicy:
		return refuse(b, large.With("size", strconv.Itoa(len(after))))
	}
	undo := deleteBucketPolicy.With(&sdk.DeleteBucketPolicyInput{Bucket: &b.Name})
	if had {
		undo = putPolicy(b.Name, before)
	}
	b.Policy = resource.Is(after)
	return catalog.Edit[s3.Bucket]{After: b, Moves: []catalog.Move{{Do: putPolicy(b.Name, after), Undo: undo}}}
}

func putPolicy(bucket, text string) awsop.Bound {
	return putBucketPolicy.With(&sdk.PutBucketPolicyInput{Bucket: &bucket, Policy: &text})
}

func refuse(b s3.Bucket, why text.Message) catalog.Edit[s3.Bucket] {
	return catalog.Edit[s3.Bucket]{After: b, Effect: catalog.Effect{Refused: why}}
}

// statement is one that is added; the fields are in the order in which people write them.
type statement struct {
	Sid       string
	Effect    string
	Principal map[string]oneOrMany
	Action    oneOrMany
	Resource  oneOrMany
	Condition map[string]map[string]string `json:",omitempty"`
}

// oneOrMany is written as people do, and as AWS gives it back: a single one without brackets.
type oneOrMany []string

// MarshalJSON writes a text, or a list of several.
func (o oneOrMany) MarshalJSON() ([]byte, error) {
	if len(o) == 1 {
		return json.Marshal(o[0])
	}
	return json.Marshal([]string(o))
}

// unusedSid is the Sid, with a number where it is taken.
func unusedSid(d *policy.Document, sid string) string {
	name := sid
	for n := 2; d.Has(name); n++ {
		name = sid + strconv.Itoa(n)
	}
	return name
}
