package securityhub

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/securityhub/types"

	"github.com/mantenhq/manten/internal/resource"
)

// asffOther is the type of a resource that the format has no name for.
const asffOther = "Other"

// asffTypes are the format's names of resource types. Source: Security Hub User Guide, "Resources" of the AWS Security
// Finding Format.
func asffTypes() map[resource.Type]string {
	return map[resource.Type]string{
		resource.Account:                            "AwsAccount",
		"AWS::AutoScaling::AutoScalingGroup":        "AwsAutoScalingAutoScalingGroup",
		"AWS::CloudTrail::Trail":                    "AwsCloudTrailTrail",
		"AWS::CloudWatch::Alarm":                    "AwsCloudWatchAlarm",
		"AWS::CodeBuild::Project":                   "AwsCodeBuildProject",
		"AWS::DMS::ReplicationInstance":             "AwsDmsReplicationInstance",
		"AWS::EC2::EIP":                             "AwsEc2Eip",
		"AWS::EC2::Instance":                        "AwsEc2Instance",
		"AWS::EC2::NetworkAcl":                      "AwsEc2NetworkAcl",
		"AWS::EC2::SecurityGroup":                   "AwsEc2SecurityGroup",
		"AWS::EC2::Subnet":                          "AwsEc2Subnet",
		"AWS::EC2::VPC":                             "AwsEc2Vpc",
		"AWS::EC2::Volume":                          "AwsEc2Volume",
		"AWS::ElasticLoadBalancing::LoadBalancer":   "AwsElbLoadBalancer",
		"AWS::ElasticLoadBalancingV2::LoadBalancer": "AwsElbv2LoadBalancer",
		"AWS::Elasticsearch::Domain":                "AwsElasticsearchDomain",
		"AWS::IAM::Group":                           "AwsIamGroup",
		"AWS::IAM::Policy":                          "AwsIamPolicy",
		"AWS::IAM::Role":                            "AwsIamRole",
		"AWS::IAM::User":                            "AwsIamUser",
		"AWS::KMS::Key":                             "AwsKmsKey",
		"AWS::Lambda::Function":                     "AwsLambdaFunction",
		"AWS::OpenSearch::Domain":                   "AwsOpenSearchServiceDomain",
		"AWS::RDS::DBCluster":                       "AwsRdsDbCluster",
		"AWS::RDS::DBClusterSnapshot":               "AwsRdsDbClusterSnapshot",
		"AWS::RDS::DBInstance":                      "AwsRdsDbInstance",
		"AWS::RDS::DBSnapshot":                      "AwsRdsDbSnapshot",
		"AWS::Redshift::Cluster":                    "AwsRedshiftCluster",
		"AWS::S3::Bucket":                           "AwsS3Bucket",
		"AWS::SNS::Topic":                           "AwsSnsTopic",
		"AWS::SSM::PatchCompliance":                 "AwsSsmPatchCompliance",
		"AWS::SageMaker::NotebookInstance":          "AwsSageMakerNotebookInstance",
	}
}

// resourceOf is the resource of a finding. One whose type the format does not name is "Other".
func resourceOf(ref resource.Ref) types.Resource {
	kind, ok := asffTypes()[ref.Reported()]
	if !ok {
		kind = asffOther
	}
	return types.Resource{
		Type: aws.String(kind), Id: aws.String(ref.ID), Region: aws.String(ref.Region),
		Partition: types.Partition(resource.Partition(ref.Region)),
	}
}
