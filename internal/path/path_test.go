package path_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/path"
	"github.com/mantenhq/manten/internal/standard"
)

// account makes up a problem: ways of few pieces, some shared, some joined to one step, some that hurt; a few break or
// remove controls.
func account(r *rand.Rand, ways int) *path.Problem {
	p := &path.Problem{Now: map[control.ID]standard.ControlStatus{}, Open: map[control.ID][][]int{}}
	for i := range 1 + r.IntN(4) {
		p.Now[control.ID(fmt.Sprint("OK.", i))] = standard.Passed
	}
	p.Now["Silent.1"] = standard.NoData
	for i := range ways + r.IntN(ways+1) {
		x := path.Piece{On: fmt.Sprint(i), Facts: []string{"a"}, Apart: r.IntN(9) == 0}
		if r.IntN(3) == 0 {
			x.On, x.Facts = "shared", []string{string(rune('a' + r.IntN(3))), string(rune('a' + r.IntN(3)))}
		}
		x.Irreversible, x.Interrupts, x.Risks = r.IntN(5) == 0, r.IntN(5) == 0, r.IntN(4) == 0
		x.Unpriced, x.Monthly = r.IntN(8) == 0, int64(r.IntN(3)*r.IntN(2))
		p.Pieces = append(p.Pieces, x)
	}
	for i := range ways {
		id := control.ID(fmt.Sprint("Bad.", i))
		p.Now[id] = []standard.ControlStatus{standard.Failed, standard.Failed, standard.Unknown}[r.IntN(3)]
		w := path.Way{Turns: map[control.ID]standard.ControlStatus{}}
		for range 1 + r.IntN(3) {
			w.Pieces = append(w.Pieces, r.IntN(len(p.Pieces)))
		}
		p.Ways, p.Open[id] = append(p.Ways, w), [][]int{{i}}
	}
	for i := range ways {
		odd(r, p, i)
	}
	return p
}

// odd lets a way bring about something else at times.
func odd(r *rand.Rand, p *path.Problem, i int) {
	w := &p.Ways[i]
	id, other := control.ID(fmt.Sprint("Bad.", i)), control.ID(fmt.Sprint("Bad.", r.IntN(len(p.Ways))))
	switch r.IntN(14) {
	case 0:
		w.Turns["OK.0"] = standard.Failed
	case 1:
		w.Turns["Silent.1"] = standard.Passed
	case 2: // it settles all of another control, too
		if open := p.Open[other]; len(open) > 0 {
			open[0] = append(open[0], i)
		}
	case 3:
		w.Turns[id] = standard.NoData
	case 4:
		w.Turns["Elsewhere.1"] = standard.Passed // counts in another standard
	case 5:
		w.Breaks = []control.ID{other}
	case 6: // it takes another way, too
		if p.Open[id] != nil {
			p.Open[id] = append(p.Open[id], []int{r.IntN(len(p.Ways))})
		}
	case 7: // nothing settles it
		delete(p.Open, id)
	}
}

// brute tries all sets of ways.
func brute(p *path.Problem, aim int) (best path.Cost, found bool) {
	for set := range 1 << len(p.Ways) {
		var ways []int
		for w := range p.Ways {
			if set>>w&1 == 1 {
				ways = append(ways, w)
			}
		}
		score := p.Score(ways)
		if score == nil || *score < aim {
			continue
		}
		if c := p.Cost(ways); !found || c.Compare(best) < 0 {
			best, found = c, true
		}
	}
	return best, found
}

// No set of ways that reaches a score is cheaper than the one that is found, and one is found where there is any.
func TestCheapest(t *testing.T) {
	t.Parallel()
	reached := 0
	for seed := range uint64(3000) {
		r := rand.New(rand.NewPCG(seed, 1))
		p := account(r, 1+r.IntN(8))
		aim := 1 + r.IntN(100)
		want, is := brute(p, aim)
		got, ok := p.Reach(aim, 0)
		if ok != is {
			t.Fatalf("seed %d: a way to %d %%: %v, want %v", seed, aim, ok, is)
		}
		if !ok {
			continue
		}
		reached++
		if score := p.Score(got.Ways); score == nil || *score < aim {
			t.Fatalf("seed %d: ways %v do not reach %d %%", seed, got.Ways, aim)
		}
		if c := p.Cost(got.Ways); c != got.Cost || c.Compare(want) > 0 || !got.Exact {
			t.Fatalf("seed %d: costs %+v (said %+v, exact %v), want %+v for %d %%", seed, c, got.Cost, got.Exact, want, aim)
		}
	}
	if reached < 500 {
		t.Errorf("only %d accounts have a way: that holds nothing", reached)
	}
}

