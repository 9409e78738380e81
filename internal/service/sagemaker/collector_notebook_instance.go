package sagemaker

import (
	"context"
	"errors"
	"iter"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/sagemaker"
	"github.com/aws/aws-sdk-go-v2/service/sagemaker/types"
	"github.com/aws/smithy-go"

	"github.com/mantenhq/manten/internal/awsop"
	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/sagemaker"
)

var (
	listNotebooks    = awsop.Read((*sdk.Client).ListNotebookInstances, "sagemaker:ListNotebookInstances")
	describeNotebook = awsop.Read((*sdk.Client).DescribeNotebookInstance, "sagemaker:DescribeNotebookInstance")
)

var notebooks = catalog.Collector(Service, catalog.CollectorSpec[sagemaker.NotebookInstance]{
	Type: "AWS::SageMaker::NotebookInstance", Version: 1, Scope: catalog.Regional, File: "notebook_instance",
	ListCalls: []awsop.Op{listNotebooks},
	List:      listAll,
	Gone:      []string{notFound},
	Reads: []catalog.ReadSpec[sagemaker.NotebookInstance]{
		{Facts: []string{"DirectInternetAccess"}, Calls: []awsop.Op{describeNotebook}, Do: readInternetAccess},
	},
})

func listAll(ctx context.Context, at catalog.Place) iter.Seq2[sagemaker.NotebookInstance, error] {
	return func(yield func(sagemaker.NotebookInstance, error) bool) {
		in := &sdk.ListNotebookInstancesInput{MaxResults: aws.Int32(100)}
		pages := sdk.NewListNotebookInstancesPaginator(sdk.NewFromConfig(at.Config), in)
		for pages.HasMorePages() {
			page, err := pages.NextPage(ctx)
			if err != nil {
				yield(sagemaker.NotebookInstance{}, err)
				return
			}
			for _, found := range page.NotebookInstances {
				ref := at.Ref("AWS::SageMaker::NotebookInstance", aws.ToString(found.NotebookInstanceArn), aws.ToString(found.NotebookInstanceName))
				if !yield(sagemaker.NotebookInstance{Ref: ref}, nil) {
					return
				}
			}
		}
	}
}

func readInternetAccess(ctx context.Context, at catalog.Place, n *sagemaker.NotebookInstance) error {
	out, err := sdk.NewFromConfig(at.Config).DescribeNotebookInstance(ctx, &sdk.DescribeNotebookInstanceInput{NotebookInstanceName: &n.Name})
	if err != nil {
		return missing(err)
	}
	switch out.DirectInternetAccess {
	case types.DirectInternetAccessEnabled, types.DirectInternetAccessDisabled:
	default:
		return errors.New("the answer does not say whether there is direct internet access")
	}
	n.DirectInternetAccess = resource.Is(out.DirectInternetAccess == types.DirectInternetAccessEnabled)
	return nil
}

const notFound = "RecordNotFound"

// missing gives SageMaker's answer on a notebook instance that is no longer there a code of its own: the code that it
// comes with is that of every question that was put wrongly.
func missing(err error) error {
	if api, ok := errors.AsType[smithy.APIError](err); ok && api.ErrorCode() == "ValidationException" &&
		strings.Contains(api.ErrorMessage(), notFound) {
		return &smithy.GenericAPIError{Code: notFound, Message: api.ErrorMessage()}
	}
	return err
}
