package iam

import "github.com/mantenhq/manten/internal/catalog"

var (
	bounded1 = catalog.Text(Service, "IAM.1/bounded",
		"no statement of the policy allows all actions on all resources", "ポリシーに、すべてのリソースに対するすべてのアクションを許可するステートメントはありません")
	admin1 = catalog.Text(Service, "IAM.1/admin",
		`the policy allows all actions ("*") on all resources, in statement {statements}`,
		"ポリシーのステートメント {statements} が、すべてのリソースに対するすべてのアクション (\"*\") を許可しています")
	boundary1 = catalog.Text(Service, "IAM.1/boundary",
		"the policy gives no permissions: it is attached to nothing and is the permissions boundary of {count} users or roles",
		"ポリシーはどこにもアタッチされておらず、{count} 個のユーザーまたはロールのアクセス許可境界としてのみ使われているため、権限を与えていません")
	unreadable1 = catalog.Text(Service, "IAM.1/unreadable", "the policy cannot be understood: {error}", "ポリシーを解釈できません: {error}")
	advice1     = catalog.Text(Service, "IAM.1/advice",
		"List who has the policy attached, and look in Last Accessed (or generate a policy with IAM Access Analyzer from CloudTrail) which services they use. "+
			"Write a new version of the policy that allows those, keep the old version, and make the new one the default; if something is denied that is needed, go back to the old version. "+
			"If nobody has it attached, delete the policy. Whoever really must administer everything should do so by a role with the AWS managed policy AdministratorAccess and MFA.",
		"ポリシーがアタッチされている先を確認し、「最終アクセス日」か、IAM Access Analyzer による CloudTrail からのポリシー生成で、実際に使われているサービスを調べます。"+
			"必要な権限だけを許可する新しいバージョンを作成してデフォルトに設定します。古いバージョンは残しておき、必要な操作が拒否されたら戻します。"+
			"どこにもアタッチされていなければポリシーを削除します。全体の管理が本当に必要な人には、MFA を必須にしたロールで AWS 管理ポリシー AdministratorAccess を使わせます。")
)
