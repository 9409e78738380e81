package managed_test

import (
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/iam"

	"github.com/mantenhq/manten/internal/awstest"
	"github.com/mantenhq/manten/internal/awstest/loop"
	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/service/accessanalyzer"
	service "github.com/mantenhq/manten/internal/service/iam"
)

// The role is made, or a half made one gets the policy; undoing leaves what was there before.
func TestSupportRole(t *testing.T) { //nolint:paralleltest // one server at a time
	first := newBench(t)
	for name, c := range map[string]struct {
		setup  func(b bench)
		params map[string]any
	}{
		"none":  {setup: func(bench) {}},
		"named": {setup: func(bench) {}, params: map[string]any{"trustedPrincipals": []string{"arn:aws:iam::111122223333:role/oncall"}}},
		"half made": {setup: func(b bench) {
			b.role(b.Context(), "aws_incident_support_role", trustSomebody)
		}},
		"idle holder": {setup: func(b bench) {
			did[iam.CreateGroupOutput](b)(b.client.CreateGroup(b.Context(), &iam.CreateGroupInput{GroupName: aws.String("ops")}))
			did[iam.AttachGroupPolicyOutput](b)(b.client.AttachGroupPolicy(b.Context(), &iam.AttachGroupPolicyInput{GroupName: aws.String("ops"), PolicyArn: aws.String(supportAccess)}))
		}},
	} {
		t.Run(name, func(t *testing.T) { //nolint:paralleltest // one server at a time
			account, err := first.account.Server().NewAccount(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			b := bench{t, account, iam.NewFromConfig(account.Config(region)), first.cat}
			loop.Run(t, loop.Case{
				Service: service.Service, With: []*catalog.Service{accessanalyzer.Service}, Account: b.account,
				Remediation: "CreateIAMSupportRole", Controls: []control.ID{"IAM.18"}, Params: c.params,
				Setup: func(*testing.T, *awstest.Account) { c.setup(b) },
			})
		})
	}
}
