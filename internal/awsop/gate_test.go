package awsop

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	awsmw "github.com/aws/aws-sdk-go-v2/aws/middleware"
	"github.com/aws/aws-sdk-go-v2/aws/retry"
	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
	"github.com/aws/smithy-go/middleware"
	smithyhttp "github.com/aws/smithy-go/transport/http"

	"github.com/mantenhq/manten/internal/fault"
)

// LookInput is that of a read.
type LookInput struct{ Name *string }

// EraseInput is that of a write that nobody declared.
type EraseInput struct{ Name *string }

type (
	// LookOutput is that of a read.
	LookOutput struct{}
	// PaintOutput is what painting gives back.
	PaintOutput struct{ ResultMetadata middleware.Metadata }
)

type painterOptions struct{}

// painter is a made-up client with the SDK's stack.
type painter struct {
	cfg  aws.Config
	sent []any
	fail error
}

// invoke is what generated operations do.
func (p *painter) invoke(ctx context.Context, in any) (middleware.Metadata, error) {
	stack := middleware.NewStack("Paint", smithyhttp.NewStackRequest)
	for _, o := range p.cfg.APIOptions {
		if err := o(stack); err != nil {
			return middleware.Metadata{}, err
		}
	}
	end := middleware.HandlerFunc(func(context.Context, any) (any, middleware.Metadata, error) {
		p.sent = append(p.sent, in)
		var md middleware.Metadata
		awsmw.SetRequestIDMetadata(&md, "request-1")
		return nil, md, p.fail
	})
	_, md, err := middleware.DecorateHandler(end, stack).Handle(ctx, in)
	return md, err
}

func (p *painter) Look(ctx context.Context, in *LookInput, _ ...func(*painterOptions)) (*LookOutput, error) {
	_, err := p.invoke(ctx, in)
	return &LookOutput{}, err
}

func (p *painter) Paint(ctx context.Context, in *PaintInput, _ ...func(*painterOptions)) (*PaintOutput, error) {
	md, err := p.invoke(ctx, in)
	if err != nil {
		return nil, err
	}
	return &PaintOutput{ResultMetadata: md}, nil
}

// studio is a gated configuration, the client that writes use, and the write.
func studio() (*painter, aws.Config, Write[PaintInput]) {
	look := Read((*painter).Look, "toy:Look")
	cfg := aws.Config{APIOptions: []func(*middleware.Stack) error{NewGate([]Op{look}).Install}}
	p := &painter{cfg: cfg}
	paint := NewWrite(func(cfg aws.Config, _ ...func(*painterOptions)) *painter {
		p.cfg = cfg
		return p
	}, (*painter).Paint, "toy:Paint")
	return p, cfg, paint
}

func TestGate(t *testing.T) {
	t.Parallel()
	a, b := "a", "b"
	allowed := json.RawMessage(`{ "Name": "a" }`)
	for name, c := range map[string]struct {
		permit *json.RawMessage
		of     string
		input  any
		pass   bool
	}{
		"a declared read":             {nil, "", &LookInput{&a}, true},
		"the approved write":          {&allowed, "awsop.Paint", &PaintInput{Name: &a}, true},
		"another input":               {&allowed, "awsop.Paint", &PaintInput{Name: &b}, false},
		"something more":              {&allowed, "awsop.Paint", &PaintInput{Name: &a, Plain: true}, false},
		"something less":              {&allowed, "awsop.Paint", &PaintInput{}, false},
		"another operation":           {&allowed, "awsop.Paint", &EraseInput{&a}, false},
		"approved for another":        {&allowed, "awsop.Erase", &PaintInput{Name: &a}, false},
		"a write without approval":    {nil, "", &PaintInput{Name: &a}, false},
		"an input that has no form":   {&allowed, "awsop.Paint", &PaintInput{Name: &a, Choice: &leaf{}}, false},
		"approval of what is no JSON": {new(json.RawMessage("oops")), "awsop.Paint", &PaintInput{Name: &a}, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p, _, _ := studio()
			ctx := t.Context()
			if c.permit != nil {
				ctx = permit(ctx, c.of, *c.permit)
			}
			_, err := p.invoke(ctx, c.input)
			if passed := err == nil && len(p.sent) == 1; passed != c.pass {
				t.Fatalf("passed is %v: %v", passed, err)
			}
			if !c.pass && (fault.CodeOf(err) != fault.Refused || len(p.sent) > 0) {
				t.Errorf("refused with %v, sent %v", err, p.sent)
			}
		})
	}
}

