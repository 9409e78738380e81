package s3

import (
	"slices"
	"strings"
	"testing"

	sdk "github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"
	"github.com/aws/aws-sdk-go-v2/service/s3control"

	"github.com/mantenhq/manten/internal/awstest"
	"github.com/mantenhq/manten/internal/catalog/catalogtest"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/s3"
)

// readAccount lists and reads the one account there is.
func readAccount(t *testing.T, a *awstest.Account) s3.Account {
	t.Helper()
	at := place(a, "us-east-1", accounts)
	for r, err := range accounts.List(t.Context(), at) {
		if err != nil {
			t.Fatal(err)
		}
		got, err := accounts.Get(t.Context(), at, r)
		if err != nil {
			t.Fatal(err)
		}
		return catalogtest.As[s3.Account](t, got)
	}
	t.Fatal("no account is listed")
	return s3.Account{}
}

func blockAccount(t *testing.T, a *awstest.Account, b s3.PublicAccessBlock) {
	t.Helper()
	in := catalogtest.As[*s3control.PutPublicAccessBlockInput](t, putAccount(a.ID, b).Input)
	if _, err := controlClient(a.Config("us-east-1")).PutPublicAccessBlock(t.Context(), in); err != nil {
		t.Fatal(err)
	}
}

func TestAccount(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	got := readAccount(t, a)
	if got.ID != "AWS::::Account:"+a.ID || got.Name != a.ID || !got.IsAccount() || !got.Consistent() {
		t.Errorf("reference is %+v", got.Ref)
	}
	if got.PublicAccessBlock.State() != resource.Absent {
		t.Errorf("block is %+v", got.PublicAccessBlock)
	}
	if open, known := got.PublicBuckets.Get(); len(open) > 0 || open == nil || !known {
		t.Errorf("public buckets are %v, known %v", open, known)
	}
	partly := s3.PublicAccessBlock{IgnorePublicAcls: true, BlockPublicPolicy: true}
	blockAccount(t, a, partly)
	if got := readAccount(t, a).PublicAccessBlock; got.Value() != partly {
		t.Errorf("block is %+v", got)
	}
	blockAccount(t, a, s3.PublicAccessBlock{})
	if got, known := readAccount(t, a).PublicAccessBlock.Get(); got != (s3.PublicAccessBlock{}) || !known {
		t.Errorf("a block with all off is %+v, known %v", got, known)
	}
}

func TestAccountHidden(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	a.Rule(awstest.Rule{Do: awstest.Deny(), Service: "s3control", Operation: "GetPublicAccessBlock"})
	f := readAccount(t, a).PublicAccessBlock
	if why := f.Why(); f.State() != resource.Hidden || why.Code != "AccessDenied" || why.Operation != "s3control.GetPublicAccessBlock" {
		t.Errorf("block is %s, %+v", f.State(), why)
	}
}

func TestAccountEmptyAnswer(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	a.Rule(awstest.Rule{Service: "s3control", Operation: "GetPublicAccessBlock", Do: awstest.Answer(200, "application/xml", "")})
	if f := readAccount(t, a).PublicAccessBlock; f.State() != resource.Hidden {
		t.Errorf("block is %s, %+v", f.State(), f.Value())
	}
}

// openAccount has buckets that anybody can get into, in several regions, and some that nobody can.
func openAccount(t *testing.T, a *awstest.Account) (open, closed []string) {
	t.Helper()
	granted := create(t, a, "us-east-1", "granted")
	acl := &sdk.PutBucketAclInput{Bucket: &granted, ACL: types.BucketCannedACLPublicRead}
	if _, err := newClient(a.Config("us-east-1")).PutBucketAcl(t.Context(), acl); err != nil {
		t.Fatal(err)
	}
	blocked := create(t, a, "us-east-1", "blocked")
	acl.Bucket = &blocked
	if _, err := newClient(a.Config("us-east-1")).PutBucketAcl(t.Context(), acl); err != nil {
		t.Fatal(err)
	}
	block(t, a, "us-east-1", blocked, all)
	public := create(t, a, "eu-west-1", "policy")
	policy := `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"*"},"Action":"s3:PutObject","Resource":"arn:aws:s3:::` + public + `/*"}]}`
	if _, err := newClient(a.Config("eu-west-1")).PutBucketPolicy(t.Context(), &sdk.PutBucketPolicyInput{Bucket: &public, Policy: &policy}); err != nil {
		t.Fatal(err)
	}
	return []string{granted, public}, []string{blocked, create(t, a, "eu-west-1", "private")}
}

func TestPublicBuckets(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	open, _ := openAccount(t, a)
	a.TwoPages("s3", "ListBuckets")
	if got := readAccount(t, a).PublicBuckets; !slices.Equal(got.Value(), open) {
		t.Errorf("got %v (%+v), want %v", got.Value(), got.Why(), open)
	}
	for _, c := range a.Calls() {
		there := strings.HasPrefix(c.Path, "/policy-") || strings.HasPrefix(c.Path, "/private-")
		if c.Operation == "GetBucketPolicy" && there != (c.Region == "eu-west-1") {
			t.Errorf("%s went to %s", c.Path, c.Region)
		}
	}
}

// One bucket that cannot be read, and nobody knows which are public.
func TestPublicBucketsHidden(t *testing.T) {
	t.Parallel()
	for _, operation := range []string{"ListBuckets", "GetPublicAccessBlock", "GetBucketPolicy", "GetBucketAcl"} {
		t.Run(operation, func(t *testing.T) {
			t.Parallel()
			a := awstest.New(t)
			_, closed := openAccount(t, a)
			rule := awstest.Rule{Do: awstest.Deny(), Service: "s3", Operation: operation}
			if operation != "ListBuckets" {
				rule.Resource = closed[1]
			}
			a.Rule(rule)
			f := readAccount(t, a).PublicBuckets
			if f.State() != resource.Hidden || f.Why().Operation != "s3."+operation || f.Why().Code != "AccessDenied" {
				t.Errorf("public buckets are %s, %+v", f.State(), f.Why())
			}
		})
	}
}
