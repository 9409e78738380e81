package view

import (
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/store"
)

// latelyFindings are findings with a history.
func latelyFindings() []Finding {
	all := cannedFindings()
	changed, again, unread := all[0], all[1], all[3]
	changed.Changed = now.AddDate(0, 0, -3)
	again.Changed, again.Reopened = now.AddDate(0, 0, -2), now.AddDate(0, 0, -2)
	unread.Changed, unread.Last = now, &control.Past{Status: control.Failed, At: now.AddDate(0, 0, -9)}
	return []Finding{changed, again, unread}
}

func cannedDiff() FindingsDiff {
	all := cannedFindings()
	doc := FindingsDiff{Since: now.AddDate(0, 0, -7), Finished: scanned}
	for _, c := range []struct {
		kind    store.Kind
		was, is control.Status
		finding Finding
	}{
		{store.Failing, "", control.Failed, all[0]},
		{store.Failing, control.NotAvailable, control.Failed, all[2]},
		{store.Reopened, control.Passed, control.Failed, all[7]},
		{store.Unread, control.Failed, control.NotAvailable, all[3]},
		{store.Resolved, control.Failed, control.Passed, all[5]},
		{store.Gone, control.Failed, "", all[6]},
	} {
		doc.Changes = append(doc.Changes, FindingChange{Change: c.kind, Was: c.was, Is: c.is, At: now, Finding: c.finding})
	}
	return doc
}

func cannedPrune() Prune {
	return Prune{
		Database: "/home/anna/.local/share/manten/manten.db", Before: now, Older: "90d", Scans: 12, Resources: 48213, Findings: 1,
		BytesBefore: 3 << 29, BytesAfter: 5 << 18,
	}
}
