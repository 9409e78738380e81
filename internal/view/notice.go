package view

import "github.com/mantenhq/manten/internal/text"

// Notice writes a message, and the next command where one is given.
func (p *Printer) Notice(m text.Message, next string) error {
	return p.show(func(s *screen) {
		s.line(0, p.message(m))
		if next != "" {
			s.line(0, p.say(textNext)+" "+Safe(next))
		}
	})
}
