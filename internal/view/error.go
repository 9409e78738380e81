package view

import (
	"github.com/mantenhq/manten/internal/fault"
)

// Error writes what went wrong, and what to do next. Joined errors get a line each.
func (p *Printer) Error(err error) error {
	return p.show(func(s *screen) {
		for _, e := range parts(err) {
			s.line(0, s.paint(bad, s.say(textError))+" "+Safe(e.Error()))
		}
		if next := fault.NextOf(err); next != "" {
			s.line(0, s.paint(faint, s.say(textNext))+" "+Safe(next))
		}
	})
}

// parts takes the outermost error apart where errors were joined.
func parts(err error) []error {
	if joined, ok := err.(interface{ Unwrap() []error }); ok {
		return joined.Unwrap()
	}
	return []error{err}
}
