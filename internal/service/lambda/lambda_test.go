package lambda

import (
	"archive/zip"
	"bytes"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	sdk "github.com/aws/aws-sdk-go-v2/service/lambda"
	"github.com/aws/aws-sdk-go-v2/service/lambda/types"

	"github.com/mantenhq/manten/internal/awstest"
	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/lambda"
)

const (
	region  = "us-east-1"
	ownID   = "111122223333"
	ownName = "resize"
	ownARN  = "arn:aws:lambda:eu-west-1:" + ownID + ":function:" + ownName
)

// functionWith is a function with the statements in its policy, which are written as in a policy.
func functionWith(t *testing.T, statements ...string) lambda.Function {
	t.Helper()
	f := lambda.Function{
		Ref:  resource.Ref{Type: "AWS::Lambda::Function", Account: ownID, Region: "eu-west-1", ID: ownARN, Name: ownName},
		VPC:  resource.None[lambda.VPC](),
		URL:  resource.None[lambda.URL](),
		Tags: resource.Is(map[string]string{}),
	}
	if len(statements) == 0 {
		f.Policy = resource.None[[]lambda.Statement]()
		return f
	}
	text := `{"Version":"2012-10-17","Id":"default","Statement":[`
	for i, s := range statements {
		text += map[bool]string{true: ","}[i > 0] + s
	}
	all, err := statementsOf(text + "]}")
	if err != nil {
		t.Fatal(err)
	}
	f.Policy = resource.Is(all)
	return f
}

// allow is a statement as Lambda writes it.
func allow(sid, principal, action, condition string) string {
	s := `{"Sid":"` + sid + `","Effect":"Allow","Principal":` + principal + `,"Action":"` + action + `","Resource":"` + ownARN + `"`
	if condition != "" {
		s += `,"Condition":` + condition
	}
	return s + "}"
}

// Statements of every kind.
var (
	anybody      = allow("anybody", `"*"`, "lambda:InvokeFunction", "")
	anybodyAWS   = allow("anybodyAWS", `{"AWS":"*"}`, "lambda:*", "")
	listed       = allow("listed", `{"AWS":["arn:aws:iam::444455556666:root","*"]}`, "lambda:GetFunction", "")
	openURL      = allow("FunctionURLAllowPublicAccess", `"*"`, "lambda:InvokeFunctionUrl", `{"StringEquals":{"lambda:FunctionUrlAuthType":"NONE"}}`)
	viaOpenURL   = allow("FunctionURLAllowInvokeAction", `"*"`, "lambda:InvokeFunction", `{"Bool":{"lambda:InvokedViaFunctionUrl":"true"}}`)
	signedURL    = allow("signedURL", `"*"`, "lambda:InvokeFunctionUrl", `{"StringEquals":{"lambda:FunctionUrlAuthType":"AWS_IAM"}}`)
	organized    = allow("organized", `"*"`, "lambda:InvokeFunction", `{"StringEquals":{"aws:PrincipalOrgID":"o-1"}}`)
	wildcard     = allow("wildcard", `"*"`, "lambda:InvokeFunction", `{"ArnLike":{"AWS:SourceArn":"arn:aws:s3:::*"}}`)
	odd          = allow("odd", `"*"`, "lambda:InvokeFunction", `{"StringNotEquals":{"aws:PrincipalAccount":"444455556666"}}`)
	bucket       = allow("bucket", `{"Service":"s3.amazonaws.com"}`, "lambda:InvokeFunction", `{"ArnLike":{"AWS:SourceArn":"arn:aws:s3:::photos"}}`)
	bucketOfUs   = allow("bucketOfUs", `{"Service":"s3.amazonaws.com"}`, "lambda:InvokeFunction", `{"StringEquals":{"AWS:SourceAccount":"111122223333"},"ArnLike":{"AWS:SourceArn":"arn:aws:s3:::photos"}}`)
	bucketLike   = allow("bucketLike", `{"Service":"s3.amazonaws.com"}`, "lambda:InvokeFunction", `{"StringLike":{"AWS:SourceAccount":"1111*"}}`)
	bucketAny    = allow("bucketAny", `{"Service":"s3.amazonaws.com"}`, "lambda:InvokeFunction", "")
	topic        = allow("topic", `{"Service":"sns.amazonaws.com"}`, "lambda:InvokeFunction", `{"ArnLike":{"AWS:SourceArn":"arn:aws:sns:eu-west-1:111122223333:t"}}`)
	account      = allow("account", `{"AWS":"arn:aws:iam::444455556666:root"}`, "lambda:InvokeFunction", "")
	denied       = `{"Sid":"denied","Effect":"Deny","Principal":"*","Action":"lambda:*","Resource":"` + ownARN + `"}`
	bucketDenied = `{"Sid":"bucketDenied","Effect":"Deny","Principal":{"Service":"s3.amazonaws.com"},"Action":"lambda:*","Resource":"` + ownARN + `"}`
	nameless     = `{"Effect":"Allow","Principal":"*","Action":"lambda:InvokeFunction","Resource":"` + ownARN + `"}`
)

func place(a *awstest.Account) catalog.Place {
	return catalog.Place{Account: a.ID, Region: region, Config: a.Through(region), Facts: functions.Facts}
}

// create makes a function with a secret in its environment.
func create(t *testing.T, a *awstest.Account, name string) {
	t.Helper()
	role := "role-of-" + name
	out, err := iam.NewFromConfig(a.Config(region)).CreateRole(t.Context(), &iam.CreateRoleInput{RoleName: &role, AssumeRolePolicyDocument: aws.String("{}")})
	if err != nil {
		t.Fatal(err)
	}
	var code bytes.Buffer
	w := zip.NewWriter(&code)
	if _, err := w.Create("lambda_function.py"); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := sdk.NewFromConfig(a.Config(region)).CreateFunction(t.Context(), &sdk.CreateFunctionInput{
		FunctionName: &name, Role: out.Role.Arn, Runtime: types.RuntimePython312, Handler: aws.String("lambda_function.handler"),
		Code: &types.FunctionCode{ZipFile: code.Bytes()}, Tags: map[string]string{"team": "a"},
		Environment: &types.Environment{Variables: map[string]string{"TOKEN": canary}},
	}); err != nil {
		t.Fatal(err)
	}
}

// canary is a secret that may be nowhere.
const canary = "canary-d41d8cd9"

func permit(t *testing.T, a *awstest.Account, in *sdk.AddPermissionInput) {
	t.Helper()
	if in.Action == nil {
		in.Action = aws.String("lambda:InvokeFunction")
	}
	if _, err := sdk.NewFromConfig(a.Config(region)).AddPermission(t.Context(), in); err != nil {
		t.Fatal(err)
	}
}

func as(t *testing.T, r resource.Resource) lambda.Function {
	t.Helper()
	f, ok := r.(lambda.Function)
	if !ok {
		t.Fatalf("got a %T", r)
	}
	return f
}

// listedFunctions are the functions of a place by name.
func listedFunctions(t *testing.T, at catalog.Place) map[string]lambda.Function {
	t.Helper()
	all := map[string]lambda.Function{}
	for r, err := range functions.List(t.Context(), at) {
		if err != nil {
			t.Fatal(err)
		}
		all[r.Reference().Name] = as(t, r)
	}
	return all
}

func get(t *testing.T, at catalog.Place, r resource.Resource) lambda.Function {
	t.Helper()
	got, err := functions.Get(t.Context(), at, r)
	if err != nil {
		t.Fatal(err)
	}
	return as(t, got)
}
