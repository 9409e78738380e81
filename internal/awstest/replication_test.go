package awstest_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	dms "github.com/aws/aws-sdk-go-v2/service/databasemigrationservice"

	"github.com/mantenhq/manten/internal/awstest"
)

func TestReplicationInstances(t *testing.T) {
	t.Parallel()
	client := dms.NewFromConfig(awstest.New(t).Through(region))
	for i := range 21 {
		id := fmt.Sprintf("r-%d", i)
		if _, err := client.CreateReplicationInstance(t.Context(), &dms.CreateReplicationInstanceInput{
			ReplicationInstanceClass: aws.String("dms.t3.micro"), ReplicationInstanceIdentifier: &id,
		}); err != nil {
			t.Fatal(err)
		}
	}
	out, err := client.DescribeReplicationInstances(t.Context(), &dms.DescribeReplicationInstancesInput{MaxRecords: aws.Int32(20)})
	if err != nil || len(out.ReplicationInstances) != 20 || out.Marker == nil {
		t.Fatalf("got %+v, %v", out, err)
	}
	rest, err := client.DescribeReplicationInstances(t.Context(), &dms.DescribeReplicationInstancesInput{MaxRecords: aws.Int32(20), Marker: out.Marker})
	if err != nil || len(rest.ReplicationInstances) != 1 || rest.Marker != nil {
		t.Errorf("second page: %+v, %v", rest, err)
	}
	all, err := client.DescribeReplicationInstances(t.Context(), &dms.DescribeReplicationInstancesInput{})
	if err != nil || len(all.ReplicationInstances) != 21 || all.Marker != nil {
		t.Errorf("without a size: %+v, %v", all, err)
	}
	_, err = client.DescribeReplicationInstances(t.Context(), &dms.DescribeReplicationInstancesInput{MaxRecords: aws.Int32(19)})
	wantCode(t, err, "InvalidParameterValueException")
	for _, r := range out.ReplicationInstances {
		if age := time.Since(*r.InstanceCreateTime); age < -time.Hour || age > time.Hour {
			t.Errorf("%s is %s old", *r.ReplicationInstanceIdentifier, age)
		}
	}
}
