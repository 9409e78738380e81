package main

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/rds"
	"github.com/aws/aws-sdk-go-v2/service/redshift"

	"github.com/mantenhq/manten/internal/awstest"
)

// databases makes an instance and a cluster with the defaults of long ago, an unencrypted snapshot of the one and a public
// snapshot of the other.
func databases(ctx context.Context, a *awstest.Account) error {
	c := rds.NewFromConfig(a.Config("eu-west-1"))
	if _, err := c.CreateDBInstance(ctx, &rds.CreateDBInstanceInput{
		DBInstanceIdentifier: aws.String("orders"), Engine: aws.String("postgres"), DBInstanceClass: aws.String("db.t3.micro"),
		AllocatedStorage: aws.Int32(20), MasterUsername: aws.String("root"), MasterUserPassword: aws.String("not-a-secret"),
		PubliclyAccessible: aws.Bool(true), AutoMinorVersionUpgrade: aws.Bool(false), BackupRetentionPeriod: aws.Int32(0),
	}); err != nil {
		return err
	}
	if _, err := c.CreateDBSnapshot(ctx, &rds.CreateDBSnapshotInput{
		DBInstanceIdentifier: aws.String("orders"), DBSnapshotIdentifier: aws.String("orders-2024"),
	}); err != nil {
		return err
	}
	if _, err := c.CreateDBCluster(ctx, &rds.CreateDBClusterInput{
		DBClusterIdentifier: aws.String("catalogue"), Engine: aws.String("aurora-postgresql"), MasterUsername: aws.String("root"),
		MasterUserPassword: aws.String("not-a-secret"),
	}); err != nil {
		return err
	}
	if _, err := c.CreateDBClusterSnapshot(ctx, &rds.CreateDBClusterSnapshotInput{
		DBClusterIdentifier: aws.String("catalogue"), DBClusterSnapshotIdentifier: aws.String("catalogue-demo"),
	}); err != nil {
		return err
	}
	_, err := c.ModifyDBClusterSnapshotAttribute(ctx, &rds.ModifyDBClusterSnapshotAttributeInput{
		DBClusterSnapshotIdentifier: aws.String("catalogue-demo"), AttributeName: aws.String("restore"), ValuesToAdd: []string{"all"},
	})
	return err
}

// warehouse makes a Redshift cluster that anybody can reach and that nobody backs up.
func warehouse(ctx context.Context, a *awstest.Account) error {
	c, name := redshift.NewFromConfig(a.Config("us-east-1")), aws.String("warehouse")
	if _, err := c.CreateCluster(ctx, &redshift.CreateClusterInput{
		ClusterIdentifier: name, NodeType: aws.String("ra3.xlplus"), ClusterType: aws.String("single-node"), DBName: aws.String("dev"),
		MasterUsername: aws.String("admin"), MasterUserPassword: aws.String("Not-4-Real"), PubliclyAccessible: aws.Bool(true),
		AllowVersionUpgrade: aws.Bool(false), PreferredMaintenanceWindow: aws.String("mon:03:00-mon:03:30"),
	}); err != nil {
		return err
	}
	_, err := c.ModifyCluster(ctx, &redshift.ModifyClusterInput{ClusterIdentifier: name, AutomatedSnapshotRetentionPeriod: aws.Int32(0)})
	return err
}
