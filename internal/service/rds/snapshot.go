package rds

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/rds"

	"github.com/mantenhq/manten/internal/awsop"
	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/rds"
)

var (
	describeAttributes        = awsop.Read((*sdk.Client).DescribeDBSnapshotAttributes, "rds:DescribeDBSnapshotAttributes")
	describeClusterAttributes = awsop.Read((*sdk.Client).DescribeDBClusterSnapshotAttributes, "rds:DescribeDBClusterSnapshotAttributes")
)

func readSnapshot(ctx context.Context, at catalog.Place, s *rds.Snapshot) error {
	if rds.KindOf(s.ID) == rds.OfCluster {
		return readClusterSnapshot(ctx, at, s)
	}
	out, err := sdk.NewFromConfig(at.Config).DescribeDBSnapshots(ctx, &sdk.DescribeDBSnapshotsInput{DBSnapshotIdentifier: &s.Name, SnapshotType: snapshotType(s)})
	if err != nil {
		return err
	}
	for _, found := range out.DBSnapshots {
		if aws.ToString(found.DBSnapshotArn) == s.ID {
			fillSnapshot(s, found)
			return nil
		}
	}
	return errors.New("the answer does not have the snapshot")
}

func readClusterSnapshot(ctx context.Context, at catalog.Place, s *rds.Snapshot) error {
	out, err := sdk.NewFromConfig(at.Config).DescribeDBClusterSnapshots(ctx, &sdk.DescribeDBClusterSnapshotsInput{
		DBClusterSnapshotIdentifier: &s.Name, SnapshotType: snapshotType(s),
	})
	if err != nil {
		return err
	}
	for _, found := range out.DBClusterSnapshots {
		if aws.ToString(found.DBClusterSnapshotArn) == s.ID {
			fillClusterSnapshot(s, found)
			return nil
		}
	}
	return errors.New("the answer does not have the cluster snapshot")
}

// snapshotType names the type where RDS wants it: it finds an automated snapshot by its identifier only with the type.
func snapshotType(s *rds.Snapshot) *string {
	if t := rds.TypeOf(s.Name); t != rds.Manual {
		return &t
	}
	return nil
}

// readRestore does not ask where the answer is given: RDS shares manual snapshots only, and an encrypted one not with
// everybody.
func readRestore(ctx context.Context, at catalog.Place, s *rds.Snapshot) error {
	d, described := s.Description.Get()
	if described && d.Type != rds.Manual || s.Encrypted.Value() {
		s.Restore = resource.None[[]string]()
		return nil
	}
	values, err := restoreValues(ctx, sdk.NewFromConfig(at.Config), s)
	if err != nil {
		return err
	}
	slices.Sort(values)
	s.Restore = resource.Is(values)
	return nil
}

func restoreValues(ctx context.Context, client *sdk.Client, s *rds.Snapshot) ([]string, error) {
	if rds.KindOf(s.ID) == rds.OfCluster {
		out, err := client.DescribeDBClusterSnapshotAttributes(ctx, &sdk.DescribeDBClusterSnapshotAttributesInput{DBClusterSnapshotIdentifier: &s.Name})
		if err != nil {
			return nil, err
		}
		if out.DBClusterSnapshotAttributesResult != nil {
			for _, a := range out.DBClusterSnapshotAttributesResult.DBClusterSnapshotAttributes {
				if aws.ToString(a.AttributeName) == restore {
					return append([]string{}, a.AttributeValues...), nil
				}
			}
		}
		return nil, fmt.Errorf("the answer has no attribute %s", restore)
	}
	out, err := client.DescribeDBSnapshotAttributes(ctx, &sdk.DescribeDBSnapshotAttributesInput{DBSnapshotIdentifier: &s.Name})
	if err != nil {
		return nil, err
	}
	if out.DBSnapshotAttributesResult != nil {
		for _, a := range out.DBSnapshotAttributesResult.DBSnapshotAttributes {
			if aws.ToString(a.AttributeName) == restore {
				return append([]string{}, a.AttributeValues...), nil
			}
		}
	}
	return nil, fmt.Errorf("the answer has no attribute %s", restore)
}

// restore is the one attribute that snapshots have: who may copy and restore them.
const restore = "restore"
