package apply_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
	"github.com/aws/smithy-go"
	smithyhttp "github.com/aws/smithy-go/transport/http"

	"github.com/mantenhq/manten/internal/plan"
)

// answer is an error as the SDK gives it for one that the service's model does not name: without a side.
func answer(status int, code string) error {
	return &awshttp.ResponseError{ResponseError: &smithyhttp.ResponseError{
		Response: &smithyhttp.Response{Response: &http.Response{StatusCode: status}},
		Err:      &smithy.GenericAPIError{Code: code, Message: "oops"},
	}}
}

// An answer by which AWS blames itself says nothing of whether the call was carried out.
func TestAnswerThatBlamesAWS(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		fault callFault
		want  plan.State
		calls []string
	}{
		"a 500, landed":     {callFault{landed: true, err: answer(500, "InternalError")}, plan.Verified, []string{turnOn, brighten}},
		"a 500, not landed": {callFault{err: answer(500, "InternalError")}, plan.Failed, []string{turnOn}},
		"turned away":       {callFault{err: answer(503, "SlowDown")}, plan.Verified, []string{turnOn, brighten}},
		"a 400":             {callFault{err: answer(400, "InvalidArgument")}, plan.Failed, []string{turnOn}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := newBench(t, "a")
			b.room.faults = []callFault{{landed: true}, c.fault} // the second call must not be repeated
			run, err := b.apply(t.Context(), b.plan)
			if err != nil {
				t.Fatal(err)
			}
			if got := run.Steps[0]; got.State != c.want || !slices.Equal(b.room.calls, c.calls) {
				t.Errorf("state %s (%s), calls %v", got.State, got.Reason, b.room.calls)
			}
		})
	}
}

// What came into a thing since it was made is never deleted with it: it is kept, and the step says why.
func TestKept(t *testing.T) {
	t.Parallel()
	y := newYard(t)
	y.garden()
	y.faults = []callFault{{err: answer(409, "TreeNotEmpty")}}
	run := y.run(t, planting(t, "1", "a"))
	y.want(t, run, true, []string{"DisableKey a"}, plan.Skipped)
	if got := run.Steps[0].Reason; !strings.Contains(got, "kept, because something came into it since (TreeNotEmpty: oops)") {
		t.Errorf("it says %q", got)
	}
}
