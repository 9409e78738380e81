package cli_test

import (
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/autoscaling"
	"github.com/aws/aws-sdk-go-v2/service/codebuild"
	codebuildtypes "github.com/aws/aws-sdk-go-v2/service/codebuild/types"
	"github.com/aws/aws-sdk-go-v2/service/ec2"
	ec2types "github.com/aws/aws-sdk-go-v2/service/ec2/types"
	elb "github.com/aws/aws-sdk-go-v2/service/elasticloadbalancingv2"
	elbtypes "github.com/aws/aws-sdk-go-v2/service/elasticloadbalancingv2/types"
	"github.com/aws/aws-sdk-go-v2/service/iam"

	"github.com/mantenhq/manten/internal/awstest"
)

// worstProject makes a project that has a user's key in clear text, and a token in the address of its source.
func worstProject(t testing.TB, a *awstest.Account) {
	t.Helper()
	key := got[*iam.CreateAccessKeyOutput](t)(iam.NewFromConfig(a.Config(virginia)).CreateAccessKey(t.Context(), &iam.CreateAccessKeyInput{UserName: aws.String("backup-bot")}))
	plain := func(name, value string) codebuildtypes.EnvironmentVariable {
		return codebuildtypes.EnvironmentVariable{Name: &name, Value: &value, Type: codebuildtypes.EnvironmentVariableTypePlaintext}
	}
	got[*codebuild.CreateProjectOutput](t)(codebuild.NewFromConfig(a.Config(virginia)).CreateProject(t.Context(), &codebuild.CreateProjectInput{
		Name: aws.String("site"), ServiceRole: aws.String(newRole(t, a, "build", "codebuild.amazonaws.com")),
		Artifacts: &codebuildtypes.ProjectArtifacts{Type: codebuildtypes.ArtifactsTypeNoArtifacts},
		Source:    &codebuildtypes.ProjectSource{Type: codebuildtypes.SourceTypeBitbucket, Location: aws.String("https://bob:token@bitbucket.org/team/site.git")},
		Environment: &codebuildtypes.ProjectEnvironment{
			Type: codebuildtypes.EnvironmentTypeLinuxContainer, Image: aws.String("aws/codebuild/standard:7.0"), ComputeType: codebuildtypes.ComputeTypeBuildGeneral1Small,
			EnvironmentVariables: []codebuildtypes.EnvironmentVariable{
				plain("STAGE", "production"), plain("AWS_ACCESS_KEY_ID", *key.AccessKey.AccessKeyId), plain("AWS_SECRET_ACCESS_KEY", *key.AccessKey.SecretAccessKey),
			},
		},
	}))
}

// worstNetwork makes an instance with old metadata that nobody manages, nodes that are behind with their patches, an
// address that nobody uses, an ACL open to all, and a load balancer without HTTPS whose group does not ask it.
func worstNetwork(t testing.TB, a *awstest.Account) {
	t.Helper()
	c := ec2.NewFromConfig(a.Config(virginia))
	got[*ec2.RunInstancesOutput](t)(c.RunInstances(t.Context(), &ec2.RunInstancesInput{
		ImageId: aws.String("ami-12c6146b"), MinCount: aws.Int32(1), MaxCount: aws.Int32(1),
		MetadataOptions: &ec2types.InstanceMetadataOptionsRequest{HttpTokens: ec2types.HttpTokensStateOptional, HttpEndpoint: ec2types.InstanceMetadataEndpointStateEnabled},
	}))
	a.Nodes(virginia, awstest.Node{ID: "mi-1", Patches: []string{"NON_COMPLIANT"}, Associations: []string{"NON_COMPLIANT"}})
	got[*ec2.AllocateAddressOutput](t)(c.AllocateAddress(t.Context(), &ec2.AllocateAddressInput{Domain: ec2types.DomainTypeVpc}))
	vpc := got[*ec2.CreateVpcOutput](t)(c.CreateVpc(t.Context(), &ec2.CreateVpcInput{CidrBlock: aws.String("10.9.0.0/16")})).Vpc.VpcId
	list := got[*ec2.CreateNetworkAclOutput](t)(c.CreateNetworkAcl(t.Context(), &ec2.CreateNetworkAclInput{VpcId: vpc}))
	got[*ec2.CreateNetworkAclEntryOutput](t)(c.CreateNetworkAclEntry(t.Context(), &ec2.CreateNetworkAclEntryInput{
		NetworkAclId: list.NetworkAcl.NetworkAclId, RuleNumber: aws.Int32(100), Protocol: aws.String("6"), RuleAction: ec2types.RuleActionAllow,
		Egress: aws.Bool(false), CidrBlock: aws.String("0.0.0.0/0"), PortRange: &ec2types.PortRange{From: aws.Int32(1), To: aws.Int32(65535)},
	}))
	worstDesktop(t, c)
	worstBalancer(t, a, c, vpc)
}

