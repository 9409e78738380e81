package all_test

import (
	"fmt"

	"github.com/mantenhq/manten/internal/resource"
)

var namingsSageMaker = map[resource.Type]naming{
	"AWS::SageMaker::NotebookInstance": func(region string, n int) (string, string) {
		name := fmt.Sprintf("lab-%d", n)
		return resource.ARN(region, "sagemaker", region, account, "notebook-instance/"+name), name
	},
}
