package view

import (
	"charm.land/lipgloss/v2"

	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/plan"
	"github.com/mantenhq/manten/internal/standard"
)

// look is how a text is coloured. The zero value is plain.
type look int

const (
	plain look = iota
	good
	bad
	doubt
	faint
	strong
)

var looks = map[look]lipgloss.Style{
	good:   lipgloss.NewStyle().Foreground(lipgloss.Green),
	bad:    lipgloss.NewStyle().Foreground(lipgloss.Red),
	doubt:  lipgloss.NewStyle().Foreground(lipgloss.Yellow),
	faint:  lipgloss.NewStyle().Faint(true),
	strong: lipgloss.NewStyle().Bold(true),
}

// paint colours a text where colours are wanted.
func (p *Printer) paint(l look, t string) string {
	if !p.Color || l == plain || t == "" {
		return t
	}
	return looks[l].Render(t)
}

// The signs.
const (
	signPassed = "✓"
	signFailed = "✗"
	signUnread = "?"
	signNone   = "–"
)

// lookOf is the colour that belongs to a sign.
func lookOf(sign string) look {
	switch sign {
	case signPassed:
		return good
	case signFailed:
		return bad
	case signUnread:
		return doubt
	}
	return faint
}

func signOfStatus(st control.Status) string {
	switch st {
	case control.Passed:
		return signPassed
	case control.Failed:
		return signFailed
	case control.Warning, control.NotAvailable:
		return signUnread
	case control.NotApplicable:
	}
	return signNone
}

func signOfControl(st standard.ControlStatus) string {
	switch st {
	case standard.Passed:
		return signPassed
	case standard.Failed:
		return signFailed
	case standard.Unknown:
		return signUnread
	case standard.NoData, standard.Disabled:
	}
	return signNone
}

func signOfState(st plan.State) string {
	switch st {
	case plan.Verified, plan.AlreadySo, plan.Undone:
		return signPassed
	case plan.Failed, plan.StaleStep, plan.Drifted:
		return signFailed
	case plan.Applied, plan.Pending, plan.Started:
		return signUnread
	case plan.Planned, plan.Skipped:
	}
	return signNone
}