// worstDesktop makes a group that lets everybody in to its desktop, by both kinds of address.
func worstDesktop(t testing.TB, c *ec2.Client) {
	t.Helper()
	g := got[*ec2.CreateSecurityGroupOutput](t)(c.CreateSecurityGroup(t.Context(), &ec2.CreateSecurityGroupInput{
		GroupName: aws.String("desktop"), Description: aws.String("remote desktop"),
	}))
	got[*ec2.AuthorizeSecurityGroupIngressOutput](t)(c.AuthorizeSecurityGroupIngress(t.Context(), &ec2.AuthorizeSecurityGroupIngressInput{
		GroupId: g.GroupId, IpPermissions: []ec2types.IpPermission{{
			IpProtocol: aws.String("tcp"), FromPort: aws.Int32(3389), ToPort: aws.Int32(3389),
			IpRanges: []ec2types.IpRange{{CidrIp: aws.String("0.0.0.0/0")}}, Ipv6Ranges: []ec2types.Ipv6Range{{CidrIpv6: aws.String("::/0")}},
		}},
	}))
}

func worstBalancer(t testing.TB, a *awstest.Account, network *ec2.Client, vpc *string) {
	t.Helper()
	subnets := got[*ec2.DescribeSubnetsOutput](t)(network.DescribeSubnets(t.Context(), &ec2.DescribeSubnetsInput{})).Subnets
	c := elb.NewFromConfig(a.Config(virginia))
	balancer := got[*elb.CreateLoadBalancerOutput](t)(c.CreateLoadBalancer(t.Context(), &elb.CreateLoadBalancerInput{
		Name: aws.String("site"), Type: elbtypes.LoadBalancerTypeEnumApplication, Subnets: []string{*subnets[0].SubnetId, *subnets[1].SubnetId},
	})).LoadBalancers[0].LoadBalancerArn
	target := got[*elb.CreateTargetGroupOutput](t)(c.CreateTargetGroup(t.Context(), &elb.CreateTargetGroupInput{
		Name: aws.String("site"), Protocol: elbtypes.ProtocolEnumHttp, Port: aws.Int32(80), VpcId: vpc,
	})).TargetGroups[0].TargetGroupArn
	got[*elb.CreateListenerOutput](t)(c.CreateListener(t.Context(), &elb.CreateListenerInput{
		LoadBalancerArn: balancer, Port: aws.Int32(80), Protocol: elbtypes.ProtocolEnumHttp,
		DefaultActions: []elbtypes.Action{{Type: elbtypes.ActionTypeEnumForward, TargetGroupArn: target}},
	}))
	groups := autoscaling.NewFromConfig(a.Config(virginia))
	got[*autoscaling.CreateLaunchConfigurationOutput](t)(groups.CreateLaunchConfiguration(t.Context(), &autoscaling.CreateLaunchConfigurationInput{
		LaunchConfigurationName: aws.String("site"), ImageId: aws.String("ami-12c6146b"), InstanceType: aws.String("t2.micro"),
	}))
	got[*autoscaling.CreateAutoScalingGroupOutput](t)(groups.CreateAutoScalingGroup(t.Context(), &autoscaling.CreateAutoScalingGroupInput{
		AutoScalingGroupName: aws.String("site"), LaunchConfigurationName: aws.String("site"), MinSize: aws.Int32(0), MaxSize: aws.Int32(0),
		AvailabilityZones: []string{virginia + "a"}, TargetGroupARNs: []string{*target},
	}))
}
