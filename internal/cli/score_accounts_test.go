package cli_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/standard"
	"github.com/mantenhq/manten/internal/store"
	"github.com/mantenhq/manten/internal/store/sqlite"
	"github.com/mantenhq/manten/internal/view"
)

// TestScoreOfAccounts puts the recorded findings of two accounts in two regions on record, and holds what `manten score`
// says of them against the figures worked out by hand beside standard's TestRecordedTwo.
func TestScoreOfAccounts(t *testing.T) {
	t.Parallel()
	recordTwo(t)
	write(t, "manten.yaml", []byte(`standards: [fsbp-1.0.0, cis-1.2.0]
disabled: [{control: EC2.2, account: "444455556666", region: us-east-1, reason: nobody uses it}]
`))
	for _, c := range []struct {
		args []string
		want map[string][3]int
	}{
		{[]string{"--account", "111122223333"}, map[string][3]int{"": {63, 80, 50}}},
		{[]string{"--account", "444455556666"}, map[string][3]int{"": {88, 80, 83}}},
		{[]string{"--all-accounts"}, map[string][3]int{"": {50, 60, 33}}},
		{[]string{"--by", "account"}, map[string][3]int{"": {50, 60, 33}, "111122223333": {63, 80, 50}, "444455556666": {88, 80, 83}}},
		{[]string{"--by", "region", "--all-accounts"}, map[string][3]int{"": {50, 60, 33}, "eu-west-1": {83, 100, 75}, "us-east-1": {63, 60, 50}}},
		{[]string{"--by", "account", "--account", "444455556666"}, map[string][3]int{"": {88, 80, 83}, "444455556666": {88, 80, 83}}},
	} {
		var doc view.Score
		must(t, nil, append([]string{"score", "--format", "json"}, c.args...)...).parse(t, &doc)
		are := map[string][3]int{"": shown3(doc.Scores)}
		for _, g := range doc.By {
			are[g.Account+g.Region] = shown3(g.Scores)
		}
		if diff := cmp.Diff(c.want, are); diff != "" {
			t.Errorf("%v (-by hand +shown):\n%s", c.args, diff)
		}
		if len(doc.Disabled) != 1 || doc.Disabled[0].Reason != "nobody uses it" {
			t.Errorf("%v: disabled are %+v", c.args, doc.Disabled)
		}
	}
}

// shown3 are the scores over all, of FSBP, and of CIS 1.2.0, -1 where there is none.
func shown3(scores []standard.Score) [3]int {
	out := [3]int{-1, -1, -1}
	for i, n := range []standard.Name{standard.All, standard.FSBP, standard.CIS120} {
		for _, s := range scores {
			if s.Standard == n && s.Score != nil {
				out[i] = *s.Score
			}
		}
	}
	return out
}

// recordTwo stores a scan of each account.
func recordTwo(t *testing.T) {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("..", "standard", "testdata", "two.json"))
	if err != nil {
		t.Fatal(err)
	}
	var doc view.Findings
	if err := json.Unmarshal(data, &doc); err != nil {
		t.Fatal(err)
	}
	path := file(t, filepath.Join("data", "manten", "manten.db"))
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	db := got[store.Store](t)(sqlite.Open(t.Context(), path))
	for _, id := range []string{"111122223333", "444455556666"} {
		recordOne(t, db, id, doc)
	}
	if err := db.Shut(); err != nil {
		t.Fatal(err)
	}
}

func recordOne(t *testing.T, db store.Store, account string, doc view.Findings) {
	t.Helper()
	now := time.Now().UTC()
	s := store.Scan{ID: "scan-" + account, Account: account, Regions: []string{"eu-west-1", "us-east-1"}, Started: now, Finished: now, Complete: true}
	var findings []control.Finding
	seen := map[control.ID]bool{}
	for _, f := range doc.Findings {
		if !seen[f.Control] {
			s.Controls = append(s.Controls, f.Control)
		}
		seen[f.Control] = true
		if f.Account == account {
			ref := resource.Ref{Type: f.Resource.Type, Account: f.Account, Region: f.Region, ID: f.Resource.ID, Name: f.Resource.ID}
			findings = append(findings, control.Finding{
				ID: f.ID, Control: f.Control, Resource: ref, Status: f.Status, Severity: f.Severity, Code: f.ReasonCode, Reason: f.Message, Workflow: f.Workflow,
			})
		}
	}
	if len(findings) < 10 {
		t.Fatalf("only %d findings of account %s", len(findings), account)
	}
	got[[]control.Finding](t)(db.SaveScan(t.Context(), s, nil, findings))
	if err := db.SaveScores(t.Context(), s.ID, nil); err != nil {
		t.Fatal(err)
	}
}
