// Package logs has the collectors, controls and remediations of Amazon CloudWatch Logs.
package logs

import "github.com/mantenhq/manten/internal/catalog"

// Service gathers the units of this directory.
var Service = catalog.NewService("logs")
