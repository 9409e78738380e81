package view

import (
	"strings"

	"charm.land/lipgloss/v2"
)

// screen gathers the lines of one screen.
type screen struct {
	*Printer
	b strings.Builder
}

func (s *screen) blank() { s.b.WriteByte('\n') }

// line writes a line, whatever its length.
func (s *screen) line(indent int, t string) {
	s.b.WriteString(strings.TrimRight(strings.Repeat(" ", indent)+t, " "))
	s.b.WriteByte('\n')
}

// para writes a text, wrapped; first stands before its first line, and the others stand below the text.
func (s *screen) para(indent int, first, t string) {
	hang := indent + lipgloss.Width(first)
	for i, l := range wrap(t, s.width()-hang) {
		if i == 0 {
			s.line(indent, first+l)
			continue
		}
		s.line(hang, l)
	}
}

// parts writes facts one after the other, as many on a line as there is room for.
func (s *screen) parts(all []string) {
	const between = " · "
	line := ""
	for _, t := range all {
		switch {
		case line == "":
			line = t
		case lipgloss.Width(line+between+t) > s.width():
			s.line(0, line)
			line = t
		default:
			line += between + t
		}
	}
	s.line(0, line)
}

// field is a text with a label.
type field struct {
	label string
	texts []string
}

// fields writes labelled texts below each other; those without a text are left out.
func (s *screen) fields(indent int, all ...field) {
	wide := 0
	for _, f := range all {
		wide = max(wide, lipgloss.Width(f.label))
	}
	for _, f := range all {
		label := f.label
		for _, t := range f.texts {
			s.para(indent, s.paint(faint, pad(label, wide))+"   ", t)
			label = ""
		}
	}
}

// next ends a screen with commands.
func (s *screen) next(commands ...string) {
	s.blank()
	for i, c := range commands {
		commands[i] = s.command(c)
	}
	label := s.say(textNext) + " "
	all := strings.Join(commands, "        ")
	if lipgloss.Width(label+all) <= s.width() {
		s.line(0, s.paint(faint, label)+all)
		return
	}
	for i, c := range commands {
		if i == 0 {
			s.line(0, s.paint(faint, label)+c)
			continue
		}
		s.line(lipgloss.Width(label), c)
	}
}

// pad fills a text with spaces up to a width in columns.
func pad(t string, width int) string {
	return t + strings.Repeat(" ", max(0, width-lipgloss.Width(t)))
}
