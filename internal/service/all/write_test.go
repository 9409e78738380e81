package all_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"reflect"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/smithy-go/middleware"

	"github.com/mantenhq/manten/internal/awsop"
	"github.com/mantenhq/manten/internal/fault"
)

// null is a transport that nobody stands behind. It counts what was sent.
type null struct{ sent atomic.Int64 }

var errNobody = errors.New("nobody is there")

func (n *null) RoundTrip(r *http.Request) (*http.Response, error) {
	n.sent.Add(1)
	if r.Body != nil {
		_, _ = io.Copy(io.Discard, r.Body) // it is what is sent; nobody reads it
		_ = r.Body.Close()
	}
	return nil, errNobody
}

// gated is a configuration as the product makes it, with the given reads, in front of a null transport.
func gated(n *null, reads []awsop.Op, outside ...middleware.InitializeMiddleware) aws.Config {
	cfg := aws.Config{
		Region:      "eu-west-1",
		Credentials: credentials.NewStaticCredentialsProvider("AKIAIOSFODNN7EXAMPLE", "secret", ""),
		HTTPClient:  &http.Client{Transport: awsop.Transport{Base: n}},
		APIOptions:  []func(*middleware.Stack) error{awsop.NewGate(reads).Install},
	}
	for _, m := range outside {
		cfg.APIOptions = append(cfg.APIOptions, func(s *middleware.Stack) error { return s.Initialize.Add(m, middleware.Before) })
	}
	return cfg
}

// outside makes a middleware that stands outside of the gate.
func outside(do func(context.Context, middleware.InitializeInput, middleware.InitializeHandler) (middleware.InitializeOutput, middleware.Metadata, error)) middleware.InitializeMiddleware {
	return middleware.InitializeMiddlewareFunc("Outside", do)
}

// tryWrite carries a write out against nobody: the gate lets exactly that through, once, and the SDK changes nothing in
// the input.
func tryWrite(t *testing.T, op *awsop.Op, input json.RawMessage) {
	t.Helper()
	var n null
	var seen any
	cfg := gated(&n, nil, outside(func(ctx context.Context, in middleware.InitializeInput, next middleware.InitializeHandler) (middleware.InitializeOutput, middleware.Metadata, error) {
		seen = in.Parameters
		return next.HandleInitialize(ctx, in)
	}))
	_, err := op.Call(t.Context(), cfg, input)
	if !errors.Is(err, errNobody) {
		t.Errorf("%s did not reach the transport: %v", op.Name, err)
	}
	if got := n.sent.Load(); got != 1 {
		t.Errorf("%s: %d requests were sent", op.Name, got)
	}
	after, err := awsop.Encode(seen)
	if err != nil || !bytes.Equal(after, input) {
		t.Errorf("%s: the SDK changed the input (%v):\nwas %s\nis  %s", op.Name, err, input, after)
	}
}

// refused holds that nothing was sent and that the refusal says nothing about the input.
func refused(t *testing.T, what string, n *null, err error) {
	t.Helper()
	if fault.CodeOf(err) != fault.Refused {
		t.Errorf("%s: %v", what, err)
	}
	if got := n.sent.Load(); got != 0 {
		t.Errorf("%s: %d requests were sent", what, got)
	}
}

// silent holds that a refusal of the gate prints nothing of an input.
func silent(t *testing.T, err error) {
	t.Helper()
	if err != nil && strings.Contains(err.Error(), marker) {
		t.Errorf("the refusal prints the input: %v", err)
	}
}

func TestWrites(t *testing.T) {
	t.Parallel()
	for name, op := range writes(t) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			in := encoded(t, filled(op))
			tryWrite(t, op, in)
			calledOtherwise(t, op, in)
			calledTwice(t, op, in)
			calledPastTheGate(t, op, in)
			calledWithoutPermission(t, op, in)
		})
	}
}

