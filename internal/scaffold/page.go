package main

import (
	"fmt"
	"strings"

	"github.com/mantenhq/manten/internal/text"
)

// page is a Markdown page in the making.
type page struct{ b strings.Builder }

// newPage begins a generated page with its title.
func newPage(title string) *page {
	p := &page{}
	p.b.WriteString(header)
	p.b.WriteString("# " + title + "\n")
	return p
}

// String is the page's text; it ends with a newline.
func (p *page) String() string { return p.b.String() }

func (p *page) heading(level int, format string, args ...any) {
	p.b.WriteString("\n" + strings.Repeat("#", level) + " " + fmt.Sprintf(format, args...) + "\n")
}

func (p *page) para(format string, args ...any) {
	p.b.WriteString("\n" + fmt.Sprintf(format, args...) + "\n")
}

func (p *page) code(language, text string) {
	p.b.WriteString("\n```" + language + "\n" + strings.TrimRight(text, "\n") + "\n```\n")
}

// table writes rows under the heads; without rows it writes nothing.
func (p *page) table(heads []string, rows [][]string) {
	if len(rows) == 0 {
		return
	}
	p.b.WriteString("\n| " + strings.Join(heads, " | ") + " |\n|" + strings.Repeat("---|", len(heads)) + "\n")
	for _, row := range rows {
		for i, cell := range row {
			row[i] = strings.ReplaceAll(strings.ReplaceAll(cell, "\n", " "), "|", `\|`)
		}
		p.b.WriteString("| " + strings.Join(row, " | ") + " |\n")
	}
}

// texts writes messages in both languages, each under the last part of its key.
func (p *page) texts(list []text.Template) {
	var rows [][]string
	for _, t := range list {
		rows = append(rows, []string{code(t.Key[strings.LastIndex(t.Key, "/")+1:]), prose(t.EN), prose(t.JA)})
	}
	p.table([]string{"Message", "English", "Japanese"}, rows)
}

// prose keeps a text from being taken for markup.
func prose(s string) string { return strings.NewReplacer("<", "&lt;", "*", `\*`).Replace(s) }

func code(s string) string { return "`" + s + "`" }

// codes lists names as code.
func codes(names []string) string {
	out := make([]string, len(names))
	for i, n := range names {
		out[i] = code(n)
	}
	return strings.Join(out, ", ")
}

func link(name, to string) string { return "[" + name + "](" + to + ")" }
