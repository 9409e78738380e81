// Package sns has the collectors, controls and remediations of Amazon SNS.
package sns

import "github.com/mantenhq/manten/internal/catalog"

// Service gathers the units of this directory.
var Service = catalog.NewService("sns")
