package lambda

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ec2"
	sdk "github.com/aws/aws-sdk-go-v2/service/lambda"
	"github.com/aws/aws-sdk-go-v2/service/lambda/types"

	"github.com/mantenhq/manten/internal/awstest"
	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/fault"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/lambda"
)

// A new function has no policy, no URL and no VPC; Lambda says so by an error that could mean that the function is gone.
func TestNewFunction(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	create(t, a, "new")
	f := listedFunctions(t, place(a))["new"]
	arn := "arn:aws:lambda:" + region + ":" + a.ID + ":function:new"
	if want := (resource.Ref{Type: "AWS::Lambda::Function", Account: a.ID, Region: region, ID: arn, Name: "new"}); f.Ref != want || !f.Consistent() {
		t.Errorf("reference is %+v, want %+v", f.Ref, want)
	}
	f = get(t, place(a), f)
	if f.VPC.State() != resource.Absent || f.Policy.State() != resource.Absent || f.URL.State() != resource.Absent || f.Tags.Value()["team"] != "a" {
		t.Errorf("got %+v", f)
	}
	if a.Count("lambda", "GetFunctionConfiguration") != 0 || a.Count("lambda", "") != 4 {
		t.Errorf("calls are %+v", a.Calls())
	}
	fresh := get(t, place(a), functions.Empty(f.Ref))
	if d := resource.Differing(f, fresh, functions.Facts); len(d) > 0 {
		t.Errorf("read afresh, %v differ", d)
	}
	stored, err := json.Marshal(fresh)
	if err != nil || strings.Contains(string(stored), canary) {
		t.Errorf("a secret is stored: %s (%v)", stored, err)
	}
}

func TestFunction(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	open(t, a)
	all := listedFunctions(t, place(a))
	if n := len(get(t, place(a), all["all"]).Policy.Value()); n != 4 {
		t.Errorf("%d statements", n)
	}
	site := get(t, place(a), all["site"])
	if url := site.URL.Value(); url.AuthType != lambda.OpenToAll || !strings.HasPrefix(url.Address, "https://") {
		t.Errorf("URL is %+v", url)
	}
	var sids []string
	for _, s := range site.Policy.Value() {
		sids = append(sids, s.Sid)
	}
	if !slices.Equal(sids, []string{"FunctionURLAllowInvokeAction", "FunctionURLAllowPublicAccess", "topic"}) {
		t.Errorf("statements are %v", sids)
	}
	want := lambda.Statement{
		Sid: "FunctionURLAllowPublicAccess", Effect: "Allow", Principal: map[string][]string{"*": {"*"}}, Action: []string{"lambda:InvokeFunctionUrl"},
		Resource: []string{site.ID}, Condition: map[string]map[string][]string{"StringEquals": {"lambda:functionurlauthtype": {"NONE"}}},
	}
	if got := site.Policy.Value()[1]; !same(got, want) {
		t.Errorf("statement is %+v, want %+v", got, want)
	}
}

func TestFunctionInVPC(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	create(t, a, "inside")
	c := ec2.NewFromConfig(a.Config(region))
	vpc, err := c.CreateVpc(t.Context(), &ec2.CreateVpcInput{CidrBlock: aws.String("10.0.0.0/16")})
	if err != nil {
		t.Fatal(err)
	}
	subnet, err := c.CreateSubnet(t.Context(), &ec2.CreateSubnetInput{VpcId: vpc.Vpc.VpcId, CidrBlock: aws.String("10.0.0.0/24")})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := sdk.NewFromConfig(a.Config(region)).UpdateFunctionConfiguration(t.Context(), &sdk.UpdateFunctionConfigurationInput{
		FunctionName: aws.String("inside"), VpcConfig: &types.VpcConfig{SubnetIds: []string{*subnet.Subnet.SubnetId}, SecurityGroupIds: []string{"sg-2", "sg-1"}},
	}); err != nil {
		t.Fatal(err)
	}
	f := listedFunctions(t, place(a))["inside"]
	v := f.VPC.Value()
	if v.ID == "" || !slices.Equal(v.Subnets, []string{*subnet.Subnet.SubnetId}) || !slices.Equal(v.SecurityGroups, []string{"sg-1", "sg-2"}) {
		t.Errorf("VPC is %+v", v)
	}
	fresh := get(t, place(a), functions.Empty(f.Ref))
	if d := resource.Differing(f, fresh, []string{"VPC"}); len(d) > 0 {
		t.Errorf("read afresh, %v differ", d)
	}
}

