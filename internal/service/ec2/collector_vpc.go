package ec2

import (
	"context"
	"errors"
	"iter"
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/ec2"
	"github.com/aws/aws-sdk-go-v2/service/ec2/types"

	"github.com/mantenhq/manten/internal/awsop"
	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/ec2"
	"github.com/mantenhq/manten/internal/resource/logs"
)

var (
	describeVPCs     = awsop.Read((*sdk.Client).DescribeVpcs, "ec2:DescribeVpcs")
	describeFlowLogs = awsop.Read((*sdk.Client).DescribeFlowLogs, "ec2:DescribeFlowLogs")
)

var vpcs = catalog.Collector(Service, catalog.CollectorSpec[ec2.VPC]{
	Type: "AWS::EC2::VPC", Version: 1, Scope: catalog.Regional, File: "vpc",
	ListCalls: []awsop.Op{describeVPCs, describeFlowLogs},
	List:      listVPCs,
	Gone:      []string{"InvalidVpcID.NotFound"},
	Reads: []catalog.ReadSpec[ec2.VPC]{
		{Facts: []string{"IsDefault", "Tags"}, Calls: []awsop.Op{describeVPCs}, Do: readVPC},
		{Facts: []string{"FlowLogs", "FlowLogIDs"}, Calls: []awsop.Op{describeFlowLogs, describeVPCs}, Do: readFlowLogs},
	},
})

// listVPCs asks for the flow logs of the whole region once, not for those of each VPC, and leaves out the VPCs that
// another account shares. Flow logs that may not be listed end nothing: the VPCs are there all the same.
func listVPCs(ctx context.Context, at catalog.Place) iter.Seq2[ec2.VPC, error] {
	return func(yield func(ec2.VPC, error) bool) {
		fillFlowLogs, err := flowLogsOfAll(ctx, at)
		if err != nil {
			yield(ec2.VPC{}, err)
			return
		}
		for found, err := range eachVPC(ctx, at, &sdk.DescribeVpcsInput{MaxResults: aws.Int32(pageSize)}) {
			if err != nil {
				yield(ec2.VPC{}, err)
				return
			}
			if foreign(at, found.OwnerId) {
				continue
			}
			v := ec2.VPC{Ref: reference(at, "AWS::EC2::VPC", "vpc", aws.ToString(found.VpcId))}
			fillVPC(&v, found)
			fillFlowLogs(&v)
			if !yield(v, nil) {
				return
			}
		}
	}
}

// flowLogsOfAll gives what sets the flow logs of a VPC, or what hides them. It asks nothing where nobody wants them.
func flowLogsOfAll(ctx context.Context, at catalog.Place) (func(*ec2.VPC), error) {
	if !at.Wants("FlowLogs") && !at.Wants("FlowLogIDs") {
		return func(*ec2.VPC) {}, nil
	}
	of, err := flowLogs(ctx, at, nil)
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	if err != nil {
		why := catalog.WhyHidden(err, []awsop.Op{describeFlowLogs})
		return func(v *ec2.VPC) { resource.Hide(v, why, "FlowLogs", "FlowLogIDs") }, nil
	}
	return func(v *ec2.VPC) { setFlowLogs(v, of[v.Name]) }, nil
}

func eachVPC(ctx context.Context, at catalog.Place, in *sdk.DescribeVpcsInput) iter.Seq2[types.Vpc, error] {
	return func(yield func(types.Vpc, error) bool) {
		pages := sdk.NewDescribeVpcsPaginator(sdk.NewFromConfig(at.Config), in)
		for pages.HasMorePages() {
			page, err := pages.NextPage(ctx)
			if err != nil {
				yield(types.Vpc{}, err)
				return
			}
			for _, v := range page.Vpcs {
				if !yield(v, nil) {
					return
				}
			}
		}
	}
}

// readVPC asks for one VPC by its id, which does not go with a page size.
func readVPC(ctx context.Context, at catalog.Place, v *ec2.VPC) error {
	for found, err := range eachVPC(ctx, at, &sdk.DescribeVpcsInput{VpcIds: []string{v.Name}}) {
		if err == nil {
			fillVPC(v, found)
		}
		return err
	}
	return errors.New("the answer has no VPC")
}

func fillVPC(v *ec2.VPC, found types.Vpc) {
	v.IsDefault = resource.Is(aws.ToBool(found.IsDefault))
	v.Tags = tagsOf(found.Tags)
}

// readFlowLogs makes sure that a VPC without flow logs is there at all: AWS answers the question for a VPC that is gone
// in the same way.
func readFlowLogs(ctx context.Context, at catalog.Place, v *ec2.VPC) error {
	of, err := flowLogs(ctx, at, []types.Filter{filter("resource-id", v.Name)})
	if err != nil {
		return err
	}
	if len(of[v.Name]) == 0 && v.IsDefault.State() == resource.NotAsked {
		if err := readVPC(ctx, at, v); err != nil {
			return err
		}
	}
	setFlowLogs(v, of[v.Name])
	return nil
}

// flowLogs lists flow logs by the id of what they are of: VPCs, subnets, interfaces, transit gateways.
func flowLogs(ctx context.Context, at catalog.Place, filters []types.Filter) (map[string][]types.FlowLog, error) {
	of := map[string][]types.FlowLog{}
	pages := sdk.NewDescribeFlowLogsPaginator(sdk.NewFromConfig(at.Config),
		&sdk.DescribeFlowLogsInput{Filter: filters, MaxResults: aws.Int32(pageSize)})
	for pages.HasMorePages() {
		page, err := pages.NextPage(ctx)
		if err != nil {
			return nil, err
		}
		for _, f := range page.FlowLogs {
			of[aws.ToString(f.ResourceId)] = append(of[aws.ToString(f.ResourceId)], f)
		}
	}
	return of, nil
}

func setFlowLogs(v *ec2.VPC, found []types.FlowLog) {
	all, ids := []ec2.FlowLog{}, []string{}
	for _, f := range found {
		ids = append(ids, aws.ToString(f.FlowLogId))
		all = append(all, ec2.FlowLog{
			Status: aws.ToString(f.FlowLogStatus), TrafficType: string(f.TrafficType), DestinationType: string(f.LogDestinationType),
			Destination: destination(v.Ref, f), LogGroup: aws.ToString(f.LogGroupName), Role: aws.ToString(f.DeliverLogsPermissionArn),
		})
	}
	slices.SortFunc(all, ec2.FlowLog.Compare)
	slices.Sort(ids)
	v.FlowLogs, v.FlowLogIDs = resource.Is(all), resource.Is(ids)
}

// destination leaves out the ARN of the log group beside the VPC that is named anyhow: EC2 may give it or not.
func destination(vpc resource.Ref, f types.FlowLog) string {
	arn := aws.ToString(f.LogDestination)
	if group := aws.ToString(f.LogGroupName); group != "" && strings.TrimSuffix(arn, ":*") == logs.GroupRef(vpc.Account, vpc.Region, group).ID {
		return ""
	}
	return arn
}
