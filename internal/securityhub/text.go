package securityhub

import "github.com/mantenhq/manten/internal/text"

var (
	textNoFinding = text.Template{
		Key: "securityhub/no-finding", EN: "this is no finding of Security Hub, neither in ASFF nor in OCSF",
		JA: "ASFF でも OCSF でもなく、Security Hub の検出結果ではありません",
	}
	textForm = text.Template{
		Key: "securityhub/form", EN: "the finding is not in its form: {error}", JA: "検出結果の形式が正しくありません: {error}",
	}
	textClass = text.Template{
		Key: "securityhub/class", EN: "it is of class {class} of OCSF: controls write class 2003",
		JA: "OCSF のクラス {class} です。コントロールの検出結果はクラス 2003 です",
	}
	textInsight = text.Template{
		Key: "securityhub/insight", EN: "results of an insight are counts: send the findings themselves",
		JA: "インサイトの結果は件数だけです。検出結果そのものを渡してください",
	}
	textNoAccount = text.Template{
		Key: "securityhub/no-account", EN: "it names no account of 12 digits", JA: "12 桁のアカウント ID がありません",
	}
)

var (
	textOtherAccount = text.Template{
		Key: "securityhub/other-account", EN: "it is of account {account}, and this command works on another one",
		JA: "アカウント {account} のもので、このコマンドの対象ではありません",
	}
	textOtherRegion = text.Template{
		Key: "securityhub/other-region", EN: "it is in {region}, where this command does not look: --region {region}",
		JA: "リージョン {region} はこのコマンドの対象ではありません: --region {region}",
	}
	textNoRegion = text.Template{
		Key: "securityhub/no-region", EN: "it names no region, and its resource is in one", JA: "リージョナルなリソースですが、リージョンの記載がありません",
	}
	textArchived   = text.Template{Key: "securityhub/archived", EN: "it is archived", JA: "アーカイブ済みです"}
	textSuppressed = text.Template{
		Key: "securityhub/suppressed", EN: "it is suppressed in Security Hub", JA: "Security Hub で抑制されています",
	}
	textSaysPassed = text.Template{
		Key: "securityhub/says-passed", EN: "Security Hub itself says that it passes", JA: "Security Hub の判定がすでに合格です",
	}
	textNoControl = text.Template{
		Key: "securityhub/no-control", EN: "it is not a finding of a control", JA: "コントロールの検出結果ではありません",
	}
	textNotEvaluated = text.Template{
		Key: "securityhub/not-evaluated", EN: "Manten does not evaluate {control}", JA: "Manten は {control} を評価しません",
	}
	textUnknown = text.Template{
		Key: "securityhub/unknown", EN: "Manten knows no control of this id", JA: "この ID のコントロールは Manten に登録されていません",
	}
	textNoResource = text.Template{Key: "securityhub/no-resource", EN: "it names no resource", JA: "リソースの記載がありません"}
	textForeign    = text.Template{
		Key: "securityhub/foreign", EN: "its resource is of account {account}, the finding of another one",
		JA: "リソースがアカウント {account} のもので、検出結果のアカウントと一致しません",
	}
	textNoSingle = text.Template{
		Key: "securityhub/no-single", EN: "it names the account as a whole, and {control} is about single resources: manten scan --control {control}",
		JA: "アカウント全体を指していますが、{control} は個々のリソースを評価します: manten scan --control {control}",
	}
	textOtherType = text.Template{
		Key: "securityhub/other-type", EN: "what it is about cannot be told: a resource of type {type} is not judged by {control}",
		JA: "対象を判断できません。{control} は {type} 型のリソースを評価しません",
	}
	textUnlisted = text.Template{
		Key: "securityhub/unlisted", EN: "its resource could not be looked for: {operation} gave {code}: {message}",
		JA: "リソースを探せません: {operation} が {code} を返しました: {message}",
	}
	textGone    = text.Template{Key: "securityhub/gone", EN: "the resource no longer exists", JA: "リソースはもう存在しません"}
	textPassing = text.Template{Key: "securityhub/passing", EN: "it already passes: the resource was read again just now", JA: "読み直したところ、すでに合格しています"}
)

// Texts are the messages of this package.
func Texts() []text.Template {
	return []text.Template{
		textNoFinding, textForm, textClass, textInsight, textNoAccount, textOtherAccount, textOtherRegion, textNoRegion,
		textArchived, textSuppressed, textSaysPassed, textNoControl, textNotEvaluated, textUnknown, textNoResource, textForeign,
		textNoSingle, textOtherType, textUnlisted, textGone, textPassing,
	}
}
