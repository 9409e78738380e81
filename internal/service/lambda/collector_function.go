package lambda

import (
	"context"
	"errors"
	"iter"
	"maps"
	"slices"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/lambda"
	"github.com/aws/aws-sdk-go-v2/service/lambda/types"

	"github.com/mantenhq/manten/internal/awsconf"
	"github.com/mantenhq/manten/internal/awsop"
	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/lambda"
)

var (
	listFunctions    = awsop.Read((*sdk.Client).ListFunctions, "lambda:ListFunctions")
	getConfiguration = awsop.Read((*sdk.Client).GetFunctionConfiguration, "lambda:GetFunctionConfiguration")
	getPolicy        = awsop.Read((*sdk.Client).GetPolicy, "lambda:GetPolicy")
	getURL           = awsop.Read((*sdk.Client).GetFunctionUrlConfig, "lambda:GetFunctionUrlConfig")
	listTags         = awsop.Read((*sdk.Client).ListTags, "lambda:ListTags")
)

// nothing is Lambda's code for a function that is not there, and for a function without what was asked for.
const nothing = "ResourceNotFoundException"

var functions = catalog.Collector(Service, catalog.CollectorSpec[lambda.Function]{
	Type: "AWS::Lambda::Function", Version: 1, Scope: catalog.Regional, File: "function",
	ListCalls: []awsop.Op{listFunctions},
	List:      listAll,
	Gone:      []string{nothing},
	Reads: []catalog.ReadSpec[lambda.Function]{
		{Facts: []string{"VPC"}, Calls: []awsop.Op{getConfiguration}, Do: readVPC},
		{Facts: []string{"Policy"}, Calls: []awsop.Op{getPolicy, getConfiguration}, Do: readPolicy},
		{Facts: []string{"URL"}, Calls: []awsop.Op{getURL, getConfiguration}, Do: readURL},
		{Facts: []string{"Tags"}, Calls: []awsop.Op{listTags}, Do: readTags},
	},
})

// listAll takes nothing from the listing but the network: it has the environment variables, too, which may be secrets.
// Lambda gives at most 50 functions a page.
func listAll(ctx context.Context, at catalog.Place) iter.Seq2[lambda.Function, error] {
	return func(yield func(lambda.Function, error) bool) {
		pages := sdk.NewListFunctionsPaginator(sdk.NewFromConfig(at.Config), &sdk.ListFunctionsInput{MaxItems: aws.Int32(50)})
		for pages.HasMorePages() {
			page, err := pages.NextPage(ctx)
			if err != nil {
				yield(lambda.Function{}, err)
				return
			}
			for _, found := range page.Functions {
				name := aws.ToString(found.FunctionName)
				arn := resource.ARN(at.Region, "lambda", at.Region, at.Account, "function:"+name)
				f := lambda.Function{Ref: at.Ref("AWS::Lambda::Function", arn, name), VPC: network(found.VpcConfig)}
				if !yield(f, nil) {
					return
				}
			}
		}
	}
}

// network is absent where there is no VPC; Lambda writes that as nothing, or with empty members.
func network(found *types.VpcConfigResponse) resource.Fact[lambda.VPC] {
	if found == nil || aws.ToString(found.VpcId) == "" {
		return resource.None[lambda.VPC]()
	}
	return resource.Is(lambda.VPC{
		ID: *found.VpcId, Subnets: sorted(found.SubnetIds), SecurityGroups: sorted(found.SecurityGroupIds),
	})
}

func sorted(list []string) []string {
	out := append([]string{}, list...)
	slices.Sort(out)
	return out
}

func readVPC(ctx context.Context, at catalog.Place, f *lambda.Function) error {
	out, err := sdk.NewFromConfig(at.Config).GetFunctionConfiguration(ctx, &sdk.GetFunctionConfigurationInput{FunctionName: &f.Name})
	if err != nil {
		return err
	}
	f.VPC = network(out.VpcConfig)
	return nil
}

func readPolicy(ctx context.Context, at catalog.Place, f *lambda.Function) error {
	out, err := sdk.NewFromConfig(at.Config).GetPolicy(ctx, &sdk.GetPolicyInput{FunctionName: &f.Name})
	if awsconf.Code(err) == nothing {
		if err := exists(ctx, at, f); err != nil {
			return err
		}
		f.Policy = resource.None[[]lambda.Statement]()
		return nil
	}
	if err != nil {
		return err
	}
	statements, err := statementsOf(aws.ToString(out.Policy))
	if err != nil {
		return err
	}
	f.Policy = resource.Is(statements)
	return nil
}

// exists asks for the function itself where Lambda's code leaves open what is missing. Of one that has just been listed,
// or of which something else was read, that is known.
func exists(ctx context.Context, at catalog.Place, f *lambda.Function) error {
	if f.VPC.Sure() || f.Policy.Sure() {
		return nil
	}
	return readVPC(ctx, at, f)
}

func readURL(ctx context.Context, at catalog.Place, f *lambda.Function) error {
	out, err := sdk.NewFromConfig(at.Config).GetFunctionUrlConfig(ctx, &sdk.GetFunctionUrlConfigInput{FunctionName: &f.Name})
	if awsconf.Code(err) == nothing {
		if err := exists(ctx, at, f); err != nil {
			return err
		}
		f.URL = resource.None[lambda.URL]()
		return nil
	}
	if err != nil {
		return err
	}
	if out.AuthType == "" {
		return errors.New("the answer does not say whom the URL lets in")
	}
	f.URL = resource.Is(lambda.URL{Address: aws.ToString(out.FunctionUrl), AuthType: string(out.AuthType)})
	return nil
}

func readTags(ctx context.Context, at catalog.Place, f *lambda.Function) error {
	out, err := sdk.NewFromConfig(at.Config).ListTags(ctx, &sdk.ListTagsInput{Resource: &f.ID})
	if err != nil {
		return err
	}
	tags := map[string]string{}
	maps.Copy(tags, out.Tags)
	f.Tags = resource.Is(tags)
	return nil
}
