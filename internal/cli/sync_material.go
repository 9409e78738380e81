package cli

import (
	"context"
	"slices"
	"strings"

	"github.com/mantenhq/manten/internal/awsop"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/fault"
	"github.com/mantenhq/manten/internal/plan"
	"github.com/mantenhq/manten/internal/securityhub"
	"github.com/mantenhq/manten/internal/store"
	"github.com/mantenhq/manten/internal/view"
)

// material gathers what is to be sent: the findings of the scan, and what the runs came to.
func (x *syncing) material(ctx context.Context, scan store.Scan, findings []control.Finding, run string) (securityhub.Material, error) {
	m := securityhub.Material{Writer: securityhub.Writer{Catalog: x.Catalog}, Scanned: scan.Finished, Gone: x.gone}
	if run != "" {
		r, err := x.db.Run(ctx, run)
		if fault.CodeOf(err) == fault.NotFound || (err == nil && r.Account != x.reader.Account) {
			return m, fault.New(fault.Invalid, "account %s has no run %q", x.reader.Account, run).Do("manten runs")
		}
		if err != nil {
			return m, err
		}
		m.Run = r.ID
	}
	runs, err := x.runs(ctx)
	if err != nil {
		return m, err
	}
	m.Outcomes = slices.DeleteFunc(securityhub.Outcomes(runs), func(o securityhub.Outcome) bool {
		return !x.wants(control.Finding{Control: o.Control, Resource: o.Resource})
	})
	m.Findings = slices.DeleteFunc(securityhub.Latest(findings, m.Outcomes), func(f control.Finding) bool { return !x.wants(f) })
	return m, nil
}

// runs are those on AWS, each with the plan that its steps are of. One whose plan is no longer there says nothing.
func (x *syncing) runs(ctx context.Context) ([]securityhub.Recorded, error) {
	all, err := x.db.Runs(ctx, x.reader.Account)
	if err != nil {
		return nil, err
	}
	plans := map[string]string{}
	for _, r := range all {
		plans[r.ID] = r.Plan
	}
	var out []securityhub.Recorded
	for _, r := range all {
		of := r.Plan
		if r.UndoOf != nil {
			of = plans[*r.UndoOf]
		}
		p, err := x.plan(ctx, of)
		if err != nil {
			return nil, err
		}
		if p != nil && !p.Offline {
			out = append(out, securityhub.Recorded{Run: r, Plan: p})
		}
	}
	return out, nil
}

func (x *syncing) plan(ctx context.Context, id string) (*plan.Plan, error) {
	p, _, err := storedPlan(ctx, x.db, id)
	if fault.CodeOf(err) == fault.NotFound {
		return nil, nil
	}
	return p, err
}

// gone finds, among the findings that were sent, those that are archived in the database.
func (x *syncing) gone(ctx context.Context, region string, sent func(control.Finding) bool) ([]control.Finding, error) {
	filter := store.FindingFilter{Accounts: []string{x.reader.Account}, Regions: []string{region}}
	active := map[string]bool{}
	for f, err := range x.db.Findings(ctx, filter) {
		if err != nil {
			return nil, err
		}
		if sent(f) {
			active[f.ID] = true
		}
	}
	filter.Archived = true
	var out []control.Finding
	for f, err := range x.db.Findings(ctx, filter) {
		if err != nil {
			return nil, err
		}
		if sent(f) && !active[f.ID] && x.wants(f) {
			out = append(out, f)
		}
	}
	return out, nil
}

// add puts a draft into the document.
func (x *syncing) add(doc *view.Sync, d securityhub.Draft) {
	n := d.Counts()
	doc.Regions = append(doc.Regions, view.SyncRegion{
		Region: d.Region, Failed: n.Failed, Passed: n.Passed, Unread: n.Unread, Archived: n.Archived,
		Problem: d.Problem.Text, Message: d.Problem,
	})
	for _, u := range d.Updates {
		doc.Workflow = append(doc.Workflow, view.SyncWorkflow{
			Region: d.Region, Control: u.Control, Resource: u.Resource.ID, Finding: u.ID, Own: u.Own(), From: u.From, To: u.Workflow,
			Run: u.Run, Note: x.say(u.Note),
		})
	}
}

// command is the one that sends what was shown.
func (x *syncing) command(o syncOptions) string {
	words := []string{"manten sync --to-securityhub"}
	for _, of := range []struct {
		flag   string
		values []string
	}{{"--control", x.f.filter.controls}, {"--standard", x.f.filter.standards}, {"--region", x.f.access.regions}} {
		for _, v := range of.values {
			words = append(words, of.flag, awsop.Quote(v))
		}
	}
	if o.run != "" {
		words = append(words, "--run", awsop.Quote(o.run))
	}
	return strings.Join(append(words, "--approve"), " ")
}
