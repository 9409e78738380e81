// Package awsop has AWS operations as typed values: declared in one line by the SDK's own method, encoded as data,
// carried out through a gate that lets only declared reads and approved writes pass, and exported as AWS CLI commands.
package awsop

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"path"
	"reflect"
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/aws/middleware"
	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
	smithymw "github.com/aws/smithy-go/middleware"

	"github.com/mantenhq/manten/internal/plan"
)

// Op is an AWS operation that Manten may call.
type Op struct {
	// Name is the SDK's package and the operation, "s3.PutPublicAccessBlock".
	Name string
	// Actions are the IAM actions that it needs; they are not the same words.
	Actions []string
	// Write tells that it changes something.
	Write bool
	// Idempotent writes may be repeated when nobody knows whether they were carried out.
	Idempotent bool
	// Early are the error codes by which AWS says that it does not see yet what was made a moment ago: a role, a policy.
	Early []string
	// Done are the error codes by which AWS says that the write has been carried out before.
	Done []string
	// Held are the error codes by which AWS keeps what the write would delete, for the sake of what came into it since.
	Held []string

	input     reflect.Type
	call      func(ctx context.Context, cfg aws.Config, input any) (any, error)
	resources func(input any, at Site) []string
	failing   func(out any) error
}

// Site is where a call goes, for the ARNs in IAM policies.
type Site struct {
	Partition, Region, Account string
	// Resource is the ARN of the resource that the step changes.
	Resource string
}

// method is the type of an SDK operation's method expression.
type method[C, O, In, Out any] = func(C, context.Context, *In, ...func(*O)) (*Out, error)

// Read declares an operation that changes nothing, by its method expression: Read((*s3.Client).GetBucketPolicy, "s3:GetBucketPolicy").
func Read[C, O, In, Out any](_ method[C, O, In, Out], actions ...string) Op {
	t := reflect.TypeFor[In]()
	return Op{Name: nameOf(t), Actions: actions, input: t}
}

// Write is a declared write with the type of its input.
type Write[In any] struct{ *Op }

// NewWrite declares an operation that changes something, by the client's constructor and the method expression.
func NewWrite[C, O, In, Out any](client func(aws.Config, ...func(*O)) C, call method[C, O, In, Out], actions ...string) Write[In] {
	t := reflect.TypeFor[In]()
	return Write[In]{&Op{
		Name: nameOf(t), Actions: actions, Write: true, input: t,
		call: func(ctx context.Context, cfg aws.Config, input any) (any, error) {
			return call(client(cfg), ctx, must[*In](input))
		},
	}}
}

// Repeatable declares that the write may be repeated without doing more than once. It returns the write.
func (w Write[In]) Repeatable() Write[In] {
	w.Idempotent = true
	return w
}

// NotYet declares error codes that mean that AWS does not see yet what was made a moment ago; the executor then waits.
func (w Write[In]) NotYet(codes ...string) Write[In] {
	w.Early = codes
	return w
}

// DoneBy declares error codes that mean that the write has been carried out before.
func (w Write[In]) DoneBy(codes ...string) Write[In] {
	w.Done = codes
	return w
}

// KeptBy declares error codes that mean that AWS keeps what the write would delete, because there is something in it.
func (w Write[In]) KeptBy(codes ...string) Write[In] {
	w.Held = codes
	return w
}

// On declares which resources the write touches, for the IAM policy of a plan. Without it, it is the step's resource.
func (w Write[In]) On(arns func(in *In, at Site) []string) Write[In] {
	w.resources = func(input any, at Site) []string { return arns(must[*In](input), at) }
	return w
}

// Failing declares that an answer may say that the call failed though its status does not. The error is best an API
// error, which tells that AWS has answered.
func Failing[In, Out any](w Write[In], check func(*Out) error) Write[In] {
	w.failing = func(out any) error { return check(must[*Out](out)) }
	return w
}

// With binds the write to an input.
func (w Write[In]) With(in *In) Bound { return Bound{Op: w.Op, Input: in} }

// Bound is a write with its input. The zero value is no call.
type Bound struct {
	Op    *Op
	Input any
	// Outputs and Secrets are values that are put into the input when the call is made.
	Outputs []plan.Output
	Secrets []plan.Secret
}

