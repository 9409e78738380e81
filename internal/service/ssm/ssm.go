// Package ssm has the collectors and controls of AWS Systems Manager.
package ssm

import "github.com/mantenhq/manten/internal/catalog"

// Service gathers the units of this directory.
var Service = catalog.NewService("ssm")
