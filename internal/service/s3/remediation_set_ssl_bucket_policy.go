package s3

import (
	"time"

	"github.com/mantenhq/manten/internal/awsop"
	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/policy"
	"github.com/mantenhq/manten/internal/resource/s3"
	"github.com/mantenhq/manten/internal/text"
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

var setSSLBucketPolicy = catalog.Remediation(Service, catalog.RemediationSpec[s3.Bucket, catalog.None]{
	Name:     "SetSSLBucketPolicy",
	File:     "set_ssl_bucket_policy",
	Summary:  sslSummary,
	Controls: []control.ID{"S3.5"},
	Reads:    []string{"Policy"},
	Looks:    []string{"Website"},
	Writes:   []*awsop.Op{putBucketPolicy.Op, deleteBucketPolicy.Op},
	Plan: func(b s3.Bucket, _ catalog.None, _ time.Time) catalog.Edit[s3.Bucket] {
		d := policy.New()
		if before, had := b.Policy.Get(); had {
			var err error
			if d, err = policy.Parse(before); err != nil {
				return refuse(b, sslBroken.With("error", err.Error()))
			}
		}
		if deniesPlain(d, b.ID) {
			return catalog.Edit[s3.Bucket]{After: b}
		}
		e := appended(b, d, denyPlain(d, b.ID), sslBroken, sslLarge)
		if e.Refused.IsZero() {
			e.Effect = plainEffect(b)
		}
		return e
	},
})

func plainEffect(b s3.Bucket) catalog.Effect {
	e := catalog.Effect{Risk: []text.Message{sslPlain.With()}}
	if b.Website.Value() {
		e.Interrupts = []text.Message{sslWebsite.With("bucket", b.Name)}
	}
	return unseenWebsite(e, b)
}

// denyPlain names the statement as the established runbook does. The principal is written {"AWS":"*"}, which is the same
// as "*" to IAM.
func denyPlain(d *policy.Document, bucket string) statement {
	return statement{
		Sid: unusedSid(d, "AllowSSLRequestsOnly"), Effect: "Deny", Principal: map[string]oneOrMany{"AWS": {"*"}}, Action: oneOrMany{"s3:*"},
		Resource:  []string{bucket, bucket + "/*"},
		Condition: map[string]map[string]string{"Bool": {"aws:SecureTransport": "false"}},
	}
}
