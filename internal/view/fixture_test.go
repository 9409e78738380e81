package view

import (
	"encoding/json"
	"time"

	"github.com/mantenhq/manten/internal/awsop"
	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/standard"
	"github.com/mantenhq/manten/internal/store"
	"github.com/mantenhq/manten/internal/text"
)

// nasty is what somebody who may name things in an account could do to a terminal, a shell or a page.
const nasty = "it's \"$(touch pwned)\" `id`\n# Next: rm -rf / \x1b[31mred\x9b\u202e<b>|*_\xff; ${HOME}\\!"

const account = "123456789012"

var (
	now     = time.Date(2026, 10, 1, 12, 2, 30, 0, time.UTC)
	scanned = now.Add(-150 * time.Second)
)

// bucket is the one resource type of the tests' catalog.
type bucket struct {
	resource.Ref
	Policy resource.Fact[string]
}

var service = catalog.NewService("s3")

var (
	_ = catalog.Collector(service, catalog.CollectorSpec[bucket]{Type: "AWS::S3::Bucket", Version: 1})
	_ = catalog.Control(service, catalog.ControlSpec[bucket, catalog.None]{
		ID: "S3.8", Title: "S3 general purpose buckets should block public access",
		TitleJA:  "S3 汎用バケットはパブリックアクセスをブロックする必要があります",
		Severity: control.High, Standards: standard.Members()["S3.8"],
	})
	_ = catalog.Control(service, catalog.ControlSpec[bucket, catalog.None]{
		ID: "EC2.13", Title: "Security groups should not allow ingress from 0.0.0.0/0 or ::/0 to port 22",
		TitleJA:  "セキュリティグループは 0.0.0.0/0 または ::/0 からポート 22 への受信を許可しない必要があります",
		Severity: control.High, Standards: standard.Members()["EC2.13"],
	})
	_ = catalog.Control(service, catalog.ControlSpec[bucket, catalog.None]{
		ID: "IAM.6", Title: "Hardware MFA should be enabled for the root user",
		TitleJA: "ルートユーザーのハードウェア MFA を有効にする必要があります", Severity: control.Critical,
	})
	_ = catalog.Remediation(service, catalog.RemediationSpec[bucket, catalog.None]{
		Name: "ConfigureS3BucketPublicAccessBlock", File: "x", Controls: []control.ID{"S3.8"}, Writes: []*awsop.Op{},
		Summary: catalog.Text(service, "ConfigureS3BucketPublicAccessBlock/summary", "Blocks all public access to the bucket.",
			"バケットへのすべてのパブリックアクセスをブロックします。"),
	})
	open22 = catalog.Text(service, "EC2.13/open", "port 22 is open to {cidr}: {rule}", "ポート 22 が {cidr} に公開されています: {rule}")
	hides  = text.Template{Key: "manten/hidden", EN: "not read: {operation} gave {code}: {message}", JA: "読み取れません: {operation} が {code} を返しました: {message}"}
	byHand = catalog.Text(service, "IAM.6/advice", "Sign in as root and add a hardware MFA device.", "ルートユーザーでサインインし、ハードウェア MFA デバイスを追加してください。")
)

func testCatalog() *catalog.Catalog {
	c, err := catalog.New(service)
	if err != nil {
		panic(err)
	}
	return c
}

func finding(id control.ID, title string, sev control.Severity, st control.Status, arn string, why text.Message) Finding {
	return Finding{
		Control: id, Title: title, Severity: sev, Status: st, Account: account, Region: "ap-northeast-1", Workflow: control.New,
		Resource: Resource{Type: "AWS::S3::Bucket", ID: arn}, Message: why, Reason: why.Text, FirstSeen: now.AddDate(0, -1, 0),
		ByPerson: st == control.Failed,
	}
}

func denied(action string) text.Message {
	return hides.With("operation", "kms.GetKeyRotationStatus", "code", "AccessDeniedException", "message", action+" is not allowed")
}

func cannedFindings() []Finding {
	root := finding("IAM.6", "Hardware MFA should be enabled for the root user", control.Critical, control.Failed,
		"AWS::::Account:"+account, text.Message{Text: "the root user has no hardware MFA device"})
	root.Resource.Type, root.Region = resource.Account, "us-east-1"
	group := func(name string) Finding {
		return finding("EC2.13", "Security groups should not allow ingress from 0.0.0.0/0 or ::/0 to port 22", control.High,
			control.Failed, "arn:aws:ec2:ap-northeast-1:123456789012:security-group/"+name,
			open22.With("cidr", "0.0.0.0/0", "rule", nasty))
	}
	s3 := finding("S3.8", "English title", control.High, control.Failed, "arn:aws:s3:::"+nasty, text.Message{Text: "BlockPublicAcls is off"})
	s3.Remediation, s3.ByPerson = "ConfigureS3BucketPublicAccessBlock", false
	quiet := s3
	quiet.Workflow, quiet.Resource.ID = control.Suppressed, "arn:aws:s3:::公開バケット"
	passed := finding("S3.8", "English title", control.Informational, control.Passed, "arn:aws:s3:::private", text.Message{Text: "all is blocked"})
	key := finding("KMS.4", "AWS KMS key rotation should be enabled", control.Informational, control.NotAvailable,
		"arn:aws:kms:ap-northeast-1:123456789012:key/1b2c", denied("kms:GetKeyRotationStatus"))
	odd := finding("S3.5", "S3 buckets should require SSL", control.Informational, control.Warning, "arn:aws:s3:::odd",
		text.Message{Text: "the bucket policy cannot be understood"})
	return []Finding{group("sg-0a1"), group("sg-0b2"), root, key, odd, passed, s3, quiet}
}

func cannedScores() []standard.Score {
	n := func(i int) *int { return &i }
	return []standard.Score{
		{Standard: standard.All, Score: n(63), Controls: 571, Evaluated: 26, Passed: 15, Failed: 8, Unknown: 1, NoData: 2},
		{Standard: standard.FSBP, Score: n(71), Controls: 368, Evaluated: 17, Passed: 12, Failed: 5},
		{Standard: standard.CIS120, Score: n(100), Controls: 16, Evaluated: 16, Passed: 16},
		{Standard: standard.PCI321},
	}
}

func cannedScan() Scan {
	gap := func(region, id string) store.Gap {
		return store.Gap{
			Account: account, Region: region, Service: "kms", Operation: "GetKeyRotationStatus", Resource: id,
			Reason: "AccessDeniedException: not allowed", Action: "kms:GetKeyRotationStatus",
		}
	}
	return Scan{
		ID: "scan1", Started: scanned.Add(-4100 * time.Millisecond), Finished: scanned, Accounts: []string{account},
		Regions: []string{"ap-northeast-1", "us-east-1"}, Calls: 613, Resources: 412, Findings: cannedFindings(), Scores: cannedScores(),
		Coverage: []store.Gap{
			gap("ap-northeast-1", "arn:1"), gap("ap-northeast-1", "arn:2"), gap("us-east-1", "arn:3"),
			{Account: account, Region: "us-east-1", Service: "ec2", Operation: "DescribeSecurityGroups", Reason: "RequestLimitExceeded: slow\ndown"},
		},
	}
}

func raw(s string) json.RawMessage { return json.RawMessage(s) }

// quoted is a text as JSON.
func quoted(s string) string {
	b, err := awsop.Encode(&struct{ S *string }{&s})
	if err != nil {
		panic(err)
	}
	return string(b[len(`{"S":`) : len(b)-1])
}
