// Package codebuild has the collectors, controls and remediations of AWS CodeBuild.
package codebuild

import "github.com/mantenhq/manten/internal/catalog"

// Service gathers the units of this directory.
var Service = catalog.NewService("codebuild")
