package s3

import (
	"slices"
	"testing"

	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/s3"
)

// What opens a bucket for reading and for writing is named once.
func TestAnyWay(t *testing.T) {
	t.Parallel()
	full := both(withPolicy(`{"Sid":"All","Effect":"Allow","Principal":"*","Action":"s3:*","Resource":"*"}`), granted(allUsers, "FULL_CONTROL"))
	for name, c := range map[string]struct {
		bucket s3.Bucket
		want   []string
	}{
		"closed":           {theBucket(func(*s3.Bucket) {}), nil},
		"both ways":        {theBucket(full), []string{"grant FULL_CONTROL to AllUsers", "policy statement All"}},
		"read and written": {theBucket(both(granted(allUsers, "WRITE"), granted(anyAWS, "READ"))), []string{"grant READ to AuthenticatedUsers", "grant WRITE to AllUsers"}},
		"blocked":          {theBucket(both(full, blocking(all))), nil},
		"broken policy":    {theBucket(func(b *s3.Bucket) { b.Policy = resource.Is("oops") }), nil},
		"nothing read":     {theBucket(hiding("PublicAccessBlock", "Policy", "Grants")), nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := anyWay(c.bucket); !slices.Equal(got, c.want) {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

// Which facts a verdict hangs on depends on the block: what it shuts need not be read.
func TestNeeded(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		block resource.Fact[s3.PublicAccessBlock]
		want  []string
	}{
		{resource.None[s3.PublicAccessBlock](), []string{"PublicAccessBlock", "Policy", "Grants"}},
		{hiddenBlock, []string{"PublicAccessBlock", "Policy", "Grants"}},
		{resource.Is(s3.PublicAccessBlock{BlockPublicAcls: true, BlockPublicPolicy: true}), []string{"PublicAccessBlock", "Policy", "Grants"}},
		{resource.Is(s3.PublicAccessBlock{IgnorePublicAcls: true}), []string{"PublicAccessBlock", "Policy"}},
		{resource.Is(s3.PublicAccessBlock{RestrictPublicBuckets: true}), []string{"PublicAccessBlock", "Grants"}},
		{resource.Is(all), []string{"PublicAccessBlock"}},
	} {
		b := theBucket(func(b *s3.Bucket) { b.PublicAccessBlock = c.block })
		if got := s3.Needed(b); !slices.Equal(got, c.want) {
			t.Errorf("with %+v: got %v, want %v", c.block, got, c.want)
		}
	}
}
