package main

import (
	"context"
	"regexp"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ec2"
	ec2types "github.com/aws/aws-sdk-go-v2/service/ec2/types"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/kms"
	kmstypes "github.com/aws/aws-sdk-go-v2/service/kms/types"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	s3types "github.com/aws/aws-sdk-go-v2/service/s3/types"

	"github.com/mantenhq/manten/internal/awstest"
)

// build makes an account in which each remediable control fails.
func build(ctx context.Context, a *awstest.Account) error {
	a.Root(awstest.Root{MFA: awstest.VirtualMFA})
	for _, part := range []func(context.Context, *awstest.Account) error{
		buckets, users, keys, groups, snapshots, trail, databases, warehouse, functions, fleet, builds,
	} {
		if err := part(ctx, a); err != nil {
			return err
		}
	}
	return nil
}

func buckets(ctx context.Context, a *awstest.Account) error {
	c := s3.NewFromConfig(a.Config("us-east-1"))
	for _, name := range []string{"website-" + a.ID, "logs-" + a.ID, "photos-" + a.ID} {
		if _, err := c.CreateBucket(ctx, &s3.CreateBucketInput{Bucket: &name}); err != nil {
			return err
		}
	}
	site, photos := "website-"+a.ID, "photos-"+a.ID
	open := `{"Version":"2012-10-17","Statement":[{"Sid":"Everybody","Effect":"Allow","Principal":{"AWS":"*"},"Action":"s3:GetObject","Resource":"arn:aws:s3:::` + site + `/*"}]}`
	if _, err := c.PutBucketPolicy(ctx, &s3.PutBucketPolicyInput{Bucket: &site, Policy: &open}); err != nil {
		return err
	}
	if _, err := c.PutBucketWebsite(ctx, &s3.PutBucketWebsiteInput{Bucket: &site, WebsiteConfiguration: &s3types.WebsiteConfiguration{
		IndexDocument: &s3types.IndexDocument{Suffix: aws.String("index.html")},
	}}); err != nil {
		return err
	}
	_, err := c.PutBucketAcl(ctx, &s3.PutBucketAclInput{Bucket: &photos, ACL: s3types.BucketCannedACLPublicRead})
	return err
}

func users(ctx context.Context, a *awstest.Account) error {
	c := iam.NewFromConfig(a.Config("us-east-1"))
	for _, name := range []string{"alice", "deploy-bot"} {
		if _, err := c.CreateUser(ctx, &iam.CreateUserInput{UserName: &name}); err != nil {
			return err
		}
	}
	if _, err := c.CreateLoginProfile(ctx, &iam.CreateLoginProfileInput{UserName: aws.String("alice"), Password: aws.String("Correct-horse-7")}); err != nil {
		return err
	}
	if _, err := c.CreateAccessKey(ctx, &iam.CreateAccessKeyInput{UserName: aws.String("deploy-bot")}); err != nil {
		return err
	}
	_, err := c.UpdateAccountPasswordPolicy(ctx, &iam.UpdateAccountPasswordPolicyInput{MinimumPasswordLength: aws.Int32(8), RequireNumbers: true})
	return err
}

func keys(ctx context.Context, a *awstest.Account) error {
	c := kms.NewFromConfig(a.Config("eu-west-1"))
	for _, spec := range []kmstypes.KeySpec{kmstypes.KeySpecSymmetricDefault, kmstypes.KeySpecRsa2048} {
		usage := kmstypes.KeyUsageTypeEncryptDecrypt
		if spec == kmstypes.KeySpecRsa2048 {
			usage = kmstypes.KeyUsageTypeSignVerify
		}
		if _, err := c.CreateKey(ctx, &kms.CreateKeyInput{KeySpec: spec, KeyUsage: usage, Description: aws.String("orders")}); err != nil {
			return err
		}
	}
	return nil
}

func groups(ctx context.Context, a *awstest.Account) error {
	c := ec2.NewFromConfig(a.Config("us-east-1"))
	g, err := c.CreateSecurityGroup(ctx, &ec2.CreateSecurityGroupInput{GroupName: aws.String("bastion"), Description: aws.String("ssh from outside")})
	if err != nil {
		return err
	}
	_, err = c.AuthorizeSecurityGroupIngress(ctx, &ec2.AuthorizeSecurityGroupIngressInput{GroupId: g.GroupId, IpPermissions: []ec2types.IpPermission{
		{
			IpProtocol: aws.String("tcp"), FromPort: aws.Int32(22), ToPort: aws.Int32(22),
			IpRanges:   []ec2types.IpRange{{CidrIp: aws.String("0.0.0.0/0"), Description: aws.String("temporary, remove")}, {CidrIp: aws.String("10.0.0.0/8")}},
			Ipv6Ranges: []ec2types.Ipv6Range{{CidrIpv6: aws.String("::/0")}},
		},
		{IpProtocol: aws.String("tcp"), FromPort: aws.Int32(3000), ToPort: aws.Int32(4000), IpRanges: []ec2types.IpRange{{CidrIp: aws.String("0.0.0.0/0")}}},
	}})
	return err
}

func snapshots(ctx context.Context, a *awstest.Account) error {
	c := ec2.NewFromConfig(a.Config("eu-west-1"))
	v, err := c.CreateVolume(ctx, &ec2.CreateVolumeInput{AvailabilityZone: aws.String("eu-west-1a"), Size: aws.Int32(8)})
	if err != nil {
		return err
	}
	s, err := c.CreateSnapshot(ctx, &ec2.CreateSnapshotInput{VolumeId: v.VolumeId})
	if err != nil {
		return err
	}
	_, err = c.ModifySnapshotAttribute(ctx, &ec2.ModifySnapshotAttributeInput{
		SnapshotId: s.SnapshotId, Attribute: ec2types.SnapshotAttributeNameCreateVolumePermission,
		OperationType: ec2types.OperationTypeAdd, GroupNames: []string{"all"},
	})
	return err
}

// created is when something was made, as a snapshot of resources tells it.
var created = regexp.MustCompile(`"(Created|Changed)": "20[^"]*"`)

// keyID is an access key's id; the sample's is the one that AWS's documentation uses for examples.
var keyID = regexp.MustCompile(`AKIA[A-Z0-9]{16}`)

// age makes the keys and passwords of the sample old, which the local AWS cannot.
func age(snapshot []byte) []byte {
	snapshot = keyID.ReplaceAll(snapshot, []byte("AKIAIOSFODNN7EXAMPLE"))
	return created.ReplaceAll(snapshot, []byte(`"$1": "2025-09-14T08:00:00Z"`))
}
