package cli_test

import (
	"strconv"
	"sync"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudtrail"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatchlogs"
	"github.com/aws/aws-sdk-go-v2/service/ec2"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/kms"
	"github.com/aws/aws-sdk-go-v2/service/lambda"
	"github.com/aws/aws-sdk-go-v2/service/rds"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	s3types "github.com/aws/aws-sdk-go-v2/service/s3/types"

	"github.com/mantenhq/manten/internal/awstest"
)

// large is how many resources of each kind an account has, in one region.
type large struct {
	// Buckets are all buckets but the trail's. Open are those of them that do not ignore public ACLs, as the trail's does not.
	Buckets, Open int
	// Roles, Users and Policies are IAM's.
	Roles, Users, Policies int
	// Groups are security groups, those of each VPC included.
	Groups, Networks int
	Keys, Functions  int
	// DBSnapshots and EBSSnapshots are half encrypted.
	Instances, DBSnapshots, EBSSnapshots int
	// LogGroups are all log groups; one of them is the trail's.
	LogGroups int
}

// aLarge is the account of which the number of calls is promised, or a part of it.
func aLarge(part int) large {
	return large{
		Buckets: 1000 / part, Open: 500 / part, Roles: 200 / part, Users: 50 / part, Policies: 40 / part, Groups: 200 / part, Networks: 10 / part,
		Keys: 100 / part, Functions: 100 / part, Instances: 20 / part, DBSnapshots: 20 / part, EBSSnapshots: 100 / part, LogGroups: 20 / part,
	}
}

// make makes the account, many resources at a time.
func (l large) make(t testing.TB, a *awstest.Account) {
	t.Helper()
	cfg := a.Config(virginia)
	l.makeIdentities(t, iam.NewFromConfig(cfg))
	l.makeNetwork(t, ec2.NewFromConfig(cfg))
	l.makeDatabases(t, a, rds.NewFromConfig(cfg))
	l.makeBuckets(t, a, s3.NewFromConfig(cfg))
	keys := kms.NewFromConfig(cfg)
	sideBySide(t, l.Keys, func(string) error {
		_, err := keys.CreateKey(t.Context(), &kms.CreateKeyInput{})
		return err
	})
	functions, role := lambda.NewFromConfig(cfg), newRole(t, a, "functions", "lambda.amazonaws.com")
	for i := range l.Functions {
		newFunction(t, functions, "f"+strconv.Itoa(i), role)
	}
	l.makeTrail(t, a)
}

func (l large) makeBuckets(t testing.TB, a *awstest.Account, buckets *s3.Client) {
	t.Helper()
	sideBySide(t, l.Buckets, func(n string) error {
		name := bucket(a, "b"+n)
		if _, err := buckets.CreateBucket(t.Context(), &s3.CreateBucketInput{Bucket: &name}); err != nil {
			return err
		}
		if i, err := strconv.Atoi(n); err != nil || i < l.Open {
			return err
		}
		_, err := buckets.PutPublicAccessBlock(t.Context(), &s3.PutPublicAccessBlockInput{
			Bucket: &name, PublicAccessBlockConfiguration: &s3types.PublicAccessBlockConfiguration{IgnorePublicAcls: aws.Bool(true)},
		})
		return err
	})
}

func (l large) makeIdentities(t testing.TB, c *iam.Client) {
	t.Helper()
	const nobody = `{"Version":"2012-10-17","Statement":[]}`
	sideBySide(t, l.Roles-1, func(n string) error { // one is that of the functions
		_, err := c.CreateRole(t.Context(), &iam.CreateRoleInput{RoleName: aws.String("r" + n), AssumeRolePolicyDocument: aws.String(nobody)})
		return err
	})
	sideBySide(t, l.Users, func(n string) error {
		if _, err := c.CreateUser(t.Context(), &iam.CreateUserInput{UserName: aws.String("u" + n)}); err != nil {
			return err
		}
		_, err := c.CreateAccessKey(t.Context(), &iam.CreateAccessKeyInput{UserName: aws.String("u" + n)})
		return err
	})
	sideBySide(t, l.Policies, func(n string) error {
		_, err := c.CreatePolicy(t.Context(), &iam.CreatePolicyInput{PolicyName: aws.String("p" + n), PolicyDocument: aws.String(
			`{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"*"}]}`)})
		return err
	})
}

