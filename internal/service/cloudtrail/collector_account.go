package cloudtrail

import (
	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/resource/cloudtrail"
)

// accounts stand for the account in each region; all that is known of them is their trails.
var accounts = catalog.Collector(Service, catalog.CollectorSpec[cloudtrail.Account]{
	Type: "AWS::CloudTrail::Account", Version: 1, Scope: catalog.Regional, File: "account",
})
