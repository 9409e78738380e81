package exception

import (
	"cmp"
	"errors"
	"fmt"
	"regexp"
	"strings"
	"time"
)

var (
	accountID  = regexp.MustCompile(`^\d{12}$`)
	regionName = regexp.MustCompile(`^[a-z]{2}(-[a-z]+)+-\d+$`)
)

// Validate says what is wrong with an exception: it covers everything, something is missing, or a word is none. It names
// what it means by the word of files and flags. Whether the control exists, the catalog knows.
func (e Exception) Validate() error {
	for _, m := range []struct{ word, value string }{{"reason", e.Reason}, {"owner", e.Owner}, {"approver", e.Approver}} {
		if strings.TrimSpace(m.value) == "" {
			return fmt.Errorf("%s is missing", m.word)
		}
	}
	if e.Ends.IsZero() {
		return errors.New("until is missing: an exception has an end")
	}
	if !e.narrow() {
		return errors.New("it covers everything: set control, resource, tag or account")
	}
	return e.sound()
}

// sound says which word of what is covered is none.
func (c Covers) sound() error {
	key, _, is := strings.Cut(c.Tag, "=")
	switch {
	case c.Account != "" && !accountID.MatchString(c.Account):
		return fmt.Errorf("account %q is none: it has twelve digits", c.Account)
	case c.Region != "" && !regionName.MatchString(c.Region):
		return fmt.Errorf("region %q is none: one is named like eu-west-1", c.Region)
	case c.Tag != "" && (!is || key == ""):
		return fmt.Errorf("tag %q is none: write it as Key=value", c.Tag)
	case strings.ContainsAny(key, "*?"):
		return fmt.Errorf("tag %q: only the value may have * and ?", c.Tag)
	}
	return nil
}

// Timely says what is wrong with the end of an exception that is to hold from now on: it is past, or too far away.
func (e Exception) Timely(now time.Time) error {
	if !e.Active(now) {
		return fmt.Errorf("until %s is past", e.Until())
	}
	return e.Near(now)
}

// Near says whether the end is too far away, see [Longest]. One that has ended is near enough.
func (e Exception) Near(now time.Time) error {
	// The end of the last day still counts, whatever the hour.
	if last := Through(now.Add(Longest)); e.Ends.After(last) {
		return fmt.Errorf("until %s is too far away: an exception holds for a year at most, until %s", e.Until(), Exception{Ends: last}.Until())
	}
	return nil
}

// ParseUntil reads an end: a day, which it holds through in UTC, or a moment.
func ParseUntil(s string) (time.Time, error) {
	if day, err := time.Parse(time.DateOnly, s); err == nil {
		return Through(day), nil
	}
	at, err := time.Parse(time.RFC3339, s)
	if err != nil {
		return time.Time{}, fmt.Errorf("until %q is no day: write it as 2027-01-31", s)
	}
	return at.UTC(), nil
}

// Compare orders exceptions by their end, the next one first.
func (e Exception) Compare(o Exception) int {
	return cmp.Or(e.Ends.Compare(o.Ends), cmp.Compare(e.ID, o.ID))
}