// makeNetwork makes VPCs beside the one that the region has, and groups beside the default one of each VPC.
func (l large) makeNetwork(t testing.TB, c *ec2.Client) {
	t.Helper()
	sideBySide(t, l.Networks-1, func(n string) error {
		_, err := c.CreateVpc(t.Context(), &ec2.CreateVpcInput{CidrBlock: aws.String("10." + n + ".0.0/16")})
		return err
	})
	sideBySide(t, l.Groups-l.Networks, func(n string) error {
		_, err := c.CreateSecurityGroup(t.Context(), &ec2.CreateSecurityGroupInput{GroupName: aws.String("g" + n), Description: aws.String("one of many")})
		return err
	})
	for _, encrypted := range []bool{true, false} {
		v := got[*ec2.CreateVolumeOutput](t)(c.CreateVolume(t.Context(), &ec2.CreateVolumeInput{
			AvailabilityZone: aws.String(virginia + "a"), Size: aws.Int32(8), Encrypted: &encrypted,
		}))
		sideBySide(t, l.EBSSnapshots/2, func(string) error {
			_, err := c.CreateSnapshot(t.Context(), &ec2.CreateSnapshotInput{VolumeId: v.VolumeId})
			return err
		})
	}
}

// makeDatabases makes instances, of which the first is encrypted, and snapshots of the first two.
func (l large) makeDatabases(t testing.TB, a *awstest.Account, c *rds.Client) {
	t.Helper()
	sideBySide(t, l.Instances, func(n string) error {
		_, err := c.CreateDBInstance(t.Context(), &rds.CreateDBInstanceInput{
			DBInstanceIdentifier: aws.String("d" + n), Engine: aws.String("postgres"), DBInstanceClass: aws.String("db.t3.micro"), AllocatedStorage: aws.Int32(20),
			MasterUsername: aws.String("root"), MasterUserPassword: aws.String("not-a-secret"), BackupRetentionPeriod: aws.Int32(0), StorageEncrypted: aws.Bool(n == "0"),
			PubliclyAccessible: aws.Bool(false),
		})
		return err
	})
	sideBySide(t, l.DBSnapshots, func(n string) error {
		i, err := strconv.Atoi(n)
		if err != nil {
			return err
		}
		_, err = c.CreateDBSnapshot(t.Context(), &rds.CreateDBSnapshotInput{
			DBInstanceIdentifier: aws.String("d" + strconv.Itoa(i%2)), DBSnapshotIdentifier: aws.String("s" + n),
		})
		return err
	})
}

// makeTrail makes the trail of all regions with its bucket and log group, among other groups.
func (l large) makeTrail(t testing.TB, a *awstest.Account) {
	t.Helper()
	name := bucket(a, "trail")
	got[*s3.CreateBucketOutput](t)(s3.NewFromConfig(a.Config(virginia)).CreateBucket(t.Context(), &s3.CreateBucketInput{Bucket: &name}))
	groups := cloudwatchlogs.NewFromConfig(a.Config(virginia))
	sideBySide(t, l.LogGroups, func(n string) error {
		_, err := groups.CreateLogGroup(t.Context(), &cloudwatchlogs.CreateLogGroupInput{LogGroupName: aws.String("l" + n)})
		return err
	})
	c := cloudtrail.NewFromConfig(a.Config(virginia))
	got[*cloudtrail.CreateTrailOutput](t)(c.CreateTrail(t.Context(), &cloudtrail.CreateTrailInput{
		Name: aws.String("audit"), S3BucketName: &name, IsMultiRegionTrail: aws.Bool(true),
		CloudWatchLogsLogGroupArn: aws.String("arn:aws:logs:us-east-1:" + a.ID + ":log-group:l0:*"), CloudWatchLogsRoleArn: aws.String("arn:aws:iam::" + a.ID + ":role/r0"),
	}))
	got[*cloudtrail.StartLoggingOutput](t)(c.StartLogging(t.Context(), &cloudtrail.StartLoggingInput{Name: aws.String("audit")}))
}

// sideBySide does something n times, a few at a time, with the numbers from 0 as text.
func sideBySide(t testing.TB, n int, do func(number string) error) {
	t.Helper()
	const hands = 8
	var all sync.WaitGroup
	for h := range hands {
		all.Go(func() {
			for i := h; i < n; i += hands {
				if err := do(strconv.Itoa(i)); err != nil {
					t.Error(err)
					return
				}
			}
		})
	}
	all.Wait()
}
