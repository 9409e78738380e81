package iam

import (
	"slices"
	"time"

	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/iam"
	"github.com/mantenhq/manten/internal/standard"
)

var (
	none27     = catalog.Text(Service, "IAM.27/none", "AWSCloudShellFullAccess is not attached", "AWSCloudShellFullAccess はアタッチされていません")
	attached27 = catalog.Text(Service, "IAM.27/attached", "AWSCloudShellFullAccess is attached to {name}", "AWSCloudShellFullAccess が {name} にアタッチされています")
	advice27   = catalog.Text(Service, "IAM.27/advice",
		"AWSCloudShellFullAccess lets its holder move files in and out of AWS by CloudShell. Ask whether CloudShell is needed at all. "+
			"If so, attach a policy of your own that allows cloudshell:* and denies cloudshell:GetFileDownloadUrls and cloudshell:GetFileUploadUrls; then detach AWSCloudShellFullAccess.",
		"AWSCloudShellFullAccess があると、CloudShell を通じて AWS の内外でファイルをやり取りできます。まず CloudShell が必要かどうかを確認します。"+
			"必要なら、cloudshell:* を許可しつつ cloudshell:GetFileDownloadUrls と cloudshell:GetFileUploadUrls を拒否する独自のポリシーをアタッチしてから、AWSCloudShellFullAccess をデタッチします。")
)

var control27 = catalog.Also(catalog.Also(catalog.Control(Service, catalog.ControlSpec[iam.User, catalog.None]{
	ID:       "IAM.27",
	Title:    "IAM identities should not have the AWSCloudShellFullAccess policy attached",
	TitleJA:  "IAM アイデンティティには AWSCloudShellFullAccess ポリシーをアタッチしないでください",
	Severity: control.Medium,
	Standards: standard.In{
		standard.CIS300: "1.22",
		standard.CIS500: "1.21",
	},
	Reads:  []string{"AttachedPolicies"},
	Advice: advice27,
	Evaluate: func(u iam.User, _ catalog.None, _ time.Time) control.Verdict {
		return judge27(u.Ref, u.AttachedPolicies)
	},
}), catalog.ControlSpec[iam.Role, catalog.None]{
	Reads: []string{"AttachedPolicies"},
	Evaluate: func(r iam.Role, _ catalog.None, _ time.Time) control.Verdict {
		return judge27(r.Ref, r.AttachedPolicies)
	},
}), catalog.ControlSpec[iam.Group, catalog.None]{
	Reads: []string{"AttachedPolicies"},
	Evaluate: func(g iam.Group, _ catalog.None, _ time.Time) control.Verdict {
		return judge27(g.Ref, g.AttachedPolicies)
	},
})

// judge27 judges a user, group or role by the managed policies that are attached to it.
func judge27(ref resource.Ref, attached resource.Fact[[]string]) control.Verdict {
	has := slices.Contains(attached.Value(), awsManaged(ref.Region, "AWSCloudShellFullAccess"))
	return control.PassIf(!has, none27.With(), attached27.With("name", ref.Name))
}
