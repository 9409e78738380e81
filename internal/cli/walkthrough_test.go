package cli_test

import (
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/account"
	accounttypes "github.com/aws/aws-sdk-go-v2/service/account/types"
	"github.com/aws/aws-sdk-go-v2/service/ec2"
	ec2types "github.com/aws/aws-sdk-go-v2/service/ec2/types"
	"github.com/aws/aws-sdk-go-v2/service/guardduty"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/s3control"
	s3controltypes "github.com/aws/aws-sdk-go-v2/service/s3control/types"
	"github.com/google/go-cmp/cmp"

	"github.com/mantenhq/manten/internal/awstest"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/plan"
	"github.com/mantenhq/manten/internal/standard"
	"github.com/mantenhq/manten/internal/view"
)

// TestWalkthrough goes the way of a published walkthrough: an account whose score over FSBP 1.0.0 and CIS 1.2.0 is 75 %
// comes to 99 % by one plan, in which only the hardware device of the root user is left. An exception takes that one out
// of the score: 100 %, and CIS 1.2.0 from 98 %, 41 of 42, to 100 %. All figures are those that the commands say.
func TestWalkthrough(t *testing.T) {
	t.Parallel()
	a := withManagedPolicies(t)
	ordinaryAccount(t, a)
	write(t, "manten.yaml", []byte("regions: [us-east-1]\nstandards: [fsbp-1.0.0, cis-1.2.0]\n"))

	must(t, a, "scan")
	first := standing(t, a, "at first")
	p := planned(t, a, "--set", "CreateLogMetricFilterAndAlarm.email="+mailbox)
	run := applied(t, a, 0, wholly(p, "apply", "plan.json")...)
	onlyPending(t, p, run, "Subscribe")
	a.Confirm(virginia, mailbox)
	allAre(t, applied(t, a, 0, "runs", "refresh", run.ID), plan.Verified)

	must(t, a, "scan")
	second := standing(t, a, "after the plan")
	until := time.Now().AddDate(0, 6, 0).Format(time.DateOnly)
	must(t, a, "exception", "add", "--control", "IAM.6", "--reason", "the root user has a virtual device",
		"--owner", "platform", "--approver", "ciso", "--until", until)
	third := standing(t, a, "with the exception")

	want := []stand{
		{All: 75, CIS: 50, CISPassed: 21, CISCounting: 42, Failed: 21},
		{All: 99, CIS: 98, CISPassed: 41, CISCounting: 42, Failed: 1, Left: "IAM.6"},
		{All: 100, CIS: 100, CISPassed: 41, CISCounting: 41},
	}
	if diff := cmp.Diff(want, []stand{first, second, third}); diff != "" {
		t.Errorf("the way (-want +was):\n%s", diff)
	}
	predicted(t, p, want[1])
}

// stand is where an account stands, in the words of `manten score`.
type stand struct {
	All, CIS int
	// CISPassed of CISCounting controls of CIS 1.2.0 pass.
	CISPassed, CISCounting int
	// Failed are all controls that fail; Left is the one of them if it is the only one.
	Failed int
	Left   control.ID
}

func standing(t *testing.T, a *awstest.Account, when string) stand {
	t.Helper()
	var doc view.Score
	must(t, a, "score", "--format", "json").parse(t, &doc)
	var s stand
	for _, sc := range doc.Scores {
		if sc.Score == nil || sc.Unknown > 0 {
			t.Fatalf("%s: %+v", when, sc)
		}
		switch sc.Standard {
		case standard.All:
			s.All, s.Failed = *sc.Score, sc.Failed
		case standard.CIS120:
			s.CIS, s.CISPassed, s.CISCounting = *sc.Score, sc.Passed, sc.Passed+sc.Failed
		default:
		}
		t.Logf("%s: %-10s %3d %%  %d of %d controls pass", when, sc.Standard, *sc.Score, sc.Passed, sc.Passed+sc.Failed)
	}
	for _, c := range doc.Controls {
		if c.Status == standard.Failed && s.Failed == 1 {
			s.Left = c.ID
		}
	}
	return s
}

