// Package all is the one list of services.
package all

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/aws"

	"github.com/mantenhq/manten/internal/awsop"
	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/service/ec2"
	"github.com/mantenhq/manten/internal/service/iam"
	"github.com/mantenhq/manten/internal/service/kms"
	"github.com/mantenhq/manten/internal/service/s3"
)

// Services lists the services, by name.
func Services() []*catalog.Service {
	return []*catalog.Service{ec2.Service, iam.Service, kms.Service, s3.Service}
}

// Regions lists the enabled regions of the account.
func Regions(ctx context.Context, cfg aws.Config) ([]string, error) { return ec2.Regions(ctx, cfg) }

// RegionReads are the operations that [Regions] needs.
func RegionReads() []awsop.Op { return ec2.RegionReads }
