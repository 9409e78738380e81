package cli_test

import (
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ec2"
	ec2types "github.com/aws/aws-sdk-go-v2/service/ec2/types"
	"github.com/google/go-cmp/cmp"

	"github.com/mantenhq/manten/internal/awstest"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/plan"
)

// TestBrokenPolicy has a bucket policy that no parser reads: it is not judged, and not touched.
func TestBrokenPolicy(t *testing.T) {
	t.Parallel()
	a := newSmall(t, "S3.5")
	putPolicy(t, a.Account, a.bucket, `{"Version":"2012-10-17","Statement":`)
	var doc struct {
		Left []struct {
			Control string
			Why     struct{ Text string }
		}
		Steps []any
	}
	must(t, a.Account, "plan", "--format", "json").parse(t, &doc)
	if len(doc.Steps) != 0 || len(doc.Left) != 1 || !strings.Contains(doc.Left[0].Why.Text, "cannot be changed safely") {
		t.Errorf("planned on the scan from before: %+v", doc)
	}
	r := manten(t, a.Account, "scan", "--region", virginia, "--control", "S3.2,S3.3,S3.5,S3.8", "--format", "json")
	var scan struct {
		Findings []struct {
			Control string
			Status  control.Status
			Reason  string
		}
	}
	r.parse(t, &scan)
	for _, f := range scan.Findings {
		want := control.NotAvailable
		if f.Control == "S3.8" {
			want = control.Failed
		}
		if f.Status != want {
			t.Errorf("%s is %s (%s), want %s", f.Control, f.Status, f.Reason, want)
		}
	}
	if len(scan.Findings) != 4 {
		t.Errorf("%d findings, want 4", len(scan.Findings))
	}
	nothingWritten(t, a.Account)
}

// TestMalformedPolicy has AWS refuse the policy that a step puts: the step fails, the others go on.
func TestMalformedPolicy(t *testing.T) {
	t.Parallel()
	a := newSmall(t, oneOfEach...)
	a.Rule(awstest.Rule{Operation: "PutBucketPolicy", Do: awstest.Refuse(400, "MalformedPolicy", "Policy has invalid resource")})
	var run plan.Run
	ends(t, a.Account, 3, applyAll...).parse(t, &run)
	for _, s := range run.Steps {
		if want := "MalformedPolicy: Policy has invalid resource"; s.State == plan.Failed && !strings.Contains(s.Reason, want) {
			t.Errorf("the reason is %s", s.Reason)
		}
	}
	if got := count(statesOf(run)); got["failed"] != 1 || got["verified"] != len(oneOfEach)-1 {
		t.Errorf("states %v", got)
	}
	if n := a.Count("s3", "PutBucketPolicy"); n != 1 {
		t.Errorf("the policy was put %d times", n)
	}
}

// TestEveryKindOfPeer takes the public sources from a group that has every kind of peer, and puts exactly them back.
func TestEveryKindOfPeer(t *testing.T) {
	t.Parallel()
	a := newSmall(t, "S3.5")
	c := a.ec2()
	list := got[*ec2.CreateManagedPrefixListOutput](t)(c.CreateManagedPrefixList(t.Context(), &ec2.CreateManagedPrefixListInput{
		PrefixListName: aws.String("offices"), AddressFamily: aws.String("IPv4"), MaxEntries: aws.Int32(2),
	}))
	peers := func(protocol string, from, to int32) ec2types.IpPermission {
		p := ec2types.IpPermission{
			IpProtocol: &protocol,
			IpRanges: []ec2types.IpRange{
				{CidrIp: aws.String("0.0.0.0/0"), Description: aws.String("temporary, remove!")},
				{CidrIp: aws.String("10.0.0.0/8")},
				{CidrIp: aws.String("198.51.100.7/32"), Description: aws.String("a partner (a=b; c:d)")},
			},
			Ipv6Ranges: []ec2types.Ipv6Range{
				{CidrIpv6: aws.String("::/0"), Description: aws.String("all of it")}, {CidrIpv6: aws.String("2001:db8::/32")},
			},
			PrefixListIds: []ec2types.PrefixListId{{PrefixListId: list.PrefixList.PrefixListId, Description: aws.String("offices")}},
			UserIdGroupPairs: []ec2types.UserIdGroupPair{
				{GroupId: &a.group, Description: aws.String("among themselves")}, {GroupId: &a.fallback},
			},
		}
		if protocol != "-1" {
			p.FromPort, p.ToPort = &from, &to
		}
		return p
	}
	g := got[*ec2.CreateSecurityGroupOutput](t)(c.CreateSecurityGroup(t.Context(), &ec2.CreateSecurityGroupInput{
		GroupName: aws.String("everything"), Description: aws.String("every kind of peer"),
	}))
	got[*ec2.AuthorizeSecurityGroupIngressOutput](t)(c.AuthorizeSecurityGroupIngress(t.Context(), &ec2.AuthorizeSecurityGroupIngressInput{
		GroupId: g.GroupId, IpPermissions: []ec2types.IpPermission{
			peers("tcp", 22, 22), peers("tcp", 0, 65535), peers("udp", 3389, 3389), peers("icmp", -1, -1), peers("-1", 0, 0),
		},
	}))
	before := groupState(t, c, *g.GroupId)
	a.plan(t, "EC2.13", "EC2.14")
	var run, back plan.Run
	must(t, a.Account, applyAll...).parse(t, &run)
	allAre(t, run, plan.Verified)
	taken := groupState(t, c, *g.GroupId)
	if cmp.Equal(before, taken) {
		t.Error("nothing was taken")
	}
	must(t, a.Account, undoAll(run.ID)...).parse(t, &back)
	allAre(t, back, plan.Undone)
	if after := groupState(t, c, *g.GroupId); !cmp.Equal(before, after) {
		t.Errorf("undone, the group is %v, was %v", after, before)
	}
}
