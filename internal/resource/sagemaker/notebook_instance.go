// Package sagemaker has the resource types of Amazon SageMaker AI as controls see them: pure data.
package sagemaker

import "github.com/mantenhq/manten/internal/resource"

// NotebookInstance is a notebook instance.
type NotebookInstance struct {
	resource.Ref
	// DirectInternetAccess is whether SageMaker gives it a way to the internet by itself.
	DirectInternetAccess resource.Fact[bool]
}
