package s3

import (
	"errors"
	"fmt"
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
	none6     = catalog.Text(Service, "S3.6/none", "there is no bucket policy", "バケットポリシーがありません")
	kept6     = catalog.Text(Service, "S3.6/kept", "the bucket policy allows no other account {actions}", "バケットポリシーは他のアカウントに {actions} を許可していません")
	open6     = catalog.Text(Service, "S3.6/open", "the bucket policy allows other accounts what only this one should do: {statements}", "バケットポリシーが、自アカウントだけが行うべき操作を他のアカウントに許可しています: {statements}")
	unclear6  = catalog.Text(Service, "S3.6/unclear", "which account these principals of the bucket policy belong to cannot be told: {principals}", "バケットポリシーの次のプリンシパルがどのアカウントのものか判断できません: {principals}")
	unparsed6 = catalog.Text(Service, "S3.6/unparsed", "the bucket policy cannot be judged: {error}", "バケットポリシーを判定できません: {error}")
)

// params6 are the parameters of S3.6, and of the remediation that serves it.
type params6 struct {
	// BlacklistedActionPatterns are the actions that no other account may be allowed, with * and ? as in a policy.
	BlacklistedActionPatterns []string `json:"blacklistedactionpatterns"`
}

// Validate wants at least one pattern, and only ones of S3.
func (p params6) Validate() error {
	if len(p.BlacklistedActionPatterns) == 0 {
		return errors.New("no action pattern is given")
	}
	for _, a := range p.BlacklistedActionPatterns {
		if len(a) < 4 || !strings.EqualFold(a[:3], "s3:") {
			return fmt.Errorf("%q is no pattern of S3's actions", a)
		}
	}
	return nil
}

var defaults6 = params6{BlacklistedActionPatterns: []string{
	"s3:DeleteBucketPolicy", "s3:PutBucketAcl", "s3:PutBucketPolicy", "s3:PutEncryptionConfiguration", "s3:PutObjectAcl",
}}

var control6 = catalog.Control(Service, catalog.ControlSpec[s3.Bucket, params6]{
	ID:       "S3.6",
	Title:    "S3 general purpose bucket policies should restrict access to other AWS accounts",
	TitleJA:  "S3 汎用バケットのポリシーは、他の AWS アカウントへのアクセスを制限する必要があります",
	Severity: control.High,
	Standards: standard.In{
		standard.FSBP:    "S3.6",
		standard.NIST800: "S3.6",
	},
	Reads:    []string{"Policy"},
	Defaults: defaults6,
	Evaluate: func(b s3.Bucket, p params6, _ time.Time) control.Verdict {
		text, ok := b.Policy.Get()
		if !ok {
			return control.Pass(none6.With())
		}
		d, err := policy.Parse(text)
		if err != nil {
			return control.Unknown(unparsed6.With("error", err.Error()))
		}
		found, unclear := breaches(d, b, p.BlacklistedActionPatterns)
		switch {
		case len(found) > 0:
			return control.Fail(open6.With("statements", listBreaches(found)))
		case len(unclear) > 0:
			return control.Unknown(unclear6.With("principals", strings.Join(unclear, ", ")))
		}
		return control.Pass(kept6.With("actions", strings.Join(p.BlacklistedActionPatterns, ", ")))
	},
})

func listBreaches(found []breach) string {
	var names []string
	for _, b := range found {
		names = append(names, b.String())
	}
	return strings.Join(slices.Compact(names), "; ")
}
