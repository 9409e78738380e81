package view

import (
	"regexp"
	"strings"
	"unicode"

	"github.com/mantenhq/manten/internal/text"
)

var (
	textNone       = say("view/none", "none", "なし")
	textUnseen     = say("view/unseen", "not read", "未読み取り")
	textYes        = say("view/yes", "yes", "オン")
	textNo         = say("view/no", "no", "オフ")
	textSensitive  = say("view/sensitive", "sensitive, not shown", "機密のため非表示")
	textSame       = say("view/same", "unchanged", "変更なし")
	textSpelling   = say("view/spelling", "says the same, written differently", "内容は同じで表記のみ異なります")
	textNoneBefore = say("view/none-before", "none before", "変更前はなし")
	textNoneAfter  = say("view/none-after", "none afterwards", "変更後はなし")
	textOrder      = say("view/order", "in another order", "順序が変わります")
	textStays      = say("view/stays", "stays", "変更なし")
	textOthersStay = plural("view/others-stay", "{n} other stays", "{n} others stay", "ほか {n} 件は変更なし")
)

var textsDiff = []text.Template{
	textNone, textUnseen, textYes, textNo, textSensitive, textSame, textSpelling, textNoneBefore, textNoneAfter, textOrder,
	textStays, textOthersStay.one, textOthersStay.many,
}

// one is a value on one line. Strings are quoted where they could be taken for something else: a value that says
// "none" is not the same as none.
func (s *screen) one(n node) string {
	switch n.kind {
	case nothing:
		return s.say(textNone)
	case unseen:
		return s.say(textUnseen)
	case object:
		return s.oneObject(n)
	case array:
		parts := make([]string, len(n.items))
		for i, item := range n.items {
			parts[i] = s.nested(item)
		}
		return "[" + strings.Join(parts, ", ") + "]"
	case textual:
		return s.quoted(n.text)
	case otherwise:
	}
	switch n.text {
	case "true":
		return s.say(textYes)
	case "false":
		return s.say(textNo)
	}
	return n.text
}

func (s *screen) oneObject(n node) string {
	parts := make([]string, len(n.members))
	for i, m := range n.members {
		parts[i] = s.quoted(m.name) + " " + s.nested(m.value)
	}
	if len(parts) == 0 {
		return "{}"
	}
	return strings.Join(parts, ", ")
}

func (s *screen) nested(n node) string {
	if n.kind == object && len(n.members) > 0 {
		return "{" + s.one(n) + "}"
	}
	return s.one(n)
}

var quotes = strings.NewReplacer(`\`, `\\`, `"`, `\"`)

var number = regexp.MustCompile(`^[-+]?[0-9.]+([eE][-+]?[0-9]+)?$`)

// quoted is a string as it is where nobody can mistake it, else in quotes.
func (s *screen) quoted(t string) string {
	if t == "" || number.MatchString(t) || s.reserved(t) || strings.ContainsFunc(t, odd) {
		return `"` + Safe(quotes.Replace(t)) + `"`
	}
	return Safe(t)
}

func (s *screen) reserved(t string) bool {
	for _, w := range []text.Template{textNone, textUnseen, textYes, textNo} {
		if t == s.say(w) {
			return true
		}
	}
	return t == "true" || t == "false" || t == "null"
}

// odd tells whether a character makes quotes necessary.
func odd(r rune) bool {
	return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r) && !strings.ContainsRune("_-./:@%+=*#$", r)
}
