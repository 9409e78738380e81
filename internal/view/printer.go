package view

import (
	"fmt"
	"io"
	"strings"

	"github.com/mantenhq/manten/internal/awsop"
	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/text"
)

// Printer writes text for people. Whatever comes from AWS goes through [Safe] on its way.
type Printer struct {
	Out  io.Writer
	Lang text.Lang
	// Book has the texts of all units; the view's own are in [Texts] and need not be in it.
	Book text.Book
	// Color adds colour, which only repeats what words and signs say.
	Color bool
	// Width is the number of columns, 0 means 100.
	Width int
	// Catalog tells titles and summaries in the printer's language; nil leaves them in English.
	Catalog *catalog.Catalog
	// Snapshot is the file that is worked on instead of AWS: the next commands name it too. Empty for AWS.
	Snapshot string
}

// show writes one screen, whole.
func (p *Printer) show(draw func(s *screen)) error {
	s := &screen{Printer: p}
	draw(s)
	if _, err := io.WriteString(p.Out, s.b.String()); err != nil {
		return fmt.Errorf("write the screen: %w", err)
	}
	return nil
}

func (p *Printer) width() int {
	if p.Width <= 0 {
		return 100
	}
	return max(p.Width, 40)
}

// say is a message of the view's own in the printer's language.
func (p *Printer) say(t text.Template, args ...string) string {
	return Safe(text.Book{t.Key: t}.Render(t.With(args...), p.Lang))
}

// count is a number with what is counted.
func (p *Printer) count(n int, of counted, args ...string) string {
	t := of.many
	if n == 1 {
		t = of.one
	}
	return p.say(t, append(args, "n", fmt.Sprint(n))...)
}

// message is a unit's message in the printer's language.
func (p *Printer) message(m text.Message) string { return Safe(p.Book.Render(m, p.Lang)) }

// title is a control's title in the printer's language, or the given one where the catalog does not know the control.
func (p *Printer) title(id control.ID, otherwise string) string {
	if p.Catalog != nil {
		if u, ok := p.Catalog.Control(id); ok {
			return p.say(u.Title)
		}
	}
	return Safe(otherwise)
}

// summary is what a remediation does, in the printer's language.
func (p *Printer) summary(r Remediation) string {
	if p.Catalog != nil {
		if u, ok := p.Catalog.Remediation(r.Name); ok {
			return p.say(u.Summary)
		}
	}
	return Safe(r.Summary)
}

// takesSnapshot are the commands that work on a snapshot if told to.
var takesSnapshot = []string{
	"scan", "findings", "score", "explain", "plan", "approve", "apply", "undo", "runs refresh",
	"exception add", "exception list", "exception end", "exception import",
}

// command is a command that works on what this screen is about.
func (p *Printer) command(c string) string {
	for _, name := range takesSnapshot {
		if p.Snapshot != "" && strings.HasPrefix(c+" ", "manten "+name+" ") {
			return c + " --snapshot " + word(p.Snapshot)
		}
	}
	return c
}

// word is a text as an argument of a command, ready to paste.
func word(s string) string {
	if len(s) > 0 && s[0] == '-' {
		s = "./" + s
	}
	return Safe(awsop.Quote(s))
}
