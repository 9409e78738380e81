package lambda

import (
	"strconv"
	"strings"
	"time"

	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource/lambda"
	"github.com/mantenhq/manten/internal/standard"
)

var (
	none1   = catalog.Text(Service, "Lambda.1/none", "the function has no resource-based policy", "関数にリソースベースのポリシーがありません")
	closed1 = catalog.Text(Service, "Lambda.1/closed",
		"no statement of the function's policy lets the public in", "関数のポリシーに一般公開を許可するステートメントはありません")
	public1 = catalog.Text(Service, "Lambda.1/public",
		"policy statements let anybody in: {public}", "ポリシーのステートメントが誰にでもアクセスを許可しています: {public}")
	s31 = catalog.Text(Service, "Lambda.1/s3",
		"policy statements let Amazon S3 in without a fixed AWS:SourceAccount, so for buckets of any account: {buckets}",
		"ポリシーのステートメントに固定値の AWS:SourceAccount がなく、任意のアカウントのバケットについて Amazon S3 からの呼び出しを許可しています: {buckets}")
	both1 = catalog.Text(Service, "Lambda.1/both",
		"policy statements let anybody in: {public}; and Amazon S3 without a fixed AWS:SourceAccount, so for buckets of any account: {buckets}",
		"ポリシーのステートメントが誰にでもアクセスを許可しています: {public}。また、固定値の AWS:SourceAccount がなく、任意のアカウントのバケットについて Amazon S3 からの呼び出しを許可しています: {buckets}")
)

var control1 = catalog.Control(Service, catalog.ControlSpec[lambda.Function, catalog.None]{
	ID:       "Lambda.1",
	Title:    "Lambda function policies should prohibit public access",
	TitleJA:  "Lambda 関数のポリシーはパブリックアクセスを禁止する必要があります",
	Severity: control.Critical,
	Standards: standard.In{
		standard.FSBP:    "Lambda.1",
		standard.PCI321:  "PCI.Lambda.1:1.2.1;1.3.1;1.3.2;1.3.4;7.2.1",
		standard.PCI401:  "7.2.1",
		standard.NIST800: "Lambda.1",
	},
	Reads: []string{"Policy"},
	Evaluate: func(f lambda.Function, _ catalog.None, _ time.Time) control.Verdict {
		statements, has := f.Policy.Get()
		if !has {
			return control.Pass(none1.With())
		}
		anybody, s3 := fault1(statements)
		switch {
		case anybody != "" && s3 != "":
			return control.Fail(both1.With("public", anybody, "buckets", s3))
		case anybody != "":
			return control.Fail(public1.With("public", anybody))
		case s3 != "":
			return control.Fail(s31.With("buckets", s3))
		}
		return control.Pass(closed1.With())
	},
})

// fault1 names the statements at fault, by their Sids or, where there is none, by their numbers, from 1.
func fault1(statements []lambda.Statement) (anybody, s3 string) {
	var open, anywhere []string
	for i, s := range statements {
		name := s.Sid
		if name == "" {
			name = "#" + strconv.Itoa(i+1)
		}
		switch {
		case public(s):
			open = append(open, name)
		case s3Anywhere(s):
			anywhere = append(anywhere, name)
		}
	}
	return strings.Join(open, ", "), strings.Join(anywhere, ", ")
}