// A permission is for one call, and a call in the middle of another of the same operation is part of it.
func TestGateOnce(t *testing.T) {
	t.Parallel()
	p, _, _ := studio()
	name := "secret-name"
	ctx := permit(t.Context(), "awsop.Paint", json.RawMessage(`{"Name":"secret-name"}`))
	in := &PaintInput{Name: &name}
	if _, err := p.invoke(ctx, in); err != nil {
		t.Fatal(err)
	}
	_, err := p.invoke(ctx, in)
	if fault.CodeOf(err) != fault.Refused || len(p.sent) != 1 {
		t.Errorf("the second time: %v, sent %d", err, len(p.sent))
	}
	if strings.Contains(err.Error(), name) {
		t.Errorf("the refusal prints the input: %v", err)
	}
	within := context.WithValue(t.Context(), markKey{}, "awsop.Paint")
	if _, err := p.invoke(within, in); err != nil {
		t.Errorf("the same operation within itself: %v", err)
	}
	if _, err := p.invoke(within, &EraseInput{&name}); fault.CodeOf(err) != fault.Refused {
		t.Errorf("another operation within it: %v", err)
	}
}

func TestTransport(t *testing.T) {
	t.Parallel()
	sent := 0
	tr := Transport{Base: roundTrip(func(*http.Request) (*http.Response, error) {
		sent++
		return &http.Response{StatusCode: http.StatusOK, Body: http.NoBody}, nil
	})}
	body := &closing{Reader: strings.NewReader("x")}
	do := func(ctx context.Context) error {
		r, err := http.NewRequestWithContext(ctx, http.MethodPost, "https://s3.amazonaws.com/secret-key", body)
		if err != nil {
			t.Fatal(err)
		}
		res, err := tr.RoundTrip(r)
		if err == nil {
			_ = res.Body.Close()
		}
		return err
	}
	err := do(t.Context())
	if fault.CodeOf(err) != fault.Refused || sent != 0 || !body.closed || strings.Contains(err.Error(), "secret-key") {
		t.Errorf("without a mark: %v, sent %d, body closed %v", err, sent, body.closed)
	}
	if err := do(context.WithValue(t.Context(), markKey{}, 7)); fault.CodeOf(err) != fault.Refused || sent != 0 {
		t.Errorf("with another's mark: %v, sent %d", err, sent)
	}
	if err := do(context.WithValue(t.Context(), markKey{}, "awsop.Look")); err != nil || sent != 1 {
		t.Errorf("with a mark: %v, sent %d", err, sent)
	}
}

type roundTrip func(*http.Request) (*http.Response, error)

func (f roundTrip) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

type closing struct {
	io.Reader
	closed bool
}

func (c *closing) Close() error {
	c.closed = true
	return nil
}

func TestOp(t *testing.T) {
	t.Parallel()
	look := Read((*painter).Look, "toy:Look")
	_, _, paint := studio()
	if look.Name != "awsop.Look" || look.Write || look.Actions[0] != "toy:Look" {
		t.Errorf("the read is %+v", look)
	}
	if paint.Name != "awsop.Paint" || !paint.With(nil).Op.Write || paint.Idempotent || !paint.Repeatable().Idempotent {
		t.Errorf("the write is %+v", paint.Op)
	}
	in := &PaintInput{}
	if b := paint.With(in); b.IsZero() || b.Op != paint.Op || b.Input != any(in) || !(Bound{}).IsZero() {
		t.Errorf("bound it is %+v", b)
	}
	if _, ok := paint.NewInput().(*PaintInput); !ok {
		t.Errorf("its input is a %T", paint.NewInput())
	}
	if _, err := paint.Decode(json.RawMessage(`{"name":"a"}`)); err == nil || !strings.Contains(err.Error(), "awsop.Paint") {
		t.Errorf("got %v", err)
	}
}

