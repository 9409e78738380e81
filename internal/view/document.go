// Package view shows things: as the JSON documents that other programs read, and as text for people, rendered from the
// same documents. It decides nothing.
package view

//go:generate go run ./jsondoc

import (
	"encoding/json"
	"slices"
	"time"

	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/plan"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/standard"
	"github.com/mantenhq/manten/internal/store"
	"github.com/mantenhq/manten/internal/text"
)

// The versions of the documents. A field is never renamed or given another meaning within a version; fields are added.
const (
	ScanSchema         = "manten.scan/1"
	FindingsSchema     = "manten.findings/1"
	ScoreSchema        = "manten.score/1"
	ControlsSchema     = "manten.controls/1"
	RemediationsSchema = "manten.remediations/1"
	ExplainSchema      = "manten.explain/1"
	RunsSchema         = "manten.runs/1"
	VersionSchema      = "manten.version/1"
)

// Scan is a scan with its findings, those that passed included.
type Scan struct {
	Schema string `json:"schema"`
	// ID names the scan in later commands.
	ID       string    `json:"id"`
	Started  time.Time `json:"started"`
	Finished time.Time `json:"finished"`
	// Accounts are those that were scanned.
	Accounts []string `json:"accounts"`
	// Regions are those that were scanned.
	Regions []string `json:"regions"`
	// AsOf is the moment that an imagined scan was made for, left out in a real one.
	AsOf time.Time `json:"as_of,omitzero"`
	// Snapshot names the snapshot that was scanned, left out for a scan of AWS.
	Snapshot string `json:"snapshot,omitempty"`
	// Calls is how many requests were sent to AWS.
	Calls int `json:"calls"`
	// Resources is how many resources were found.
	Resources int `json:"resources"`
	// Retired are controls that AWS no longer offers and that were evaluated because they were named; they count in no score.
	Retired []RetiredControl `json:"retired,omitempty"`
	// Coverage is what could not be read.
	Coverage []store.Gap      `json:"coverage"`
	Findings []Finding        `json:"findings"`
	Scores   []standard.Score `json:"scores"`
	// Exceptions are those that hold, the next one to end first, and those that ended within 14 days.
	Exceptions []Exception `json:"exceptions"`
}

// Finding is a finding as other programs read it.
type Finding struct {
	// ID is a digest of account, region, control and resource id.
	ID        string                 `json:"id"`
	Control   control.ID             `json:"control"`
	Title     string                 `json:"title"`
	Severity  control.Severity       `json:"severity"`
	Standards []standard.Requirement `json:"standards"`
	Account   string                 `json:"account"`
	Region    string                 `json:"region"`
	Resource  Resource               `json:"resource"`
	Status    control.Status         `json:"status"`
	// ReasonCode is Security Hub's status reason code, empty where it has none.
	ReasonCode string `json:"reason_code"`
	// Reason is in English; Message holds the same as key and arguments.
	Reason  string       `json:"reason"`
	Message text.Message `json:"message"`
	// Workflow is NEW, NOTIFIED, SUPPRESSED or RESOLVED.
	Workflow control.Workflow `json:"workflow"`
	// Exception is the id of the exception that suppresses it, left out where none does.
	Exception string `json:"exception,omitempty"`
	// Remediation is the remediation's name, empty where a person has to act.
	Remediation string `json:"remediation"`
	// ByPerson tells that it failed and that only a person can put it right, whether or not a remediation serves the
	// control; explain says how.
	ByPerson bool `json:"by_person"`
	// FirstSeen is when a scan first had the finding.
	FirstSeen time.Time `json:"first_seen"`
	// LastSeen is when a scan last had it.
	LastSeen time.Time `json:"last_seen"`
	// Changed is when the status became what it is, left out where nobody knows.
	Changed time.Time `json:"changed,omitzero"`
	// Reopened is when it last failed again after it had passed or was gone, left out if it never did.
	Reopened time.Time `json:"reopened,omitzero"`
	// Last is the last verdict that could be read, left out unless the status is NOT_AVAILABLE and there was one.
	Last *control.Past `json:"last,omitempty"`
}

// RetiredControl is a control that AWS no longer offers.
type RetiredControl struct {
	ID control.ID `json:"id"`
	// Since is when AWS retired it, as "2023-12".
	Since string `json:"since"`
}

// Resource is what a finding is about.
type Resource struct {
	Type resource.Type `json:"type"`
	// ID is an ARN, or "AWS::::Account:" and the account.
	ID string `json:"id"`
}

