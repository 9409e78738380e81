package all_test

import (
	"strings"
	"testing"

	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/catalog/catalogtest"
	"github.com/mantenhq/manten/internal/collect"
	"github.com/mantenhq/manten/internal/evaluate"
)

// BenchmarkEvaluate judges 100,000 resources of all types by every control, in the proportions of an account. The aim is 2
// seconds.
func BenchmarkEvaluate(b *testing.B) {
	const n = 100_000
	cat := everything(b)
	s := newSampler(b, "bench")
	var res collect.Result
	made := map[*catalog.CollectorUnit]int{}
	for i := 0; len(res.Resources) < n; i++ {
		u := cat.Collectors()[i%len(cat.Collectors())]
		if made[u] == 20 && few(u) {
			continue
		}
		made[u]++
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

// few tells whether a region has few resources of a type: those that stand for the account, and those that AWS limits or
// that one needs a handful of. The controls that span resources go through all of them together.
func few(u *catalog.CollectorUnit) bool {
	_, named := namings[u.Type]
	return !named || strings.HasPrefix(string(u.Type), "AWS::CloudTrail::") || strings.HasPrefix(string(u.Type), "AWS::CloudWatch::") ||
		strings.HasPrefix(string(u.Type), "AWS::Logs::") || strings.HasPrefix(string(u.Type), "AWS::SNS::")
}
