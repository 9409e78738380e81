// Package accessanalyzer has the collectors of IAM Access Analyzer. The control that judges them is IAM's.
package accessanalyzer

import "github.com/mantenhq/manten/internal/catalog"

// Service gathers the units of this directory.
var Service = catalog.NewService("accessanalyzer")
