package cli

import "github.com/mantenhq/manten/internal/text"

var (
	textInterrupts = text.Template{
		Key: "cli/interrupts",
		EN:  "interrupts what is in use, not approved: --approve-interrupting {step}",
		JA:  "利用中のものを中断するため未承認です: --approve-interrupting {step}",
	}
	textIrreversible = text.Template{
		Key: "cli/irreversible",
		EN:  "cannot be undone, not approved: --approve-irreversible {step}",
		JA:  "元に戻せないため未承認です: --approve-irreversible {step}",
	}
	textExcepted = text.Template{
		Key: "cli/excepted", EN: "excepted since the plan was made, by {owner} until {date}: {reason}",
		JA: "プラン作成後に例外とされました ({owner}、{date} まで): {reason}",
	}
	textUnapproved = text.Template{Key: "cli/unapproved", EN: "not approved", JA: "未承認です"}
	textNotChosen  = text.Template{Key: "cli/not-chosen", EN: "not chosen by --step", JA: "--step で選ばれていません"}
	textApproved   = text.Template{
		Key: "cli/approved", EN: "Approved steps {steps} of plan {plan}, by {who}.", JA: "プラン {plan} のステップ {steps} を承認しました ({who})。",
	}
	textSaved = text.Template{
		Key: "cli/saved",
		EN:  "{n} resources of account {account} saved, {missing} reads were refused.",
		JA:  "アカウント {account} の {n} 件のリソースを保存しました。拒否された読み取り: {missing} 件",
	}
	textVersion   = text.Template{Key: "cli/version", EN: "manten {version} ({go})", JA: "manten {version} ({go})"}
	textDemoStart = text.Template{
		Key: "cli/demo-start",
		EN:  "This is a sample account that ships in the program. Nothing here is real, no key is used and nothing is sent anywhere; the commands are the real ones.",
		JA:  "これはプログラムに同梱された見本のアカウントです。実在せず、認証情報も通信も使いません。実行するコマンドは本物です。",
	}
	textDemoEnd = text.Template{
		Key: "cli/demo-end",
		EN:  "That was the whole loop: scan, plan, apply, verify, undo. With your own account: manten scan",
		JA:  "以上が一連の流れです: スキャン、プラン、適用、検証、取り消し。ご自身のアカウントでは: manten scan",
	}
)

// texts are the messages of this package.
func texts() []text.Template {
	return []text.Template{
		textInterrupts, textIrreversible, textUnapproved, textExcepted, textNotChosen, textApproved, textSaved, textVersion, textDemoStart,
		textDemoEnd, textFrom, textNoHub, textKeptOut,
		textTaken, textNobody, textSeveral, textNoThing,
	}
}
