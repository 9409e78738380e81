// Package rds has the collectors, controls and remediations of Amazon RDS.
package rds

import "github.com/mantenhq/manten/internal/catalog"

// Service gathers the units of this directory.
var Service = catalog.NewService("rds")
