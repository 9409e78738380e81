package view

import (
	"slices"

	"github.com/mantenhq/manten/internal/text"
)

// Texts are the messages of the view itself.
func Texts() []text.Template {
	return slices.Concat(
		textsFrame, textsScore, textsScoreMore, textsHistory, textsFindings, textsSince, textsPrune, textsException, textsListings, textsExplain, textsScoreExplain, textsPlan, textsDiff, textsCLI, textsRun, textsRecord, textsSync,
	)
}

// counted is a message about a number {n}, for one and for many.
type counted struct{ one, many text.Template }

// plural declares a counted message. Japanese has one form.
func plural(key, one, many, ja string) counted {
	return counted{text.Template{Key: key + "-one", EN: one, JA: ja}, text.Template{Key: key, EN: many, JA: ja}}
}

// say declares a message.
func say(key, en, ja string) text.Template { return text.Template{Key: key, EN: en, JA: ja} }

// The frame words of all screens.
var (
	textNext        = say("view/next", "Next:", "次の一手:")
	textError       = say("view/error", "error:", "エラー:")
	textList        = say("view/list", ", ", "、")
	textMore        = say("view/more", "and {n} more", "ほか {n} 件")
	textAccount     = say("view/account", "account", "アカウント")
	textResources   = plural("view/resources", "{n} resource", "{n} resources", "{n} リソース")
	textPerson      = say("view/person", "by a person", "人手で対応")
	textServed      = say("view/served", "remediation", "修復可")
	textCritical    = say("view/critical", "CRITICAL", "重大")
	textHigh        = say("view/high", "HIGH", "高")
	textMedium      = say("view/medium", "MEDIUM", "中")
	textLow         = say("view/low", "LOW", "低")
	textInfo        = say("view/informational", "INFO", "情報")
	textNow         = say("view/now", "a moment ago", "たった今")
	textMinutes     = plural("view/minutes-ago", "{n} minute ago", "{n} minutes ago", "{n} 分前")
	textHours       = plural("view/hours-ago", "{n} hour ago", "{n} hours ago", "{n} 時間前")
	textDays        = plural("view/days-ago", "{n} day ago", "{n} days ago", "{n} 日前")
	textMinutesLong = plural("view/minutes-long", "{n} minute", "{n} minutes", "{n} 分")
	textHoursLong   = plural("view/hours-long", "{n} hour", "{n} hours", "{n} 時間")
	textSeconds     = say("view/seconds", "{s} s", "{s} 秒")
	textLong        = say("view/long", "{m} min {s} s", "{m} 分 {s} 秒")
)

var textsFrame = []text.Template{
	textNext, textError, textList, textMore, textAccount, textResources.one, textResources.many, textPerson, textServed,
	textCritical, textHigh, textMedium, textLow, textInfo, textNow, textMinutes.one, textMinutes.many,
	textHours.one, textHours.many, textDays.one, textDays.many, textSeconds, textLong,
	textMinutesLong.one, textMinutesLong.many, textHoursLong.one, textHoursLong.many,
}
