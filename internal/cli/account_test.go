package cli_test

import (
	"testing"

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

// The regions that the bad account is in.
const (
	virginia = "us-east-1"
	ireland  = "eu-west-1"
)

// regions are the flags for them; all of the local AWS's would take longer and show the same.
func regions() []string { return []string{"--region", virginia, "--region", ireland} }

// got ends the test on an error of the SDK.
func got[T any](t testing.TB) func(T, error) T {
	t.Helper()
	return func(v T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

// badAccount makes an account in which each control that has a remediation fails, past the proxy. With the clock ahead,
// keys are old too.
func badAccount(t testing.TB, a *awstest.Account) {
	t.Helper()
	a.Root(awstest.Root{MFA: awstest.VirtualMFA})
	badBuckets(t, a)
	badUsers(t, a)
	badKeys(t, a)
	badGroup(t, a, virginia)
	badGroup(t, a, ireland)
	publicSnapshot(t, a)
}

// bucket is the name of one of the account's buckets; all accounts share one space of names.
func bucket(a *awstest.Account, name string) string { return name + "-" + a.ID }

// badBuckets makes a public website, a bucket with an open ACL, one with a policy of its own, and a plain one elsewhere.
func badBuckets(t testing.TB, a *awstest.Account) {
	t.Helper()
	c := s3.NewFromConfig(a.Config(virginia))
	site, photos, reports := bucket(a, "website"), bucket(a, "photos"), bucket(a, "reports")
	for _, name := range []string{site, photos, reports} {
		got[*s3.CreateBucketOutput](t)(c.CreateBucket(t.Context(), &s3.CreateBucketInput{Bucket: &name}))
	}
	got[*s3.CreateBucketOutput](t)(s3.NewFromConfig(a.Config(ireland)).CreateBucket(t.Context(), &s3.CreateBucketInput{
		Bucket:                    aws.String(bucket(a, "logs")),
		CreateBucketConfiguration: &s3types.CreateBucketConfiguration{LocationConstraint: s3types.BucketLocationConstraintEuWest1},
	}))
	putPolicy(t, a, site, `{"Version":"2012-10-17","Statement":[{"Sid":"Everybody","Effect":"Allow","Principal":{"AWS":"*"},"Action":"s3:GetObject","Resource":"arn:aws:s3:::`+site+`/*"}]}`)
	got[*s3.PutBucketWebsiteOutput](t)(c.PutBucketWebsite(t.Context(), &s3.PutBucketWebsiteInput{
		Bucket: &site, WebsiteConfiguration: &s3types.WebsiteConfiguration{IndexDocument: &s3types.IndexDocument{Suffix: aws.String("index.html")}},
	}))
	got[*s3.PutBucketAclOutput](t)(c.PutBucketAcl(t.Context(), &s3.PutBucketAclInput{Bucket: &photos, ACL: s3types.BucketCannedACLPublicRead}))
	putPolicy(t, a, reports, `{"Version":"2012-10-17","Id":"kept","Statement":[{"Sid":"Auditors","Effect":"Allow","Principal":{"AWS":"arn:aws:iam::`+a.ID+`:root"},"Action":"s3:GetObject","Resource":"arn:aws:s3:::`+reports+`/*"}]}`)
}

func putPolicy(t testing.TB, a *awstest.Account, name, policy string) {
	t.Helper()
	got[*s3.PutBucketPolicyOutput](t)(s3.NewFromConfig(a.Config(virginia)).PutBucketPolicy(t.Context(), &s3.PutBucketPolicyInput{Bucket: &name, Policy: &policy}))
}

// badUsers makes a user with a password and no second factor, two with keys, and a weak password policy.
func badUsers(t testing.TB, a *awstest.Account) {
	t.Helper()
	c := iam.NewFromConfig(a.Config(virginia))
	for _, name := range []string{"alice", "deploy-bot", "backup-bot"} {
		got[*iam.CreateUserOutput](t)(c.CreateUser(t.Context(), &iam.CreateUserInput{UserName: &name}))
	}
	got[*iam.CreateLoginProfileOutput](t)(c.CreateLoginProfile(t.Context(), &iam.CreateLoginProfileInput{
		UserName: aws.String("alice"), Password: aws.String("Correct-horse-7"),
	}))
	for _, name := range []string{"deploy-bot", "deploy-bot", "backup-bot"} {
		got[*iam.CreateAccessKeyOutput](t)(c.CreateAccessKey(t.Context(), &iam.CreateAccessKeyInput{UserName: &name}))
	}
	got[*iam.UpdateAccountPasswordPolicyOutput](t)(c.UpdateAccountPasswordPolicy(t.Context(), &iam.UpdateAccountPasswordPolicyInput{
		MinimumPasswordLength: aws.Int32(8), RequireNumbers: true,
	}))
}

// badKeys makes keys without rotation, and one that cannot rotate.
func badKeys(t testing.TB, a *awstest.Account) {
	t.Helper()
	for _, region := range []string{virginia, ireland} {
		got[*kms.CreateKeyOutput](t)(kms.NewFromConfig(a.Config(region)).CreateKey(t.Context(), &kms.CreateKeyInput{Description: aws.String("orders")}))
	}
	got[*kms.CreateKeyOutput](t)(kms.NewFromConfig(a.Config(ireland)).CreateKey(t.Context(), &kms.CreateKeyInput{
		KeySpec: kmstypes.KeySpecRsa2048, KeyUsage: kmstypes.KeyUsageTypeSignVerify,
	}))
}

// badGroup makes a security group that lets every kind of peer in.
func badGroup(t testing.TB, a *awstest.Account, region string) {
	t.Helper()
	c := ec2.NewFromConfig(a.Config(region))
	list := got[*ec2.CreateManagedPrefixListOutput](t)(c.CreateManagedPrefixList(t.Context(), &ec2.CreateManagedPrefixListInput{
		PrefixListName: aws.String("offices"), AddressFamily: aws.String("IPv4"), MaxEntries: aws.Int32(2),
	}))
	g := got[*ec2.CreateSecurityGroupOutput](t)(c.CreateSecurityGroup(t.Context(), &ec2.CreateSecurityGroupInput{
		GroupName: aws.String("bastion"), Description: aws.String("ssh from outside"),
	}))
	got[*ec2.AuthorizeSecurityGroupIngressOutput](t)(c.AuthorizeSecurityGroupIngress(t.Context(), &ec2.AuthorizeSecurityGroupIngressInput{
		GroupId: g.GroupId, IpPermissions: []ec2types.IpPermission{
			{
				IpProtocol: aws.String("tcp"), FromPort: aws.Int32(22), ToPort: aws.Int32(22),
				IpRanges: []ec2types.IpRange{
					{CidrIp: aws.String("0.0.0.0/0"), Description: aws.String("temporary, remove")},
					{CidrIp: aws.String("10.0.0.0/8"), Description: aws.String("the office")},
				},
				Ipv6Ranges:       []ec2types.Ipv6Range{{CidrIpv6: aws.String("::/0")}, {CidrIpv6: aws.String("2001:db8::/32")}},
				UserIdGroupPairs: []ec2types.UserIdGroupPair{{GroupId: g.GroupId, Description: aws.String("among themselves")}},
				PrefixListIds:    []ec2types.PrefixListId{{PrefixListId: list.PrefixList.PrefixListId}},
			},
			{IpProtocol: aws.String("tcp"), FromPort: aws.Int32(3000), ToPort: aws.Int32(4000), IpRanges: []ec2types.IpRange{{CidrIp: aws.String("0.0.0.0/0")}}},
			{IpProtocol: aws.String("tcp"), FromPort: aws.Int32(443), ToPort: aws.Int32(443), IpRanges: []ec2types.IpRange{{CidrIp: aws.String("0.0.0.0/0")}}},
		},
	}))
}

func publicSnapshot(t testing.TB, a *awstest.Account) {
	t.Helper()
	c := ec2.NewFromConfig(a.Config(ireland))
	v := got[*ec2.CreateVolumeOutput](t)(c.CreateVolume(t.Context(), &ec2.CreateVolumeInput{AvailabilityZone: aws.String(ireland + "a"), Size: aws.Int32(8)}))
	s := got[*ec2.CreateSnapshotOutput](t)(c.CreateSnapshot(t.Context(), &ec2.CreateSnapshotInput{VolumeId: v.VolumeId}))
	got[*ec2.ModifySnapshotAttributeOutput](t)(c.ModifySnapshotAttribute(t.Context(), &ec2.ModifySnapshotAttributeInput{
		SnapshotId: s.SnapshotId, Attribute: ec2types.SnapshotAttributeNameCreateVolumePermission,
		OperationType: ec2types.OperationTypeAdd, GroupNames: []string{"all"},
	}))
}
