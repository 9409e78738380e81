// Package efs has the collectors and controls of Amazon Elastic File System.
package efs

import "github.com/mantenhq/manten/internal/catalog"

// Service gathers the units of this directory.
var Service = catalog.NewService("efs")
