package view

import (
	"fmt"
	"strings"
	"time"

	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/text"
)

// SyncSchema is the version of [Sync].
const SyncSchema = "manten.sync/1"

// Sync is what a sync sends to Security Hub, or would send.
type Sync struct {
	Schema  string `json:"schema"`
	Account string `json:"account"`
	// Scan is the scan whose findings are sent, and Finished is when it ended.
	Scan     string    `json:"scan"`
	Finished time.Time `json:"finished"`
	// Sent tells that it was sent. Else nothing was, and the numbers are what would be.
	Sent bool `json:"sent"`
	// Regions are those that something is sent to, and those whose Security Hub could not be reached.
	Regions []SyncRegion `json:"regions"`
	// Workflow are the findings whose workflow status changes.
	Workflow []SyncWorkflow `json:"workflow"`
	// Left are the findings that Security Hub did not take.
	Left []SyncLeft `json:"left"`
}

// SyncRegion is what is sent to one region.
type SyncRegion struct {
	Region string `json:"region"`
	// Failed is how many of the findings failed.
	Failed int `json:"failed"`
	// Passed is how many passed.
	Passed int `json:"passed"`
	// Unread is how many are warnings or not available.
	Unread int `json:"unread"`
	// Archived are findings whose resource is gone.
	Archived int `json:"archived"`
	// Taken is how many findings Security Hub took.
	Taken int `json:"taken"`
	// Updated is how many workflow changes it took.
	Updated int `json:"updated"`
	// Problem says in English why the rest was not sent, empty if all was; Message holds the same as key and arguments.
	Problem string       `json:"problem"`
	Message text.Message `json:"message,omitzero"`
}

// SyncWorkflow is a finding at Security Hub whose workflow status changes.
type SyncWorkflow struct {
	Region  string     `json:"region"`
	Control control.ID `json:"control"`
	// Resource is the id of the resource.
	Resource string `json:"resource"`
	// Finding is the Id at Security Hub.
	Finding string `json:"finding"`
	// Own tells that it is Security Hub's own finding, and not one that Manten has sent.
	Own  bool             `json:"own"`
	From control.Workflow `json:"from"`
	To   control.Workflow `json:"to"`
	// Run is the run that gives the reason.
	Run string `json:"run"`
	// Note is what is written at the finding.
	Note string `json:"note"`
}

// SyncLeft is a finding that Security Hub did not take.
type SyncLeft struct {
	Region string `json:"region"`
	// Finding is the Id at Security Hub.
	Finding string `json:"finding"`
	// Code is Security Hub's error code.
	Code string `json:"code"`
	// Why is its message.
	Why string `json:"why"`
}

var (
	textSyncNone   = say("view/sync-none", "Account {account}: there is nothing to send.", "アカウント {account}: 送信するものはありません。")
	textSyncClosed = say("view/sync-closed", "Account {account}: nothing can be sent from the scan of {at}.", "アカウント {account}: {at} のスキャンの検出結果を送信できません。")
	textSyncThere  = say("view/sync-there", "Account {account}: Security Hub has the findings of the scan of {at} already.", "アカウント {account}: {at} のスキャンの検出結果はすでに Security Hub にあります。")
	textSyncWould  = plural("view/sync-would", "Account {account}: {n} finding is to be sent to Security Hub, from the scan of {at}. Nothing has been sent.",
		"Account {account}: {n} findings are to be sent to Security Hub, from the scan of {at}. Nothing has been sent.",
		"アカウント {account}: {at} のスキャンの検出結果 {n} 件を Security Hub に送信できます。まだ何も送信していません。")
	textSyncSent = plural("view/sync-sent", "Account {account}: {taken} of {n} finding was sent to Security Hub, from the scan of {at}.",
		"Account {account}: {taken} of {n} findings were sent to Security Hub, from the scan of {at}.",
		"アカウント {account}: {at} のスキャンの検出結果 {n} 件中 {taken} 件を Security Hub に送信しました。")
	textSyncArchived = say("view/sync-archived", "{n} archived", "アーカイブ {n} 件")
	textSyncChange   = plural("view/sync-change", "{n} workflow status is to change:", "{n} workflow statuses are to change:", "ワークフローステータスの変更 {n} 件:")
	textSyncChanged  = say("view/sync-changed", "{done} of {n} workflow statuses changed:", "ワークフローステータスの変更 {n} 件中 {done} 件完了:")
	textSyncOwn      = say("view/sync-own", "Security Hub's own finding", "Security Hub 自身の検出結果")
	textSyncOurs     = say("view/sync-ours", "sent by Manten", "Manten が送信した検出結果")
	textSyncLeft     = plural("view/sync-left", "{n} finding was not taken:", "{n} findings were not taken:", "受け付けられなかった検出結果 {n} 件:")
)

