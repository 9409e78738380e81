package view

import "github.com/mantenhq/manten/internal/text"

var (
	textPlan        = plural("view/plan", "{n} step on account {account}.", "{n} steps on account {account}.", "アカウント {account} に対する {n} ステップのプランです。")
	textPlanFrom    = plural("view/plan-from", "{n} step on account {account}, from the scan of {ago}.", "{n} steps on account {account}, from the scan of {ago}.", "アカウント {account} に対する {n} ステップのプランです (スキャン: {ago})。")
	textPlanUndo    = plural("view/plan-undo", "{n} step to undo run {run} on account {account}.", "{n} steps to undo run {run} on account {account}.", "アカウント {account} で実行 {run} を元に戻す {n} ステップのプランです。")
	textPlanEmpty   = say("view/plan-empty", "Nothing to do on account {account}.", "アカウント {account} で実施することはありません。")
	textScoreChange = say("view/score-change", "Score {now} → {after}.", "スコア {now} → {after}。")
	textOffline     = say("view/offline", "On a snapshot: AWS is not touched.", "スナップショットが対象で、AWS には触れません。")
	textUnchanged   = say("view/unchanged", "Nothing has been changed.", "まだ何も変更していません。")
	textBetween     = say("view/between", " ", "")

	textInterrupts   = say("view/interrupts", "interrupts", "中断")
	textRisk         = say("view/risk", "risk", "リスク")
	textCost         = say("view/cost", "cost", "費用")
	textAfter        = say("view/after", "after", "先行")
	textSteps        = say("view/steps", "step {steps}", "ステップ {steps}")
	textLeftOut      = say("view/left-out", "left out unless you say {flag}", "{flag} を付けない限り実行しません")
	textIrreversible = say("view/irreversible", "irreversible", "不可")
	textBack         = say("view/undo-by", "yes, by {calls}", "可能: {calls}")

	textMonthly     = say("view/monthly", "{usd} USD a month", "{usd} USD/月")
	textPrices      = say("view/prices", " (prices of {date})", " ({date} 時点の料金)")
	textCostUnknown = say("view/cost-unknown", "unknown: {why}", "不明: {why}")
	textTotal       = say("view/total", "Cost in all: {cost}", "費用の合計: {cost}")
	textAndUnknown  = say("view/and-unknown", "{amount}, and what is not known", "{amount} (ほかに不明分あり)")
	textNotKnown    = say("view/not-known", "not known", "不明")

	textCreates   = say("view/creates", "creates {type} {name}", "{type} {name} を作成")
	textDeletes   = say("view/deletes", "deletes {type} {name}", "{type} {name} を削除")
	textFor       = say("view/for", "for", "目的")
	textElsewhere = say("view/elsewhere", "{controls} on {resources}", "{resources} の {controls}")
	textWaits     = say("view/waits", "waits", "待機")
	textAwait     = say("view/await", "before {operation}: {for}, {time} at most", "{operation} の前: {for} (最長 {time})")
	textThen      = say("view/then", "after the calls: {what}", "呼び出し後: {what}")
	textSecrets   = say("view/secrets", "secrets", "機密値")
	textSecret    = say("view/secret", "{into} of {operation} is read from {source} when applied, and neither shown nor kept", "{operation} の {into} は適用時に {source} から読み取ります。表示も保存もしません")
	textNotes     = say("view/notes", "To know:", "留意点:")

	textAnnounced = say("view/announced", "Will fail once this plan is applied:", "このプランの適用後に不合格になるもの:")
	textLeft      = say("view/left", "Not in this plan:", "このプランに含まれないもの:")
)

var textsPlan = []text.Template{
	textPlan.one, textPlan.many, textPlanFrom.one, textPlanFrom.many, textPlanUndo.one, textPlanUndo.many, textPlanEmpty,
	textScoreChange, textOffline, textUnchanged, textBetween, textInterrupts, textRisk, textCost, textAfter, textSteps,
	textLeftOut, textIrreversible, textBack, textMonthly, textPrices, textCostUnknown, textTotal,
	textAndUnknown, textNotKnown, textAnnounced, textLeft, textCreates, textDeletes, textFor, textElsewhere, textWaits,
	textAwait, textThen, textSecrets, textSecret, textNotes,
}
