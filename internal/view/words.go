package view

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/text"
)

// severity is a severity in words.
func (p *Printer) severity(sev control.Severity) string {
	t, ok := map[control.Severity]text.Template{
		control.Critical: textCritical, control.High: textHigh, control.Medium: textMedium, control.Low: textLow,
		control.Informational: textInfo,
	}[sev]
	if !ok {
		return Safe(string(sev))
	}
	return p.say(t)
}

// short is the end of a resource id that tells it from others: "key/1b2c" of an ARN.
func (p *Printer) short(id string) string {
	if strings.HasPrefix(id, string(resource.Account)+":") {
		return p.say(textAccount)
	}
	if parts := strings.SplitN(id, ":", 6); len(parts) == 6 && parts[0] == "arn" && parts[5] != "" {
		return Safe(parts[5])
	}
	return Safe(id)
}

// list joins what is few, and counts the rest.
func (p *Printer) list(all []string, most int) string {
	more := len(all) - most
	if more > 1 {
		return strings.Join(append(slices.Clone(all[:most]), p.say(textMore, "n", fmt.Sprint(more))), p.say(textList))
	}
	return strings.Join(all, p.say(textList))
}

// controls lists control ids.
func controls(ids []control.ID) string {
	out := make([]string, len(ids))
	for i, id := range ids {
		out[i] = Safe(string(id))
	}
	return strings.Join(out, " ")
}

// names lists words of AWS or of this program.
func names(all []string, between string) string {
	out := make([]string, len(all))
	for i, n := range all {
		out[i] = Safe(n)
	}
	return strings.Join(out, between)
}

// ago is how long something is past.
func (p *Printer) ago(then, now time.Time) string {
	switch d := now.Sub(then); {
	case d < time.Minute:
		return p.say(textNow)
	case d < time.Hour:
		return p.count(int(d.Minutes()), textMinutes)
	case d < 48*time.Hour:
		return p.count(int(d.Hours()), textHours)
	default:
		return p.count(int(d.Hours()/24), textDays)
	}
}

// took is how long something took.
func (p *Printer) took(d time.Duration) string {
	if d < time.Minute {
		return p.say(textSeconds, "s", fmt.Sprintf("%.1f", max(0, d.Seconds())))
	}
	return p.say(textLong, "m", fmt.Sprint(int(d.Minutes())), "s", fmt.Sprint(int(d.Seconds())%60))
}

// at is a moment, in UTC so that it means the same to everybody.
func at(t time.Time) string {
	if t.IsZero() {
		return signNone
	}
	return t.UTC().Format("2006-01-02 15:04:05 UTC")
}

// percent is a score, or a dash where nothing counts.
func percent(score *int) string {
	if score == nil {
		return signNone
	}
	return fmt.Sprintf("%d %%", *score)
}
