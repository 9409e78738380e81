// Package text holds the messages that people read, each declared in English and Japanese beside each other.
//
// A message is never put together from pieces: it is a [Template] with named arguments. What is stored and exchanged
// is a [Message]: the template's key, its arguments and the English text, so that a finding of last year can be read
// later in either language. How a message is laid out on a screen is the view's business, not this package's.
package text

import (
	"maps"
	"regexp"
	"slices"
	"strings"
)

// Lang is a language that messages are written in.
type Lang string

// The languages that every message has.
const (
	EN Lang = "en"
	JA Lang = "ja"
)

// Template is a message as it is declared. Key is the unit's id and a name ("S3.8/open") and is never used again for
// anything else. In the patterns an argument stands as {name}.
type Template struct {
	Key, EN, JA string
}

// With fills the template with arguments, given as name, value, name, value. A value without a name is ignored.
func (t Template) With(pairs ...string) Message {
	args := map[string]string{}
	for pair := range slices.Chunk(pairs, 2) {
		if len(pair) == 2 {
			args[pair[0]] = pair[1]
		}
	}
	if len(args) == 0 {
		args = nil
	}
	return Message{Key: t.Key, Args: args, Text: fill(t.EN, args)}
}

// Args lists the names of the arguments that a pattern uses, sorted, each once.
func Args(pattern string) []string {
	seen := map[string]bool{}
	for _, m := range argument.FindAllString(pattern, -1) {
		seen[m[1:len(m)-1]] = true
	}
	return slices.Sorted(maps.Keys(seen))
}

// Message is a template with its arguments filled in. The zero value says nothing.
type Message struct {
	Key  string            `json:"key"`
	Args map[string]string `json:"args,omitempty"`
	// Text is the English text.
	Text string `json:"text"`
}

// String is the English text.
func (m Message) String() string { return m.Text }

// IsZero tells whether the message says nothing.
func (m Message) IsZero() bool { return m.Key == "" && m.Text == "" }

// Book finds templates by key. A nil book knows none.
type Book map[string]Template

// Render gives the message in a language. A message whose template is not known (it was stored by a newer release)
// keeps its English text.
func (b Book) Render(m Message, lang Lang) string {
	t, ok := b[m.Key]
	if !ok || lang != JA {
		return m.Text
	}
	return fill(t.JA, m.Args)
}

// argument is what stands for a value in a pattern.
var argument = regexp.MustCompile(`\{[a-z_]+\}`)

// fill replaces all arguments in one pass, so that a value which itself looks like an argument stays as it is.
func fill(pattern string, args map[string]string) string {
	var b strings.Builder
	for {
		before, rest, found := strings.Cut(pattern, "{")
		b.WriteString(before)
		if !found {
			return b.String()
		}
		name, after, closed := strings.Cut(rest, "}")
		if value, ok := args[name]; ok && closed {
			b.WriteString(value)
			pattern = after
		} else {
			b.WriteByte('{')
			pattern = rest
		}
	}
}
