package managed_test

import (
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/rds"

	"github.com/mantenhq/manten/internal/awstest"
	"github.com/mantenhq/manten/internal/awstest/loop"
	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/service/accessanalyzer"
	service "github.com/mantenhq/manten/internal/service/iam"
	"github.com/mantenhq/manten/internal/service/rds"
)

// Two instances get one role, with AWS's policy; undoing takes it away again. RDS keeps the role's ARN.
func TestEnhancedMonitoring(t *testing.T) { //nolint:paralleltest // one server at a time
	b := newBench(t)
	loop.Run(t, loop.Case{
		Service: rds.Service, With: []*catalog.Service{accessanalyzer.Service, service.Service}, Account: b.account,
		Remediation: "EnableEnhancedMonitoringOnRDSInstance", Controls: []control.ID{"RDS.6"}, Same: []string{"MonitoringRole"},
		Setup: func(t *testing.T, a *awstest.Account) {
			t.Helper()
			c := sdk.NewFromConfig(a.Config(region))
			for _, name := range []string{"orders", "stock"} {
				did[sdk.CreateDBInstanceOutput](b)(c.CreateDBInstance(t.Context(), &sdk.CreateDBInstanceInput{
					DBInstanceIdentifier: &name, Engine: aws.String("postgres"), DBInstanceClass: aws.String("db.t3.micro"),
					AllocatedStorage: aws.Int32(20), MasterUsername: aws.String("root"), MasterUserPassword: aws.String("not-a-secret"),
				}))
			}
		},
	})
	if n := b.account.Count("iam", "AttachRolePolicy"); n != 1 {
		t.Errorf("the policy was attached %d times", n)
	}
}
