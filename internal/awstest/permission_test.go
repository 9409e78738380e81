package awstest_test

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"reflect"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/lambda"
	"github.com/aws/aws-sdk-go-v2/service/lambda/types"

	"github.com/mantenhq/manten/internal/awstest"
)

// What AddPermission is told of function URLs stands among the conditions of the statement.
func TestFunctionPolicy(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	client := lambda.NewFromConfig(a.Through(region))
	role, err := iam.NewFromConfig(a.Through(region)).CreateRole(t.Context(), &iam.CreateRoleInput{RoleName: aws.String("f"), AssumeRolePolicyDocument: aws.String("{}")})
	if err != nil {
		t.Fatal(err)
	}
	var code bytes.Buffer
	if err := zip.NewWriter(&code).Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := client.CreateFunction(t.Context(), &lambda.CreateFunctionInput{
		FunctionName: aws.String("f"), Role: role.Role.Arn, Runtime: types.RuntimePython312, Handler: aws.String("f.f"), Code: &types.FunctionCode{ZipFile: code.Bytes()},
	}); err != nil {
		t.Fatal(err)
	}
	if _, err := client.AddPermission(t.Context(), &lambda.AddPermissionInput{
		FunctionName: aws.String("f"), StatementId: aws.String("url"), Principal: aws.String("*"), Action: aws.String("lambda:InvokeFunctionUrl"),
		FunctionUrlAuthType: types.FunctionUrlAuthTypeNone, InvokedViaFunctionUrl: aws.Bool(true),
	}); err != nil {
		t.Fatal(err)
	}
	out, err := client.GetPolicy(t.Context(), &lambda.GetPolicyInput{FunctionName: aws.String("f")})
	if err != nil {
		t.Fatal(err)
	}
	var got struct{ Statement []map[string]any }
	if err := json.Unmarshal([]byte(*out.Policy), &got); err != nil {
		t.Fatal(err)
	}
	want := map[string]any{
		"StringEquals": map[string]any{"lambda:FunctionUrlAuthType": "NONE"}, "Bool": map[string]any{"lambda:InvokedViaFunctionUrl": "true"},
	}
	if s := got.Statement[0]; !reflect.DeepEqual(s["Condition"], want) || len(s) != 6 {
		t.Errorf("got %v", s)
	}
}
