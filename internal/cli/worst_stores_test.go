package cli_test

import (
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/databasemigrationservice"
	"github.com/aws/aws-sdk-go-v2/service/efs"
	"github.com/aws/aws-sdk-go-v2/service/elasticsearchservice"
	"github.com/aws/aws-sdk-go-v2/service/opensearch"
	"github.com/aws/aws-sdk-go-v2/service/rds"
	"github.com/aws/aws-sdk-go-v2/service/redshift"
	"github.com/aws/aws-sdk-go-v2/service/sagemaker"

	"github.com/mantenhq/manten/internal/awstest"
)

// worstDatabases makes an instance, a cluster and a warehouse with everything off, and a snapshot that is public.
func worstDatabases(t testing.TB, a *awstest.Account) {
	t.Helper()
	c := rds.NewFromConfig(a.Config(virginia))
	root, password := aws.String("root"), aws.String("not-a-secret")
	got[*rds.CreateDBInstanceOutput](t)(c.CreateDBInstance(t.Context(), &rds.CreateDBInstanceInput{
		DBInstanceIdentifier: aws.String("orders"), Engine: aws.String("postgres"), DBInstanceClass: aws.String("db.t3.micro"),
		AllocatedStorage: aws.Int32(20), MasterUsername: root, MasterUserPassword: password, PubliclyAccessible: aws.Bool(true),
		AutoMinorVersionUpgrade: aws.Bool(false),
	}))
	got[*rds.CreateDBClusterOutput](t)(c.CreateDBCluster(t.Context(), &rds.CreateDBClusterInput{
		DBClusterIdentifier: aws.String("shop"), Engine: aws.String("aurora-postgresql"), MasterUsername: root, MasterUserPassword: password,
	}))
	got[*rds.CreateDBSnapshotOutput](t)(c.CreateDBSnapshot(t.Context(), &rds.CreateDBSnapshotInput{
		DBInstanceIdentifier: aws.String("orders"), DBSnapshotIdentifier: aws.String("before"),
	}))
	// Of the cluster: a public snapshot of an instance would be deleted when its encrypted copy is there.
	got[*rds.CreateDBClusterSnapshotOutput](t)(c.CreateDBClusterSnapshot(t.Context(), &rds.CreateDBClusterSnapshotInput{
		DBClusterIdentifier: aws.String("shop"), DBClusterSnapshotIdentifier: aws.String("shared"),
	}))
	got[*rds.ModifyDBClusterSnapshotAttributeOutput](t)(c.ModifyDBClusterSnapshotAttribute(t.Context(), &rds.ModifyDBClusterSnapshotAttributeInput{
		DBClusterSnapshotIdentifier: aws.String("shared"), AttributeName: aws.String("restore"), ValuesToAdd: []string{"all"},
	}))
	warehouse := redshift.NewFromConfig(a.Config(virginia))
	got[*redshift.CreateClusterOutput](t)(warehouse.CreateCluster(t.Context(), &redshift.CreateClusterInput{
		ClusterIdentifier: aws.String("sales"), NodeType: aws.String("dc2.large"), ClusterType: aws.String("single-node"), DBName: aws.String("dev"),
		MasterUsername: root, MasterUserPassword: aws.String("Not-4-Real"), PubliclyAccessible: aws.Bool(true), AllowVersionUpgrade: aws.Bool(false),
	}))
	got[*redshift.ModifyClusterOutput](t)(warehouse.ModifyCluster(t.Context(), &redshift.ModifyClusterInput{
		ClusterIdentifier: aws.String("sales"), AutomatedSnapshotRetentionPeriod: aws.Int32(0),
	}))
}

// worstStores makes stores that are not encrypted or not inside of a VPC.
func worstStores(t testing.TB, a *awstest.Account) {
	t.Helper()
	cfg := a.Config(virginia)
	got[*efs.CreateFileSystemOutput](t)(efs.NewFromConfig(cfg).CreateFileSystem(t.Context(), &efs.CreateFileSystemInput{CreationToken: aws.String("files")}))
	got[*elasticsearchservice.CreateElasticsearchDomainOutput](t)(elasticsearchservice.NewFromConfig(cfg).CreateElasticsearchDomain(t.Context(),
		&elasticsearchservice.CreateElasticsearchDomainInput{DomainName: aws.String("search-old")}))
	got[*opensearch.CreateDomainOutput](t)(opensearch.NewFromConfig(cfg).CreateDomain(t.Context(), &opensearch.CreateDomainInput{DomainName: aws.String("search")}))
	got[*sagemaker.CreateNotebookInstanceOutput](t)(sagemaker.NewFromConfig(cfg).CreateNotebookInstance(t.Context(), &sagemaker.CreateNotebookInstanceInput{
		NotebookInstanceName: aws.String("research"), InstanceType: "ml.t2.medium", RoleArn: aws.String(newRole(t, a, "notebook", "sagemaker.amazonaws.com")),
		SubnetId: aws.String("subnet-1"), DirectInternetAccess: "Enabled",
	}))
	// Through the proxy: moto's own answer has a time that the SDK does not read.
	dms := databasemigrationservice.NewFromConfig(a.Through(virginia))
	got[*databasemigrationservice.CreateReplicationInstanceOutput](t)(dms.CreateReplicationInstance(t.Context(), &databasemigrationservice.CreateReplicationInstanceInput{
		ReplicationInstanceIdentifier: aws.String("move"), ReplicationInstanceClass: aws.String("dms.t3.micro"), PubliclyAccessible: aws.Bool(true),
	}))
}
