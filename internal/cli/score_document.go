package cli

import (
	"context"
	"maps"
	"slices"

	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/evaluate"
	"github.com/mantenhq/manten/internal/fault"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/standard"
	"github.com/mantenhq/manten/internal/store"
	"github.com/mantenhq/manten/internal/view"
)

// scoring is what a score is computed from.
type scoring struct {
	*App
	choice standard.Choice
	units  []*catalog.ControlUnit
	// scans are the latest ones, one an account, with their findings.
	scans    []store.Scan
	findings []control.Finding
	// excepted are the exceptions that stand in the report.
	excepted []view.Exception
}

func (a *App) scoring(ctx context.Context, f *flags, o scoreOptions) (*scoring, error) {
	cfg, err := a.config(f)
	if err != nil {
		return nil, err
	}
	x := &scoring{App: a, choice: cfg.Choice(a.Catalog)}
	if x.units, err = f.units(a.Catalog); err != nil {
		return nil, err
	}
	if err := f.enabled(x.choice); err != nil {
		return nil, err
	}
	db, err := a.open(ctx, f)
	if err != nil {
		return nil, err
	}
	defer db.Shut() //nolint:errcheck // only read from
	load := x.load
	if o.all || (o.by == "account" && f.access.account == "") {
		load = x.loadAll
	}
	if err := load(ctx, f, db); err != nil {
		return nil, err
	}
	x.excepted, err = db.reported(ctx, x.scans, x.findings)
	return x, err
}

// load adds the latest scan of the account that the flags name.
func (x *scoring) load(ctx context.Context, f *flags, db store.Store) error {
	s, findings, err := x.recorded(ctx, f, db)
	if err != nil {
		return err
	}
	x.scans = append(x.scans, s)
	x.findings = append(x.findings, findings...)
	return nil
}

// loadAll adds the latest scan of each account.
func (x *scoring) loadAll(ctx context.Context, f *flags, db store.Store) error {
	if f.access.snapshot != "" {
		return x.load(ctx, f, db) // a snapshot is of one account
	}
	history, err := db.History(ctx, "", "", 0)
	if err != nil {
		return err
	}
	accounts := map[string]bool{}
	for _, h := range history {
		accounts[h.Account] = true
	}
	if len(accounts) == 0 {
		return fault.New(fault.Invalid, "there is no scan yet").Do("manten scan")
	}
	for _, id := range slices.Sorted(maps.Keys(accounts)) {
		of := *f
		of.access.account = id
		if err := x.load(ctx, &of, db); err != nil {
			return err
		}
	}
	return nil
}

// selected are the controls that some of the scans evaluated, and those that are disabled.
func (x *scoring) selected(scans ...store.Scan) []evaluate.Selected {
	return asSelected(slices.DeleteFunc(slices.Clone(x.units), func(u *catalog.ControlUnit) bool {
		_, off := x.choice.Everywhere(u.ID, u.Standards)
		return !off && !slices.ContainsFunc(scans, func(s store.Scan) bool { return slices.Contains(s.Controls, u.ID) })
	}))
}

func (x *scoring) document(by string) *view.Score {
	selected := x.selected(x.scans...)
	r := evaluate.Score(x.choice, selected, x.findings)
	doc := &view.Score{
		Schema: view.ScoreSchema, Scores: r.Scores, Controls: []view.ControlScore{}, Scans: []view.ScoredScan{}, By: x.by(by),
		Disabled: x.disabled(selected), Exceptions: x.excepted,
	}
	for _, s := range x.scans {
		doc.Scans = append(doc.Scans, view.ScoredScan{Account: s.Account, ID: s.ID, Finished: s.Finished})
		if s.Finished.After(doc.Finished) {
			doc.Scan, doc.Finished = s.ID, s.Finished
		}
	}
	failed := x.failed(x.choice, x.findings)
	for _, c := range selected {
		doc.Controls = append(doc.Controls, x.controlScore(c.Unit, r.Statuses[c.Unit.ID], failed[c.Unit.ID]))
	}
	return doc
}

// controlScore is how a control stands, with its failed findings that count.
func (a *App) controlScore(u *catalog.ControlUnit, status standard.ControlStatus, failed []control.Finding) view.ControlScore {
	return view.ControlScore{
		ID: u.ID, Title: u.Title.EN, Severity: u.Severity, Status: status, Failed: len(failed), AccountLevel: accountLevel(failed),
		Remediation: view.RemediationName(a.Catalog, u.ID), ByPerson: a.byPerson(failed),
	}
}

// accountLevel tells whether findings are about one account itself, each in another region.
func accountLevel(findings []control.Finding) bool {
	places := map[string]bool{}
	for _, f := range findings {
		places[f.Resource.Region] = true
	}
	return len(findings) > 0 && findings[0].Resource.Reported() == resource.Account && len(places) == len(findings)
}

// failed are the failed findings that count, by control.
func (a *App) failed(choice standard.Choice, findings []control.Finding) map[control.ID][]control.Finding {
	counts := counting(a.Catalog, choice)
	out := map[control.ID][]control.Finding{}
	for _, f := range findings {
		if f.Status == control.Failed && f.Workflow != control.Suppressed && counts(f) {
			out[f.Control] = append(out[f.Control], f)
		}
	}
	return out
}

// disabled are the entries about the selected controls that say something of an enabled standard.
func (x *scoring) disabled(selected []evaluate.Selected) []standard.Off {
	on := x.choice.Standards()
	return slices.DeleteFunc(slices.Clone(x.choice.Off), func(o standard.Off) bool {
		known := slices.ContainsFunc(selected, func(c evaluate.Selected) bool { return c.Unit.ID == o.Control })
		return !known || (o.Standard != "" && !slices.Contains(on, o.Standard))
	})
}

// by gives the scores of each account or region.
func (x *scoring) by(what string) []view.ScoreGroup {
	var out []view.ScoreGroup
	switch what {
	case "account":
		of := x.parts(func(f control.Finding) string { return f.Resource.Account })
		for _, s := range x.scans { // also one without findings
			scores := evaluate.Score(x.choice, x.selected(s), of[s.Account]).Scores
			out = append(out, view.ScoreGroup{Account: s.Account, Scores: scores})
		}
	case "region":
		of := x.parts(func(f control.Finding) string { return f.Resource.Region })
		for _, r := range slices.Sorted(maps.Keys(of)) {
			scores := evaluate.Score(x.choice, x.selected(x.scans...), of[r]).Scores
			out = append(out, view.ScoreGroup{Region: r, Scores: scores})
		}
	}
	return out
}

// parts divides the findings.
func (x *scoring) parts(by func(control.Finding) string) map[string][]control.Finding {
	out := map[string][]control.Finding{}
	for _, f := range x.findings {
		out[by(f)] = append(out[by(f)], f)
	}
	return out
}
