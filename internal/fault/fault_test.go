package fault_test

import (
	"errors"
	"fmt"
	"io"
	"testing"

	"github.com/mantenhq/manten/internal/fault"
)

func TestFault(t *testing.T) {
	t.Parallel()
	inner := fault.New(fault.Denied, "read bucket: %w", io.EOF).Do("grant %s", "s3:GetBucketPolicy")
	outer := fault.New(fault.Incomplete, "scan: %w", inner)
	for name, c := range map[string]struct {
		err        error
		code       fault.Code
		next, text string
	}{
		"none":              {nil, "", "", ""},
		"without a code":    {io.EOF, fault.Internal, "", "EOF"},
		"a fault":           {inner, fault.Denied, "grant s3:GetBucketPolicy", "read bucket: EOF"},
		"wrapped":           {fmt.Errorf("plan: %w", inner), fault.Denied, "grant s3:GetBucketPolicy", "plan: read bucket: EOF"},
		"the outermost":     {outer, fault.Incomplete, "grant s3:GetBucketPolicy", "scan: read bucket: EOF"},
		"the outer's next":  {fault.New(fault.Invalid, "x: %w", inner).Do("look"), fault.Invalid, "look", "x: read bucket: EOF"},
		"joined":            {errors.Join(io.EOF, inner), fault.Denied, "grant s3:GetBucketPolicy", "EOF\nread bucket: EOF"},
		"no next":           {fault.New(fault.Stale, "stale"), fault.Stale, "", "stale"},
		"a next in between": {fmt.Errorf("a: %w", fault.New(fault.Refused, "b: %w", fmt.Errorf("c: %w", inner))), fault.Refused, "grant s3:GetBucketPolicy", "a: b: c: read bucket: EOF"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := fault.CodeOf(c.err); got != c.code {
				t.Errorf("code is %q, want %q", got, c.code)
			}
			if got := fault.NextOf(c.err); got != c.next {
				t.Errorf("next is %q, want %q", got, c.next)
			}
			if c.err != nil && c.err.Error() != c.text {
				t.Errorf("text is %q, want %q", c.err, c.text)
			}
		})
	}
	if !errors.Is(outer, io.EOF) {
		t.Error("the cause is lost")
	}
}
