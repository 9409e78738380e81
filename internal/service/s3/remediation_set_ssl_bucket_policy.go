package s3

import (
	"strconv"
	"time"

	sdk "github.com/aws/aws-sdk-go-v2/service/s3"

	"github.com/mantenhq/manten/internal/awsop"
	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/control"
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

var (
	sslSummary = catalog.Text(Service, "SetSSLBucketPolicy/summary",
		"Adds a statement to the bucket policy that denies every request without TLS; all other statements stay as they are.",
		"TLS を使わないリクエストをすべて拒否するステートメントをバケットポリシーに追加します。他のステートメントは変わりません。")
	sslBroken = catalog.Text(Service, "SetSSLBucketPolicy/broken",
		"the bucket policy cannot be changed safely: {error}; repair it by hand first",
		"バケットポリシーを安全に変更できません: {error}。先に手作業で修正してください")
	sslLarge = catalog.Text(Service, "SetSSLBucketPolicy/large",
		"the bucket policy would grow to {size} bytes, S3 takes 20,480; shorten it by hand first",
		"バケットポリシーが {size} バイトになり、S3 の上限 20,480 を超えます。先に手作業で短くしてください")
	sslWebsite = catalog.Text(Service, "SetSSLBucketPolicy/website",
		"bucket {bucket} serves a website by its website endpoint, which speaks HTTP only: it ends at once",
		"バケット {bucket} は HTTP のみのウェブサイトエンドポイントで公開されており、直ちに閲覧できなくなります")
	sslPlain = catalog.Text(Service, "SetSSLBucketPolicy/plain",
		"clients that use http:// are refused from now on", "http:// を使うクライアントは以後拒否されます")
)

// maxPolicy is S3's limit of a bucket policy in bytes. Source: Amazon S3 User Guide, "Bucket policies".
const maxPolicy = 20 * 1024

var setSSLBucketPolicy = catalog.Remediation(Service, catalog.RemediationSpec[s3.Bucket, catalog.None]{
	Name:     "SetSSLBucketPolicy",
	File:     "set_ssl_bucket_policy",
	Summary:  sslSummary,
	Controls: []control.ID{"S3.5"},
	Reads:    []string{"Policy"},
	Looks:    []string{"Website"},
	Writes:   []*awsop.Op{putBucketPolicy.Op, deleteBucketPolicy.Op},
	Plan: func(b s3.Bucket, _ catalog.None, _ time.Time) catalog.Edit[s3.Bucket] {
		before, had := b.Policy.Get()
		d := policy.New()
		if had {
			var err error
			if d, err = policy.Parse(before); err != nil {
				return refuse(b, sslBroken.With("error", err.Error()))
			}
		}
		if deniesPlain(d, b.ID) {
			return catalog.Edit[s3.Bucket]{After: b}
		}
		after, err := d.Append(denyPlain(d, b.ID))
		if err != nil {
			return refuse(b, sslBroken.With("error", err.Error()))
		}
		if len(after) > maxPolicy {
			return refuse(b, sslLarge.With("size", strconv.Itoa(len(after))))
		}
		b.Policy = resource.Is(after)
		undo := deleteBucketPolicy.With(&sdk.DeleteBucketPolicyInput{Bucket: &b.Name})
		if had {
			undo = putPolicy(b.Name, before)
		}
		return catalog.Edit[s3.Bucket]{
			After: b, Moves: []catalog.Move{{Do: putPolicy(b.Name, after), Undo: undo}}, Effect: plainEffect(b),
		}
	},
})

func putPolicy(bucket, text string) awsop.Bound {
	return putBucketPolicy.With(&sdk.PutBucketPolicyInput{Bucket: &bucket, Policy: &text})
}

func refuse(b s3.Bucket, why text.Message) catalog.Edit[s3.Bucket] {
	return catalog.Edit[s3.Bucket]{After: b, Effect: catalog.Effect{Refused: why}}
}

func plainEffect(b s3.Bucket) catalog.Effect {
	e := catalog.Effect{Risk: []text.Message{sslPlain.With()}}
	if b.Website.Value() {
		e.Interrupts = []text.Message{sslWebsite.With("bucket", b.Name)}
	}
	return unseenWebsite(e, b)
}

// statement is the one that is added; the fields are in the order in which people write them.
type statement struct {
	Sid       string
	Effect    string
	Principal map[string]string
	Action    string
	Resource  []string
	Condition map[string]map[string]string
}

// denyPlain names the statement as the established runbook does, with a number where the name is taken. The principal
// is written {"AWS":"*"}, which is the same as "*" to IAM.
func denyPlain(d *policy.Document, bucket string) statement {
	sid := "AllowSSLRequestsOnly"
	for n := 2; d.Has(sid); n++ {
		sid = "AllowSSLRequestsOnly" + strconv.Itoa(n)
	}
	return statement{
		Sid: sid, Effect: "Deny", Principal: map[string]string{"AWS": "*"}, Action: "s3:*",
		Resource:  []string{bucket, bucket + "/*"},
		Condition: map[string]map[string]string{"Bool": {"aws:SecureTransport": "false"}},
	}
}
