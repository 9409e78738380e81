package apply

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/aws/smithy-go"

	"github.com/mantenhq/manten/internal/awsconf"
	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/fault"
)

// No error tells a secret, in whatever form and nested how it may be; what the caller decides by stays.
func TestQuiet(t *testing.T) {
	t.Parallel()
	secrets := map[string]string{"A": "hush", "B": "hush hush \"now\"", "C": ""}
	says := `value hush and hush hush "now", quoted "hush hush \"now\"", in an address hush+hush+%22now%22`
	for name, err := range map[string]error{
		"answered": fmt.Errorf("kms.X: %w", &smithy.GenericAPIError{Code: "AccessDeniedException", Message: says, Fault: smithy.FaultClient}),
		"broken":   &smithy.GenericAPIError{Code: "InternalFailure", Message: says, Fault: smithy.FaultServer},
		"lost":     errors.New(says),
	} {
		got := quiet(err, secrets)
		for _, word := range []string{"hush", "now"} {
			if strings.Contains(got.Error(), word) {
				t.Errorf("%s: got %v", name, got)
			}
		}
		if !strings.Contains(got.Error(), untold) {
			t.Errorf("%s: got %v", name, got)
		}
		if awsconf.Code(got) != awsconf.Code(err) || lost(got) != lost(err) || catalog.Denied(got) != catalog.Denied(err) || fault.CodeOf(got) != fault.CodeOf(err) {
			t.Errorf("%s: got %#v of %#v", name, got, err)
		}
	}
	if err := fault.New(fault.Refused, "the gate says no"); !errors.Is(quiet(err, secrets), err) {
		t.Error("a refusal of our own is changed")
	}
	if err := errors.New(says); !errors.Is(quiet(err, nil), err) || quiet(nil, secrets) != nil {
		t.Error("what holds no secret is changed")
	}
}
