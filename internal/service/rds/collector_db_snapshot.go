package rds

import (
	"context"
	"errors"
	"iter"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/rds"
	"github.com/aws/aws-sdk-go-v2/service/rds/types"

	"github.com/mantenhq/manten/internal/awsop"
	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/rds"
)

var (
	describeSnapshots        = awsop.Read((*sdk.Client).DescribeDBSnapshots, "rds:DescribeDBSnapshots")
	describeClusterSnapshots = awsop.Read((*sdk.Client).DescribeDBClusterSnapshots, "rds:DescribeDBClusterSnapshots")
)

// Snapshots of instances and of clusters are one type, because one control judges both. Listing shows all but with whom
// a snapshot is shared.
var snapshots = catalog.Collector(Service, catalog.CollectorSpec[rds.Snapshot]{
	Type: "AWS::RDS::DBSnapshot", Version: 1, Scope: catalog.Regional, File: "db_snapshot",
	ListCalls: []awsop.Op{describeSnapshots, describeClusterSnapshots},
	List:      listSnapshots,
	Gone:      []string{"DBSnapshotNotFound", "DBClusterSnapshotNotFoundFault"},
	Reads: []catalog.ReadSpec[rds.Snapshot]{
		{
			Facts: []string{"Description", "Status", "Encrypted", "Taken", "Tags"},
			Calls: []awsop.Op{describeSnapshots, describeClusterSnapshots}, Do: readSnapshot,
		},
		{Facts: []string{"Restore"}, Calls: []awsop.Op{describeAttributes, describeClusterAttributes}, Do: readRestore},
	},
})

// listSnapshots yields both kinds. Where one may not be listed, the other is still there to see, and the error comes last.
func listSnapshots(ctx context.Context, at catalog.Place) iter.Seq2[rds.Snapshot, error] {
	return func(yield func(rds.Snapshot, error) bool) {
		var failed error
		for _, list := range []iter.Seq2[rds.Snapshot, error]{ofInstances(ctx, at), ofClusters(ctx, at)} {
			for s, err := range list {
				if err != nil {
					failed = errors.Join(failed, err)
				} else if !yield(s, nil) {
					return
				}
			}
		}
		if failed != nil {
			yield(rds.Snapshot{}, failed)
		}
	}
}

func ofInstances(ctx context.Context, at catalog.Place) iter.Seq2[rds.Snapshot, error] {
	return func(yield func(rds.Snapshot, error) bool) {
		pages := sdk.NewDescribeDBSnapshotsPaginator(sdk.NewFromConfig(at.Config), &sdk.DescribeDBSnapshotsInput{MaxRecords: aws.Int32(pageSize)})
		for pages.HasMorePages() {
			page, err := pages.NextPage(ctx)
			if err != nil {
				yield(rds.Snapshot{}, err)
				return
			}
			for _, found := range page.DBSnapshots {
				s := rds.Snapshot{Ref: at.Ref("AWS::RDS::DBSnapshot", aws.ToString(found.DBSnapshotArn), aws.ToString(found.DBSnapshotIdentifier))}
				fillSnapshot(&s, found)
				if !yield(s, nil) {
					return
				}
			}
		}
	}
}

func ofClusters(ctx context.Context, at catalog.Place) iter.Seq2[rds.Snapshot, error] {
	return func(yield func(rds.Snapshot, error) bool) {
		pages := sdk.NewDescribeDBClusterSnapshotsPaginator(sdk.NewFromConfig(at.Config), &sdk.DescribeDBClusterSnapshotsInput{MaxRecords: aws.Int32(pageSize)})
		for pages.HasMorePages() {
			page, err := pages.NextPage(ctx)
			if err != nil {
				yield(rds.Snapshot{}, err)
				return
			}
			for _, found := range page.DBClusterSnapshots {
				s := rds.Snapshot{Ref: at.Ref("AWS::RDS::DBSnapshot", aws.ToString(found.DBClusterSnapshotArn), aws.ToString(found.DBClusterSnapshotIdentifier))}
				fillClusterSnapshot(&s, found)
				if !yield(s, nil) {
					return
				}
			}
		}
	}
}

func fillSnapshot(s *rds.Snapshot, found types.DBSnapshot) {
	s.Description = description(rds.OfInstance, found.SnapshotType, found.DBInstanceIdentifier, found.Engine)
	s.Status = told(found.Status, "Status", describeSnapshots)
	s.Encrypted = told(found.Encrypted, "Encrypted", describeSnapshots)
	s.Taken = resource.None[time.Time]()
	if found.OriginalSnapshotCreateTime != nil {
		s.Taken = resource.Is(found.OriginalSnapshotCreateTime.UTC())
	}
	s.Tags = resource.Is(tags(found.TagList))
}

func fillClusterSnapshot(s *rds.Snapshot, found types.DBClusterSnapshot) {
	s.Description = description(rds.OfCluster, found.SnapshotType, found.DBClusterIdentifier, found.Engine)
	s.Status = told(found.Status, "Status", describeClusterSnapshots)
	s.Encrypted = told(found.StorageEncrypted, "StorageEncrypted", describeClusterSnapshots)
	s.Taken = resource.None[time.Time]()
	s.Tags = resource.Is(tags(found.TagList))
}

func description(kind string, of, source, engine *string) resource.Fact[rds.Description] {
	if aws.ToString(of) == "" {
		return told[rds.Description](nil, "SnapshotType", listingOf(kind))
	}
	return resource.Is(rds.Description{Kind: kind, Type: *of, Source: aws.ToString(source), Engine: aws.ToString(engine)})
}

func listingOf(kind string) awsop.Op {
	if kind == rds.OfCluster {
		return describeClusterSnapshots
	}
	return describeSnapshots
}
