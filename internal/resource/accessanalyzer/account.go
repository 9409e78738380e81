// Package accessanalyzer has the resource types of IAM Access Analyzer as controls see them: pure data.
package accessanalyzer

import "github.com/mantenhq/manten/internal/resource"

// Account is what Access Analyzer has of the account in a region.
type Account struct {
	resource.Ref
	// Analyzers are those that the account itself owns, of every type, sorted by name. One that the organization's
	// administrator owns is in the administrator's account only.
	Analyzers resource.Fact[[]Analyzer]
}

// Analyzer is an analyzer.
type Analyzer struct {
	Name string
	// Type is "ACCOUNT" or "ORGANIZATION" for external access, "ACCOUNT_UNUSED_ACCESS", ….
	Type string
	// Status is "ACTIVE", "CREATING", "DISABLED" or "FAILED".
	Status string
}

// The values that matter.
const (
	ExternalAccess = "ACCOUNT"
	Active         = "ACTIVE"
)

// String is the analyzer as a reason names it: "main (ACCOUNT, ACTIVE)".
func (a Analyzer) String() string { return a.Name + " (" + a.Type + ", " + a.Status + ")" }
