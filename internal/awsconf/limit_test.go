package awsconf

import "testing"

// The limits of services whose quotas are far below what others take: calls a second, and at once.
func TestServiceLimits(t *testing.T) {
	t.Parallel()
	for service, want := range map[string][2]int{"SecurityHub": {3, 6}, "CloudTrail": {5, 50}, "EC2": {20, 50}} {
		l := newLimiter().of(service, "eu-west-1")
		if int(l.Limit()) != want[0] || l.Burst() != want[1] {
			t.Errorf("%s: %v a second, %d at once; want %v", service, l.Limit(), l.Burst(), want)
		}
	}
}
