package control

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"time"

	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/text"
)

// Workflow is Security Hub's workflow status of a finding.
type Workflow string

// The workflow statuses.
const (
	New        Workflow = "NEW"
	Notified   Workflow = "NOTIFIED"
	Suppressed Workflow = "SUPPRESSED"
	Resolved   Workflow = "RESOLVED"
)

// Finding is a verdict on record.
type Finding struct {
	// ID is stable over scans: a digest of account, region, control and resource id.
	ID        string
	Control   ID
	Resource  resource.Ref
	Status    Status
	Severity  Severity
	Code      string
	Reason    text.Message
	Workflow  Workflow
	FirstSeen time.Time
	LastSeen  time.Time
	// Changed is when the status became what it is.
	Changed time.Time
	// Reopened is when it last failed again after it had passed or was gone, zero if it never did.
	Reopened time.Time
	// Last is the last verdict that could be read, nil unless the status is not available and there was one.
	Last *Past
	// Exception is the id of the exception that suppresses it, empty if none does.
	Exception string
}

// Past is a verdict that held until something could no longer be read.
type Past struct {
	Status Status       `json:"status"`
	Reason text.Message `json:"reason"`
	// At is when it was read last.
	At time.Time `json:"at"`
}

// FindingID is the id of the finding of a control on a resource.
func FindingID(id ID, ref resource.Ref) string {
	sum := sha256.Sum256([]byte(strings.Join([]string{ref.Account, ref.Region, string(id), ref.ID}, "\x00")))
	return hex.EncodeToString(sum[:16])
}

// After is the workflow status once a finding has a new status, by Security Hub's rules: a finding that passes is
// resolved, one that passed and does no longer is new again, and a suppression is never lifted automatically.
// Source: Security Hub User Guide, "Setting the workflow status of findings".
func (w Workflow) After(before, now Status) Workflow {
	switch {
	case w == Suppressed:
		return Suppressed
	case now == Passed:
		return Resolved
	case w == "" || before == Passed:
		return New
	}
	return w
}
