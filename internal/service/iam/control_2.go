package iam

import (
	"strings"
	"time"

	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource/iam"
	"github.com/mantenhq/manten/internal/standard"
)

var (
	none2     = catalog.Text(Service, "IAM.2/none", "the user has no policies of its own", "ユーザーに直接付けられたポリシーはありません")
	attached2 = catalog.Text(Service, "IAM.2/attached", "policies are attached to the user: {attached}", "ユーザーにポリシーがアタッチされています: {attached}")
	inline2   = catalog.Text(Service, "IAM.2/inline", "the user has inline policies: {inline}", "ユーザーにインラインポリシーがあります: {inline}")
	both2     = catalog.Text(Service, "IAM.2/both",
		"policies are attached to the user: {attached}; and it has inline policies: {inline}",
		"ユーザーにポリシーがアタッチされ ({attached})、インラインポリシーもあります ({inline})")
	advice2 = catalog.Text(Service, "IAM.2/advice",
		"Make a group for each kind of work, attach the same policies to it (for an inline policy, make a managed one of its text first), and add the user to the group. "+
			"Only once the user is in the group, detach the policies from the user and delete the inline ones, so that no permission is missing in between. "+
			"For people, access by IAM Identity Center or another identity provider is better than an IAM user; for programs, a role.",
		"業務の種類ごとにグループを作り、同じポリシーをアタッチして (インラインポリシーは先に管理ポリシーにして) ユーザーを追加します。"+
			"権限が途切れないよう、ユーザーがグループに入ってから、ユーザーのポリシーをデタッチし、インラインポリシーを削除します。"+
			"人のアクセスには IAM ユーザーより IAM Identity Center などの ID プロバイダー、プログラムにはロールが適しています。")
)

var control2 = catalog.Control(Service, catalog.ControlSpec[iam.User, catalog.None]{
	ID:       "IAM.2",
	Title:    "IAM users should not have IAM policies attached",
	TitleJA:  "IAM ユーザーには IAM ポリシーを直接アタッチしてはいけません",
	Severity: control.Low,
	Standards: standard.In{
		standard.FSBP:    "IAM.2",
		standard.CIS120:  "1.16",
		standard.CIS300:  "1.15",
		standard.CIS500:  "1.14",
		standard.PCI321:  "PCI.IAM.2:7.2.1",
		standard.NIST800: "IAM.2",
	},
	Reads:  []string{"AttachedPolicies", "InlinePolicies"},
	Advice: advice2,
	Evaluate: func(u iam.User, _ catalog.None, _ time.Time) control.Verdict {
		attached, inline := u.AttachedPolicies.Value(), u.InlinePolicies.Value()
		a, i := strings.Join(attached, ", "), strings.Join(inline, ", ")
		switch {
		case len(attached) == 0 && len(inline) == 0:
			return control.Pass(none2.With())
		case len(inline) == 0:
			return control.Fail(attached2.With("attached", a))
		case len(attached) == 0:
			return control.Fail(inline2.With("inline", i))
		}
		return control.Fail(both2.With("attached", a, "inline", i))
	},
})
