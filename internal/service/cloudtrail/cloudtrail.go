// Package cloudtrail has the collectors, controls and remediations of AWS CloudTrail.
package cloudtrail

import (
	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/resource/cloudtrail"
)

// Service gathers the units of this directory.
var Service = catalog.NewService("cloudtrail")

// accounts stand for the account in each region; all that is known of them is their trails.
var accounts = catalog.Collector(Service, catalog.CollectorSpec[cloudtrail.Account]{
	Type: "AWS::CloudTrail::Account", Version: 1, Scope: catalog.Regional, File: "account",
})

// foreign is the reason for not judging a trail that another account owns.
var foreign = catalog.Text(Service, "cloudtrail/foreign",
	"the trail belongs to account {account}, where it is judged", "この証跡はアカウント {account} のものであり、そちらで判定されます")
