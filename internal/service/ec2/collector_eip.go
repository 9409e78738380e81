package ec2

import (
	"context"
	"errors"
	"iter"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/ec2"
	"github.com/aws/aws-sdk-go-v2/service/ec2/types"

	"github.com/mantenhq/manten/internal/awsop"
	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/ec2"
)

var describeAddresses = awsop.Read((*sdk.Client).DescribeAddresses, "ec2:DescribeAddresses")

var eips = catalog.Collector(Service, catalog.CollectorSpec[ec2.EIP]{
	Type: "AWS::EC2::EIP", Version: 1, Scope: catalog.Regional, File: "eip",
	ListCalls: []awsop.Op{describeAddresses},
	List:      listAddresses,
	Gone:      []string{"InvalidAllocationID.NotFound"},
	Reads: []catalog.ReadSpec[ec2.EIP]{
		{Facts: []string{"PublicIP", "Association", "Tags"}, Calls: []awsop.Op{describeAddresses}, Do: readAddress},
	},
})

// listAddresses has no pages to turn: DescribeAddresses answers with all addresses at once.
func listAddresses(ctx context.Context, at catalog.Place) iter.Seq2[ec2.EIP, error] {
	return func(yield func(ec2.EIP, error) bool) {
		out, err := sdk.NewFromConfig(at.Config).DescribeAddresses(ctx, &sdk.DescribeAddressesInput{})
		if err != nil {
			yield(ec2.EIP{}, err)
			return
		}
		for _, found := range out.Addresses {
			e := ec2.EIP{Ref: reference(at, "AWS::EC2::EIP", "elastic-ip", aws.ToString(found.AllocationId))}
			fillAddress(&e, found)
			if !yield(e, nil) {
				return
			}
		}
	}
}

func readAddress(ctx context.Context, at catalog.Place, e *ec2.EIP) error {
	out, err := sdk.NewFromConfig(at.Config).DescribeAddresses(ctx, &sdk.DescribeAddressesInput{AllocationIds: []string{e.Name}})
	if err != nil {
		return err
	}
	if len(out.Addresses) == 0 {
		return errors.New("the answer has no address")
	}
	fillAddress(e, out.Addresses[0])
	return nil
}

func fillAddress(e *ec2.EIP, found types.Address) {
	e.PublicIP = resource.Is(aws.ToString(found.PublicIp))
	e.Tags = tagsOf(found.Tags)
	e.Association = resource.None[ec2.Association]()
	if id := aws.ToString(found.AssociationId); id != "" {
		e.Association = resource.Is(ec2.Association{
			ID: id, Instance: aws.ToString(found.InstanceId), Interface: aws.ToString(found.NetworkInterfaceId),
		})
	}
}