func TestResources(t *testing.T) {
	t.Parallel()
	_, _, paint := studio()
	at := Site{Partition: "aws", Region: "eu-west-1", Account: "1", Resource: "arn:aws:toy:::a"}
	in := json.RawMessage(`{"Name":"b"}`)
	if got, err := paint.Resources(in, at); err != nil || len(got) != 1 || got[0] != at.Resource {
		t.Errorf("by default: %v, %v", got, err)
	}
	if got, err := paint.On(Anything).Resources(in, at); err != nil || got[0] != "*" {
		t.Errorf("on anything: %v, %v", got, err)
	}
	own := paint.On(func(in *PaintInput, at Site) []string { return []string{at.Account + "/" + *in.Name} })
	if got, err := own.Resources(in, at); err != nil || got[0] != "1/b" {
		t.Errorf("on its own: %v, %v", got, err)
	}
	if _, err := own.Resources(json.RawMessage(`{"Nothing":1}`), at); err == nil {
		t.Error("an input that cannot be read has resources")
	}
}

func TestCall(t *testing.T) {
	t.Parallel()
	p, cfg, paint := studio()
	cfg.Retryer = func() aws.Retryer { return retry.NewStandard() }
	answer, err := paint.Call(t.Context(), cfg, json.RawMessage(`{"Name": "a", "On": false}`))
	if err != nil || answer.RequestID != "request-1" || len(p.sent) != 1 {
		t.Fatalf("got %q, %v, sent %v", answer.RequestID, err, p.sent)
	}
	if got, err := Encode(p.sent[0]); err != nil || string(got) != `{"Name":"a","On":false}` {
		t.Errorf("sent %s (%v)", got, err)
	}
	if n := p.cfg.Retryer().MaxAttempts(); n != 1 {
		t.Errorf("it is tried %d times", n)
	}
	if _, err := paint.Call(t.Context(), cfg, json.RawMessage(`{"Name":"a","More":1}`)); err == nil || len(p.sent) != 1 {
		t.Errorf("an input that cannot be read: %v, sent %d", err, len(p.sent))
	}
	boom := errors.New("boom")
	p.fail = &awshttp.ResponseError{RequestID: "request-2", ResponseError: &smithyhttp.ResponseError{
		Response: &smithyhttp.Response{Response: &http.Response{StatusCode: http.StatusConflict}}, Err: boom,
	}}
	answer, err = paint.Call(t.Context(), cfg, json.RawMessage(`{"Name":"a"}`))
	if answer.RequestID != "request-2" || !errors.Is(err, boom) || !strings.HasPrefix(err.Error(), "awsop.Paint: ") {
		t.Errorf("got %q, %v", answer.RequestID, err)
	}
	p.fail = boom
	if answer, err = paint.Call(t.Context(), cfg, json.RawMessage(`{"Name":"a"}`)); answer.RequestID != "" || !errors.Is(err, boom) {
		t.Errorf("got %q, %v", answer.RequestID, err)
	}
}

// An answer that says by itself that the call failed is an error, with AWS's request id.
func TestFailing(t *testing.T) {
	t.Parallel()
	_, cfg, paint := studio()
	answer, err := paint.Call(t.Context(), cfg, json.RawMessage(`{"Name":"a"}`), "Nobody.Here")
	if err != nil || len(answer.Outputs) != 1 || answer.Outputs["Nobody.Here"] != "" {
		t.Errorf("got %+v, %v", answer, err)
	}
	boom := errors.New("1 of 1 failed")
	answer, err = Failing(paint, func(*PaintOutput) error { return boom }).Call(t.Context(), cfg, json.RawMessage(`{"Name":"a"}`), "Name")
	if !errors.Is(err, boom) || answer.RequestID != "request-1" || answer.Outputs != nil {
		t.Errorf("got %+v, %v", answer, err)
	}
}
