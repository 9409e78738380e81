package view

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

func TestSafe(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"":                   "",
		"plain – 日本語　全角 😀":   "plain – 日本語　全角 😀",
		"a\nb\tc\r":          `a\nb\tc\r`,
		"\x1b[2J\x07\x7f":    `\x1b[2J\x07\x7f`,
		"\xff\xfe":           `\xff\xfe`,
		"\u009b\u202e\u200b": `\u009b\u202e\u200b`,
		"\U000e0041":         `\U000e0041`,
		"real \ufffd":        "real \ufffd",
		`a\n`:                `a\n`,
	} {
		if got := Safe(in); got != want {
			t.Errorf("Safe(%q) = %q, want %q", in, got, want)
		}
	}
}

func FuzzSafe(f *testing.F) {
	f.Add(nasty)
	f.Add("\u202e\u2066\u2028\u00ad\u3164\ufe0f\U000e0001")
	f.Fuzz(func(t *testing.T, s string) {
		got := Safe(s)
		if !utf8.ValidString(got) {
			t.Errorf("Safe(%q) = %q is no UTF-8", s, got)
		}
		for _, r := range got {
			if unicode.IsControl(r) || unicode.In(r, unicode.Cf, unicode.Zl, unicode.Zp, unicode.Bidi_Control) {
				t.Errorf("Safe(%q) = %q has %U", s, got, r)
			}
		}
		if again := Safe(got); again != got {
			t.Errorf("Safe twice: %q, then %q", got, again)
		}
		if strings.IndexFunc(s, unsafe) < 0 && got != s {
			t.Errorf("Safe(%q) = %q changes what is harmless", s, got)
		}
	})
}
