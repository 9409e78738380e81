package rds

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/rds"

	"github.com/mantenhq/manten/internal/awsop"
	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/resource"
)

// The name of a snapshot is the account's own in a region, so that a call which is made again does no more than once.
var (
	copySnapshot = catalog.Write(Service, awsop.NewWrite(sdk.NewFromConfig, (*sdk.Client).CopyDBSnapshot,
		"rds:CopyDBSnapshot", "rds:AddTagsToResource").Repeatable().DoneBy("DBSnapshotAlreadyExists").On(bothSnapshots))
	deleteSnapshot = catalog.Write(Service, awsop.NewWrite(sdk.NewFromConfig, (*sdk.Client).DeleteDBSnapshot,
		"rds:DeleteDBSnapshot").Repeatable().DoneBy("DBSnapshotNotFound"))
)

func bothSnapshots(in *sdk.CopyDBSnapshotInput, at awsop.Site) []string {
	arn := func(name *string) string {
		return resource.ARN(at.Region, "rds", at.Region, at.Account, "snapshot:"+aws.ToString(name))
	}
	return []string{arn(in.SourceDBSnapshotIdentifier), arn(in.TargetDBSnapshotIdentifier)}
}

// copyOf is the reference of a snapshot's encrypted copy.
func copyOf(snapshot resource.Ref) resource.Ref {
	return snapshotRef(snapshot, snapshot.Name+"-encrypted")
}

// snapshotRef is the reference of another snapshot of an instance in the same place.
func snapshotRef(beside resource.Ref, name string) resource.Ref {
	beside.Name, beside.ID = name, resource.ARN(beside.Region, "rds", beside.Region, beside.Account, "snapshot:"+name)
	return beside
}