// Findings are findings on record.
type Findings struct {
	Schema   string    `json:"schema"`
	Scan     string    `json:"scan"`
	Finished time.Time `json:"finished"`
	Findings []Finding `json:"findings"`
	// Exceptions are those that hold, the next one to end first, and those that ended within 14 days.
	Exceptions []Exception `json:"exceptions"`
	// Next is the id of the last finding of a page, for --after; left out where there are no more.
	Next string `json:"next,omitempty"`
}

// Score is the score of a scan, control by control; that of several accounts takes the latest scan of each.
type Score struct {
	Schema string `json:"schema"`
	// Scan is the scan, the newest of several.
	Scan     string    `json:"scan"`
	Finished time.Time `json:"finished"`
	// Scans are those that the score is computed from, one an account.
	Scans []ScoredScan `json:"scans"`
	// Scores are over all of these scans together: first over the unique controls of the enabled standards, then of each.
	Scores []standard.Score `json:"scores"`
	// By has the scores of each account or region, left out unless they are asked for.
	By       []ScoreGroup   `json:"by,omitempty"`
	Controls []ControlScore `json:"controls"`
	// Disabled are the controls that somebody switched off, and why.
	Disabled []standard.Off `json:"disabled"`
	// Exceptions are those that hold, the next one to end first, and those that ended within 14 days.
	Exceptions []Exception `json:"exceptions"`
}

// ControlScore is the status of a control as a whole.
type ControlScore struct {
	ID       control.ID             `json:"id"`
	Title    string                 `json:"title"`
	Severity control.Severity       `json:"severity"`
	Status   standard.ControlStatus `json:"status"`
	// Failed is how many findings failed.
	Failed int `json:"failed"`
	// AccountLevel tells that these are about the account itself, each in another region.
	AccountLevel bool `json:"account_level"`
	// Remediation is the remediation's name, empty where a person has to act.
	Remediation string `json:"remediation"`
	// ByPerson tells that it failed and that only a person can put all of its failed findings right.
	ByPerson bool `json:"by_person"`
}

// Controls are the controls that this release evaluates, and if asked for the others of the standards.
type Controls struct {
	Schema   string    `json:"schema"`
	Controls []Control `json:"controls"`
}

// Control is a control as it is declared.
type Control struct {
	ID       control.ID       `json:"id"`
	Title    string           `json:"title"`
	Severity control.Severity `json:"severity"`
	// ResourceType is the type that it judges; where it judges several, the first.
	ResourceType resource.Type `json:"resource_type"`
	// ResourceTypes are all types that it judges.
	ResourceTypes []resource.Type `json:"resource_types"`
	// Needs are the types that it looks at besides.
	Needs     []resource.Type        `json:"needs"`
	Standards []standard.Requirement `json:"standards"`
	// Parameters are the defaults by name.
	Parameters json.RawMessage `json:"parameters"`
	// Remediations are the names of those that serve the control, none where a person has to act.
	Remediations []string `json:"remediations"`
	// Retired says since when AWS no longer offers the control, null for a live one.
	Retired *string `json:"retired"`
	// Evaluated tells that this release evaluates it; of one that it does not, only id, title, severity and standards are
	// known.
	Evaluated bool `json:"evaluated"`
}

// Remediations are the remediations that this release has.
type Remediations struct {
	Schema       string        `json:"schema"`
	Remediations []Remediation `json:"remediations"`
}

// Remediation is a remediation as it is declared.
type Remediation struct {
	// Name is the established runbook's name without prefix.
	Name string `json:"name"`
	// Aliases are other names that commands take for it.
	Aliases []string `json:"aliases"`
	// Summary says in a sentence what it does.
	Summary      string        `json:"summary"`
	ResourceType resource.Type `json:"resource_type"`
	// Makes tells that it creates resources, or deletes them.
	Makes plan.Making `json:"makes,omitempty"`
	// Bundle tells that it changes nothing by itself, but asks for what other remediations do.
	Bundle bool `json:"bundle"`
	// Helper tells that others ask for it; it serves no control by itself.
	Helper bool `json:"helper"`
	// Needs are the types that it looks at besides.
	Needs []resource.Type `json:"needs"`
	// Controls are those that it makes pass.
	Controls []control.ID `json:"controls"`
	// Reversible tells that it can always be undone; else the plan says where not, and why.
	Reversible bool `json:"reversible"`
	// Parameters are the defaults by name.
	Parameters json.RawMessage `json:"parameters"`
	// Operations are the AWS operations that it may call to change something, undoing included.
	Operations []string `json:"operations"`
}

