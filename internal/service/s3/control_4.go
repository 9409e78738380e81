package s3

import (
	"slices"
	"strings"
	"time"

	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/policy"
	"github.com/mantenhq/manten/internal/resource/s3"
)

var (
	encrypted4 = catalog.Text(Service, "S3.4/encrypted", "new objects are encrypted by default with {algorithm}", "新しいオブジェクトはデフォルトで {algorithm} により暗号化されます")
	denied4    = catalog.Text(Service, "S3.4/denied", "the bucket policy denies everybody to put objects without encryption", "バケットポリシーが、暗号化なしのオブジェクトの保存を全員に拒否しています")
	plain4     = catalog.Text(Service, "S3.4/plain", "the bucket shows no default encryption rule, and its policy does not deny objects without encryption", "バケットにデフォルト暗号化のルールがなく、ポリシーも暗号化なしのオブジェクトを拒否していません")
	retired4   = catalog.Text(Service, "S3.4/retired",
		"AWS retired this control in December 2023, since S3 encrypts every new object by itself; S3.17 looks at whether that is done with a KMS key",
		"S3 がすべての新しいオブジェクトを自動的に暗号化するようになったため、このコントロールは 2023 年 12 月に廃止されました。KMS キーによる暗号化は S3.17 で評価します")
	unparsed4 = catalog.Text(Service, "S3.4/unparsed", "the bucket shows no default encryption rule, and its policy cannot be judged: {error}", "バケットにデフォルト暗号化のルールがなく、ポリシーも判定できません: {error}")
)

// control4 is kept for plans and playbooks of the time before S3 encrypted everything by itself.
var control4 = catalog.Control(Service, catalog.ControlSpec[s3.Bucket, catalog.None]{
	ID:         "S3.4",
	Title:      "S3 buckets should have server-side encryption enabled",
	TitleJA:    "S3 バケットではサーバー側の暗号化を有効にする必要があります",
	Severity:   control.Medium,
	Retired:    "2023-12",
	RetiredFor: retired4,
	Reads:      []string{"Encryption", "Policy"},
	Partial:    true, // one of the two can decide
	Evaluate: func(b s3.Bucket, _ catalog.None, _ time.Time) control.Verdict {
		if algorithm := b.Encryption.Value().Algorithm(); algorithm != "" {
			return control.Pass(encrypted4.With("algorithm", algorithm))
		}
		d, err := policy.Parse(b.Policy.Value())
		if err == nil && deniesUnencrypted(d, b.ID) {
			return control.Pass(denied4.With())
		}
		if v, unsure := catalog.Unsure(b, "Encryption", "Policy"); unsure {
			return v
		}
		if _, ok := b.Policy.Get(); ok && err != nil {
			return control.Unknown(unparsed4.With("error", err.Error()))
		}
		return control.Fail(plain4.With())
	},
})

// deniesUnencrypted tells whether a statement denies everybody to put any object without encryption.
func deniesUnencrypted(d *policy.Document, bucket string) bool {
	return slices.ContainsFunc(d.Statements, func(s policy.Statement) bool {
		return s.Effect == "Deny" && s.Principal.Everyone() && s.Covers("s3:PutObject") && at(s, bucket+"/*") && unencrypted(s.Condition)
	})
}

// unencrypted tells whether a condition holds for every request without the header that asks for encryption. An
// operator that negates holds for requests without the header, too.
func unencrypted(c policy.Condition) bool {
	if len(c) != 1 {
		return false
	}
	for operator, keys := range c {
		for key, values := range keys {
			if len(keys) != 1 || !strings.EqualFold(key, "s3:x-amz-server-side-encryption") || len(values) == 0 {
				return false
			}
			switch strings.ToLower(operator) {
			case "null":
				return len(values) == 1 && strings.EqualFold(values[0], "true")
			case "stringnotequals", "stringnotlike":
				return true
			}
		}
	}
	return false
}
