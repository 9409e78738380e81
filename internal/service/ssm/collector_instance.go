package ssm

import (
	"context"
	"iter"
	"sync"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ec2"
	ec2types "github.com/aws/aws-sdk-go-v2/service/ec2/types"
	sdk "github.com/aws/aws-sdk-go-v2/service/ssm"
	"github.com/aws/aws-sdk-go-v2/service/ssm/types"

	"github.com/mantenhq/manten/internal/awsop"
	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/ssm"
)

var (
	describeInstances = awsop.Read((*ec2.Client).DescribeInstances, "ec2:DescribeInstances")
	describeNodes     = awsop.Read((*sdk.Client).DescribeInstanceInformation, "ssm:DescribeInstanceInformation")
)

var instances = catalog.Collector(Service, catalog.CollectorSpec[ssm.Instance]{
	Type: "AWS::SSM::Instance", Version: 1, Scope: catalog.Regional, File: "instance",
	ListCalls: []awsop.Op{describeInstances, describeNodes},
	List:      listInstances,
	Reads: []catalog.ReadSpec[ssm.Instance]{
		{Facts: []string{"Managed"}, Calls: []awsop.Op{describeNodes}, Do: readManaged},
	},
})

// listInstances yields the running instances. The managed nodes are listed once, when there is a first instance; where
// that is refused, the instances stand nevertheless.
func listInstances(ctx context.Context, at catalog.Place) iter.Seq2[ssm.Instance, error] {
	nodes := sync.OnceValues(func() (map[string]bool, error) { return managedNodes(ctx, at, nil) })
	return func(yield func(ssm.Instance, error) bool) {
		running := []ec2types.Filter{{Name: aws.String("instance-state-name"), Values: []string{"running"}}}
		pages := ec2.NewDescribeInstancesPaginator(ec2.NewFromConfig(at.Config), &ec2.DescribeInstancesInput{
			Filters: running, MaxResults: aws.Int32(1000),
		})
		for pages.HasMorePages() {
			page, err := pages.NextPage(ctx)
			if err != nil {
				yield(ssm.Instance{}, err)
				return
			}
			for _, id := range idsOf(page.Reservations) {
				i := ssm.Instance{Ref: at.Ref("AWS::SSM::Instance", resource.ARN(at.Region, "ec2", at.Region, at.Account, "instance/"+id), id)}
				if at.Wants("Managed") {
					i.Managed = managed(nodes, id)
				}
				if !yield(i, ctx.Err()) {
					return
				}
			}
		}
	}
}

func idsOf(reservations []ec2types.Reservation) []string {
	var ids []string
	for _, r := range reservations {
		for _, i := range r.Instances {
			ids = append(ids, aws.ToString(i.InstanceId))
		}
	}
	return ids
}

func managed(nodes func() (map[string]bool, error), id string) resource.Fact[bool] {
	all, err := nodes()
	if err != nil {
		return resource.HiddenFor[bool](catalog.WhyHidden(err, []awsop.Op{describeNodes}))
	}
	return resource.Is(all[id])
}

// managedNodes are the ids of the managed nodes that the filters let through, of all without any.
func managedNodes(ctx context.Context, at catalog.Place, filters []types.InstanceInformationStringFilter) (map[string]bool, error) {
	ids := map[string]bool{}
	pages := sdk.NewDescribeInstanceInformationPaginator(sdk.NewFromConfig(at.Config), &sdk.DescribeInstanceInformationInput{
		Filters: filters, MaxResults: aws.Int32(50),
	})
	for pages.HasMorePages() {
		page, err := pages.NextPage(ctx)
		if err != nil {
			return nil, err
		}
		for _, n := range page.InstanceInformationList {
			ids[aws.ToString(n.InstanceId)] = true
		}
	}
	return ids, nil
}

func readManaged(ctx context.Context, at catalog.Place, i *ssm.Instance) error {
	all, err := managedNodes(ctx, at, []types.InstanceInformationStringFilter{{Key: aws.String("InstanceIds"), Values: []string{i.Name}}})
	if err != nil {
		return err
	}
	i.Managed = resource.Is(all[i.Name])
	return nil
}
