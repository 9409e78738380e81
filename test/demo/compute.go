package main

import (
	"archive/zip"
	"bytes"
	"context"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/autoscaling"
	"github.com/aws/aws-sdk-go-v2/service/codebuild"
	cbtypes "github.com/aws/aws-sdk-go-v2/service/codebuild/types"
	"github.com/aws/aws-sdk-go-v2/service/ec2"
	elb "github.com/aws/aws-sdk-go-v2/service/elasticloadbalancingv2"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/lambda"
	lambdatypes "github.com/aws/aws-sdk-go-v2/service/lambda/types"

	"github.com/mantenhq/manten/internal/awstest"
)

const trustBuilds = `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":["codebuild.amazonaws.com","lambda.amazonaws.com"]},"Action":"sts:AssumeRole"}]}`

// functions makes a function that anybody may call, beside a topic that may, too.
func functions(ctx context.Context, a *awstest.Account) error {
	if _, err := iam.NewFromConfig(a.Config("us-east-1")).CreateRole(ctx, &iam.CreateRoleInput{
		RoleName: aws.String("builds"), AssumeRolePolicyDocument: aws.String(trustBuilds),
	}); err != nil {
		return err
	}
	code, err := zipped()
	if err != nil {
		return err
	}
	c, name := lambda.NewFromConfig(a.Config("us-east-1")), aws.String("resize")
	if _, err := c.CreateFunction(ctx, &lambda.CreateFunctionInput{
		FunctionName: name, Role: role(a), Runtime: lambdatypes.RuntimePython313, Handler: aws.String("f.f"), Code: &lambdatypes.FunctionCode{ZipFile: code},
	}); err != nil {
		return err
	}
	for _, p := range []lambda.AddPermissionInput{
		{StatementId: aws.String("topic"), Principal: aws.String("sns.amazonaws.com"), SourceArn: aws.String("arn:aws:sns:us-east-1:" + a.ID + ":uploads")},
		{StatementId: aws.String("anybody"), Principal: aws.String("*")},
	} {
		p.FunctionName, p.Action = name, aws.String("lambda:InvokeFunction")
		if _, err := c.AddPermission(ctx, &p); err != nil {
			return err
		}
	}
	return nil
}

func role(a *awstest.Account) *string { return aws.String("arn:aws:iam::" + a.ID + ":role/builds") }

// zipped is a program that does nothing.
func zipped() ([]byte, error) {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	w, err := z.Create("f.py")
	if err != nil {
		return nil, err
	}
	if _, err := w.Write([]byte("def f(event, context): pass\n")); err != nil {
		return nil, err
	}
	err = z.Close()
	return b.Bytes(), err
}

// fleet makes an Auto Scaling group behind a load balancer that it does not ask about the health of its instances.
func fleet(ctx context.Context, a *awstest.Account) error {
	vpcs, err := ec2.NewFromConfig(a.Config("eu-west-1")).DescribeVpcs(ctx, &ec2.DescribeVpcsInput{})
	if err != nil {
		return err
	}
	groups, err := elb.NewFromConfig(a.Config("eu-west-1")).CreateTargetGroup(ctx, &elb.CreateTargetGroupInput{
		Name: aws.String("shop"), Protocol: "HTTP", Port: aws.Int32(80), VpcId: vpcs.Vpcs[0].VpcId,
	})
	if err != nil {
		return err
	}
	c, name := autoscaling.NewFromConfig(a.Config("eu-west-1")), aws.String("shop")
	if _, err := c.CreateLaunchConfiguration(ctx, &autoscaling.CreateLaunchConfigurationInput{
		LaunchConfigurationName: name, ImageId: aws.String("ami-12c6146b"), InstanceType: aws.String("t2.micro"),
	}); err != nil {
		return err
	}
	_, err = c.CreateAutoScalingGroup(ctx, &autoscaling.CreateAutoScalingGroupInput{
		AutoScalingGroupName: name, LaunchConfigurationName: name, MinSize: aws.Int32(0), MaxSize: aws.Int32(2),
		AvailabilityZones: []string{"eu-west-1a"}, TargetGroupARNs: []string{*groups.TargetGroups[0].TargetGroupArn},
	})
	return err
}

// builds makes a project with the key of a user in clear text.
func builds(ctx context.Context, a *awstest.Account) error {
	users := iam.NewFromConfig(a.Config("us-east-1"))
	if _, err := users.CreateUser(ctx, &iam.CreateUserInput{UserName: aws.String("releases")}); err != nil {
		return err
	}
	key, err := users.CreateAccessKey(ctx, &iam.CreateAccessKeyInput{UserName: aws.String("releases")})
	if err != nil {
		return err
	}
	plain := func(name string, value *string) cbtypes.EnvironmentVariable {
		return cbtypes.EnvironmentVariable{Name: &name, Value: value, Type: cbtypes.EnvironmentVariableTypePlaintext}
	}
	_, err = codebuild.NewFromConfig(a.Config("us-east-1")).CreateProject(ctx, &codebuild.CreateProjectInput{
		Name: aws.String("site"), ServiceRole: role(a), Artifacts: &cbtypes.ProjectArtifacts{Type: cbtypes.ArtifactsTypeNoArtifacts},
		Source: &cbtypes.ProjectSource{Type: cbtypes.SourceTypeGithub, Location: aws.String("https://github.com/team/site.git")},
		Environment: &cbtypes.ProjectEnvironment{
			Type: cbtypes.EnvironmentTypeLinuxContainer, Image: aws.String("aws/codebuild/standard:7.0"), ComputeType: cbtypes.ComputeTypeBuildGeneral1Small,
			EnvironmentVariables: []cbtypes.EnvironmentVariable{
				plain("STAGE", aws.String("live")), plain("AWS_ACCESS_KEY_ID", key.AccessKey.AccessKeyId), plain("AWS_SECRET_ACCESS_KEY", key.AccessKey.SecretAccessKey),
			},
		},
	})
	return err
}
