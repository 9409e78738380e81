package propose_test

import (
	"fmt"
	"testing"

	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/propose"
	"github.com/mantenhq/manten/internal/resource"
)

// BenchmarkPlan plans for many resources that all need the same other one: four times as many take four times as long.
func BenchmarkPlan(b *testing.B) {
	for _, n := range []int{2_500, 10_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			s := newToys(b)
			s.control("Toy.1", control.High, func(l lamp) bool { return l.Name == "mast" || isOn(l) }, "On")
			s.making()
			s.chained("Light", []control.ID{"Toy.1"}, turnOn, asks("MakeLamp", "mast"))
			var found []resource.Resource
			for i := range n {
				found = append(found, lampNamed(fmt.Sprint("lamp", i)))
			}
			bench := s.bench(found...)
			for b.Loop() {
				p, err := bench.Plan(b.Context(), "p1", bench.scan, now)
				if err != nil || len(p.Steps) != n+1 {
					b.Fatalf("%d steps, %v", len(p.Steps), err)
				}
				if err := propose.Check(bench.cat, p); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
