package view

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/mantenhq/manten/internal/standard"
	"github.com/mantenhq/manten/internal/store"
)

func TestBar(t *testing.T) {
	t.Parallel()
	for score, want := range map[int]string{0: "▁", 14: "▁", 15: "▂", 50: "▄", 85: "▆", 86: "▇", 99: "▇", 100: "█"} {
		if got := bar(&score); got != want {
			t.Errorf("%d %% is %s, want %s", score, got, want)
		}
	}
	if got := bar(nil); got != "·" {
		t.Errorf("no score is %s", got)
	}
}

func TestScoresOf(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, 10, 1, 12, 0, 0, 0, time.UTC)
	recorded := func(id string, scores ...standard.Score) store.Scores {
		return store.Scores{Scan: id, Finished: at, Scores: scores}
	}
	none := standard.Score{Standard: standard.CIS120, Evaluated: 42, NoData: 42}
	got := ScoresOf([]store.Scores{
		recorded("e", scored(standard.All, 70, 100, 70, 30), scored(standard.CIS120, 100, 42, 42, 0)),
		recorded("d", scored(standard.CIS120, 98, 42, 41, 1)),
		recorded("other", scored(standard.FSBP, 98, 42, 41, 1)),
		recorded("empty", standard.Score{Standard: standard.CIS120}),
		recorded("c", scored(standard.CIS120, 99, 42, 41, 1)),
		recorded("b", scored(standard.CIS120, 0, 1, 0, 1)),
		recorded("a", none),
	}, standard.CIS120)
	type row struct {
		Scan   string
		Score  any
		Change any
	}
	var rows []row
	for _, x := range got {
		rows = append(rows, row{x.Scan, valued(x.Score), valued(x.Change)})
	}
	want := []row{{"e", 100, 2}, {"d", 98, -1}, {"c", 99, "-"}, {"b", 0, "-"}, {"a", "-", "-"}}
	if diff := cmp.Diff(want, rows); diff != "" {
		t.Errorf("history (-want +got):\n%s", diff)
	}
	if got := ScoresOf(nil, standard.All); got == nil || len(got) != 0 {
		t.Errorf("of nothing: %v", got)
	}
}

func valued(p *int) any {
	if p == nil {
		return "-"
	}
	return *p
}
