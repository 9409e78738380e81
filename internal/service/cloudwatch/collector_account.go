package cloudwatch

import (
	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/resource/cloudwatch"
)

// accounts stand for the account in each region, for controls on the chain from a trail to a subscriber.
var accounts = catalog.Collector(Service, catalog.CollectorSpec[cloudwatch.Account]{
	Type: "AWS::CloudWatch::Account", Version: 1, Scope: catalog.Regional, File: "account",
})