// The highest score is the highest of any set, up to the aim.
func TestHighest(t *testing.T) {
	t.Parallel()
	for seed := range uint64(300) {
		r := rand.New(rand.NewPCG(seed, 2))
		p := account(r, 1+r.IntN(7))
		aim := 101
		for ok := false; !ok && aim > 0; {
			aim--
			_, ok = brute(p, aim)
		}
		got, ok := p.Highest(100)
		if !ok {
			t.Fatalf("seed %d: no way, want %d %%", seed, aim)
		}
		if score := p.Score(got.Ways); *score != aim {
			t.Fatalf("seed %d: %d %%, want %d %%", seed, *score, aim)
		}
	}
}

// A control to spare is one more that passes.
func TestSpare(t *testing.T) {
	t.Parallel()
	p := plain(10)
	for spare, want := range []int{5, 6, 7} {
		if c, ok := p.Reach(50, spare); !ok || len(c.Ways) != want {
			t.Errorf("with %d to spare: %v, want %d ways", spare, c.Ways, want)
		}
	}
	if _, ok := p.Reach(100, 1); ok {
		t.Error("more controls pass than there are")
	}
}

// plain is an account where nothing passes and each control takes a step of its own, each dearer than the one before.
func plain(n int) *path.Problem {
	p := &path.Problem{Now: map[control.ID]standard.ControlStatus{}, Open: map[control.ID][][]int{}}
	for i := range n {
		id := control.ID(fmt.Sprint("A.", i))
		p.Now[id] = standard.Failed
		p.Pieces = append(p.Pieces, path.Piece{On: fmt.Sprint(i), Facts: []string{"f"}, Effect: path.Effect{Monthly: int64(i), Risks: i%7 == 3, Irreversible: i%11 == 5}})
		p.Ways, p.Open[id] = append(p.Ways, path.Way{Pieces: []int{i}}), [][]int{{i}}
	}
	return p
}

// The order of costs: whatever cannot be undone is worse than any amount of what can.
func TestCostOrder(t *testing.T) {
	t.Parallel()
	order := []path.Cost{
		{},
		{Steps: 1},
		{Steps: 9},
		{Monthly: 1},
		{Monthly: 9, Steps: 9},
		{Unpriced: 1},
		{Unpriced: 2},
		{Risks: 1},
		{Risks: 1, Unpriced: 4},
		{Interrupts: 1},
		{Interrupts: 2, Steps: 3},
		{Irreversible: 1},
		{Irreversible: 1, Interrupts: 1},
	}
	if !slices.IsSortedFunc(order, path.Cost.Compare) || slices.IsSortedFunc([]path.Cost{order[1], order[0]}, path.Cost.Compare) {
		t.Error("costs are compared in another order")
	}
}

// Real accounts have about a hundred failing controls, mostly with steps of their own and some that share a trail: their
// search ends before its bound.
func TestLarge(t *testing.T) {
	t.Parallel()
	p := plain(100)
	trail := len(p.Pieces)
	p.Pieces = append(p.Pieces, path.Piece{On: "trail", Facts: []string{"f"}, Effect: path.Effect{Monthly: 50}})
	for i := range 14 {
		p.Ways[i].Pieces = append(p.Ways[i].Pieces, trail)
	}
	for i := 20; i < 60; i += 2 { // remediations that serve two controls
		p.Ways[i].Pieces = append(p.Ways[i].Pieces, p.Ways[i+1].Pieces...)
	}
	for _, aim := range []int{1, 37, 50, 80, 95, 100} {
		c, ok := p.Reach(aim, 0)
		if score := p.Score(c.Ways); !ok || !c.Exact || *score < aim {
			t.Errorf("%d %%: %v %v, %v", aim, ok, c.Exact, c.Ways)
		}
	}
}

// Nothing is taken where the score is reached already, and nothing helps where no way does.
func TestEnds(t *testing.T) {
	t.Parallel()
	p := &path.Problem{Now: map[control.ID]standard.ControlStatus{"A.1": standard.Passed, "A.2": standard.Failed}}
	if c, ok := p.Reach(50, 0); !ok || len(c.Ways) != 0 || c.Cost != (path.Cost{}) {
		t.Errorf("%v %v", c, ok)
	}
	if c, ok := p.Reach(51, 0); ok {
		t.Errorf("there is a way: %v", c)
	}
	if c, ok := p.Highest(100); !ok || *p.Score(c.Ways) != 50 {
		t.Errorf("%v %v", c, ok)
	}
	if (&path.Problem{}).Score(nil) != nil {
		t.Error("there is a score where nothing counts")
	}
}
