// Package cloudtrail has the collectors, controls and remediations of AWS CloudTrail.
package cloudtrail

import "github.com/mantenhq/manten/internal/catalog"

// Service gathers the units of this directory.
var Service = catalog.NewService("cloudtrail")

// foreign is the reason for not judging a trail that another account owns.
var foreign = catalog.Text(Service, "cloudtrail/foreign",
	"the trail belongs to account {account}, where it is judged", "この証跡はアカウント {account} のものであり、そちらで判定されます")
