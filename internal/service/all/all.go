// Package all is the one list of services.
package all

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/aws"

	"github.com/mantenhq/manten/internal/awsop"
	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/service/accessanalyzer"
	"github.com/mantenhq/manten/internal/service/account"
	"github.com/mantenhq/manten/internal/service/autoscaling"
	"github.com/mantenhq/manten/internal/service/cloudtrail"
	"github.com/mantenhq/manten/internal/service/cloudwatch"
	"github.com/mantenhq/manten/internal/service/codebuild"
	"github.com/mantenhq/manten/internal/service/config"
	"github.com/mantenhq/manten/internal/service/dms"
	"github.com/mantenhq/manten/internal/service/ec2"
	"github.com/mantenhq/manten/internal/service/efs"
	"github.com/mantenhq/manten/internal/service/elasticloadbalancingv2"
	"github.com/mantenhq/manten/internal/service/elasticsearch"
	"github.com/mantenhq/manten/internal/service/elb"
	"github.com/mantenhq/manten/internal/service/es"
	"github.com/mantenhq/manten/internal/service/guardduty"
	"github.com/mantenhq/manten/internal/service/iam"
	"github.com/mantenhq/manten/internal/service/kms"
	"github.com/mantenhq/manten/internal/service/lambda"
	"github.com/mantenhq/manten/internal/service/logs"
	"github.com/mantenhq/manten/internal/service/opensearch"
	"github.com/mantenhq/manten/internal/service/rds"
	"github.com/mantenhq/manten/internal/service/redshift"
	"github.com/mantenhq/manten/internal/service/s3"
	"github.com/mantenhq/manten/internal/service/sagemaker"
	"github.com/mantenhq/manten/internal/service/sns"
	"github.com/mantenhq/manten/internal/service/ssm"
)

// Services lists the services, by name.
func Services() []*catalog.Service {
	return []*catalog.Service{
		accessanalyzer.Service, account.Service, autoscaling.Service, cloudtrail.Service, cloudwatch.Service,
		codebuild.Service, config.Service, dms.Service, ec2.Service, efs.Service, elasticloadbalancingv2.Service, elasticsearch.Service,
		elb.Service, es.Service, guardduty.Service, iam.Service, kms.Service, lambda.Service, logs.Service,
		opensearch.Service, rds.Service, redshift.Service, s3.Service, sagemaker.Service, sns.Service, ssm.Service,
	}
}

// Regions lists the enabled regions of the account.
func Regions(ctx context.Context, cfg aws.Config) ([]string, error) { return ec2.Regions(ctx, cfg) }

// RegionReads are the operations that [Regions] needs.
func RegionReads() []awsop.Op { return ec2.RegionReads }