// Explain is all about one control, and what the latest scan says of it.
type Explain struct {
	Schema  string  `json:"schema"`
	Control Control `json:"control"`
	// RetiredFor says since when AWS no longer offers the control, and what looks at it today; left out for a live one.
	RetiredFor text.Message `json:"retired_for,omitzero"`
	// Advice is what a person does about what no remediation does by itself; left out where there is nothing of that.
	Advice       text.Message  `json:"advice,omitzero"`
	Remediations []Remediation `json:"remediations"`
	// Reads are the AWS operations that evaluating it needs.
	Reads []string `json:"reads"`
	// Findings are those of the latest scan; null where there is none.
	Findings []Finding `json:"findings"`
	// Exceptions are those that suppress some of the findings.
	Exceptions []Exception `json:"exceptions"`
	// Disabled says where the configuration disables the control, and why.
	Disabled []standard.Off `json:"disabled"`
}

// Runs lists runs, newest first.
type Runs struct {
	Schema string     `json:"schema"`
	Runs   []plan.Run `json:"runs"`
}

// Version says what is running.
type Version struct {
	Schema string `json:"schema"`
	// Version is the release.
	Version string `json:"version"`
	// Go is the version of Go that it was built with.
	Go string `json:"go"`
}

// FindingOf makes the document of a finding.
func FindingOf(cat *catalog.Catalog, f control.Finding) Finding {
	out := Finding{
		ID: f.ID, Control: f.Control, Severity: f.Severity, Account: f.Resource.Account, Region: f.Resource.Region,
		Resource: Resource{Type: f.Resource.Reported(), ID: f.Resource.ID}, Status: f.Status, ReasonCode: f.Code,
		Reason: f.Reason.Text, Message: f.Reason, Workflow: f.Workflow, Exception: f.Exception, FirstSeen: f.FirstSeen, LastSeen: f.LastSeen,
		Changed: f.Changed, Reopened: f.Reopened, Last: f.Last,
		Standards: []standard.Requirement{}, Remediation: RemediationName(cat, f.Control),
	}
	u, ok := cat.Control(f.Control)
	if ok {
		out.Title = u.Title.EN
		out.Standards = append(out.Standards, u.Standards.Requirements()...)
	}
	out.ByPerson = f.Status == control.Failed && (out.Remediation == "" || (ok && said(u.ByPerson, f.Reason)))
	return out
}

func said(all []text.Template, m text.Message) bool {
	return slices.ContainsFunc(all, func(t text.Template) bool { return t.Key == m.Key })
}

// RemediationName is the name of the first remediation that serves a control, empty where there is none.
func RemediationName(cat *catalog.Catalog, id control.ID) string {
	if all := cat.RemediationsFor(id); len(all) > 0 {
		return all[0].Name
	}
	return ""
}

// ControlOf makes the document of a control.
func ControlOf(cat *catalog.Catalog, u *catalog.ControlUnit) Control {
	c := Control{
		ID: u.ID, Title: u.Title.EN, Severity: u.Severity, ResourceType: cat.CollectorOf(u).Type,
		Standards: append([]standard.Requirement{}, u.Standards.Requirements()...), Remediations: []string{},
		Parameters: parameters(u.Params), ResourceTypes: []resource.Type{}, Needs: []resource.Type{}, Evaluated: true,
	}
	for _, of := range cat.CollectorsOf(u) {
		c.ResourceTypes = append(c.ResourceTypes, of.Type)
		c.Needs = needed(cat, c.Needs, u.NeedsOf(of))
	}
	for _, r := range cat.RemediationsFor(u.ID) {
		c.Remediations = append(c.Remediations, r.Name)
	}
	if u.Retired != "" {
		c.Retired = &u.Retired
	}
	return c
}

// RemediationOf makes the document of a remediation.
func RemediationOf(cat *catalog.Catalog, u *catalog.RemediationUnit) Remediation {
	r := Remediation{
		Name: u.Name, Aliases: u.Aliases(), Summary: u.Summary.EN, ResourceType: cat.CollectorFor(u).Type,
		Makes: u.Makes, Bundle: u.IsBundle(), Helper: u.Helper, Needs: needed(cat, []resource.Type{}, u.Needs),
		Controls: append([]control.ID{}, u.Controls...), Reversible: u.Reversible, Parameters: parameters(u.Params), Operations: []string{},
	}
	for _, op := range u.Writes {
		r.Operations = append(r.Operations, op.Name)
	}
	return r
}

// needed adds the types of needs, each once.
func needed(cat *catalog.Catalog, out []resource.Type, needs []catalog.Need) []resource.Type {
	for _, n := range needs {
		if t := cat.CollectorNeeded(n).Type; !slices.Contains(out, t) {
			out = append(out, t)
		}
	}
	return out
}

// parameters are the defaults by name.
func parameters(p catalog.Params) json.RawMessage {
	b, err := catalog.ParamsJSON(p.Defaults)
	if err != nil {
		return json.RawMessage("{}")
	}
	return b
}
