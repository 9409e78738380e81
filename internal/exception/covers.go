package exception

import (
	"strings"

	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/policy"
)

// Covers says which findings an exception is for: those that match all that is set. A region alone is too much, see
// [Exception.Validate].
type Covers struct {
	// Control is a control, empty for any.
	Control control.ID `json:"control,omitempty"`
	// Resource is a pattern of the resource's id or name with * and ?, empty for any.
	Resource string `json:"resource,omitempty"`
	// Tag is a tag of the resource, "Key=value"; the value may be a pattern. Tags that were not read match nothing.
	Tag string `json:"tag,omitempty"`
	// Account and Region are those of the finding, empty for any.
	Account string `json:"account,omitempty"`
	Region  string `json:"region,omitempty"`
}

// Match tells whether a finding is covered. The tags are those of its resource, nil where they are not known: it fails
// closed, for what counts by mistake is looked at and what does not is forgotten.
func (c Covers) Match(f control.Finding, tags map[string]string) bool {
	ref := f.Resource
	switch {
	case c.Control != "" && c.Control != f.Control,
		c.Account != "" && c.Account != ref.Account,
		c.Region != "" && c.Region != ref.Region:
		return false
	case c.Resource != "" && !policy.Match(c.Resource, ref.ID) && !policy.Match(c.Resource, ref.Name):
		return false
	case c.Tag == "":
		return true
	}
	key, pattern, _ := strings.Cut(c.Tag, "=")
	value, has := tags[key]
	return has && policy.Match(pattern, value)
}

// narrow tells whether something is set that leaves findings out.
func (c Covers) narrow() bool {
	return c.Control != "" || strings.Trim(c.Resource, "*") != "" || c.Tag != "" || c.Account != ""
}
