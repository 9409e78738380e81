package standard

import (
	"slices"

	"github.com/mantenhq/manten/internal/control"
)

// Off is a control that somebody switched off, with the reason. What is empty narrows nothing.
type Off struct {
	Control control.ID `json:"control"`
	// Standard is the one in which it is off; empty means each one that it belongs to.
	Standard Name `json:"standard,omitempty"`
	// Account and Region are those whose findings do not count; empty means all.
	Account string `json:"account,omitempty"`
	Region  string `json:"region,omitempty"`
	Reason  string `json:"reason"`
}

// narrow tells whether the control is off for some findings only.
func (o Off) narrow() bool { return o.Account != "" || o.Region != "" }

// in tells whether it says anything of a control in a standard. The empty name stands for no standard.
func (o Off) in(n Name, id control.ID) bool {
	return o.Control == id && (o.Standard == "" || o.Standard == n)
}

func (o Off) at(p place) bool {
	return (o.Account == "" || o.Account == p.account) && (o.Region == "" || o.Region == p.region)
}

// Choice says what counts: which standards are enabled, and which controls are off. The zero value enables all standards
// and switches nothing off. Source: Security Hub User Guide, "Enabling a security standard" and "Disabling controls".
type Choice struct {
	// Enabled are the enabled standards in any order; none means all.
	Enabled []Name
	Off     []Off
}

// Standards lists the enabled standards in the order in which they are shown.
func (c Choice) Standards() []Name {
	return slices.DeleteFunc(Names(), func(n Name) bool { return len(c.Enabled) > 0 && !slices.Contains(c.Enabled, n) })
}

// Of lists what is said of a control.
func (c Choice) Of(id control.ID) []Off {
	return slices.DeleteFunc(slices.Clone(c.Off), func(o Off) bool { return o.Control != id })
}

// Has tells whether a control counts in any of the enabled standards.
func (c Choice) Has(in In) bool { return len(c.of(in)) > 0 }

// of lists the enabled standards that a control belongs to.
func (c Choice) of(in In) []Name {
	return slices.DeleteFunc(c.Standards(), func(n Name) bool { return !in.Has(n) })
}

// scopes are the standards in which a control can be on or off: the enabled ones that it belongs to. One that belongs to
// none is by itself.
func (c Choice) scopes(in In) []Name {
	if of := c.of(in); len(of) > 0 {
		return of
	}
	return []Name{""}
}

// Everywhere tells whether a control is off in all enabled standards that it belongs to, in all accounts and regions, and
// gives the first entry that says so. Such a control is not evaluated.
func (c Choice) Everywhere(id control.ID, in In) (Off, bool) {
	var first Off
	for i, n := range c.scopes(in) {
		at := slices.IndexFunc(c.Off, func(o Off) bool { return o.in(n, id) && !o.narrow() })
		if at < 0 {
			return Off{}, false
		}
		if i == 0 {
			first = c.Off[at]
		}
	}
	return first, true
}

// wholly tells whether a control is off in all of the standards.
func (c Choice) wholly(id control.ID, standards []Name) bool {
	return c.all(standards, func(o Off, n Name) bool { return o.in(n, id) && !o.narrow() })
}

// offAt tells whether the findings of a control in a place do not count in any of the standards.
func (c Choice) offAt(p place, standards []Name) bool {
	return c.all(standards, func(o Off, n Name) bool { return o.in(n, p.control) && o.at(p) })
}

// all tells whether for each of the standards some entry says so.
func (c Choice) all(standards []Name, says func(Off, Name) bool) bool {
	return !slices.ContainsFunc(standards, func(n Name) bool {
		return !slices.ContainsFunc(c.Off, func(o Off) bool { return says(o, n) })
	})
}

// Counts tells whether a finding counts in any of the enabled standards that its control belongs to; a suppressed one
// does as far as this goes.
func (c Choice) Counts(in In, f control.Finding) bool {
	return !c.offAt(place{f.Control, f.Resource.Account, f.Resource.Region}, c.scopes(in))
}
