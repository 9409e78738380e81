package all_test

import (
	"testing"

	"github.com/mantenhq/manten/internal/catalog/catalogtest"
	"github.com/mantenhq/manten/internal/collect"
	"github.com/mantenhq/manten/internal/evaluate"
)

// BenchmarkEvaluate judges 100,000 resources of all types by every control. The aim is 2 seconds and 200 MB.
func BenchmarkEvaluate(b *testing.B) {
	const n = 100_000
	cat := everything(b)
	s := newSampler(b, "bench")
	var res collect.Result
	for i := range n {
		u := cat.Collectors()[i%len(cat.Collectors())]
		res.Resources = append(res.Resources, s.resource(u, "eu-west-1", i))
	}
	var selected []evaluate.Selected
	for _, u := range cat.Controls() {
		selected = append(selected, evaluate.Selected{Unit: u, Params: u.Params.Defaults})
	}
	b.ReportAllocs()
	for b.Loop() {
		if got := evaluate.New(cat, selected, catalogtest.Now).All(res); len(got) < n {
			b.Fatalf("%d findings of %d resources", len(got), n)
		}
	}
}
