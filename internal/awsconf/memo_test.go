package awsconf_test

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	awsmw "github.com/aws/aws-sdk-go-v2/aws/middleware"
	"github.com/aws/aws-sdk-go-v2/service/kms"

	"github.com/mantenhq/manten/internal/awsconf"
	"github.com/mantenhq/manten/internal/awstest"
)

// describe asks for a key, which need not exist.
func describe(ctx context.Context, cfg aws.Config, key string) error {
	_, err := kms.NewFromConfig(cfg).DescribeKey(ctx, &kms.DescribeKeyInput{KeyId: &key})
	return err
}

func TestRemembering(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	s := open(t, a, options(a))
	calls := func(want int, what string) {
		t.Helper()
		if got := a.Count("", ""); got != want || s.Calls() != want {
			t.Errorf("%s: %d calls, counted %d, want %d", what, got, s.Calls(), want)
		}
	}
	list := func(cfg aws.Config) {
		t.Helper()
		if err := listKeys(t, cfg); err != nil {
			t.Fatal(err)
		}
	}
	list(s.Remembering(ireland))
	list(s.Remembering(ireland))
	calls(1, "an identical read")
	if _, err := kms.NewFromConfig(s.Remembering(ireland)).ListKeys(t.Context(), &kms.ListKeysInput{Limit: aws.Int32(7)}); err != nil {
		t.Fatal(err)
	}
	calls(2, "another input")
	if _, err := kms.NewFromConfig(s.Remembering(ireland)).ListAliases(t.Context(), &kms.ListAliasesInput{}); err != nil {
		t.Fatal(err)
	}
	calls(3, "another operation with the same input")
	list(s.Remembering(tokyo))
	calls(4, "another region")
	list(s.Config(ireland))
	list(s.Config(ireland))
	calls(6, "outside of a scan")
	if _, err := kms.NewFromConfig(s.Remembering(ireland)).ListKeys(awsconf.Fresh(t.Context()), &kms.ListKeysInput{}); err != nil {
		t.Fatal(err)
	}
	calls(7, "a fresh read")
	s.Forget()
	list(s.Remembering(ireland))
	list(s.Remembering(ireland))
	calls(8, "after forgetting")
}

// The answer comes back whole, to everybody.
func TestRememberedAnswer(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	s := open(t, a, options(a))
	made, err := kms.NewFromConfig(a.Config(ireland)).CreateKey(t.Context(), &kms.CreateKeyInput{})
	if err != nil {
		t.Fatal(err)
	}
	for range 3 {
		out, err := kms.NewFromConfig(s.Remembering(ireland)).ListKeys(t.Context(), &kms.ListKeysInput{})
		if err != nil || len(out.Keys) != 1 || *out.Keys[0].KeyId != *made.KeyMetadata.KeyId {
			t.Errorf("got %+v, %v", out, err)
		}
		if _, ok := awsmw.GetRequestIDMetadata(out.ResultMetadata); !ok {
			t.Errorf("it lost its metadata: %+v", out.ResultMetadata)
		}
		out.Keys, out.Truncated = nil, true // everybody's output is one's own
	}
}

// What AWS refused once in a scan it need not refuse again.
func TestErrorsAreRemembered(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	s := open(t, a, options(a))
	a.Rule(awstest.Rule{Do: awstest.Deny(), Operation: "ListKeys", Times: 1})
	for range 2 {
		if err := listKeys(t, s.Remembering(ireland)); awsconf.Code(err) != "AccessDeniedException" {
			t.Errorf("got %v", err)
		}
	}
	if n := a.Count("", ""); n != 1 {
		t.Errorf("%d calls", n)
	}
}

// What one caller no longer wanted to know is nobody else's answer.
func TestCancelledIsNotRemembered(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	s := open(t, a, options(a))
	a.Rule(awstest.Rule{Do: awstest.Hang(), Operation: "ListKeys", Times: 1})
	ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
	defer cancel()
	if _, err := kms.NewFromConfig(s.Remembering(ireland)).ListKeys(ctx, &kms.ListKeysInput{}); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("got %v", err)
	}
	for range 2 {
		if err := listKeys(t, s.Remembering(ireland)); err != nil {
			t.Error(err)
		}
	}
	if n := a.Count("", ""); n != 2 {
		t.Errorf("%d calls", n)
	}
}

func TestConcurrentReads(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	s := open(t, a, options(a))
	w := awstest.NewWithhold()
	a.Rule(awstest.Rule{Do: w.Do, Operation: "ListKeys"})
	var wg sync.WaitGroup
	for range 20 {
		wg.Go(func() {
			if err := listKeys(t, s.Remembering(ireland)); err != nil {
				t.Error(err)
			}
		})
	}
	<-w.Passed()
	w.Release()
	wg.Wait()
	if n := a.Count("", ""); n != 1 {
		t.Errorf("%d calls", n)
	}
}

// Those who wait for another one's answer ask for themselves when that one goes away, one of them for all.
func TestTheOneWhoAsksGoesAway(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	s := open(t, a, options(a))
	w := awstest.NewWithhold()
	a.Rule(awstest.Rule{Do: w.Do, Operation: "ListKeys", Times: 1})
	ctx, cancel := context.WithCancel(t.Context())
	var wg sync.WaitGroup
	wg.Go(func() {
		if _, err := kms.NewFromConfig(s.Remembering(ireland)).ListKeys(ctx, &kms.ListKeysInput{}); !errors.Is(err, context.Canceled) {
			t.Errorf("got %v", err)
		}
	})
	<-w.Passed()
	for range 10 {
		wg.Go(func() {
			if err := listKeys(t, s.Remembering(ireland)); err != nil {
				t.Error(err)
			}
		})
	}
	// One who waits need not wait longer than wanted.
	short, end := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer end()
	if _, err := kms.NewFromConfig(s.Remembering(ireland)).ListKeys(short, &kms.ListKeysInput{}); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("got %v", err)
	}
	if n := a.Count("", ""); n != 1 {
		t.Errorf("%d calls while the first one is under way", n)
	}
	cancel()
	wg.Wait()
	if n := a.Count("", ""); n != 2 {
		t.Errorf("%d calls", n)
	}
}

// Different reads at once do not disturb one another.
func TestManyReads(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	s := open(t, a, options(a))
	a.Rule(awstest.Rule{Do: awstest.Answer(200, "application/x-amz-json-1.1", `{"KeyMetadata":{"KeyId":"k"}}`), Operation: "DescribeKey"})
	var wg sync.WaitGroup
	for i := range 60 {
		wg.Go(func() {
			if err := describe(t.Context(), s.Remembering(ireland), string(rune('a'+i%20))); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if n := a.Count("", ""); n != 20 {
		t.Errorf("%d calls", n)
	}
}