// predicted holds that the plan had said how the account would stand.
func predicted(t *testing.T, p *plan.Plan, s stand) {
	t.Helper()
	said := map[standard.Name]int{}
	for _, sc := range p.Score {
		said[sc.Standard] = *sc.After
	}
	if len(said) != 3 || said[standard.All] != s.All || said[standard.CIS120] != s.CIS {
		t.Errorf("the plan predicted %v", said)
	}
}

// ordinaryAccount is one that somebody has looked after a little: passwords must be strong, there is a contact for
// security, GuardDuty is on, volumes are encrypted, buckets cannot be public, and the root user has a virtual device. It
// has no trail, no recorder, no flow logs, no alarms and no role for support, and everybody can reach a group by SSH.
func ordinaryAccount(t *testing.T, a *awstest.Account) {
	t.Helper()
	a.Root(awstest.Root{MFA: awstest.VirtualMFA})
	cfg := a.Config(virginia)
	got[*iam.UpdateAccountPasswordPolicyOutput](t)(iam.NewFromConfig(cfg).UpdateAccountPasswordPolicy(t.Context(), &iam.UpdateAccountPasswordPolicyInput{
		MinimumPasswordLength: aws.Int32(14), MaxPasswordAge: aws.Int32(90), PasswordReusePrevention: aws.Int32(24),
		RequireLowercaseCharacters: true, RequireNumbers: true, RequireSymbols: true, RequireUppercaseCharacters: true,
	}))
	got[*account.PutAlternateContactOutput](t)(account.NewFromConfig(cfg).PutAlternateContact(t.Context(), &account.PutAlternateContactInput{
		AlternateContactType: accounttypes.AlternateContactTypeSecurity, Name: aws.String("Security"), Title: aws.String("Team"),
		EmailAddress: aws.String(mailbox), PhoneNumber: aws.String("+81312345678"),
	}))
	got[*guardduty.CreateDetectorOutput](t)(guardduty.NewFromConfig(cfg).CreateDetector(t.Context(), &guardduty.CreateDetectorInput{Enable: aws.Bool(true)}))
	got[*s3control.PutPublicAccessBlockOutput](t)(s3control.NewFromConfig(cfg).PutPublicAccessBlock(t.Context(), &s3control.PutPublicAccessBlockInput{
		AccountId: &a.ID, PublicAccessBlockConfiguration: &s3controltypes.PublicAccessBlockConfiguration{
			BlockPublicAcls: aws.Bool(true), BlockPublicPolicy: aws.Bool(true), IgnorePublicAcls: aws.Bool(true), RestrictPublicBuckets: aws.Bool(true),
		},
	}))
	c := ec2.NewFromConfig(cfg)
	got[*ec2.EnableEbsEncryptionByDefaultOutput](t)(c.EnableEbsEncryptionByDefault(t.Context(), &ec2.EnableEbsEncryptionByDefaultInput{}))
	group := got[*ec2.CreateSecurityGroupOutput](t)(c.CreateSecurityGroup(t.Context(), &ec2.CreateSecurityGroupInput{GroupName: aws.String("bastion"), Description: aws.String("bastion")}))
	got[*ec2.AuthorizeSecurityGroupIngressOutput](t)(c.AuthorizeSecurityGroupIngress(t.Context(), &ec2.AuthorizeSecurityGroupIngressInput{
		GroupId: group.GroupId, IpPermissions: []ec2types.IpPermission{{
			IpProtocol: aws.String("tcp"), FromPort: aws.Int32(22), ToPort: aws.Int32(22), IpRanges: []ec2types.IpRange{{CidrIp: aws.String("0.0.0.0/0")}},
		}},
	}))
}
