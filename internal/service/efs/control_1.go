package efs

import (
	"time"

	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource/efs"
	"github.com/mantenhq/manten/internal/standard"
)

type params1 struct {
	// KmsKeyID is the ARN of the one KMS key that is allowed; empty allows every key.
	KmsKeyID string `json:"KmsKeyId"`
}

var control1 = catalog.Control(Service, catalog.ControlSpec[efs.FileSystem, params1]{
	ID:       "EFS.1",
	Title:    "Elastic File System should be configured to encrypt file data at-rest using AWS KMS",
	TitleJA:  "Elastic File System は AWS KMS で保管中のファイルデータを暗号化するように設定する必要があります",
	Severity: control.Medium,
	Standards: standard.In{
		standard.FSBP:    "EFS.1",
		standard.CIS300:  "2.4.1",
		standard.CIS500:  "2.3.1",
		standard.NIST800: "EFS.1",
	},
	Reads:    []string{"Encryption"},
	Defaults: params1{},
	Advice:   advice,
	Evaluate: func(f efs.FileSystem, p params1, _ time.Time) control.Verdict {
		var keys []string
		if p.KmsKeyID != "" {
			keys = []string{p.KmsKeyID}
		}
		return judge(f.Encryption.Value(), keys)
	},
})