// calledOtherwise changes an approved input on its way to the gate.
func calledOtherwise(t *testing.T, op *awsop.Op, in json.RawMessage) {
	t.Helper()
	other := op.NewInput()
	if bytes.Equal(encoded(t, other), in) {
		return // an input without members cannot be another
	}
	var n null
	_, err := op.Call(t.Context(), gated(&n, nil, outside(func(ctx context.Context, i middleware.InitializeInput, next middleware.InitializeHandler) (middleware.InitializeOutput, middleware.Metadata, error) {
		i.Parameters = other
		return next.HandleInitialize(ctx, i)
	})), in)
	refused(t, op.Name+" with another input", &n, err)
	silent(t, err)
}

// calledTwice uses one permission for two calls.
func calledTwice(t *testing.T, op *awsop.Op, in json.RawMessage) {
	t.Helper()
	var n null
	_, err := op.Call(t.Context(), gated(&n, nil, outside(func(ctx context.Context, i middleware.InitializeInput, next middleware.InitializeHandler) (middleware.InitializeOutput, middleware.Metadata, error) {
		_, _, _ = next.HandleInitialize(ctx, i) // the second call is what is asked about
		return next.HandleInitialize(ctx, i)
	})), in)
	if fault.CodeOf(err) != fault.Refused || n.sent.Load() != 1 {
		t.Errorf("%s twice: %d requests were sent, %v", op.Name, n.sent.Load(), err)
	}
}

// calledPastTheGate makes the call with a client from which somebody took the gate.
func calledPastTheGate(t *testing.T, op *awsop.Op, in json.RawMessage) {
	t.Helper()
	var n null
	cfg := gated(&n, nil)
	cfg.APIOptions = nil
	_, err := op.Call(t.Context(), cfg, in)
	refused(t, op.Name+" past the gate", &n, err)
}

// calledWithoutPermission takes the permission out of the context.
func calledWithoutPermission(t *testing.T, op *awsop.Op, in json.RawMessage) {
	t.Helper()
	var n null
	_, err := op.Call(t.Context(), gated(&n, everything(t).Reads(), outside(func(ctx context.Context, i middleware.InitializeInput, next middleware.InitializeHandler) (middleware.InitializeOutput, middleware.Metadata, error) {
		return next.HandleInitialize(t.Context(), i)
	})), in)
	refused(t, op.Name+" without permission", &n, err)
	silent(t, err)
}

// What nobody declared does not get out, however it is made.
func TestUndeclared(t *testing.T) {
	t.Parallel()
	bucket := marker
	for name, call := range map[string]func(context.Context, *s3.Client) error{
		"a read": func(ctx context.Context, c *s3.Client) error {
			_, err := c.HeadObject(ctx, &s3.HeadObjectInput{Bucket: &bucket, Key: &bucket})
			return err
		},
		"a write": func(ctx context.Context, c *s3.Client) error {
			_, err := c.DeleteBucket(ctx, &s3.DeleteBucketInput{Bucket: &bucket})
			return err
		},
		"a declared write without approval": func(ctx context.Context, c *s3.Client) error {
			_, err := c.DeleteBucketPolicy(ctx, &s3.DeleteBucketPolicyInput{Bucket: &bucket})
			return err
		},
		"a paginator": func(ctx context.Context, c *s3.Client) error {
			_, err := s3.NewListObjectsV2Paginator(c, &s3.ListObjectsV2Input{Bucket: &bucket}).NextPage(ctx)
			return err
		},
		"a waiter": func(ctx context.Context, c *s3.Client) error {
			return s3.NewObjectExistsWaiter(c).Wait(ctx, &s3.HeadObjectInput{Bucket: &bucket, Key: &bucket}, time.Second)
		},
		"a presigned URL": func(ctx context.Context, c *s3.Client) error {
			_, err := s3.NewPresignClient(c).PresignGetObject(ctx, &s3.GetObjectInput{Bucket: &bucket, Key: &bucket})
			return err
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var n null
			err := call(t.Context(), s3.NewFromConfig(gated(&n, everything(t).Reads())))
			refused(t, name, &n, err)
			silent(t, err)
		})
	}
}