var textsSync = []text.Template{
	textSyncNone, textSyncClosed, textSyncThere, textSyncWould.one, textSyncWould.many, textSyncSent.one, textSyncSent.many, textSyncArchived,
	textSyncChange.one, textSyncChange.many, textSyncChanged, textSyncOwn, textSyncOurs, textSyncLeft.one, textSyncLeft.many,
}

// findings is how many findings the region gets.
func (r SyncRegion) findings() int { return r.Failed + r.Passed + r.Unread + r.Archived }

// SyncOptions say what the screen of a sync needs to know besides the document.
type SyncOptions struct {
	// Approve is the command that sends what has not been sent, empty where nothing is left.
	Approve string
	// Policy is the command that shows which permissions it needs, empty where none is known to be missing.
	Policy string
}

// Sync writes what a sync sends: numbers by region, and workflow changes one by one.
func (p *Printer) Sync(doc Sync, o SyncOptions) error {
	return p.show(func(s *screen) {
		s.syncHead(doc)
		s.syncRegions(doc)
		s.syncWorkflow(doc)
		s.syncLeft(doc)
		switch {
		case o.Approve != "":
			s.nextOf(o.Approve, o.Policy)
		case doc.Sent:
			s.next("manten plan -o plan.json", "manten findings")
		default:
			s.next("manten scan")
		}
	})
}

func (s *screen) syncHead(doc Sync) {
	n, taken := 0, 0
	for _, r := range doc.Regions {
		n, taken = n+r.findings(), taken+r.Taken
	}
	args := []string{"account", doc.Account, "at", at(doc.Finished), "taken", fmt.Sprint(taken)}
	switch {
	case n == 0 && len(doc.Workflow) > 0:
		s.para(0, "", s.say(textSyncThere, args[:4]...))
	case n == 0 && len(doc.Regions) > 0:
		s.para(0, "", s.say(textSyncClosed, args[:4]...))
	case n == 0:
		s.line(0, s.say(textSyncNone, args[:2]...))
	case doc.Sent:
		s.para(0, "", s.count(n, textSyncSent, args...))
	default:
		s.para(0, "", s.count(n, textSyncWould, args[:4]...))
	}
}

// syncRegions writes a line for each region; where Security Hub could not be reached, why.
func (s *screen) syncRegions(doc Sync) {
	var rows [][]cell
	for _, r := range doc.Regions {
		var parts []string
		for _, part := range []struct {
			n int
			t text.Template
		}{{r.Failed, textFailed}, {r.Passed, textPassed}, {r.Unread, textNotRead}, {r.Archived, textSyncArchived}} {
			if part.n > 0 {
				parts = append(parts, s.say(part.t, "n", fmt.Sprint(part.n)))
			}
		}
		sign := ""
		if r.Problem != "" {
			sign = signUnread
			parts = append(parts, s.message(r.Message))
		}
		if len(parts) > 0 {
			rows = append(rows, []cell{{text: sign, look: lookOf(sign)}, {text: Safe(r.Region)}, {text: strings.Join(parts, " · ")}})
		}
	}
	if len(rows) > 0 {
		s.blank()
		s.table(0, 2, rows)
	}
}

func (s *screen) syncWorkflow(doc Sync) {
	if len(doc.Workflow) == 0 {
		return
	}
	done := 0
	for _, r := range doc.Regions {
		done += r.Updated
	}
	s.blank()
	if doc.Sent {
		s.line(0, s.say(textSyncChanged, "n", fmt.Sprint(len(doc.Workflow)), "done", fmt.Sprint(done)))
	} else {
		s.line(0, s.count(len(doc.Workflow), textSyncChange))
	}
	for _, w := range doc.Workflow {
		whose := textSyncOurs
		if w.Own {
			whose = textSyncOwn
		}
		change := string(w.From) + " → " + string(w.To)
		s.para(2, s.paint(strong, Safe(string(w.Control)))+"  ", strings.Join([]string{
			s.short(w.Resource), Safe(w.Region), Safe(change), s.say(whose),
		}, " · "))
		s.para(4, "", s.paint(faint, Safe(w.Note)))
	}
}

func (s *screen) syncLeft(doc Sync) {
	if len(doc.Left) == 0 {
		return
	}
	s.blank()
	s.line(0, s.count(len(doc.Left), textSyncLeft))
	for _, l := range doc.Left {
		s.para(2, s.paint(bad, signFailed)+" ", Safe(l.Finding)+" · "+Safe(l.Code)+": "+Safe(l.Why))
	}
}
