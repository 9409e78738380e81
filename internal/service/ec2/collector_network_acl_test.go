package ec2

import (
	"slices"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/ec2"
	"github.com/aws/aws-sdk-go-v2/service/ec2/types"

	"github.com/mantenhq/manten/internal/awstest"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/ec2"
)

func (n network) newACL(t *testing.T) string {
	t.Helper()
	out, err := n.CreateNetworkAcl(t.Context(), &sdk.CreateNetworkAclInput{
		VpcId: &n.vpc, TagSpecifications: []types.TagSpecification{tagged(types.ResourceTypeNetworkAcl)},
	})
	if err != nil {
		t.Fatal(err)
	}
	return *out.NetworkAcl.NetworkAclId
}

func (n network) entry(t *testing.T, in *sdk.CreateNetworkAclEntryInput) {
	t.Helper()
	if _, err := n.CreateNetworkAclEntry(t.Context(), in); err != nil {
		t.Fatal(err)
	}
}

func TestNetworkACL(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	n := newNetwork(t, a)
	id := n.newACL(t)
	n.entry(t, &sdk.CreateNetworkAclEntryInput{
		NetworkAclId: &id, RuleNumber: aws.Int32(200), Egress: aws.Bool(false), Protocol: aws.String("6"), RuleAction: types.RuleActionAllow,
		CidrBlock: aws.String("0.0.0.0/0"), PortRange: &types.PortRange{From: aws.Int32(20), To: aws.Int32(25)},
	})
	n.entry(t, &sdk.CreateNetworkAclEntryInput{
		NetworkAclId: &id, RuleNumber: aws.Int32(100), Egress: aws.Bool(false), Protocol: aws.String("-1"), RuleAction: types.RuleActionDeny,
		Ipv6CidrBlock: aws.String("::/0"),
	})
	n.entry(t, &sdk.CreateNetworkAclEntryInput{
		NetworkAclId: &id, RuleNumber: aws.Int32(50), Egress: aws.Bool(true), Protocol: aws.String("6"), RuleAction: types.RuleActionAllow,
		CidrBlock: aws.String("10.0.0.0/8"), PortRange: &types.PortRange{From: aws.Int32(443), To: aws.Int32(443)},
	})
	all := listOf[ec2.NetworkACL](t, a, networkACLs)
	l := all[id]
	var got []string
	for _, e := range l.Entries.Value() {
		got = append(got, e.String())
	}
	want := []string{"100 deny all ::/0", "200 allow tcp 20-25 0.0.0.0/0", "50 allow tcp 443 10.0.0.0/8"}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	if l.ID != "arn:aws:ec2:"+region+":"+a.ID+":network-acl/"+id || l.VPC.Value() != n.vpc || l.IsDefault.Value() || l.Tags.Value()["team"] != "net" {
		t.Errorf("got %+v", l)
	}
	isDefault := 0
	for _, l := range all {
		if l.IsDefault.Value() {
			isDefault++
		}
		fresh := getOf[ec2.NetworkACL](t, a, networkACLs, networkACLs.Empty(l.Ref))
		if d := resource.Differing(l, fresh, networkACLs.Facts); len(d) > 0 {
			t.Errorf("read afresh, %v differ", d)
		}
	}
	if isDefault != 2 || len(all) != 3 { // of the default VPC, and of the new one
		t.Errorf("%d of %d lists are defaults", isDefault, len(all))
	}
}

// Moto names a route table in the code of the error; AWS's own code stands in the EC2 API reference.
func TestNetworkACLGone(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	n := newNetwork(t, a)
	id := n.newACL(t)
	ref := listOf[ec2.NetworkACL](t, a, networkACLs)[id].Ref
	a.Rule(awstest.Rule{
		Service: "ec2", Operation: "DescribeNetworkAcls", Resource: id,
		Do: awstest.Refuse(400, "InvalidNetworkAclID.NotFound", "The networkAcl ID '"+id+"' does not exist"),
	})
	wantGone(t, a, networkACLs, ref)
}

func TestNetworkACLHidden(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	n := newNetwork(t, a)
	id := n.newACL(t)
	ref := listOf[ec2.NetworkACL](t, a, networkACLs)[id].Ref
	wantDenied(t, a, networkACLs)
	for _, fact := range networkACLs.Facts {
		wantHidden(t, getOf[ec2.NetworkACL](t, a, networkACLs, networkACLs.Empty(ref)), fact, "DescribeNetworkAcls")
	}
}

func TestNetworkACLsPage(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	n := newNetwork(t, a)
	ids := []string{n.newACL(t), n.newACL(t)}
	a.TwoPages("ec2", "DescribeNetworkAcls")
	all := listOf[ec2.NetworkACL](t, a, networkACLs)
	for _, id := range ids {
		if _, ok := all[id]; !ok {
			t.Errorf("%s is not listed", id)
		}
	}
	if len(all) != 4 || a.Count("ec2", "DescribeNetworkAcls") != 2 {
		t.Errorf("%d lists in %d calls", len(all), a.Count("ec2", "DescribeNetworkAcls"))
	}
}

// The list of a VPC that another account shares is not this account's to judge.
func TestSharedNetworkACL(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	a.Rule(awstest.Rule{Operation: "DescribeNetworkAcls", Do: awstest.Answer(200, "text/xml",
		"<DescribeNetworkAclsResponse><networkAclSet><item><ownerId>999988887777</ownerId><networkAclId>acl-1</networkAclId></item></networkAclSet></DescribeNetworkAclsResponse>")})
	if all := listOf[ec2.NetworkACL](t, a, networkACLs); len(all) > 0 {
		t.Errorf("listed %v", all)
	}
}

// Moto drops the type and code of ICMP, and gives new lists no last entries.
func TestEntryOf(t *testing.T) {
	t.Parallel()
	for want, found := range map[string]types.NetworkAclEntry{
		"50 allow icmp 8/-1 10.0.0.0/8": {
			RuleNumber: aws.Int32(50), Protocol: aws.String("1"), RuleAction: types.RuleActionAllow, CidrBlock: aws.String("10.0.0.0/8"),
			IcmpTypeCode: &types.IcmpTypeCode{Type: aws.Int32(8), Code: aws.Int32(-1)},
		},
		"32767 deny all 0.0.0.0/0": {
			RuleNumber: aws.Int32(32767), Protocol: aws.String("-1"), RuleAction: types.RuleActionDeny, CidrBlock: aws.String("0.0.0.0/0"),
		},
	} {
		if got := entryOf(found).String(); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}
