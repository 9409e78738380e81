package s3

import (
	"slices"

	"github.com/mantenhq/manten/internal/resource"
)

// enabledByDefault are the regions of the partition aws that no account has to enable. There are no new ones since 2019.
var enabledByDefault = []string{
	"ap-northeast-1", "ap-northeast-2", "ap-northeast-3", "ap-south-1", "ap-southeast-1", "ap-southeast-2", "ca-central-1",
	"eu-central-1", "eu-north-1", "eu-west-1", "eu-west-2", "eu-west-3", "sa-east-1", "us-east-1", "us-east-2", "us-west-1", "us-west-2",
}

// deliverer is the principal by which a service delivers to buckets. In a region that has to be enabled, Redshift has one
// for the region. Source: Amazon Redshift Management Guide, "Database audit logging".
func deliverer(service, region string) string {
	if service == "redshift" && resource.Partition(region) == "aws" && !slices.Contains(enabledByDefault, region) {
		return service + "." + region + ".amazonaws.com"
	}
	return service + ".amazonaws.com"
}
