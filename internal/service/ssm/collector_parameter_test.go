package ssm

import (
	"fmt"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/ssm"
	"github.com/aws/aws-sdk-go-v2/service/ssm/types"

	"github.com/mantenhq/manten/internal/awstest"
	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/fault"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/ssm"
)

func put(t *testing.T, a *awstest.Account, name, value string, kind types.ParameterType) {
	t.Helper()
	if _, err := sdk.NewFromConfig(a.Config(region)).PutParameter(t.Context(), &sdk.PutParameterInput{
		Name: &name, Value: &value, Type: kind, Tags: []types.Tag{{Key: aws.String("team"), Value: aws.String("a")}},
	}); err != nil {
		t.Fatal(err)
	}
}

// What was read afresh is what was listed and then completed, and both leave the value of a SecureString alone.
func TestParameters(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	put(t, a, "/Solutions/SO0111/CMK_REMEDIATION_ARN", "arn:key", types.ParameterTypeString)
	put(t, a, "plain", "a,b", types.ParameterTypeStringList)
	put(t, a, "/secret", "canary", types.ParameterTypeSecureString)
	all := must[ssm.Parameter](t, a, parameters)
	for name, want := range map[string]struct{ id, kind, value string }{
		"/Solutions/SO0111/CMK_REMEDIATION_ARN": {"parameter/Solutions/SO0111/CMK_REMEDIATION_ARN", "String", "arn:key"},
		"plain":                                 {"parameter/plain", "StringList", "a,b"},
		"/secret":                               {"parameter/secret", "SecureString", ""},
	} {
		p := all[name]
		if p.ID != "arn:aws:ssm:"+region+":"+a.ID+":"+want.id || p.ParameterType.Value() != want.kind || p.Value.Value() != want.value || p.Tags.Value()["team"] != "a" {
			t.Errorf("%s is %+v", name, p)
		}
		fresh := get[ssm.Parameter](t, a, parameters, parameters.Empty(p.Ref))
		if d := resource.Differing(p, fresh, parameters.Facts); len(d) > 0 {
			t.Errorf("%s read afresh, %v differ: %+v, %+v", name, d, p, fresh)
		}
	}
	if v := all["/secret"].Value; v.State() != resource.Hidden || v.Why().Code != ssm.SecureString {
		t.Errorf("the secret is %+v", v)
	}
}

// Where only the value of one parameter is wanted, that is one call.
func TestParameterAlone(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	put(t, a, "/a/b", "c", types.ParameterTypeString)
	at := place(a, parameters)
	at.Facts = []string{"Value"}
	got, err := parameters.Get(t.Context(), at, parameters.Empty(ssm.ParameterRef(a.ID, region, "/a/b")))
	if err != nil {
		t.Fatal(err)
	}
	if p, ok := got.(ssm.Parameter); !ok || p.Value.Value() != "c" || len(a.Calls()) != 1 {
		t.Errorf("got %+v by %+v", got, a.Calls())
	}
}

func TestParameterGone(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	for _, fact := range []string{"Value", "Tags"} {
		at := place(a, parameters)
		at.Facts = []string{fact}
		if _, err := parameters.Get(t.Context(), at, parameters.Empty(ssm.ParameterRef(a.ID, region, "/none"))); fault.CodeOf(err) != fault.NotFound {
			t.Errorf("%s: got %v", fact, err)
		}
	}
}

func TestParameterHidden(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	put(t, a, "/a", "b", types.ParameterTypeString)
	a.Rule(awstest.Rule{Do: awstest.Deny(), Service: "ssm", Operation: "GetParameter"})
	a.Rule(awstest.Rule{Do: awstest.Deny(), Service: "ssm", Operation: "ListTagsForResource"})
	p := get[ssm.Parameter](t, a, parameters, parameters.Empty(ssm.ParameterRef(a.ID, region, "/a")))
	for fact, action := range map[string]string{"Value": "ssm:GetParameter", "ParameterType": "ssm:GetParameter", "Tags": "ssm:ListTagsForResource"} {
		if f := resource.FactOf(p, fact); f.State() != resource.Hidden || f.Why().Action != action {
			t.Errorf("%s is %s, %+v", fact, f.State(), f.Why())
		}
	}
}

func TestParametersNotListed(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	a.Rule(awstest.Rule{Do: awstest.Deny(), Service: "ssm", Operation: "DescribeParameters"})
	if _, err := read[ssm.Parameter](t, a, parameters); !catalog.Denied(err) {
		t.Errorf("got %v", err)
	}
}

func TestParametersPage(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	for n := range 11 { // the tests' AWS has ten on a page
		put(t, a, fmt.Sprintf("/p/%d", n), "v", types.ParameterTypeString)
	}
	if n, calls := len(must[ssm.Parameter](t, a, parameters)), a.Count("ssm", "DescribeParameters"); n != 11 || calls != 2 {
		t.Errorf("%d parameters in %d calls", n, calls)
	}
}
