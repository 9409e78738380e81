package efs

import (
	"time"

	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource/efs"
	"github.com/mantenhq/manten/internal/standard"
)

type params8 struct {
	// KMSKeyARNs are the ARNs of the KMS keys that are allowed; none allows every key.
	KMSKeyARNs []string `json:"kmsKeyArns"`
}

var control8 = catalog.Control(Service, catalog.ControlSpec[efs.FileSystem, params8]{
	ID:       "EFS.8",
	Title:    "EFS file systems should be encrypted at rest",
	TitleJA:  "EFS ファイルシステムは保管時に暗号化する必要があります",
	Severity: control.Medium,
	Standards: standard.In{
		standard.FSBP:   "EFS.8",
		standard.CIS500: "2.3.1",
	},
	Reads:    []string{"Encryption"},
	Defaults: params8{KMSKeyARNs: []string{}},
	Advice:   advice,
	Evaluate: func(f efs.FileSystem, p params8, _ time.Time) control.Verdict {
		return judge(f.Encryption.Value(), p.KMSKeyARNs)
	},
})
