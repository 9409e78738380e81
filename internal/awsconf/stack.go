package awsconf

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"reflect"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	awsmw "github.com/aws/aws-sdk-go-v2/aws/middleware"
	"github.com/aws/aws-sdk-go-v2/aws/retry"
	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
	"github.com/aws/smithy-go"
	"github.com/aws/smithy-go/middleware"
	"golang.org/x/time/rate"

	"github.com/mantenhq/manten/internal/awsop"
)

// retryer is the SDK's standard retryer, shared by all clients of a session so that they share its quota too. Adaptive
// mode is per client and halves the throughput against a limited server.
func retryer(attempts int) aws.Retryer {
	if attempts == 0 {
		attempts = 6
	}
	return retry.NewStandard(func(o *retry.StandardOptions) {
		o.MaxAttempts = attempts
		o.MaxBackoff = 5 * time.Second
		o.Retryables = append([]retry.IsErrorRetryable{retry.IsErrorRetryableFunc(noPage)}, o.Retryables...)
		// The limiter below already spares AWS; the SDK's token bucket would only end a long scan early.
		o.RateLimiter = noQuota{}
	})
}

// noPage does not try again where a web page came: the next one would be the same.
func noPage(err error) aws.Ternary {
	if errors.Is(err, errPage) {
		return aws.FalseTernary
	}
	return aws.UnknownTernary
}

// noQuota is a retry quota that is never used up.
type noQuota struct{}

func (noQuota) GetToken(context.Context, uint) (func() error, error) {
	return func() error { return nil }, nil
}
func (noQuota) AddTokens(uint) error { return nil }

// limiter spares production its share of AWS's quotas: so many calls a second per service and region of one account.
type limiter struct {
	sent  atomic.Int64
	mu    sync.Mutex
	rates map[string]*rate.Limiter
}

func newLimiter() *limiter { return &limiter{rates: map[string]*rate.Limiter{}} }

// perSecond is what a service may be asked a second, well below what AWS documents for an account and region. Sources:
// EC2 Developer Guide, "Request throttling" (describes: 20/s refill, bucket of 100); KMS Developer Guide, "Request
// quotas" (GetKeyRotationStatus 1,000/s since 2023); Lambda Developer Guide, "Lambda quotas" (GetPolicy 15/s); Elastic
// Load Balancing User Guide, "Request throttling" (describes: 10/s refill, bucket of 40); CloudTrail User Guide, "Quotas"
// (reads of trails 10/s); CloudWatch User Guide, "Service quotas" (DescribeAlarms 9/s); CloudWatch Logs User Guide,
// "Quotas" (DescribeMetricFilters 5/s); Security Hub API Reference, "Welcome" (GetFindings 3/s, bursts of 6). IAM, RDS and S3 publish no number for these operations.
func perSecond(service string) rate.Limit {
	switch service {
	case "SecurityHub":
		return 3
	case "CloudTrail", "CloudWatch", "CloudWatch Logs", "Elastic Load Balancing v2":
		return 5
	case "S3", "KMS":
		return 100
	case "IAM":
		return 15
	case "Lambda":
		return 10
	}
	return 20
}

// burst is how much may be asked at once, where nothing has been asked for a while.
func burst(service string) int {
	if service == "SecurityHub" {
		return 6
	}
	return 50
}

func (l *limiter) of(service, region string) *rate.Limiter {
	l.mu.Lock()
	defer l.mu.Unlock()
	key := service + " " + region
	if l.rates[key] == nil {
		l.rates[key] = rate.NewLimiter(perSecond(service), burst(service))
	}
	return l.rates[key]
}

// install puts the limiter behind the retryer, so that every attempt waits its turn.
func (l *limiter) install(stack *middleware.Stack) error {
	return stack.Finalize.Insert(middleware.FinalizeMiddlewareFunc("MantenLimit", func(
		ctx context.Context, in middleware.FinalizeInput, next middleware.FinalizeHandler,
	) (middleware.FinalizeOutput, middleware.Metadata, error) {
		if err := l.of(awsmw.GetServiceID(ctx), awsmw.GetRegion(ctx)).Wait(ctx); err != nil {
			return middleware.FinalizeOutput{}, middleware.Metadata{}, fmt.Errorf("wait for a turn: %w", err)
		}
		l.sent.Add(1)
		return next.HandleFinalize(ctx, in)
	}), "Retry", middleware.After)
}

