package s3

import (
	"slices"
	"strings"
	"time"

	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/policy"
	"github.com/mantenhq/manten/internal/resource/s3"
	"github.com/mantenhq/manten/internal/standard"
)

var (
	denied5   = catalog.Text(Service, "S3.5/denied", "requests without TLS are denied", "TLS を使わないリクエストは拒否されます")
	none5     = catalog.Text(Service, "S3.5/none", "there is no bucket policy, so requests without TLS are let in", "バケットポリシーがなく、TLS を使わないリクエストが許可されます")
	missing5  = catalog.Text(Service, "S3.5/missing", "no statement denies everybody s3:* on the bucket and its objects without TLS", "TLS を使わない s3:* をバケットとオブジェクトの両方で全員に拒否するステートメントがありません")
	unparsed5 = catalog.Text(Service, "S3.5/unparsed", "the bucket policy cannot be judged: {error}", "バケットポリシーを判定できません: {error}")
)

var control5 = catalog.Control(Service, catalog.ControlSpec[s3.Bucket, catalog.None]{
	ID:       "S3.5",
	Title:    "S3 general purpose buckets should require requests to use TLS",
	TitleJA:  "S3 汎用バケットではリクエストに TLS の使用を必須とする必要があります",
	Severity: control.Medium,
	Standards: standard.In{
		standard.FSBP:    "S3.5",
		standard.CIS140:  "2.1.2",
		standard.CIS300:  "2.1.1",
		standard.CIS500:  "2.1.1",
		standard.PCI321:  "PCI.S3.5:4.1",
		standard.PCI401:  "4.2.1",
		standard.NIST800: "S3.5",
	},
	Reads: []string{"Policy"},
	Evaluate: func(b s3.Bucket, _ catalog.None, _ time.Time) control.Verdict {
		p, ok := b.Policy.Get()
		if !ok {
			return control.Fail(none5.With())
		}
		d, err := policy.Parse(p)
		if err != nil {
			return control.Unknown(unparsed5.With("error", err.Error()))
		}
		return control.PassIf(deniesPlain(d, b.ID), denied5.With(), missing5.With())
	},
})

// deniesPlain tells whether the policy denies everybody everything without TLS, on the bucket and on its objects; one
// statement may do it or several together.
func deniesPlain(d *policy.Document, bucket string) bool {
	on := func(arn string) bool {
		return slices.ContainsFunc(d.Statements, func(s policy.Statement) bool { return plainDeny(s) && s.On(arn) })
	}
	return on(bucket) && on(bucket+"/*")
}

// plainDeny tells whether the statement denies everybody every S3 action under no condition but the missing TLS.
func plainDeny(s policy.Statement) bool {
	return s.Effect == "Deny" && s.Principal.Everyone() && withoutTLS(s.Condition) &&
		slices.ContainsFunc(s.Action, func(a string) bool { return a == "*" || strings.EqualFold(a, "s3:*") })
}

func withoutTLS(c policy.Condition) bool {
	if len(c) != 1 || len(c["Bool"]) != 1 {
		return false
	}
	for key, values := range c["Bool"] {
		return strings.EqualFold(key, "aws:SecureTransport") && len(values) == 1 && strings.EqualFold(values[0], "false")
	}
	return false
}
