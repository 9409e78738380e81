// Package guardduty has the resource types of Amazon GuardDuty as controls see them: pure data.
package guardduty

import "github.com/mantenhq/manten/internal/resource"

// Account is what GuardDuty has of the account in a region.
type Account struct {
	resource.Ref
	// Detectors are the account's detectors, sorted by id. GuardDuty keeps no more than one for each region.
	Detectors resource.Fact[[]Detector]
}

// Detector is a detector.
type Detector struct {
	ID string
	// Status is "ENABLED", or "DISABLED" for one that is suspended.
	Status string
}

// Enabled is the status of a detector at work.
const Enabled = "ENABLED"

// String is the detector as a reason names it: "12abc34d567e8fa901bc2d34e56789f0 (DISABLED)".
func (d Detector) String() string { return d.ID + " (" + d.Status + ")" }
