package store

import (
	"slices"

	"github.com/mantenhq/manten/internal/control"
)

// Cover is a control in a region of an account.
type Cover struct {
	Account string
	Control control.ID
	Region  string
}

// CoverOf is where a finding stands.
func CoverOf(f control.Finding) Cover { return Cover{f.Resource.Account, f.Control, f.Resource.Region} }

// Covers are what a scan looked at: its controls in its regions, and where it found something besides, as the controls of
// global services do in the region that those stand in.
func (s Scan) Covers(findings []control.Finding) map[Cover]bool {
	seen := map[Cover]bool{}
	for _, id := range s.Controls {
		for _, region := range s.Regions {
			seen[Cover{s.Account, id, region}] = true
		}
	}
	for _, f := range findings {
		seen[CoverOf(f)] = true
	}
	return seen
}

// Whole tells whether the scan listed everything in a region: what it did not find there is gone. A scan that was cut off
// listed no region so, and where a listing was not completed, all that it would have shown may still be there. A gap with
// a resource hides nothing but facts of that one.
func (s Scan) Whole(region string) bool {
	return s.Complete && !slices.ContainsFunc(s.Coverage, func(g Gap) bool {
		return g.Resource == "" && (g.Region == "" || g.Region == region)
	})
}
