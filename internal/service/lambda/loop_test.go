package lambda

import (
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/lambda"
	"github.com/aws/aws-sdk-go-v2/service/lambda/types"

	"github.com/mantenhq/manten/internal/awstest"
	"github.com/mantenhq/manten/internal/awstest/loop"
)

// open makes functions whose policies let the public in, among triggers that stay, and one that is well.
func open(t *testing.T, a *awstest.Account) {
	t.Helper()
	for _, name := range []string{"all", "site", "closed"} {
		create(t, a, name)
		permit(t, a, &sdk.AddPermissionInput{
			FunctionName: &name, StatementId: aws.String("topic"), Principal: aws.String("sns.amazonaws.com"), SourceArn: aws.String("arn:aws:sns:us-east-1:" + a.ID + ":t"),
		})
	}
	all, site := aws.String("all"), aws.String("site")
	permit(t, a, &sdk.AddPermissionInput{FunctionName: all, StatementId: aws.String("anybody"), Principal: aws.String("*")})
	permit(t, a, &sdk.AddPermissionInput{
		FunctionName: all, StatementId: aws.String("photos"), Principal: aws.String("s3.amazonaws.com"), SourceArn: aws.String("arn:aws:s3:::photos"),
	})
	permit(t, a, &sdk.AddPermissionInput{FunctionName: all, StatementId: aws.String("any"), Principal: aws.String("s3.amazonaws.com")})
	permit(t, a, &sdk.AddPermissionInput{
		FunctionName: site, StatementId: aws.String("FunctionURLAllowPublicAccess"), Principal: aws.String("*"), Action: aws.String("lambda:InvokeFunctionUrl"),
		FunctionUrlAuthType: types.FunctionUrlAuthTypeNone,
	})
	permit(t, a, &sdk.AddPermissionInput{
		FunctionName: site, StatementId: aws.String("FunctionURLAllowInvokeAction"), Principal: aws.String("*"), InvokedViaFunctionUrl: aws.Bool(true),
	})
	if _, err := sdk.NewFromConfig(a.Config(region)).CreateFunctionUrlConfig(t.Context(), &sdk.CreateFunctionUrlConfigInput{
		FunctionName: site, AuthType: types.FunctionUrlAuthTypeNone,
	}); err != nil {
		t.Fatal(err)
	}
}

func TestLoop(t *testing.T) {
	t.Parallel()
	loop.Run(t, loop.Case{Service: Service, Remediation: removePublicAccess.Name, Controls: removePublicAccess.Controls, Setup: open})
}

// A statement that AddPermission cannot write, as PutResourcePolicy can, does not come back.
func TestLoopOneWay(t *testing.T) {
	t.Parallel()
	loop.Run(t, loop.Case{
		Service: Service, Remediation: removePublicAccess.Name, Controls: removePublicAccess.Controls, OneWay: true,
		Setup: func(t *testing.T, a *awstest.Account) {
			t.Helper()
			create(t, a, "odd")
			permit(t, a, &sdk.AddPermissionInput{FunctionName: aws.String("odd"), StatementId: aws.String("odd"), Principal: aws.String("*")})
			a.Rule(awstest.Rule{Service: "lambda", Operation: "GetPolicy", Do: func(x *awstest.Exchange) *awstest.Reply {
				reply := x.Next()
				if reply != nil {
					reply.Body = []byte(strings.ReplaceAll(string(reply.Body), `\"Sid\":\"odd\"`, `\"Sid\":\"odd\",\"Condition\":{\"StringNotEquals\":{\"aws:PrincipalAccount\":\"444455556666\"}}`))
				}
				return reply
			}})
		},
	})
}