// Taking has a member of the input come from the output of an earlier call.
func (b Bound) Taking(o plan.Output) Bound {
	b.Outputs = append(slices.Clone(b.Outputs), o)
	return b
}

// Hiding has a member of the input come from where a secret is read.
func (b Bound) Hiding(s ...plan.Secret) Bound {
	b.Secrets = append(slices.Clone(b.Secrets), s...)
	return b
}

// IsZero tells whether there is no call.
func (b Bound) IsZero() bool { return b.Op == nil }

// nameOf derives an operation's name from its input type; the gate does the same with what it sees.
func nameOf(t reflect.Type) string {
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	return path.Base(t.PkgPath()) + "." + strings.TrimSuffix(t.Name(), "Input")
}

// Same tells whether two declarations of an operation say the same: more than one service may use it.
func (o *Op) Same(other *Op) bool {
	return o.Name == other.Name && o.Idempotent == other.Idempotent && o.Write == other.Write &&
		slices.Equal(o.Actions, other.Actions) && slices.Equal(o.Early, other.Early) && slices.Equal(o.Done, other.Done) &&
		slices.Equal(o.Held, other.Held)
}

// NewInput makes an empty input of the operation, a pointer to the SDK's struct.
func (o *Op) NewInput() any { return reflect.New(o.input).Interface() }

// Decode reads an encoded input strictly.
func (o *Op) Decode(input json.RawMessage) (any, error) {
	in, err := decode(input, o.input)
	if err != nil {
		return nil, fmt.Errorf("input of %s: %w", o.Name, err)
	}
	return in, nil
}

// Resources lists the ARNs that a call with this input touches; "*" where IAM knows no resource for it.
func (o *Op) Resources(input json.RawMessage, at Site) ([]string, error) {
	if o.resources == nil {
		return []string{at.Resource}, nil
	}
	in, err := o.Decode(input)
	if err != nil {
		return nil, err
	}
	return o.resources(in, at), nil
}

// Anything says that IAM knows no resource for a write; for [Write.On].
func Anything[In any](*In, Site) []string { return []string{"*"} }

// Answer is what is kept of an answer.
type Answer struct {
	// RequestID is AWS's, empty where it gave none.
	RequestID string
	// Outputs are the members of the output that were asked for, by their path.
	Outputs map[string]string
}

// Call carries out the write, once, with exactly this input, and keeps the named members of its output. It gives AWS's
// request id also with an error.
func (o *Op) Call(ctx context.Context, cfg aws.Config, input json.RawMessage, keep ...string) (Answer, error) {
	in, err := o.Decode(input)
	if err != nil {
		return Answer{}, err
	}
	cfg.Retryer = func() aws.Retryer { return aws.NopRetryer{} }
	out, err := o.call(permit(ctx, o.Name, input), cfg, in)
	if err != nil {
		return Answer{RequestID: requestOf(err)}, fmt.Errorf("%s: %w", o.Name, err)
	}
	a := Answer{RequestID: requestIn(out)}
	if o.failing != nil {
		if err := o.failing(out); err != nil {
			return a, fmt.Errorf("%s: %w", o.Name, err)
		}
	}
	for _, path := range keep {
		if a.Outputs == nil {
			a.Outputs = map[string]string{}
		}
		a.Outputs[path] = outputAt(out, path)
	}
	return a, nil
}

func requestOf(err error) string {
	if re, ok := errors.AsType[*awshttp.ResponseError](err); ok {
		return re.ServiceRequestID()
	}
	return ""
}

// must is a type assertion on what an operation itself has made; it panics with the types where that is not so.
func must[T any](v any) T {
	t, ok := v.(T)
	if !ok {
		panic(fmt.Sprintf("%T is no %s", v, reflect.TypeFor[T]()))
	}
	return t
}

// requestIn finds the request id in an output's metadata, which every generated output has.
func requestIn(out any) string {
	md, ok := reflect.TypeAssert[smithymw.Metadata](reflect.Indirect(reflect.ValueOf(out)).FieldByName("ResultMetadata"))
	if !ok {
		return ""
	}
	id, _ := middleware.GetRequestIDMetadata(md)
	return id
}
