package awsop

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"reflect"
	"sync/atomic"

	"github.com/aws/smithy-go/middleware"

	"github.com/mantenhq/manten/internal/fault"
)

// Gate stands before every request of the process. It lets pass the declared reads, and a write only if it is, byte for
// byte, the call that the executor put into the context, once. Everything else is refused before anything is sent.
type Gate struct {
	reads map[string]bool
}

// NewGate makes a gate for the declared reads.
func NewGate(reads []Op) *Gate {
	g := &Gate{reads: map[string]bool{}}
	for _, op := range reads {
		g.reads[op.Name] = true
	}
	return g
}

// Install adds the gate to an SDK client's stack; it goes into aws.Config.APIOptions. With middleware.Before it is
// outermost: it sees the input as the executor made it, before the SDK fills tokens and presigned URLs into it.
func (g *Gate) Install(stack *middleware.Stack) error {
	return stack.Initialize.Add(middleware.InitializeMiddlewareFunc("MantenGate", g.handle), middleware.Before)
}

func (g *Gate) handle(ctx context.Context, in middleware.InitializeInput, next middleware.InitializeHandler) (
	out middleware.InitializeOutput, md middleware.Metadata, err error,
) {
	name := nameOf(reflect.TypeOf(in.Parameters))
	if !g.lets(ctx, name, in.Parameters) {
		// The input is not printed: it may hold what nobody should read.
		return out, md, fault.New(fault.Refused, "%s: refused, it is neither a declared read nor the approved call", name)
	}
	return next.HandleInitialize(context.WithValue(ctx, markKey{}, name), in)
}

// lets tells whether a call may pass. The SDK presigns some operations by calling the same one again inside, which
// then carries the mark already.
func (g *Gate) lets(ctx context.Context, name string, input any) bool {
	if g.reads[name] || ctx.Value(markKey{}) == name {
		return true
	}
	p, ok := ctx.Value(permitKey{}).(*permission)
	return ok && p.name == name && p.matches(input) && p.used.CompareAndSwap(false, true)
}

type (
	markKey   struct{}
	permitKey struct{}
)

// permission is the right to make one call, once.
type permission struct {
	name  string
	input []byte
	used  atomic.Bool
}

func permit(ctx context.Context, name string, input json.RawMessage) context.Context {
	var b bytes.Buffer
	if json.Compact(&b, input) != nil {
		return ctx // what is not JSON permits nothing
	}
	return context.WithValue(ctx, permitKey{}, &permission{name: name, input: b.Bytes()})
}

func (p *permission) matches(input any) bool {
	got, err := Encode(input)
	return err == nil && bytes.Equal(got, p.input)
}

// Transport is the second lock: it refuses requests that did not come through a gate, so that a client built past the
// gate cannot send anything.
type Transport struct {
	Base http.RoundTripper
}

// RoundTrip sends the request if it carries a gate's mark.
func (t Transport) RoundTrip(r *http.Request) (*http.Response, error) {
	if _, ok := r.Context().Value(markKey{}).(string); !ok {
		if r.Body != nil {
			_ = r.Body.Close() // RoundTrip must close it, also when it refuses
		}
		return nil, fmt.Errorf("%s %s: %w", r.Method, r.URL.Host, errPastGate)
	}
	return t.Base.RoundTrip(r)
}

var errPastGate = final{fault.New(fault.Refused, "request refused: it did not come through the gate")}

// final is an error that the SDK's retryer does not take for a broken connection.
type final struct{ error }

func (f final) Unwrap() error { return f.error }

// RetryableError says that another attempt would end the same way.
func (f final) RetryableError() bool { return false }
