package awstest_test

import (
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/rds"

	"github.com/mantenhq/manten/internal/awstest"
)

// The instances of a Multi-AZ DB cluster follow it; those of Aurora do not.
func TestClusterMembers(t *testing.T) {
	t.Parallel()
	for engine, want := range map[string]bool{"mysql": true, "aurora-mysql": false} {
		t.Run(engine, func(t *testing.T) {
			t.Parallel()
			a := awstest.New(t)
			client := rds.NewFromConfig(a.Through(region))
			if _, err := client.CreateDBCluster(t.Context(), &rds.CreateDBClusterInput{
				DBClusterIdentifier: aws.String("shop"), Engine: &engine, MasterUsername: aws.String("root"), MasterUserPassword: aws.String("not-a-secret"),
			}); err != nil {
				t.Fatal(err)
			}
			for _, name := range []string{"one", "two"} {
				if _, err := client.CreateDBInstance(t.Context(), &rds.CreateDBInstanceInput{
					DBInstanceIdentifier: &name, DBClusterIdentifier: aws.String("shop"), Engine: &engine, DBInstanceClass: aws.String("db.r6g.large"),
					AutoMinorVersionUpgrade: aws.Bool(false),
				}); err != nil {
					t.Fatal(err)
				}
			}
			if _, err := client.ModifyDBCluster(t.Context(), &rds.ModifyDBClusterInput{
				DBClusterIdentifier: aws.String("shop"), AutoMinorVersionUpgrade: aws.Bool(true),
				MonitoringInterval: aws.Int32(30), MonitoringRoleArn: aws.String("arn:aws:iam::111122223333:role/m"),
			}); err != nil {
				t.Fatal(err)
			}
			out, err := client.DescribeDBInstances(t.Context(), &rds.DescribeDBInstancesInput{})
			if err != nil || len(out.DBInstances) != 2 {
				t.Fatalf("got %v, %v", out, err)
			}
			for _, i := range out.DBInstances {
				if *i.AutoMinorVersionUpgrade != want || (*i.MonitoringInterval == 30) != want || (aws.ToString(i.MonitoringRoleArn) != "") != want {
					t.Errorf("%s has %v, and monitoring every %d seconds", *i.DBInstanceIdentifier, *i.AutoMinorVersionUpgrade, *i.MonitoringInterval)
				}
			}
		})
	}
}
