package kms

import (
	"time"

	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource/kms"
	"github.com/mantenhq/manten/internal/standard"
)

var (
	on4    = catalog.Text(Service, "KMS.4/on", "automatic rotation is on", "自動ローテーションは有効です")
	off4   = catalog.Text(Service, "KMS.4/off", "automatic rotation is off", "自動ローテーションが無効です")
	fixed4 = catalog.Text(Service, "KMS.4/fixed", "not evaluated, automatic rotation cannot be switched on: {why}", "自動ローテーションを有効にできないキーのため評価しません: {why}")
)

var control4 = catalog.Control(Service, catalog.ControlSpec[kms.Key, catalog.None]{
	ID:       "KMS.4",
	Title:    "AWS KMS key rotation should be enabled",
	TitleJA:  "AWS KMS キーのローテーションを有効にする必要があります",
	Severity: control.Medium,
	Standards: standard.In{
		standard.CIS120:  "2.8",
		standard.CIS140:  "3.8",
		standard.CIS300:  "3.6",
		standard.CIS500:  "3.6",
		standard.PCI321:  "PCI.KMS.1:3.6.4",
		standard.PCI401:  "3.7.4",
		standard.NIST800: "KMS.4",
	},
	Reads:   []string{"Metadata", "Rotation"},
	Partial: true, // the metadata alone can decide
	Evaluate: func(k kms.Key, _ catalog.None, _ time.Time) control.Verdict {
		if v, unsure := catalog.Unsure(k, "Metadata"); unsure {
			return v
		}
		if why := k.Metadata.Value().Fixed(); why != "" {
			return control.Skip(fixed4.With("why", why))
		}
		if v, unsure := catalog.Unsure(k, "Rotation"); unsure {
			return v
		}
		return control.PassIf(k.Rotation.Value(), on4.With(), off4.With())
	},
})