// memo remembers the answers of one scan.
type memo struct {
	mu      sync.Mutex
	answers map[string]*answer
}

func newMemo() *memo { return &memo{answers: map[string]*answer{}} }

// answer is what AWS said to a read; it is there when done is closed.
type answer struct {
	done chan struct{}
	out  middleware.InitializeOutput
	md   middleware.Metadata
	err  error
	// lost tells that the one who asked went away, or panicked: then somebody else has to ask.
	lost bool
}

type freshKey struct{}

// Fresh marks a read that must reach AWS even within a scan: one that asks whether something is ready by now.
func Fresh(ctx context.Context) context.Context { return context.WithValue(ctx, freshKey{}, true) }

// install puts the memo innermost, where the region of the client is known: a resource that is listed in one region may
// be read in another.
func (m *memo) install(stack *middleware.Stack) error {
	return stack.Initialize.Add(middleware.InitializeMiddlewareFunc("MantenMemo", m.handle), middleware.After)
}

func (m *memo) handle(ctx context.Context, in middleware.InitializeInput, next middleware.InitializeHandler) (
	middleware.InitializeOutput, middleware.Metadata, error,
) {
	key, err := awsop.Encode(in.Parameters)
	if err != nil || ctx.Value(freshKey{}) != nil {
		return next.HandleInitialize(ctx, in)
	}
	name := awsmw.GetRegion(ctx) + reflect.TypeOf(in.Parameters).String() + string(key)
	for {
		a, mine := m.of(name)
		if mine {
			m.ask(ctx, name, a, func() { a.out, a.md, a.err = next.HandleInitialize(ctx, in) })
			return a.copy()
		}
		select {
		case <-ctx.Done():
			return middleware.InitializeOutput{}, middleware.Metadata{}, ctx.Err()
		case <-a.done:
		}
		if !a.lost {
			return a.copy()
		}
	}
}

// copy gives a caller an output of its own, for the SDK writes the metadata into it. What the output points to is shared.
func (a *answer) copy() (middleware.InitializeOutput, middleware.Metadata, error) {
	out := a.out
	if v := reflect.ValueOf(out.Result); v.Kind() == reflect.Pointer && !v.IsNil() {
		c := reflect.New(v.Type().Elem())
		c.Elem().Set(v.Elem())
		out.Result = c.Interface()
	}
	return out, a.md.Clone(), a.err
}

// of finds the answer to a read, or promises one: then it is the caller's to ask.
func (m *memo) of(name string) (a *answer, mine bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if a, ok := m.answers[name]; ok {
		return a, false
	}
	a = &answer{done: make(chan struct{}), lost: true}
	m.answers[name] = a
	return a, true
}

// ask keeps a promise. What was not answered because this caller's context ended is not remembered: it says nothing to
// the others.
func (m *memo) ask(ctx context.Context, name string, a *answer, read func()) {
	defer func() {
		if a.lost {
			m.mu.Lock()
			delete(m.answers, name)
			m.mu.Unlock()
		}
		close(a.done)
	}()
	read()
	a.lost = a.err != nil && ctx.Err() != nil
}

// Code is AWS's error code, empty where AWS did not answer.
func Code(err error) string {
	if api, ok := errors.AsType[smithy.APIError](err); ok {
		return api.ErrorCode()
	}
	return ""
}

// ServerFault tells whether AWS's answer blames itself. The status says so: the SDK gives most errors no side at all.
func ServerFault(err error) bool {
	api, ok := errors.AsType[smithy.APIError](err)
	if ok && api.ErrorFault() == smithy.FaultServer {
		return true
	}
	answer, ok := errors.AsType[*awshttp.ResponseError](err)
	return ok && answer.HTTPStatusCode() >= http.StatusInternalServerError
}

// brokenDown tells whether AWS answered that it cannot answer now.
func brokenDown(err error) bool {
	_, throttled := retry.DefaultThrottleErrorCodes[Code(err)]
	return throttled || ServerFault(err)
}

// noCredentials tells whether signing failed for want of credentials; the SDK has no type for it. A role that could not
// be asked for is another matter, unless it was for want of credentials too.
func noCredentials(err error) bool {
	said := err.Error()
	if i := strings.LastIndex(said, "operation error STS: AssumeRole"); i >= 0 {
		said = said[i:]
	}
	return strings.Contains(said, "get identity") || strings.Contains(said, "failed to refresh cached credentials")
}
