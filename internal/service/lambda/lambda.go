// Package lambda has the collectors, controls and remediations of AWS Lambda.
package lambda

import "github.com/mantenhq/manten/internal/catalog"

// Service gathers the units of this directory.
var Service = catalog.NewService("lambda")
