package text_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/mantenhq/manten/internal/text"
)

var open = text.Template{Key: "S3.2/open", EN: "{who} can read {bucket}, {who}!", JA: "{bucket} は {who} が読み取れます"}

func TestWith(t *testing.T) {
	t.Parallel()
	plain := text.Template{Key: "k", EN: "as it is", JA: "このまま"}
	for name, c := range map[string]struct {
		template text.Template
		pairs    []string
		want     string
	}{
		"by name, wherever":        {open, []string{"bucket", "b", "who", "anybody"}, "anybody can read b, anybody!"},
		"one is missing":           {open, []string{"who", "anybody"}, "anybody can read {bucket}, anybody!"},
		"one too many":             {open, []string{"who", "x", "bucket", "y", "more", "z"}, "x can read y, x!"},
		"a name without a value":   {open, []string{"who", "x", "bucket"}, "x can read {bucket}, x!"},
		"empty":                    {open, []string{"who", "", "bucket", ""}, " can read , !"},
		"an argument in a value":   {open, []string{"who", "{bucket}", "bucket", "{who}"}, "{bucket} can read {who}, {bucket}!"},
		"a pattern in a value":     {open, []string{"who", "$1 ${who} %s", "bucket", `\1`}, `$1 ${who} %s can read \1, $1 ${who} %s!`},
		"no arguments":             {plain, nil, "as it is"},
		"arguments for no pattern": {plain, []string{"a", "b"}, "as it is"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			m := c.template.With(c.pairs...)
			if m.Text != c.want || m.String() != c.want || m.Key != c.template.Key || m.IsZero() {
				t.Errorf("got %+v, want %q", m, c.want)
			}
		})
	}
	if m := plain.With(); m.Args != nil {
		t.Errorf("arguments are %v where there are none", m.Args)
	}
}

func TestArgs(t *testing.T) {
	t.Parallel()
	for pattern, want := range map[string][]string{
		"":                           {},
		"none {} { } {A} {a1} {a-b}": {},
		"{b} {a} {b} {long_name}":    {"a", "b", "long_name"},
		"{{a}}":                      {"a"},
	} {
		if got := text.Args(pattern); !slices.Equal(got, want) {
			t.Errorf("%q has %v, want %v", pattern, got, want)
		}
	}
}

func TestRender(t *testing.T) {
	t.Parallel()
	m := open.With("who", "anybody", "bucket", "{who}")
	book := text.Book{open.Key: open}
	for name, c := range map[string]struct {
		book text.Book
		lang text.Lang
		want string
	}{
		"Japanese":         {book, text.JA, "{who} は anybody が読み取れます"},
		"English":          {book, text.EN, m.Text},
		"another language": {book, "fr", m.Text},
		"a newer message":  {text.Book{}, text.JA, m.Text},
		"no book":          {nil, text.JA, m.Text},
	} {
		if got := c.book.Render(m, c.lang); got != c.want {
			t.Errorf("%s: got %q, want %q", name, got, c.want)
		}
	}
	if !(text.Message{}).IsZero() || (text.Message{Text: "x"}).IsZero() {
		t.Error("only a message without anything says nothing")
	}
}

// A message is read again in years: its JSON is a contract.
func TestMessageJSON(t *testing.T) {
	t.Parallel()
	for want, m := range map[string]text.Message{
		`{"key":"S3.2/open","args":{"bucket":"b","who":"a"},"text":"a can read b, a!"}`: open.With("who", "a", "bucket", "b"),
		`{"key":"k","text":"x"}`: text.Template{Key: "k", EN: "x"}.With(),
	} {
		got, err := json.Marshal(m)
		if err != nil || string(got) != want {
			t.Errorf("got %s (%v), want %s", got, err, want)
		}
		var again text.Message
		if err := json.Unmarshal(got, &again); err != nil || again.Text != m.Text || again.Key != m.Key || len(again.Args) != len(m.Args) {
			t.Errorf("%s comes back as %+v (%v)", got, again, err)
		}
	}
}

// Values never become part of the pattern, whatever they are.
func FuzzWith(f *testing.F) {
	f.Add("{who}", "{bucket}")
	f.Add("", "$0")
	f.Fuzz(func(t *testing.T, who, bucket string) {
		want := who + " can read " + bucket + ", " + who + "!"
		m := open.With("who", who, "bucket", bucket)
		if m.Text != want {
			t.Fatalf("got %q, want %q", m.Text, want)
		}
		ja := text.Book{open.Key: open}.Render(m, text.JA)
		if !strings.HasPrefix(ja, bucket+" は "+who) {
			t.Fatalf("in Japanese: %q", ja)
		}
	})
}
