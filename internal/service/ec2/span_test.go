package ec2

import (
	"slices"
	"testing"
)

// FuzzSpan cuts three ports out of a range.
func FuzzSpan(f *testing.F) {
	f.Add(uint16(0), uint16(65535), uint16(22), uint16(3389), uint16(22))
	f.Add(uint16(22), uint16(22), uint16(22), uint16(3389), uint16(0))
	f.Add(uint16(22), uint16(23), uint16(23), uint16(22), uint16(65535))
	f.Fuzz(func(t *testing.T, a, b, x, y, z uint16) {
		whole := span{int32(min(a, b)), int32(max(a, b))}
		cuts := []int32{int32(x), int32(y), int32(z)}
		left := whole.without(spansOf(cuts))
		count := 0
		for i, s := range left {
			if s.from > s.to || s.from < whole.from || s.to > whole.to || i > 0 && s.from <= left[i-1].to+1 {
				t.Fatalf("%v out of %v are %v", cuts, whole, left)
			}
			if slices.ContainsFunc(cuts, s.has) {
				t.Fatalf("%v out of %v leave %v", cuts, whole, left)
			}
			count += int(s.to-s.from) + 1
		}
		slices.Sort(cuts)
		outside := func(p int32) bool { return !whole.has(p) }
		if want := int(whole.to-whole.from) + 1 - len(slices.DeleteFunc(slices.Compact(cuts), outside)); count != want {
			t.Fatalf("%d ports are left, want %d: %v", count, want, left)
		}
	})
}

func (s span) has(port int32) bool { return s.from <= port && port <= s.to }

func TestSpanWithoutSpans(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ cuts, want []span }{
		{nil, []span{{10, 20}}},
		{[]span{{0, 9}, {21, 30}}, []span{{10, 20}}},
		{[]span{{0, 30}}, nil},
		{[]span{{15, 16}, {12, 17}, {20, 40}}, []span{{10, 11}, {18, 19}}},
		{[]span{{3, -1}}, []span{{10, 20}}},
	} {
		if got := (span{10, 20}).without(c.cuts); !slices.Equal(got, c.want) {
			t.Errorf("without %v: got %v, want %v", c.cuts, got, c.want)
		}
	}
}
