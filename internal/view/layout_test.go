package view

import (
	"bytes"
	"strings"
	"testing"

	"charm.land/lipgloss/v2"

	"github.com/mantenhq/manten/internal/text"
)

// TestAlignment puts wide characters in a table: each column begins where it begins in every other row.
func TestAlignment(t *testing.T) {
	t.Parallel()
	rows := [][]cell{
		{{text: "高"}, {text: "セキュリティグループ"}, {text: "1", right: true}, {text: "|end"}},
		{{text: "HIGH"}, {text: "plain"}, {text: "412", right: true}, {text: "|end"}},
		{{text: "e\u0301"}, {text: "ｶﾅ 混在 text"}, {text: "十", right: true}, {text: "|end"}},
	}
	for _, color := range []bool{false, true} {
		rows[0][0].look = bad
		s := &screen{Printer: &Printer{Lang: text.JA, Color: color}}
		s.table(2, -1, rows)
		var at []int
		for line := range strings.Lines(s.b.String()) {
			before, _, found := strings.Cut(line, "|end")
			if !found {
				t.Fatalf("the row lost its end: %q", line)
			}
			at = append(at, lipgloss.Width(before))
		}
		if at[0] != at[1] || at[1] != at[2] {
			t.Errorf("with colours %t the last column begins at %v:\n%s", color, at, s.b.String())
		}
	}
}

func TestTableWraps(t *testing.T) {
	t.Parallel()
	s := &screen{Printer: &Printer{Width: 50}}
	s.table(2, 1, [][]cell{{{text: "EC2.13"}, {text: strings.Repeat("長", 40)}, {text: "remediation"}}, {{text: "short"}}})
	got := s.b.String()
	for line := range strings.Lines(got) {
		if w := lipgloss.Width(strings.TrimSuffix(line, "\n")); w > 50 {
			t.Errorf("a line has %d columns:\n%s", w, got)
		}
	}
	if strings.Count(got, "長") != 40 || !strings.Contains(got, "\n          長") {
		t.Errorf("the text is not whole, or not in its column:\n%s", got)
	}
}

func TestWrap(t *testing.T) {
	t.Parallel()
	for in, want := range map[string][]string{
		"":                        {""},
		"one two three four five": {"one two three four", "five"},
		"リソースを読み取れません。次へ":                 {"リソースを読み取れま", "せん。次へ"},
		"あいうえおかきくけこ。":                     {"あいうえおかきくけ", "こ。"},
		"arn:aws:s3:::a-very-long-name x": {"arn:aws:s3:::a-very-long-name", "x"},
		"使う s3:GetBucketPolicy です":        {"使う", "s3:GetBucketPolicy", "です"},
	} {
		got := wrap(in, 20)
		if strings.Join(got, "|") != strings.Join(want, "|") {
			t.Errorf("wrap(%q) = %q, want %q", in, got, want)
		}
	}
}

// TestColorOnlyRepeats draws every screen in colour: without the colours it is the same.
func TestColorOnlyRepeats(t *testing.T) {
	t.Parallel()
	for name, draw := range screens() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var colour, mono bytes.Buffer
			p := printer(&colour, text.JA)
			p.Color = true
			if err := draw(p); err != nil {
				t.Fatal(err)
			}
			if err := draw(printer(&mono, text.JA)); err != nil {
				t.Fatal(err)
			}
			if got := uncolour(colour.String()); got != mono.String() {
				t.Errorf("colour:\n%s\nmono:\n%s", got, mono.String())
			}
		})
	}
}

func uncolour(s string) string {
	var b strings.Builder
	for i, part := range strings.Split(s, "\x1b[") {
		if _, rest, ok := strings.Cut(part, "m"); i > 0 && ok {
			part = rest
		}
		b.WriteString(part)
	}
	return b.String()
}

// TestNothingUnsafe draws every screen: besides line breaks there is nothing that a terminal would act on.
func TestNothingUnsafe(t *testing.T) {
	t.Parallel()
	for name, draw := range screens() {
		for _, lang := range []text.Lang{text.EN, text.JA} {
			var b bytes.Buffer
			if err := draw(printer(&b, lang)); err != nil {
				t.Fatal(err)
			}
			for line := range strings.Lines(b.String()) {
				if l := strings.TrimSuffix(line, "\n"); Safe(l) != l {
					t.Errorf("%s/%s: %q", name, lang, l)
				}
			}
		}
	}
}
