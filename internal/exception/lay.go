package exception

import (
	"slices"
	"time"

	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource"
)

// Tags gives the tags of a resource, nil where they are not known.
type Tags func(resource.Ref) map[string]string

// Layer is exceptions ready to be laid over findings, at one moment. The zero value has none.
type Layer struct {
	now  time.Time
	tags Tags
	// of are the exceptions by their control, those for any control under the empty one; the last to end comes first.
	of map[control.ID][]Exception
}

// NewLayer makes a layer. Tags may be nil where no exception names any.
func NewLayer(all []Exception, tags Tags, now time.Time) Layer {
	l := Layer{now: now, tags: tags, of: map[control.ID][]Exception{}}
	for _, e := range slices.SortedFunc(slices.Values(all), func(a, b Exception) int { return b.Compare(a) }) {
		l.of[e.Control] = append(l.of[e.Control], e)
	}
	return l
}

// Lay gives findings as exceptions have them: see [Layer.Lay].
func Lay(all []Exception, findings []control.Finding, tags Tags, now time.Time) []control.Finding {
	l := NewLayer(all, tags, now)
	out := make([]control.Finding, len(findings))
	for i, f := range findings {
		out[i] = l.Lay(f)
	}
	return out
}

// Lay gives a finding as the exceptions have it: one that an active exception covers is suppressed by it, by the one that
// ends last where there are several. All other findings come back as they are.
func (l Layer) Lay(f control.Finding) control.Finding {
	last := Exception{}
	for _, e := range l.Covering(f) {
		if l.Holds(e) && e.Compare(last) > 0 {
			last = e
		}
	}
	if last.ID != "" {
		f.Workflow, f.Exception = control.Suppressed, last.ID
	}
	return f
}

// Covering are the exceptions that cover a finding, ended ones too. A finding that passed is covered by none: there is
// nothing in it to accept, and a control whose only findings passed would have no data, which costs the score what was
// earned. Source: Security Hub User Guide, "Evaluating compliance status and control status": suppressed findings do not
// count, and where all are suppressed there is no data.
func (l Layer) Covering(f control.Finding) []Exception {
	switch f.Status {
	case control.Failed, control.Warning, control.NotAvailable:
	case control.Passed, control.NotApplicable:
		return nil
	}
	var out []Exception
	for _, id := range []control.ID{f.Control, ""} {
		for _, e := range l.of[id] {
			if e.Match(f, l.tagsOf(e, f)) {
				out = append(out, e)
			}
		}
	}
	return out
}

func (l Layer) tagsOf(e Exception, f control.Finding) map[string]string {
	if e.Tag == "" || l.tags == nil {
		return nil
	}
	return l.tags(f.Resource)
}

// Holds tells whether an exception holds at the layer's moment.
func (l Layer) Holds(e Exception) bool { return e.Active(l.now) }
