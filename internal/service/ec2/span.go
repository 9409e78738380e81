package ec2

import (
	"cmp"
	"slices"

	"github.com/mantenhq/manten/internal/resource/ec2"
)

// span is a range of ports with both ends.
type span struct{ from, to int32 }

var allPorts = span{0, ec2.MaxPort}

func spanOf(r ec2.Rule) span {
	from, to := r.Ports()
	return span{from, to}
}

// without is what is left of the span when others are cut out of it: ranges from low to high that do not touch.
func (s span) without(cuts []span) []span {
	var left []span
	next := s.from // the first port that may still be left
	for _, cut := range slices.SortedFunc(slices.Values(cuts), func(a, b span) int { return cmp.Compare(a.from, b.from) }) {
		if cut.to < cut.from {
			continue
		}
		if end := min(cut.from-1, s.to); next <= end {
			left = append(left, span{next, end})
		}
		next = max(next, cut.to+1)
	}
	if next <= s.to {
		left = append(left, span{next, s.to})
	}
	return left
}
