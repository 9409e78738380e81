package autoscaling

import (
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/autoscaling"
	"github.com/aws/aws-sdk-go-v2/service/ec2"
	elb "github.com/aws/aws-sdk-go-v2/service/elasticloadbalancingv2"

	"github.com/mantenhq/manten/internal/awstest"
	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/autoscaling"
)

const (
	region      = "us-east-1"
	targetGroup = "arn:aws:elasticloadbalancing:eu-west-1:111122223333:targetgroup/web/0123456789abcdef"
)

// groupWith is a group behind a target group that does not use its health checks, with one change.
func groupWith(change func(*autoscaling.Group)) autoscaling.Group {
	g := autoscaling.Group{
		Ref: resource.Ref{
			Type: "AWS::AutoScaling::AutoScalingGroup", Account: "111122223333", Region: "eu-west-1", Name: "web",
			ID: "arn:aws:autoscaling:eu-west-1:111122223333:autoScalingGroup:0a1b:autoScalingGroupName/web",
		},
		HealthCheck:       resource.Is(autoscaling.HealthCheck{Types: []string{"EC2"}, GracePeriod: 60}),
		LoadBalancerNames: resource.Is([]string{}),
		TargetGroupARNs:   resource.Is([]string{targetGroup}),
		Status:            resource.Is(""),
		Targets: resource.Is([]autoscaling.Target{
			{Instance: "i-1", TargetGroup: targetGroup, State: "healthy"},
			{Instance: "i-2", TargetGroup: targetGroup, State: "initial", Reason: "Elb.RegistrationInProgress"},
		}),
		Tags: resource.Is(map[string]string{}),
	}
	if change != nil {
		change(&g)
	}
	return g
}

func checks(grace int32, types ...string) func(*autoscaling.Group) {
	return func(g *autoscaling.Group) {
		g.HealthCheck = resource.Is(autoscaling.HealthCheck{Types: types, GracePeriod: grace})
	}
}

func place(a *awstest.Account) catalog.Place {
	return catalog.Place{Account: a.ID, Region: region, Config: a.Through(region), Facts: groups.Facts}
}

// target makes a target group in a VPC of its own and gives its ARN.
func target(t *testing.T, a *awstest.Account, name string) string {
	t.Helper()
	vpc, err := ec2.NewFromConfig(a.Config(region)).CreateVpc(t.Context(), &ec2.CreateVpcInput{CidrBlock: aws.String("10.0.0.0/16")})
	if err != nil {
		t.Fatal(err)
	}
	out, err := elb.NewFromConfig(a.Config(region)).CreateTargetGroup(t.Context(), &elb.CreateTargetGroupInput{
		Name: &name, Protocol: "HTTP", Port: aws.Int32(80), VpcId: vpc.Vpc.VpcId,
	})
	if err != nil {
		t.Fatal(err)
	}
	return *out.TargetGroups[0].TargetGroupArn
}

// create makes a group of some instances. moto takes no grace period of 0 when it creates one.
func create(t *testing.T, a *awstest.Account, name string, size int32, targets ...string) {
	t.Helper()
	c := sdk.NewFromConfig(a.Config(region))
	launch := "launch-" + name
	if _, err := c.CreateLaunchConfiguration(t.Context(), &sdk.CreateLaunchConfigurationInput{
		LaunchConfigurationName: &launch, ImageId: aws.String("ami-12c6146b"), InstanceType: aws.String("t2.micro"),
	}); err != nil {
		t.Fatal(err)
	}
	if _, err := c.CreateAutoScalingGroup(t.Context(), &sdk.CreateAutoScalingGroupInput{
		AutoScalingGroupName: &name, LaunchConfigurationName: &launch, MinSize: &size, MaxSize: &size,
		AvailabilityZones: []string{region + "a"}, TargetGroupARNs: targets,
	}); err != nil {
		t.Fatal(err)
	}
	if _, err := c.UpdateAutoScalingGroup(t.Context(), &sdk.UpdateAutoScalingGroupInput{
		AutoScalingGroupName: &name, HealthCheckGracePeriod: aws.Int32(0),
	}); err != nil {
		t.Fatal(err)
	}
}

func as(t *testing.T, r resource.Resource) autoscaling.Group {
	t.Helper()
	g, ok := r.(autoscaling.Group)
	if !ok {
		t.Fatalf("got a %T", r)
	}
	return g
}

// listedGroups are the groups of a place by name.
func listedGroups(t *testing.T, at catalog.Place) map[string]autoscaling.Group {
	t.Helper()
	all := map[string]autoscaling.Group{}
	for r, err := range groups.List(t.Context(), at) {
		if err != nil {
			t.Fatal(err)
		}
		all[r.Reference().Name] = as(t, r)
	}
	return all
}

func get(t *testing.T, at catalog.Place, r resource.Resource) autoscaling.Group {
	t.Helper()
	got, err := groups.Get(t.Context(), at, r)
	if err != nil {
		t.Fatal(err)
	}
	return as(t, got)
}
