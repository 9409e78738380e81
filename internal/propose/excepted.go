package propose

import (
	"slices"

	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/exception"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/text"
)

var (
	textExcepted   = text.Template{Key: "propose/excepted", EN: "an exception of {owner} until {date}: {reason}", JA: "{owner} が責任を持つ例外です ({date} まで): {reason}"}
	textSuppressed = text.Template{Key: "propose/suppressed", EN: "its finding is suppressed", JA: "検出結果が抑制されています"}
	textTagsHidden = text.Template{
		Key: "propose/excepted-tags", EN: "left alone because its tags, which the exception for {tag} names, could not be read: {reason}",
		JA: "タグ {tag} の例外がありますが、タグを読み取れないため対象外としました: {reason}",
	}
	textDisturbs = text.Template{
		Key: "propose/disturbs", EN: "it would also change what {control} judges, which an exception of {owner} leaves alone until {date}: {reason}",
		JA: "{control} の判定も変わります。{control} は {owner} が責任を持つ例外として {date} まで変更しません: {reason}",
	}
	textDisturbsToo = text.Template{
		Key: "propose/disturbs-suppressed", EN: "it would also change what {control} judges, whose finding is suppressed",
		JA: "検出結果が抑制されている {control} の判定も変わります",
	}
)

// accepted is what a plan leaves alone because somebody has accepted it.
type accepted struct {
	// on are the failed findings that are suppressed, by their resource.
	on map[resource.Ref][]control.Finding
	by []exception.Exception
}

func accept(scan Scan) accepted {
	a := accepted{on: map[resource.Ref][]control.Finding{}, by: scan.Exceptions}
	for _, f := range scan.Findings {
		if f.Status == control.Failed && f.Workflow == control.Suppressed {
			a.on[f.Resource] = append(a.on[f.Resource], f)
		}
	}
	return a
}

// leaveSuppressed leaves a suppressed finding, with the exception that it has.
func (d *draft) leaveSuppressed(f control.Finding) {
	if len(d.Options.Remediations) > 0 && len(d.remediations(f.Control)) == 0 {
		return
	}
	d.leave(f, d.excepting(f, textExcepted, textSuppressed))
}

// excepting says on what terms a finding is suppressed: by one message where its exception is known, else by the other.
func (d *draft) excepting(f control.Finding, terms, otherwise text.Template) text.Message {
	for _, e := range d.world.accepted.by {
		if e.ID == f.Exception {
			return terms.With("control", string(f.Control), "owner", e.Owner, "date", e.Until(), "reason", e.Reason)
		}
	}
	return otherwise.With("control", string(f.Control))
}

// withoutTagged leaves those findings of a target that an exception covers by a tag which the scan did not read. Tags that
// cannot be read mean hands off, as they do for exclusions.
func (d *draft) withoutTagged(t target) target {
	tags := tagsOf(t.read)
	var open []control.Finding
	for _, f := range t.findings {
		f, why := d.taggedFor(f, tags)
		if why.IsZero() {
			open = append(open, f)
			continue
		}
		d.leave(f, why)
		d.world.accepted.on[t.ref] = append(d.world.accepted.on[t.ref], f)
	}
	if len(open) < len(t.findings) {
		t.findings = open
		t.units = d.unitsFor(t)
	}
	return t
}

// taggedFor gives a finding with the exception that covers it by tag, and the reason to leave it alone; none if nothing does.
func (d *draft) taggedFor(f control.Finding, tags resource.Fact[map[string]string]) (control.Finding, text.Message) {
	for _, e := range d.world.accepted.by {
		but := e.Covers
		but.Tag = ""
		switch {
		case e.Tag == "" || !but.Match(f, nil):
		case !tags.Sure():
			return f, textTagsHidden.With("tag", e.Tag, "reason", unread(tags))
		case e.Match(f, tags.Value()):
			f.Workflow, f.Exception = control.Suppressed, e.ID
			return f, d.excepting(f, textExcepted, textSuppressed)
		}
	}
	return f, text.Message{}
}

// disturbs tells whether, and why, a remediation must not turn a resource into another one: a finding on it is suppressed,
// fails now, and is one that the remediation serves, or would no longer be what it is.
func (d *draft) disturbs(u *catalog.RemediationUnit, from, to resource.Resource) (text.Message, bool) {
	accepted := d.world.accepted.on[from.Reference()]
	if len(accepted) == 0 || len(resource.Differing(from, to, resource.NamesOf(from))) == 0 {
		return text.Message{}, false
	}
	now, then := failing(d.verdicts(from)), failing(d.judge.Resource(to))
	for _, f := range accepted {
		serves := slices.Contains(u.Controls, f.Control)
		changes := !d.joins(f) && !slices.Contains(then, f.Control)
		if slices.Contains(now, f.Control) && (serves || changes) {
			return d.excepting(f, textDisturbs, textDisturbsToo), true
		}
	}
	return text.Message{}, false
}

// barred are the remediations of a target that must not run, with the reason.
type barred map[*catalog.RemediationUnit]text.Message

// leaveBarred leaves the findings that only barred remediations serve.
func (d *draft) leaveBarred(t target, no barred) {
	for _, f := range t.findings {
		var why text.Message
		open := false
		for _, u := range t.units {
			if !slices.Contains(u.Controls, f.Control) {
				continue
			}
			if w, is := no[u]; is {
				why = w
			} else {
				open = true
			}
		}
		if !open && !why.IsZero() {
			d.leave(f, why)
		}
	}
}

// still gives a finding after a change the workflow that it had before. What an exception suppressed counts once it
// passes, as it will when it is read the next time.
func still(f, was control.Finding) control.Finding {
	if was.Exception == "" || f.Status != control.Passed {
		f.Workflow, f.Exception = was.Workflow, was.Exception
	}
	return f
}
