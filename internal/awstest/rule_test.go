package awstest_test

import (
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ec2"
	"github.com/aws/aws-sdk-go-v2/service/kms"
	"github.com/aws/aws-sdk-go-v2/service/s3"

	"github.com/mantenhq/manten/internal/awstest"
)

func listKeys(t *testing.T, a *awstest.Account, region string) error {
	t.Helper()
	_, err := kms.NewFromConfig(a.Through(region)).ListKeys(t.Context(), &kms.ListKeysInput{})
	return err
}

func TestRuleAfterAndTimes(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	a.Rule(awstest.Rule{After: 1, Do: awstest.Deny(), Operation: "ListKeys", Times: 1})
	for i, denied := range []bool{false, true, false} {
		if err := listKeys(t, a, region); (err != nil) != denied {
			t.Errorf("call %d: %v", i+1, err)
		}
	}
}

func TestRuleRegion(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	a.Rule(awstest.Rule{Do: awstest.Deny(), Region: "us-west-2"})
	if err := listKeys(t, a, region); err != nil {
		t.Error(err)
	}
	wantCode(t, listKeys(t, a, "us-west-2"), "AccessDeniedException")
	calls := a.Calls()
	if len(calls) != 2 || calls[0].Status != 200 || calls[1].Status != 400 || calls[1].Region != "us-west-2" {
		t.Errorf("calls are %+v", calls)
	}
}

func TestRuleOfAnotherAccount(t *testing.T) {
	t.Parallel()
	a, other := awstest.New(t), awstest.New(t)
	other.Rule(awstest.Rule{Do: awstest.Deny()})
	if err := listKeys(t, a, region); err != nil {
		t.Error(err)
	}
	if n := other.Count("", ""); n != 0 {
		t.Errorf("another account has %d calls", n)
	}
}

func TestRuleResource(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	a.Rule(awstest.Rule{Do: awstest.Deny(), Operation: "GetBucketLocation", Resource: a.ID + "-denied"})
	client := s3.NewFromConfig(a.Through("us-east-1"))
	for _, name := range []string{"allowed", "denied"} {
		bucket := aws.String(a.ID + "-" + name)
		if _, err := client.CreateBucket(t.Context(), &s3.CreateBucketInput{Bucket: bucket}); err != nil {
			t.Fatal(err)
		}
		_, err := client.GetBucketLocation(t.Context(), &s3.GetBucketLocationInput{Bucket: bucket})
		if (err != nil) != (name == "denied") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestRuleChance(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	a.Rule(awstest.Rule{Chance: 0.5, Do: awstest.Deny()})
	a.Rule(awstest.Rule{After: 40, Do: awstest.Refuse(400, "NeverReached", "")})
	denied := 0
	for range 40 {
		if listKeys(t, a, region) != nil {
			denied++
		}
	}
	if denied == 0 || denied == 40 {
		t.Errorf("%d of 40 denied", denied)
	}
}

func TestNewerRuleFirst(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	a.Rule(awstest.Rule{Do: awstest.Refuse(400, "Older", "")})
	remove := a.Rule(awstest.Rule{Do: func(x *awstest.Exchange) *awstest.Reply {
		reply := x.Next()
		if reply.Status != 400 {
			t.Errorf("the older rule answers %d", reply.Status)
		}
		return x.Refuse(400, "Newer", "")
	}})
	wantCode(t, listKeys(t, a, region), "Newer")
	remove()
	wantCode(t, listKeys(t, a, region), "Older")
	a.ResetCalls()
	if n := a.Count("", ""); n != 0 {
		t.Errorf("%d calls after a reset", n)
	}
}

func TestAnswer(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	a.Rule(awstest.Rule{Do: awstest.Answer(200, "application/x-amz-json-1.1", `{"Keys":[{"KeyId":"k"}]}`), Operation: "ListKeys"})
	got, err := kms.NewFromConfig(a.Through(region)).ListKeys(t.Context(), &kms.ListKeysInput{})
	if err != nil || len(got.Keys) != 1 || *got.Keys[0].KeyId != "k" {
		t.Errorf("got %+v, %v", got, err)
	}
}

// What moto lacks is an error that says so, not a page of HTML.
func TestWhatMotoLacks(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	_, err := ec2.NewFromConfig(a.Through(region)).GetSnapshotBlockPublicAccessState(t.Context(), &ec2.GetSnapshotBlockPublicAccessStateInput{})
	wantCode(t, err, "NotImplemented")
}
