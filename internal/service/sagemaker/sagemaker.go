// Package sagemaker has the collectors and controls of Amazon SageMaker AI.
package sagemaker

import "github.com/mantenhq/manten/internal/catalog"

// Service gathers the units of this directory.
var Service = catalog.NewService("sagemaker")
