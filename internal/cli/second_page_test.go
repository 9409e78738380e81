package cli_test

import (
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ec2"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/kms"

	"github.com/mantenhq/manten/internal/awstest"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/view"
)

// TestSecondPageDenied denies the second page of a list: what the first page had is evaluated, and the type is not
// available; nothing passes for want of the rest.
func TestSecondPageDenied(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		service, operation, resourceType, region string
		gaps                                     int
	}{
		{"iam", "GetAccountAuthorizationDetails", "AWS::IAM::User", "", 1},
		{"kms", "ListKeys", "AWS::KMS::Key", ireland, 1},
		{"ec2", "DescribeSecurityGroups", "AWS::EC2::SecurityGroup", virginia, 1},
		{"s3", "ListBuckets", "AWS::S3::Bucket", "", 2}, // listed once, missing in both regions
	} {
		t.Run(c.operation, func(t *testing.T) {
			t.Parallel()
			a := awstest.New(t)
			badAccount(t, a)
			for _, name := range []string{"zoe", "yan", "xie"} {
				anotherOfEach(t, a, name)
			}
			before := scan(t, a, 0)
			if c.operation == "GetAccountAuthorizationDetails" { // asked by several lists
				a.Rule(awstest.Rule{Do: goesOn, Service: c.service, Operation: c.operation, Resource: "Filter.member.1=User"})
				a.Rule(awstest.Rule{Do: awstest.Deny(), Service: c.service, Operation: c.operation, Resource: "Marker="})
			} else {
				a.TwoPages(c.service, c.operation)
				a.Rule(awstest.Rule{Do: awstest.Deny(), Service: c.service, Operation: c.operation, Region: c.region, After: 1})
			}
			after := scan(t, a, 3)

			was, is, known := statuses(before.Findings), evaluated(after.Findings), statuses(after.Findings)
			for _, f := range before.Findings {
				if known[name(f)] == "" {
					t.Errorf("%s is lost", name(f))
				}
			}
			listed := map[control.ID]int{}
			for _, f := range after.Findings {
				if ofType(f, c.resourceType) && f.Status != control.NotAvailable && (c.region == "" || f.Region == c.region) {
					listed[f.Control]++
				}
			}
			for n, s := range is {
				if was[n] != s {
					t.Errorf("%s is %s, undisturbed %q", n, s, was[n])
				}
			}
			for _, f := range before.Findings {
				if looksAt(f, c.resourceType) && (c.region == "" || f.Region == c.region) {
					continue
				}
				if is[name(f)] != f.Status {
					t.Errorf("%s has nothing to do with it and is %q, undisturbed %s", name(f), is[name(f)], f.Status)
				}
			}
			judged := map[control.ID]bool{} // CloudTrail.6 is of no bucket where there is no trail
			for _, f := range before.Findings {
				judged[f.Control] = judged[f.Control] || ofType(f, c.resourceType) && (c.region == "" || f.Region == c.region)
			}
			secondPage(t, after, c.resourceType, c.gaps, judged, listed)
			if len(after.Coverage) != c.gaps || after.Coverage[0].Operation != c.operation {
				t.Errorf("the coverage is %+v", after.Coverage)
			}
		})
	}
}

// secondPage holds that each control of the type has one finding a gap that says that not all was listed, besides
// those of the first page where the undisturbed scan has any; those of the second page say what they were when they could
// be read.
func secondPage(t *testing.T, doc view.Scan, resourceType string, gaps int, judged map[control.ID]bool, listed map[control.ID]int) {
	t.Helper()
	for _, u := range everything().Controls() {
		if string(everything().CollectorOf(u).Type) != resourceType || u.Retired != "" {
			continue
		}
		missing := 0
		for _, f := range doc.Findings {
			switch {
			case f.Control != u.ID || f.Status != control.NotAvailable:
			case f.Message.Key != "store/missed":
				missing++
			case f.Last == nil || f.Last.Status == control.NotAvailable || f.LastSeen.After(doc.Started):
				t.Errorf("%s is unread, and what it was is %+v", name(f), f.Last)
			}
		}
		if missing != gaps || judged[u.ID] && listed[u.ID] == 0 {
			t.Errorf("%s: %d findings are not available and %d are of the first page", u.ID, missing, listed[u.ID])
		}
	}
}

// anotherOfEach makes one user with a password, one key in Ireland and one group in Virginia.
func anotherOfEach(t *testing.T, a *awstest.Account, name string) {
	t.Helper()
	user := &name
	c := iam.NewFromConfig(a.Config(virginia))
	got[*iam.CreateUserOutput](t)(c.CreateUser(t.Context(), &iam.CreateUserInput{UserName: user}))
	got[*iam.CreateLoginProfileOutput](t)(c.CreateLoginProfile(t.Context(), &iam.CreateLoginProfileInput{UserName: user, Password: aws.String("Correct-horse-7")}))
	got[*iam.CreateAccessKeyOutput](t)(c.CreateAccessKey(t.Context(), &iam.CreateAccessKeyInput{UserName: user}))
	got[*kms.CreateKeyOutput](t)(kms.NewFromConfig(a.Config(ireland)).CreateKey(t.Context(), &kms.CreateKeyInput{}))
	got[*ec2.CreateSecurityGroupOutput](t)(ec2.NewFromConfig(a.Config(virginia)).CreateSecurityGroup(t.Context(), &ec2.CreateSecurityGroupInput{
		GroupName: user, Description: aws.String("one more"),
	}))
}
