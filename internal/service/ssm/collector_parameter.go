package ssm

import (
	"context"
	"errors"
	"iter"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/ssm"
	"github.com/aws/aws-sdk-go-v2/service/ssm/types"

	"github.com/mantenhq/manten/internal/awsop"
	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/ssm"
)

var (
	describeParameters = awsop.Read((*sdk.Client).DescribeParameters, "ssm:DescribeParameters")
	getParameter       = awsop.Read((*sdk.Client).GetParameter, "ssm:GetParameter")
	listTags           = awsop.Read((*sdk.Client).ListTagsForResource, "ssm:ListTagsForResource")
)

// parameters are judged by no control: they are listed only where something asks for all of them.
var parameters = catalog.Collector(Service, catalog.CollectorSpec[ssm.Parameter]{
	Type: "AWS::SSM::Parameter", Version: 1, Scope: catalog.Regional, File: "parameter",
	ListCalls: []awsop.Op{describeParameters},
	List:      listParameters,
	Gone:      []string{"InvalidResourceId", "ParameterNotFound"},
	Reads: []catalog.ReadSpec[ssm.Parameter]{
		{Facts: []string{"Value", "ParameterType", "Modified"}, Calls: []awsop.Op{getParameter}, Do: readParameter},
		{Facts: []string{"Tags"}, Calls: []awsop.Op{listTags}, Do: readParameterTags},
	},
})

// listParameters yields the parameters with what listing shows: all but value and tags.
func listParameters(ctx context.Context, at catalog.Place) iter.Seq2[ssm.Parameter, error] {
	return func(yield func(ssm.Parameter, error) bool) {
		pages := sdk.NewDescribeParametersPaginator(sdk.NewFromConfig(at.Config), &sdk.DescribeParametersInput{MaxResults: aws.Int32(50)})
		for pages.HasMorePages() {
			page, err := pages.NextPage(ctx)
			if err != nil {
				yield(ssm.Parameter{}, err)
				return
			}
			for _, found := range page.Parameters {
				p := ssm.Parameter{Ref: ssm.ParameterRef(at.Account, at.Region, aws.ToString(found.Name))}
				p.ParameterType = resource.Is(string(found.Type))
				if found.LastModifiedDate != nil {
					p.Modified = resource.Is(found.LastModifiedDate.UTC())
				}
				if found.Type == types.ParameterTypeSecureString {
					p.Value = secret()
				}
				if !yield(p, nil) {
					return
				}
			}
		}
	}
}

// secret is the value of a SecureString.
func secret() resource.Fact[string] {
	return resource.HiddenFor[string](resource.Reason{
		Operation: getParameter.Name, Code: ssm.SecureString, Message: "the parameter is a SecureString, whose value is not read",
	})
}

// readParameter has nothing decrypted: the value of a SecureString then comes as it is stored, and is left where it is.
func readParameter(ctx context.Context, at catalog.Place, p *ssm.Parameter) error {
	out, err := sdk.NewFromConfig(at.Config).GetParameter(ctx, &sdk.GetParameterInput{Name: &p.Name, WithDecryption: aws.Bool(false)})
	if err != nil {
		return err
	}
	found := out.Parameter
	if found == nil || found.Value == nil || found.LastModifiedDate == nil {
		return errors.New("the answer is no whole parameter")
	}
	p.ParameterType, p.Modified = resource.Is(string(found.Type)), resource.Is(found.LastModifiedDate.UTC())
	switch found.Type {
	case types.ParameterTypeString, types.ParameterTypeStringList:
		p.Value = resource.Is(*found.Value)
	default:
		p.Value = secret()
	}
	return nil
}

func readParameterTags(ctx context.Context, at catalog.Place, p *ssm.Parameter) error {
	out, err := sdk.NewFromConfig(at.Config).ListTagsForResource(ctx, &sdk.ListTagsForResourceInput{
		ResourceId: &p.Name, ResourceType: types.ResourceTypeForTaggingParameter,
	})
	if err != nil {
		return err
	}
	tags := map[string]string{}
	for _, tag := range out.TagList {
		tags[aws.ToString(tag.Key)] = aws.ToString(tag.Value)
	}
	p.Tags = resource.Is(tags)
	return nil
}
