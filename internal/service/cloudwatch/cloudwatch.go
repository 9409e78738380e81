// Package cloudwatch has the collectors, controls and remediations of Amazon CloudWatch.
package cloudwatch

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/cloudwatch"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatch/schemas"
	"github.com/aws/smithy-go/transport/http/protocol/awsjson"

	"github.com/mantenhq/manten/internal/catalog"
)

// Service gathers the units of this directory.
var Service = catalog.NewService("cloudwatch")

// newClient makes a client that speaks JSON, one of the protocols that CloudWatch's service model lists: proxies and
// logs can read it, which they cannot the binary one that the SDK would choose.
func newClient(cfg aws.Config, opts ...func(*sdk.Options)) *sdk.Client {
	return sdk.NewFromConfig(cfg, append(opts, func(o *sdk.Options) {
		o.Protocol = awsjson.New10(schemas.GraniteServiceVersion20100801)
	})...)
}