// What a policy may look like, in the one form.
func TestStatements(t *testing.T) {
	t.Parallel()
	for policy, want := range map[string]string{
		`{"Statement":{"Sid":"b","Effect":"Allow","Principal":{"AWS":"*"},"Action":["a"],"Resource":"r"}}`:                            `[{"Sid":"b","Effect":"Allow","Principal":{"*":["*"]},"Action":["a"],"Resource":["r"]}]`,
		`{"Statement":[{"Sid":"b","Effect":"Deny","NotPrincipal":"*"},{"Sid":"a","Effect":"Allow","Later":1,"Also":2}]}`:              `[{"Sid":"a","Effect":"Allow","Others":["Also","Later"]},{"Sid":"b","Effect":"Deny","NotPrincipal":{"*":["*"]}}]`,
		`{"Statement":[{"Effect":"Allow","Principal":{"AWS":["*","x"]},"Condition":{"Bool":{"AWS:SecureTransport":[true,"x"]}}}]}`:    `[{"Sid":"","Effect":"Allow","Principal":{"AWS":["*","x"]},"Condition":{"Bool":{"aws:securetransport":["true","x"]}}}]`,
		`{"Statement":[{"Effect":"Allow","NotAction":"x","NotResource":["y"],"Principal":{"Service":"s3.amazonaws.com","AWS":"*"}}]}`: `[{"Sid":"","Effect":"Allow","Principal":{"AWS":["*"],"Service":["s3.amazonaws.com"]},"NotAction":["x"],"NotResource":["y"]}]`,
	} {
		got, err := statementsOf(policy)
		if err != nil {
			t.Errorf("%s: %v", policy, err)
			continue
		}
		stored, err := json.Marshal(got)
		if err != nil || string(stored) != want {
			t.Errorf("%s\nis   %s\nwant %s (%v)", policy, stored, want, err)
		}
	}
	for _, policy := range []string{"", "no", `{"Statement":7}`, `{"Statement":[7]}`, "{\"Statement\":[{\"Sid\":\"\xff\"}]}"} {
		if got, err := statementsOf(policy); err == nil {
			t.Errorf("%q is read as %+v", policy, got)
		}
	}
}

func TestFunctionHidden(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	create(t, a, "hidden")
	f := listedFunctions(t, place(a))["hidden"]
	reads := map[string]string{"VPC": "GetFunctionConfiguration", "Policy": "GetPolicy", "URL": "GetFunctionUrlConfig", "Tags": "ListTags"}
	for _, operation := range reads {
		a.Rule(awstest.Rule{Do: awstest.Deny(), Service: "lambda", Operation: operation})
	}
	hidden := get(t, place(a), functions.Empty(f.Ref))
	for fact, operation := range reads {
		if why := resource.FactOf(hidden, fact).Why(); why.Action != "lambda:"+operation || why.Code != "AccessDeniedException" {
			t.Errorf("%s: %+v", fact, why)
		}
	}
}

// Without a word on the function itself nobody knows whether there is no policy or no function.
func TestPolicyOfWhat(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	create(t, a, "f")
	f := listedFunctions(t, place(a))["f"]
	a.Rule(awstest.Rule{Do: awstest.Deny(), Service: "lambda", Operation: "GetFunctionConfiguration"})
	at := place(a)
	at.Facts = []string{"Policy"}
	if got := get(t, at, functions.Empty(f.Ref)).Policy; got.State() != resource.Hidden || got.Why().Action != "lambda:GetFunctionConfiguration" {
		t.Errorf("policy is %s, %+v", got.State(), got.Why())
	}
}

// A policy that is none is not read as an empty one.
func TestPolicyBroken(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	create(t, a, "f")
	a.Rule(awstest.Rule{Service: "lambda", Operation: "GetPolicy", Do: awstest.Answer(200, "application/json", `{"Policy":"oops"}`)})
	if got := get(t, place(a), listedFunctions(t, place(a))["f"]).Policy; got.State() != resource.Hidden || got.Why().Operation != "lambda.GetPolicy" {
		t.Errorf("policy is %s, %+v", got.State(), got.Why())
	}
}

func TestFunctionsNotListed(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	a.Rule(awstest.Rule{Do: awstest.Deny(), Service: "lambda", Operation: "ListFunctions"})
	var got error
	for _, err := range functions.List(t.Context(), place(a)) {
		got = err
	}
	if !catalog.Denied(got) {
		t.Errorf("got %v", got)
	}
}

func TestFunctionGone(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	ref := place(a).Ref(functions.Type, "arn:aws:lambda:"+region+":"+a.ID+":function:gone", "gone")
	for _, fact := range functions.Facts {
		at := place(a)
		at.Facts = []string{fact}
		if _, err := functions.Get(t.Context(), at, functions.Empty(ref)); fault.CodeOf(err) != fault.NotFound {
			t.Errorf("%s: got %v", fact, err)
		}
	}
}

func TestFunctionsPage(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	for _, name := range []string{"a", "b", "c"} {
		create(t, a, name)
	}
	a.TwoPages("lambda", "ListFunctions")
	if n := len(listedFunctions(t, place(a))); n != 3 || a.Count("lambda", "ListFunctions") != 2 {
		t.Errorf("%d functions in %d calls", n, a.Count("lambda", "ListFunctions"))
	}
}
