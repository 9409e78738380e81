package awstest_test

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ec2"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/kms"
	"github.com/aws/aws-sdk-go-v2/service/s3"

	"github.com/mantenhq/manten/internal/awstest"
)

// A lister is an operation whose answer comes in pages: list takes one page and says how many
// items it had and whether there are more.
type lister struct {
	create func(context.Context, aws.Config, string) error
	pages  func(context.Context, aws.Config) ([]int, error)
}

func listers() map[[2]string]lister {
	return map[[2]string]lister{
		{"ec2", "DescribeSecurityGroups"}: {
			create: func(ctx context.Context, c aws.Config, name string) error {
				_, err := ec2.NewFromConfig(c).CreateSecurityGroup(ctx, &ec2.CreateSecurityGroupInput{Description: &name, GroupName: &name})
				return err
			},
			pages: func(ctx context.Context, c aws.Config) ([]int, error) {
				p := ec2.NewDescribeSecurityGroupsPaginator(ec2.NewFromConfig(c), &ec2.DescribeSecurityGroupsInput{})
				return count(ctx, p, func(o *ec2.DescribeSecurityGroupsOutput) int { return len(o.SecurityGroups) })
			},
		},
		{"ec2", "DescribeSnapshots"}: {
			create: func(ctx context.Context, c aws.Config, _ string) error {
				client := ec2.NewFromConfig(c)
				volume, err := client.CreateVolume(ctx, &ec2.CreateVolumeInput{AvailabilityZone: aws.String(region + "a"), Size: aws.Int32(1)})
				if err != nil {
					return err
				}
				_, err = client.CreateSnapshot(ctx, &ec2.CreateSnapshotInput{VolumeId: volume.VolumeId})
				return err
			},
			pages: func(ctx context.Context, c aws.Config) ([]int, error) {
				p := ec2.NewDescribeSnapshotsPaginator(ec2.NewFromConfig(c), &ec2.DescribeSnapshotsInput{OwnerIds: []string{"self"}})
				return count(ctx, p, func(o *ec2.DescribeSnapshotsOutput) int { return len(o.Snapshots) })
			},
		},
		{"iam", "ListUsers"}: {
			create: func(ctx context.Context, c aws.Config, name string) error {
				_, err := iam.NewFromConfig(c).CreateUser(ctx, &iam.CreateUserInput{UserName: &name})
				return err
			},
			pages: func(ctx context.Context, c aws.Config) ([]int, error) {
				p := iam.NewListUsersPaginator(iam.NewFromConfig(c), &iam.ListUsersInput{})
				return count(ctx, p, func(o *iam.ListUsersOutput) int { return len(o.Users) })
			},
		},
		{"kms", "ListKeys"}: {
			create: func(ctx context.Context, c aws.Config, _ string) error {
				_, err := kms.NewFromConfig(c).CreateKey(ctx, &kms.CreateKeyInput{})
				return err
			},
			pages: func(ctx context.Context, c aws.Config) ([]int, error) {
				p := kms.NewListKeysPaginator(kms.NewFromConfig(c), &kms.ListKeysInput{})
				return count(ctx, p, func(o *kms.ListKeysOutput) int { return len(o.Keys) })
			},
		},
		{"s3", "ListBuckets"}: {
			create: func(ctx context.Context, c aws.Config, name string) error {
				c.Region = "us-east-1"
				_, err := s3.NewFromConfig(c).CreateBucket(ctx, &s3.CreateBucketInput{Bucket: &name})
				return err
			},
			pages: func(ctx context.Context, c aws.Config) ([]int, error) {
				p := s3.NewListBucketsPaginator(s3.NewFromConfig(c), &s3.ListBucketsInput{})
				return count(ctx, p, func(o *s3.ListBucketsOutput) int { return len(o.Buckets) })
			},
		},
	}
}

type paginator[O, F any] interface {
	HasMorePages() bool
	NextPage(context.Context, ...F) (*O, error)
}

// count is the number of items of each page.
func count[O, F any](ctx context.Context, p paginator[O, F], items func(*O) int) ([]int, error) {
	var counts []int
	for p.HasMorePages() {
		page, err := p.NextPage(ctx)
		if err != nil {
			return counts, err
		}
		counts = append(counts, items(page))
	}
	return counts, nil
}

func TestTwoPages(t *testing.T) {
	t.Parallel()
	for name, l := range listers() {
		t.Run(name[0]+"."+name[1], func(t *testing.T) {
			t.Parallel()
			a := awstest.New(t)
			remove := a.TwoPages(name[0], name[1])
			if got, err := l.pages(t.Context(), a.Through(region)); err != nil || len(got) != 2 {
				t.Errorf("without items: %v, %v", got, err)
			}
			for i := range 3 {
				if err := l.create(t.Context(), a.Config(region), fmt.Sprintf("%s-%d", a.ID, i)); err != nil {
					t.Fatal(err)
				}
			}
			remove()
			whole, err := l.pages(t.Context(), a.Through(region))
			if err != nil || len(whole) != 1 || whole[0] < 3 {
				t.Fatalf("whole: %v, %v", whole, err)
			}
			a.TwoPages(name[0], name[1])
			want := []int{whole[0] / 2, whole[0] - whole[0]/2}
			if got, err := l.pages(t.Context(), a.Through(region)); err != nil || !slices.Equal(got, want) {
				t.Errorf("in pages: %v, %v, want %v", got, err, want)
			}
			a.Rule(awstest.Rule{After: 1, Do: awstest.Deny(), Operation: name[1]})
			if got, err := l.pages(t.Context(), a.Through(region)); err == nil || len(got) != 1 {
				t.Errorf("with the second page denied: %v, %v", got, err)
			}
		})
	}
}

// Every stand-in says what it is for, once. An operation may come in pages besides.
func TestStandIns(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for _, s := range awstest.StandIns() {
		name := fmt.Sprintf("%s.%s %t", s.Service, s.Operation, s.Always)
		if s.Service == "" || s.Operation == "" || s.Why == "" || seen[name] {
			t.Errorf("%+v", s)
		}
		seen[name] = true
	}
	if len(seen) == 0 {
		t.Error("there are no stand-ins, so nothing was looked at")
	}
}
