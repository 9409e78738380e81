package ec2

import (
	"cmp"
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

var (
	describeGroups     = awsop.Read((*sdk.Client).DescribeSecurityGroups, "ec2:DescribeSecurityGroups")
	describeReferences = awsop.Read((*sdk.Client).DescribeSecurityGroupReferences, "ec2:DescribeSecurityGroupReferences")
	describeInterfaces = awsop.Read((*sdk.Client).DescribeNetworkInterfaces, "ec2:DescribeNetworkInterfaces")
)

var securityGroups = catalog.Collector(Service, catalog.CollectorSpec[ec2.SecurityGroup]{
	Type: "AWS::EC2::SecurityGroup", Version: 1, Scope: catalog.Regional, File: "security_group",
	ListCalls: []awsop.Op{describeGroups},
	List:      listGroups,
	Gone:      []string{"InvalidGroup.NotFound"},
	Reads: []catalog.ReadSpec[ec2.SecurityGroup]{
		{Facts: []string{"Group", "Ingress", "Egress", "Tags"}, Calls: []awsop.Op{describeGroups}, Do: readGroup},
		{Facts: []string{"Interfaces"}, Calls: []awsop.Op{describeInterfaces}, Do: readInterfaces},
		{Facts: []string{"References"}, Calls: []awsop.Op{describeReferences, describeGroups}, Do: readReferences},
	},
})

// pageSize draws from the larger of EC2's throttle buckets: describes without a page size have one of half the rate.
const pageSize = 1000

// listGroups leaves out the groups that another account shares with this one: they are judged where they belong.
func listGroups(ctx context.Context, at catalog.Place) iter.Seq2[ec2.SecurityGroup, error] {
	return func(yield func(ec2.SecurityGroup, error) bool) {
		for found, err := range eachGroup(ctx, at, &sdk.DescribeSecurityGroupsInput{MaxResults: aws.Int32(pageSize)}) {
			if err != nil {
				yield(ec2.SecurityGroup{}, err)
				return
			}
			if foreign(at, found.OwnerId) {
				continue
			}
			g := ec2.SecurityGroup{Ref: reference(at, "AWS::EC2::SecurityGroup", "security-group", aws.ToString(found.GroupId))}
			fill(&g, found)
			if !yield(g, nil) {
				return
			}
		}
	}
}

func eachGroup(ctx context.Context, at catalog.Place, in *sdk.DescribeSecurityGroupsInput) iter.Seq2[types.SecurityGroup, error] {
	return func(yield func(types.SecurityGroup, error) bool) {
		pages := sdk.NewDescribeSecurityGroupsPaginator(sdk.NewFromConfig(at.Config), in)
		for pages.HasMorePages() {
			page, err := pages.NextPage(ctx)
			if err != nil {
				yield(types.SecurityGroup{}, err)
				return
			}
			for _, g := range page.SecurityGroups {
				if !yield(g, nil) {
					return
				}
			}
		}
	}
}

// readGroup asks for one group by its id, which does not go with a page size.
func readGroup(ctx context.Context, at catalog.Place, g *ec2.SecurityGroup) error {
	for found, err := range eachGroup(ctx, at, &sdk.DescribeSecurityGroupsInput{GroupIds: []string{g.Name}}) {
		if err == nil {
			fill(g, found)
		}
		return err
	}
	return errors.New("the answer has no group")
}

func fill(g *ec2.SecurityGroup, found types.SecurityGroup) {
	g.Group = resource.Is(ec2.Group{
		Name: aws.ToString(found.GroupName), VPC: aws.ToString(found.VpcId), Description: aws.ToString(found.Description),
	})
	g.Ingress = resource.Is(rules(found.IpPermissions))
	g.Egress = resource.Is(rules(found.IpPermissionsEgress))
	g.Tags = tagsOf(found.Tags)
}

func readInterfaces(ctx context.Context, at catalog.Place, g *ec2.SecurityGroup) error {
	pages := sdk.NewDescribeNetworkInterfacesPaginator(sdk.NewFromConfig(at.Config), &sdk.DescribeNetworkInterfacesInput{
		Filters: []types.Filter{filter("group-id", g.Name)}, MaxResults: aws.Int32(pageSize),
	})
	all := []ec2.Interface{}
	for pages.HasMorePages() {
		page, err := pages.NextPage(ctx)
		if err != nil {
			return err
		}
		for _, i := range page.NetworkInterfaces {
			one := ec2.Interface{ID: aws.ToString(i.NetworkInterfaceId), Description: aws.ToString(i.Description)}
			if i.Attachment != nil {
				one.Instance = aws.ToString(i.Attachment.InstanceId)
			}
			all = append(all, one)
		}
	}
	slices.SortFunc(all, func(x, y ec2.Interface) int { return cmp.Compare(x.ID, y.ID) })
	g.Interfaces = resource.Is(all)
	return nil
}

// readReferences looks on the other side of peerings and transit gateways, where AWS names only VPCs, and among the
// groups that the account sees in the region.
func readReferences(ctx context.Context, at catalog.Place, g *ec2.SecurityGroup) error {
	out, err := sdk.NewFromConfig(at.Config).DescribeSecurityGroupReferences(ctx,
		&sdk.DescribeSecurityGroupReferencesInput{GroupId: []string{g.Name}})
	if err != nil {
		return err
	}
	found := []string{}
	for _, r := range out.SecurityGroupReferenceSet {
		found = append(found, aws.ToString(r.ReferencingVpcId))
	}
	for _, rule := range []string{"ip-permission.group-id", "egress.ip-permission.group-id"} {
		in := &sdk.DescribeSecurityGroupsInput{Filters: []types.Filter{filter(rule, g.Name)}, MaxResults: aws.Int32(pageSize)}
		for other, err := range eachGroup(ctx, at, in) {
			if err != nil {
				return err
			}
			if id := aws.ToString(other.GroupId); id != g.Name {
				found = append(found, id)
			}
		}
	}
	slices.Sort(found)
	g.References = resource.Is(slices.Compact(found))
	return nil
}

func filter(name, value string) types.Filter {
	return types.Filter{Name: &name, Values: []string{value}}
}
