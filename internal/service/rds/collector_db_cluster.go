package rds

import (
	"context"
	"errors"
	"iter"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/rds"
	"github.com/aws/aws-sdk-go-v2/service/rds/types"

	"github.com/mantenhq/manten/internal/awsop"
	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/rds"
)

var describeClusters = awsop.Read((*sdk.Client).DescribeDBClusters, "rds:DescribeDBClusters")

// Listing shows everything; the one read is for a cluster that is read by itself.
var clusters = catalog.Collector(Service, catalog.CollectorSpec[rds.DBCluster]{
	Type: "AWS::RDS::DBCluster", Version: 1, Scope: catalog.Regional, File: "db_cluster",
	ListCalls: []awsop.Op{describeClusters},
	List:      listClusters,
	Gone:      []string{"DBClusterNotFoundFault"},
	Reads: []catalog.ReadSpec[rds.DBCluster]{
		{Facts: resource.NamesOf(rds.DBCluster{}), Calls: []awsop.Op{describeClusters}, Do: readCluster},
	},
})

func listClusters(ctx context.Context, at catalog.Place) iter.Seq2[rds.DBCluster, error] {
	return func(yield func(rds.DBCluster, error) bool) {
		pages := sdk.NewDescribeDBClustersPaginator(sdk.NewFromConfig(at.Config), &sdk.DescribeDBClustersInput{MaxRecords: aws.Int32(pageSize)})
		for pages.HasMorePages() {
			page, err := pages.NextPage(ctx)
			if err != nil {
				yield(rds.DBCluster{}, err)
				return
			}
			for _, found := range page.DBClusters {
				c := rds.DBCluster{Ref: at.Ref("AWS::RDS::DBCluster", aws.ToString(found.DBClusterArn), aws.ToString(found.DBClusterIdentifier))}
				fillCluster(&c, found)
				if !yield(c, nil) {
					return
				}
			}
		}
	}
}

func readCluster(ctx context.Context, at catalog.Place, c *rds.DBCluster) error {
	out, err := sdk.NewFromConfig(at.Config).DescribeDBClusters(ctx, &sdk.DescribeDBClustersInput{DBClusterIdentifier: &c.Name})
	if err != nil {
		return err
	}
	for _, found := range out.DBClusters {
		if aws.ToString(found.DBClusterArn) == c.ID {
			fillCluster(c, found)
			return nil
		}
	}
	return errors.New("the answer does not have the cluster")
}

func fillCluster(c *rds.DBCluster, found types.DBCluster) {
	c.Status = told(found.Status, "Status", describeClusters)
	c.Engine = told(found.Engine, "Engine", describeClusters)
	c.MultiAZ = told(found.MultiAZ, "MultiAZ", describeClusters)
	c.DeletionProtection = told(found.DeletionProtection, "DeletionProtection", describeClusters)
	c.CopyTagsToSnapshot = told(found.CopyTagsToSnapshot, "CopyTagsToSnapshot", describeClusters)
	c.Tags = resource.Is(tags(found.TagList))
}