func encoded(t *testing.T, input any) json.RawMessage {
	t.Helper()
	in, err := awsop.Encode(input)
	if err != nil {
		t.Fatal(err)
	}
	return in
}

// marker is what texts in generated inputs are.
const marker = "quux"

// filled is an input of the operation in which everything is set.
func filled(op *awsop.Op) any {
	in := op.NewInput()
	fill(reflect.ValueOf(in).Elem(), 0)
	return in
}

// deep is how far down an input is filled; types that contain themselves end there.
const deep = 12

func fill(v reflect.Value, depth int) {
	if depth > deep {
		return
	}
	if v.Type() == reflect.TypeFor[time.Time]() {
		v.Set(reflect.ValueOf(time.Date(2026, 10, 1, 12, 0, 0, 0, time.UTC)))
		return
	}
	switch v.Kind() {
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fill(v.Elem(), depth+1)
	case reflect.Struct:
		for f, fv := range v.Fields() {
			if f.IsExported() && !f.Anonymous {
				fill(fv, depth+1)
			}
		}
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 1, 1))
		fill(v.Index(0), depth+1)
	case reflect.Map:
		k, e := reflect.New(v.Type().Key()).Elem(), reflect.New(v.Type().Elem()).Elem()
		fill(k, depth+1)
		fill(e, depth+1)
		v.Set(reflect.MakeMap(v.Type()))
		v.SetMapIndex(k, e)
	case reflect.String:
		v.SetString(marker)
		if values := v.MethodByName("Values"); values.IsValid() { // of enumerations
			v.Set(values.Call(nil)[0].Index(0))
		}
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		v.SetInt(7)
	case reflect.Uint8:
		v.SetUint(7)
	case reflect.Float32, reflect.Float64:
		v.SetFloat(0.5)
	default: // what cannot stand in a plan; TestWriteInputs says so
	}
}

// unused are members that no plan can hold and that no remediation sets: they are of another way to use the operation.
var unused = map[string][]string{
	"cloudwatch.PutMetricAlarm": {".EvaluationCriteria", ".EvaluationWindow"}, // of alarms that are not on a metric
}

// An input that has a union, a reader or a function anywhere cannot be stored as data.
func TestWriteInputs(t *testing.T) {
	t.Parallel()
	for name, op := range writes(t) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := unstorable(reflect.TypeOf(op.NewInput()).Elem(), "", nil)
			if !slices.Equal(got, unused[name]) {
				t.Errorf("%v cannot stand in a plan, known to be left out are %v", got, unused[name])
			}
		})
	}
}

func TestUnstorable(t *testing.T) {
	t.Parallel()
	type union interface{ is() }
	type inner struct {
		Self *inner
		Of   []map[string]union
		When *time.Time
	}
	type input struct {
		Body io.Reader
		Then func()
		Deep *inner
		Fine map[string][]byte
		_    struct{ Hidden any }
	}
	got := unstorable(reflect.TypeFor[input](), "", nil)
	if want := []string{".Body", ".Then", ".Deep.Of[][]"}; !reflect.DeepEqual(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

// unstorable lists the members of a type that a plan cannot hold.
func unstorable(t reflect.Type, path string, within []reflect.Type) []string {
	if t == reflect.TypeFor[time.Time]() {
		return nil
	}
	if slices.Contains(within, t) {
		return nil
	}
	switch t.Kind() {
	case reflect.Pointer:
		return unstorable(t.Elem(), path, within)
	case reflect.Slice, reflect.Array:
		return unstorable(t.Elem(), path+"[]", within)
	case reflect.Map:
		if t.Key().Kind() != reflect.String {
			return []string{path}
		}
		return unstorable(t.Elem(), path+"[]", within)
	case reflect.Struct:
		var out []string
		for f := range t.Fields() {
			if f.IsExported() && !f.Anonymous {
				out = append(out, unstorable(f.Type, path+"."+f.Name, append(within, t))...)
			}
		}
		return out
	case reflect.Bool, reflect.String, reflect.Float32, reflect.Float64, reflect.Uint8,
		reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		return nil
	default:
		return []string{path}
	}
}
