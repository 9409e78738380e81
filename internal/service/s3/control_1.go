package s3

import (
	"strings"
	"time"

	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource/s3"
	"github.com/mantenhq/manten/internal/standard"
)

var (
	blocked1 = catalog.Text(Service, "S3.1/blocked", "the account blocks all public access", "アカウントはすべての公開アクセスをブロックしています")
	off1     = catalog.Text(Service, "S3.1/off", "the account's public access block leaves off: {settings}", "アカウントのパブリックアクセスブロックで無効な設定: {settings}")
	none1    = catalog.Text(Service, "S3.1/none", "the account has no public access block", "アカウントにパブリックアクセスブロックがありません")
)

var control1 = catalog.Control(Service, catalog.ControlSpec[s3.Account, catalog.None]{
	ID:       "S3.1",
	Title:    "S3 general purpose buckets should have block public access settings enabled",
	TitleJA:  "S3 汎用バケットではブロックパブリックアクセス設定を有効にする必要があります",
	Severity: control.Medium,
	Standards: standard.In{
		standard.FSBP:    "S3.1",
		standard.CIS140:  "2.1.5",
		standard.CIS300:  "2.1.4",
		standard.CIS500:  "2.1.4",
		standard.PCI321:  "PCI.S3.6:1.2.1;1.3.1;1.3.2;1.3.4;1.3.6",
		standard.PCI401:  "1.4.4",
		standard.NIST800: "S3.1",
	},
	Reads: []string{"PublicAccessBlock"},
	Evaluate: func(a s3.Account, _ catalog.None, _ time.Time) control.Verdict {
		block, ok := a.PublicAccessBlock.Get()
		if !ok {
			return control.Fail(none1.With())
		}
		return control.PassIf(block.All(), blocked1.With(), off1.With("settings", strings.Join(block.Off(), ", ")))
	},
})
