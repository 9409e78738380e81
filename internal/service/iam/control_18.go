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
	held18 = catalog.Text(Service, "IAM.18/held", "AWSSupportAccess is attached to {holders}", "AWSSupportAccess は {holders} にアタッチされています")
	none18 = catalog.Text(Service, "IAM.18/none", "AWSSupportAccess is attached to no user, group or role", "AWSSupportAccess はどのユーザー、グループ、ロールにもアタッチされていません")
	idle18 = catalog.Text(Service, "IAM.18/idle",
		"AWSSupportAccess is attached to {holders} only: a group without users or a role that trusts nobody",
		"AWSSupportAccess のアタッチ先は、ユーザーのいないグループか、誰も信頼していないロールだけです: {holders}")
	broken18 = catalog.Text(Service, "IAM.18/broken", "the trust policy of role {role} cannot be read: {error}", "ロール {role} の信頼ポリシーを読めません: {error}")
	advice18 = catalog.Text(Service, "IAM.18/advice",
		"Decide who opens and answers cases with AWS Support. Make an IAM role that trusts them (with IAM Identity Center, a permission set), "+
			"require MFA in its trust policy, and attach the AWS managed policy AWSSupportAccess. If a role or group for incidents exists already, attach the policy to that one.",
		"AWS サポートへの問い合わせを担当する人を決めます。その人たちを信頼する IAM ロール (IAM Identity Center なら許可セット) を作り、信頼ポリシーで MFA を必須にして、"+
			"AWS 管理ポリシー AWSSupportAccess をアタッチします。インシデント対応用のロールやグループが既にあれば、それにアタッチします。")
)

var control18 = catalog.Control(Service, catalog.ControlSpec[iam.Account, catalog.None]{
	ID:       "IAM.18",
	Title:    "Ensure a support role has been created to manage incidents with AWS Support",
	TitleJA:  "AWS サポートでインシデントを管理するためのサポートロールが作成されていることを確認します",
	Severity: control.Low,
	Standards: standard.In{
		standard.CIS120: "1.20",
		standard.CIS140: "1.17",
		standard.CIS300: "1.17",
		standard.CIS500: "1.16",
		standard.PCI401: "12.10.3",
	},
	Needs:  holderNeeds,
	Advice: advice18,
	Joined: func(a iam.Account, w catalog.World, _ catalog.None, _ time.Time) control.Verdict {
		h := holdersOf(w, awsManaged(a.Region, "AWSSupportAccess"))
		if len(h.usable) > 0 {
			return control.Pass(held18.With("holders", strings.Join(h.usable, ", ")))
		}
		if v, no := unlisted(w); no {
			return v
		}
		switch {
		case h.unread.Status != "":
			return h.unread
		case len(h.idle) > 0:
			return control.Fail(idle18.With("holders", strings.Join(h.idle, ", ")))
		}
		return control.Fail(none18.With())
	},
})
