package dms

import (
	"context"
	"errors"
	"iter"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/databasemigrationservice"
	"github.com/aws/aws-sdk-go-v2/service/databasemigrationservice/types"

	"github.com/mantenhq/manten/internal/awsop"
	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/dms"
)

var describeInstances = awsop.Read((*sdk.Client).DescribeReplicationInstances, "dms:DescribeReplicationInstances")

var instances = catalog.Collector(Service, catalog.CollectorSpec[dms.ReplicationInstance]{
	Type: "AWS::DMS::ReplicationInstance", Version: 1, Scope: catalog.Regional, File: "replication_instance",
	ListCalls: []awsop.Op{describeInstances},
	List:      listAll,
	Gone:      []string{"ResourceNotFoundFault"},
	Reads: []catalog.ReadSpec[dms.ReplicationInstance]{
		{Facts: []string{"Identifier", "PubliclyAccessible"}, Calls: []awsop.Op{describeInstances}, Do: readInstance},
	},
})

func listAll(ctx context.Context, at catalog.Place) iter.Seq2[dms.ReplicationInstance, error] {
	return func(yield func(dms.ReplicationInstance, error) bool) {
		in := &sdk.DescribeReplicationInstancesInput{MaxRecords: aws.Int32(100)}
		pages := sdk.NewDescribeReplicationInstancesPaginator(sdk.NewFromConfig(at.Config), in)
		for pages.HasMorePages() {
			page, err := pages.NextPage(ctx)
			if err != nil {
				yield(dms.ReplicationInstance{}, err)
				return
			}
			for _, found := range page.ReplicationInstances {
				if !yield(listed(at, found), nil) {
					return
				}
			}
		}
	}
}

func listed(at catalog.Place, found types.ReplicationInstance) dms.ReplicationInstance {
	arn := aws.ToString(found.ReplicationInstanceArn)
	r := dms.ReplicationInstance{Ref: at.Ref("AWS::DMS::ReplicationInstance", arn, arn[strings.LastIndexByte(arn, ':')+1:])}
	fill(&r, found)
	return r
}

func fill(r *dms.ReplicationInstance, found types.ReplicationInstance) {
	r.Identifier = resource.Is(aws.ToString(found.ReplicationInstanceIdentifier))
	r.PubliclyAccessible = resource.Is(found.PubliclyAccessible)
}

func readInstance(ctx context.Context, at catalog.Place, r *dms.ReplicationInstance) error {
	out, err := sdk.NewFromConfig(at.Config).DescribeReplicationInstances(ctx, &sdk.DescribeReplicationInstancesInput{
		Filters: []types.Filter{{Name: aws.String("replication-instance-arn"), Values: []string{r.ID}}},
	})
	if err != nil {
		return err
	}
	if len(out.ReplicationInstances) != 1 {
		return errors.New("the answer has no replication instance")
	}
	fill(r, out.ReplicationInstances[0])
	return nil
}
