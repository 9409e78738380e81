package ec2

import (
	"context"
	"errors"
	"iter"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/ec2"
	"github.com/aws/aws-sdk-go-v2/service/ec2/types"
	"github.com/aws/smithy-go"

	"github.com/mantenhq/manten/internal/awsop"
	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/ec2"
)

var describeInstances = awsop.Read((*sdk.Client).DescribeInstances, "ec2:DescribeInstances")

const noInstance = "InvalidInstanceID.NotFound"

var instances = catalog.Collector(Service, catalog.CollectorSpec[ec2.Instance]{
	Type: "AWS::EC2::Instance", Version: 1, Scope: catalog.Regional, File: "instance",
	ListCalls: []awsop.Op{describeInstances},
	List:      listInstances,
	Gone:      []string{noInstance},
	Reads: []catalog.ReadSpec[ec2.Instance]{
		{Facts: []string{"MetadataOptions", "Tags"}, Calls: []awsop.Op{describeInstances}, Do: readInstance},
	},
})

// alive are the states of an instance that is there: EC2 shows terminated ones for about an hour more.
var alive = types.Filter{
	Name: aws.String("instance-state-name"), Values: []string{"pending", "running", "stopping", "stopped"},
}

func listInstances(ctx context.Context, at catalog.Place) iter.Seq2[ec2.Instance, error] {
	return func(yield func(ec2.Instance, error) bool) {
		in := &sdk.DescribeInstancesInput{Filters: []types.Filter{alive}, MaxResults: aws.Int32(pageSize)}
		for found, err := range eachInstance(ctx, at, in) {
			if err != nil {
				yield(ec2.Instance{}, err)
				return
			}
			i := ec2.Instance{Ref: reference(at, "AWS::EC2::Instance", "instance", aws.ToString(found.InstanceId))}
			if err := fillInstance(&i, found); err != nil {
				why := catalog.WhyHidden(err, []awsop.Op{describeInstances})
				resource.Hide(&i, why, "MetadataOptions")
			}
			if !yield(i, nil) {
				return
			}
		}
	}
}

func eachInstance(ctx context.Context, at catalog.Place, in *sdk.DescribeInstancesInput) iter.Seq2[types.Instance, error] {
	return func(yield func(types.Instance, error) bool) {
		pages := sdk.NewDescribeInstancesPaginator(sdk.NewFromConfig(at.Config), in)
		for pages.HasMorePages() {
			page, err := pages.NextPage(ctx)
			if err != nil {
				yield(types.Instance{}, err)
				return
			}
			for _, r := range page.Reservations {
				for _, i := range r.Instances {
					if !yield(i, nil) {
						return
					}
				}
			}
		}
	}
}

// readInstance asks for one instance by its id, which does not go with a page size. One that is shown no more, or only
// as terminated, is gone.
func readInstance(ctx context.Context, at catalog.Place, i *ec2.Instance) error {
	in := &sdk.DescribeInstancesInput{InstanceIds: []string{i.Name}, Filters: []types.Filter{alive}}
	for found, err := range eachInstance(ctx, at, in) {
		if err != nil {
			return err
		}
		return fillInstance(i, found)
	}
	return &smithy.GenericAPIError{Code: noInstance, Message: "the instance is terminated"}
}

func fillInstance(i *ec2.Instance, found types.Instance) error {
	i.Tags = tagsOf(found.Tags)
	o := found.MetadataOptions
	if o == nil || o.HttpTokens == "" {
		return errors.New("the answer does not say how the metadata service is reached")
	}
	i.MetadataOptions = resource.Is(ec2.MetadataOptions{
		HTTPTokens: string(o.HttpTokens), HTTPEndpoint: string(o.HttpEndpoint), HopLimit: aws.ToInt32(o.HttpPutResponseHopLimit),
	})
	return nil
}
