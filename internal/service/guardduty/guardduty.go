// Package guardduty has the collectors and controls of Amazon GuardDuty.
package guardduty

import "github.com/mantenhq/manten/internal/catalog"

// Service gathers the units of this directory.
var Service = catalog.NewService("guardduty")
