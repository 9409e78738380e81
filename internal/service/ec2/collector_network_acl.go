package ec2

import (
	"context"
	"errors"
	"iter"
	"slices"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/ec2"
	"github.com/aws/aws-sdk-go-v2/service/ec2/types"

	"github.com/mantenhq/manten/internal/awsop"
	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/ec2"
)

var describeNetworkACLs = awsop.Read((*sdk.Client).DescribeNetworkAcls, "ec2:DescribeNetworkAcls")

var networkACLs = catalog.Collector(Service, catalog.CollectorSpec[ec2.NetworkACL]{
	Type: "AWS::EC2::NetworkAcl", Version: 1, Scope: catalog.Regional, File: "network_acl",
	ListCalls: []awsop.Op{describeNetworkACLs},
	List:      listNetworkACLs,
	Gone:      []string{"InvalidNetworkAclID.NotFound"},
	Reads: []catalog.ReadSpec[ec2.NetworkACL]{
		{Facts: []string{"IsDefault", "VPC", "Entries", "Tags"}, Calls: []awsop.Op{describeNetworkACLs}, Do: readNetworkACL},
	},
})

// listNetworkACLs leaves out the lists of VPCs that another account shares: they are judged where they belong.
func listNetworkACLs(ctx context.Context, at catalog.Place) iter.Seq2[ec2.NetworkACL, error] {
	return func(yield func(ec2.NetworkACL, error) bool) {
		for found, err := range eachNetworkACL(ctx, at, &sdk.DescribeNetworkAclsInput{MaxResults: aws.Int32(pageSize)}) {
			if err != nil {
				yield(ec2.NetworkACL{}, err)
				return
			}
			if foreign(at, found.OwnerId) {
				continue
			}
			a := ec2.NetworkACL{Ref: reference(at, "AWS::EC2::NetworkAcl", "network-acl", aws.ToString(found.NetworkAclId))}
			fillNetworkACL(&a, found)
			if !yield(a, nil) {
				return
			}
		}
	}
}

func eachNetworkACL(ctx context.Context, at catalog.Place, in *sdk.DescribeNetworkAclsInput) iter.Seq2[types.NetworkAcl, error] {
	return func(yield func(types.NetworkAcl, error) bool) {
		pages := sdk.NewDescribeNetworkAclsPaginator(sdk.NewFromConfig(at.Config), in)
		for pages.HasMorePages() {
			page, err := pages.NextPage(ctx)
			if err != nil {
				yield(types.NetworkAcl{}, err)
				return
			}
			for _, a := range page.NetworkAcls {
				if !yield(a, nil) {
					return
				}
			}
		}
	}
}

// readNetworkACL asks for one list by its id, which does not go with a page size.
func readNetworkACL(ctx context.Context, at catalog.Place, a *ec2.NetworkACL) error {
	for found, err := range eachNetworkACL(ctx, at, &sdk.DescribeNetworkAclsInput{NetworkAclIds: []string{a.Name}}) {
		if err == nil {
			fillNetworkACL(a, found)
		}
		return err
	}
	return errors.New("the answer has no network ACL")
}

func fillNetworkACL(a *ec2.NetworkACL, found types.NetworkAcl) {
	a.IsDefault = resource.Is(aws.ToBool(found.IsDefault))
	a.VPC = resource.Is(aws.ToString(found.VpcId))
	a.Tags = tagsOf(found.Tags)
	entries := []ec2.Entry{}
	for _, e := range found.Entries {
		entries = append(entries, entryOf(e))
	}
	slices.SortFunc(entries, ec2.Entry.Compare)
	a.Entries = resource.Is(entries)
}

func entryOf(found types.NetworkAclEntry) ec2.Entry {
	e := ec2.Entry{
		Number: aws.ToInt32(found.RuleNumber), Egress: aws.ToBool(found.Egress), Action: string(found.RuleAction),
		Protocol: aws.ToString(found.Protocol), CIDR: aws.ToString(found.CidrBlock), CIDR6: aws.ToString(found.Ipv6CidrBlock),
	}
	switch {
	case found.PortRange != nil:
		e.FromPort, e.ToPort = found.PortRange.From, found.PortRange.To
	case found.IcmpTypeCode != nil:
		e.FromPort, e.ToPort = found.IcmpTypeCode.Type, found.IcmpTypeCode.Code
	}
	return e
}
