package awstest_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"

	"github.com/mantenhq/manten/internal/awstest"
)

func createBucket(ctx context.Context, a *awstest.Account) error {
	_, err := s3.NewFromConfig(a.Through("us-east-1")).CreateBucket(ctx, &s3.CreateBucketInput{Bucket: aws.String(a.ID)})
	return err
}

func buckets(t *testing.T, a *awstest.Account) int {
	t.Helper()
	got, err := s3.NewFromConfig(a.Config("us-east-1")).ListBuckets(t.Context(), &s3.ListBucketsInput{})
	if err != nil {
		t.Fatal(err)
	}
	return len(got.Buckets)
}

func TestCutBefore(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	a.Rule(awstest.Rule{Do: awstest.CutBefore(), Operation: "CreateBucket"})
	if err := createBucket(t.Context(), a); err == nil {
		t.Error("a cut call succeeded")
	}
	if n := buckets(t, a); n != 0 {
		t.Errorf("%d buckets", n)
	}
	if calls := a.Calls(); len(calls) != 1 || calls[0].Status != 0 {
		t.Errorf("calls are %+v", calls)
	}
}

func TestCutAfter(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	a.Rule(awstest.Rule{Do: awstest.CutAfter(), Operation: "CreateBucket"})
	if err := createBucket(t.Context(), a); err == nil {
		t.Error("a cut call succeeded")
	}
	if n := buckets(t, a); n != 1 {
		t.Errorf("%d buckets", n)
	}
}

func TestHangUntilTheClientGivesUp(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	a.Rule(awstest.Rule{Do: awstest.Hang()})
	ctx, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond)
	defer cancel()
	if err := createBucket(ctx, a); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("got %v", err)
	}
	if a.Count("s3", "CreateBucket") != 1 {
		t.Error("a call that hangs is not counted")
	}
}

func TestHangUntilTheRuleIsRemoved(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	remove := a.Rule(awstest.Rule{Do: awstest.Hang()})
	done := make(chan error, 1)
	go func() { done <- createBucket(t.Context(), a) }()
	for a.Count("", "") == 0 {
		time.Sleep(time.Millisecond)
	}
	remove()
	if err := <-done; err == nil {
		t.Error("a call that hung succeeded")
	}
}

func TestWithhold(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	withhold := awstest.NewWithhold()
	a.Rule(awstest.Rule{Do: withhold.Do, Operation: "CreateBucket"})
	done := make(chan error, 1)
	go func() { done <- createBucket(t.Context(), a) }()
	if call := <-withhold.Passed(); call.Operation != "CreateBucket" {
		t.Errorf("passed %+v", call)
	}
	if n := buckets(t, a); n != 1 {
		t.Errorf("%d buckets while the answer is withheld", n)
	}
	select {
	case err := <-done:
		t.Errorf("answered before the release: %v", err)
	default:
	}
	withhold.Release()
	if err := <-done; err != nil {
		t.Error(err)
	}
}

func TestWithholdFromAClientThatLeaves(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	withhold := awstest.NewWithhold()
	a.Rule(awstest.Rule{Do: withhold.Do})
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- createBucket(ctx, a) }()
	<-withhold.Passed()
	cancel()
	if err := <-done; !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

func TestDelay(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	a.Rule(awstest.Rule{Do: awstest.Delay(300 * time.Millisecond)})
	start := time.Now()
	if err := createBucket(t.Context(), a); err != nil {
		t.Error(err)
	}
	if d := time.Since(start); d < 300*time.Millisecond {
		t.Errorf("answered after %v", d)
	}
}
