package ec2

import (
	"slices"
	"testing"

	"github.com/mantenhq/manten/internal/resource/ec2"
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

// FuzzRemainder closes two ports in a rule for everybody: what is left lets through exactly the other ports.
func FuzzRemainder(f *testing.F) {
	f.Add("tcp", uint16(0), uint16(65535), uint16(22), uint16(3389))
	f.Add("17", uint16(22), uint16(22), uint16(22), uint16(22))
	f.Add("-1", uint16(0), uint16(0), uint16(65535), uint16(0))
	f.Add("icmp", uint16(8), uint16(0), uint16(8), uint16(0))
	f.Fuzz(func(t *testing.T, protocol string, a, b, x, y uint16) {
		r := from("::/0", ports(protocol, int32(min(a, b)), int32(max(a, b))))
		if protocol == ec2.AllTraffic {
			r.FromPort, r.ToPort = nil, nil
		}
		closed := []int32{int32(x), int32(y)}
		if !exposes(closed)(r) {
			return
		}
		left := remainder(r, closed)
		for _, p := range []int32{0, int32(a), int32(b), int32(x), int32(y), int32(x) + 1, int32(y) - 1, ec2.MaxPort} {
			if p < 0 || p > ec2.MaxPort {
				continue
			}
			want := r.Reaches(p) && !slices.Contains(closed, p)
			if got := slices.ContainsFunc(left, func(r ec2.Rule) bool { return r.Reaches(p) }); got != want {
				t.Fatalf("%s without %v: port %d is open %v, want %v: %v", r, closed, p, got, want, left)
			}
		}
		if slices.ContainsFunc(left, exposes(closed)) || len(letting(left, exposes(closed))) > 0 {
			t.Fatalf("%s without %v leaves %v", r, closed, left)
		}
	})
}
