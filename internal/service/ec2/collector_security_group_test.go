package ec2

import (
	"slices"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/ec2"
	"github.com/aws/aws-sdk-go-v2/service/ec2/types"

	"github.com/mantenhq/manten/internal/awstest"
	"github.com/mantenhq/manten/internal/fault"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/ec2"
)

// network is a VPC that a test made, with a subnet and its default group.
type network struct {
	*sdk.Client
	vpc, subnet, group string
}

func newNetwork(t *testing.T, a *awstest.Account) network {
	t.Helper()
	prepare := sdk.NewFromConfig(a.Config(region))
	vpc, err := prepare.CreateVpc(t.Context(), &sdk.CreateVpcInput{CidrBlock: aws.String("10.0.0.0/16")})
	if err != nil {
		t.Fatal(err)
	}
	subnet, err := prepare.CreateSubnet(t.Context(), &sdk.CreateSubnetInput{VpcId: vpc.Vpc.VpcId, CidrBlock: aws.String("10.0.0.0/24")})
	if err != nil {
		t.Fatal(err)
	}
	groups, err := prepare.DescribeSecurityGroups(t.Context(), &sdk.DescribeSecurityGroupsInput{Filters: []types.Filter{
		filter("vpc-id", *vpc.Vpc.VpcId), filter("group-name", "default"),
	}})
	if err != nil {
		t.Fatal(err)
	}
	return network{prepare, *vpc.Vpc.VpcId, *subnet.Subnet.SubnetId, *groups.SecurityGroups[0].GroupId}
}

func (n network) newGroup(t *testing.T, name string) string {
	t.Helper()
	g, err := n.CreateSecurityGroup(t.Context(), &sdk.CreateSecurityGroupInput{
		GroupName: &name, Description: aws.String("about " + name), VpcId: &n.vpc,
		TagSpecifications: []types.TagSpecification{{
			ResourceType: types.ResourceTypeSecurityGroup, Tags: []types.Tag{{Key: aws.String("team"), Value: &name}},
		}},
	})
	if err != nil {
		t.Fatal(err)
	}
	return *g.GroupId
}

func (n network) authorize(t *testing.T, group string, p ...types.IpPermission) {
	t.Helper()
	if _, err := n.AuthorizeSecurityGroupIngress(t.Context(), &sdk.AuthorizeSecurityGroupIngressInput{GroupId: &group, IpPermissions: p}); err != nil {
		t.Fatal(err)
	}
}

// listedGroups are the groups of a place by id.
func listedGroups(t *testing.T, a *awstest.Account) map[string]ec2.SecurityGroup {
	t.Helper()
	all := map[string]ec2.SecurityGroup{}
	for r, err := range securityGroups.List(t.Context(), place(a, securityGroups)) {
		if err != nil {
			t.Fatal(err)
		}
		all[r.Reference().Name] = as[ec2.SecurityGroup](t, r)
	}
	return all
}

func getGroup(t *testing.T, a *awstest.Account, r resource.Resource) ec2.SecurityGroup {
	t.Helper()
	got, err := securityGroups.Get(t.Context(), place(a, securityGroups), r)
	if err != nil {
		t.Fatal(err)
	}
	return as[ec2.SecurityGroup](t, got)
}

func tcp(from, to int32) types.IpPermission {
	return types.IpPermission{IpProtocol: aws.String("tcp"), FromPort: &from, ToPort: &to}
}

func TestSecurityGroup(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	n := newNetwork(t, a)
	web, app := n.newGroup(t, "web"), n.newGroup(t, "app")
	p := tcp(20, 25)
	p.IpRanges = []types.IpRange{{CidrIp: aws.String("10.0.0.0/8")}, {CidrIp: aws.String("0.0.0.0/0"), Description: aws.String("ours")}}
	p.Ipv6Ranges = []types.Ipv6Range{{CidrIpv6: aws.String("::/0")}}
	p.UserIdGroupPairs = []types.UserIdGroupPair{{GroupId: &app, Description: aws.String("app")}}
	p.PrefixListIds = []types.PrefixListId{{PrefixListId: aws.String("pl-1")}}
	n.authorize(t, web, p, types.IpPermission{IpProtocol: aws.String("-1"), IpRanges: []types.IpRange{{CidrIp: aws.String("192.0.2.1/32")}}})

	g := listedGroups(t, a)[web]
	if g.ID != "arn:aws:ec2:"+region+":"+a.ID+":security-group/"+web || g.Account != a.ID || g.Region != region {
		t.Errorf("reference is %+v", g.Ref)
	}
	if g.Group.Value() != (ec2.Group{Name: "web", VPC: n.vpc, Description: "about web"}) || g.Tags.Value()["team"] != "web" {
		t.Errorf("group is %+v with %v", g.Group.Value(), g.Tags.Value())
	}
	want := []string{
		"all 192.0.2.1/32 ", "tcp 20-25 " + app + " app", "tcp 20-25 pl-1 ", "tcp 20-25 ::/0 ",
		"tcp 20-25 0.0.0.0/0 ours", "tcp 20-25 10.0.0.0/8 ",
	}
	if got := described(g.Ingress.Value()); !slices.Equal(got, want) {
		t.Errorf("inbound rules are %q, want %q", got, want)
	}
	if got := described(g.Egress.Value()); !slices.Equal(got, []string{"all 0.0.0.0/0 "}) {
		t.Errorf("outbound rules are %q", got)
	}
	for _, r := range g.Ingress.Value() {
		if r.Group != nil && *r.Group != (ec2.Peer{ID: app, Owner: a.ID}) {
			t.Errorf("peer is %+v", *r.Group)
		}
	}
	whole, fresh := getGroup(t, a, g), getGroup(t, a, securityGroups.Empty(g.Ref))
	if d := resource.Differing(whole, fresh, securityGroups.Facts); len(d) > 0 {
		t.Errorf("read afresh, %v differ", d)
	}
}

func described(rules []ec2.Rule) []string {
	var all []string
	for _, r := range rules {
		all = append(all, r.String()+" "+r.Description)
	}
	return all
}

func TestInterfaces(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	n := newNetwork(t, a)
	var want []string
	for _, what := range []string{"one", "two"} {
		i, err := n.CreateNetworkInterface(t.Context(), &sdk.CreateNetworkInterfaceInput{SubnetId: &n.subnet, Groups: []string{n.group}, Description: &what})
		if err != nil {
			t.Fatal(err)
		}
		want = append(want, *i.NetworkInterface.NetworkInterfaceId+" ("+what+")")
	}
	slices.Sort(want)
	g := getGroup(t, a, listedGroups(t, a)[n.group])
	var got []string
	for _, i := range g.Interfaces.Value() {
		got = append(got, i.String())
	}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	idle := n.newGroup(t, "idle")
	if all, known := getGroup(t, a, listedGroups(t, a)[idle]).Interfaces.Get(); len(all) > 0 || !known {
		t.Errorf("got %v, known %v", all, known)
	}
}

// Moto's pages of interfaces and their instances are one page without instances: an answer of AWS's form has both.
func TestInterfacesPage(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	n := newNetwork(t, a)
	page := func(eni, more string) awstest.Action {
		return awstest.Answer(200, "text/xml", "<DescribeNetworkInterfacesResponse><networkInterfaceSet><item><networkInterfaceId>"+eni+
			"</networkInterfaceId><attachment><instanceId>i-1</instanceId></attachment></item></networkInterfaceSet>"+more+"</DescribeNetworkInterfacesResponse>")
	}
	a.Rule(awstest.Rule{Do: page("eni-1", ""), Operation: "DescribeNetworkInterfaces"})
	a.Rule(awstest.Rule{Do: page("eni-2", "<nextToken>x</nextToken>"), Operation: "DescribeNetworkInterfaces", Times: 1})
	g := getGroup(t, a, listedGroups(t, a)[n.group])
	want := []ec2.Interface{{ID: "eni-1", Instance: "i-1"}, {ID: "eni-2", Instance: "i-1"}}
	if !slices.Equal(g.Interfaces.Value(), want) {
		t.Errorf("got %+v", g.Interfaces.Value())
	}
}

func TestReferences(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	n, far := newNetwork(t, a), newNetwork(t, a)
	if _, err := n.CreateVpcPeeringConnection(t.Context(), &sdk.CreateVpcPeeringConnectionInput{VpcId: &n.vpc, PeerVpcId: &far.vpc}); err != nil {
		t.Fatal(err)
	}
	in, out := n.newGroup(t, "in"), n.newGroup(t, "out")
	p := tcp(80, 80)
	p.UserIdGroupPairs = []types.UserIdGroupPair{{GroupId: &n.group}}
	n.authorize(t, in, p)
	n.authorize(t, n.group, p) // itself does not count
	far.authorize(t, far.group, p)
	if _, err := n.AuthorizeSecurityGroupEgress(t.Context(), &sdk.AuthorizeSecurityGroupEgressInput{GroupId: &out, IpPermissions: []types.IpPermission{p}}); err != nil {
		t.Fatal(err)
	}
	want := []string{in, out, far.group, far.vpc}
	slices.Sort(want)
	if got := getGroup(t, a, listedGroups(t, a)[n.group]).References.Value(); !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	if all, known := getGroup(t, a, listedGroups(t, a)[in]).References.Get(); len(all) > 0 || !known {
		t.Errorf("got %v, known %v", all, known)
	}
}

func TestSecurityGroupsPage(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	n := newNetwork(t, a)
	before := len(listedGroups(t, a))
	for _, name := range []string{"a", "b", "c"} {
		n.newGroup(t, name)
	}
	a.ResetCalls()
	a.TwoPages("ec2", "DescribeSecurityGroups")
	if got := len(listedGroups(t, a)); got != before+3 || a.Count("ec2", "DescribeSecurityGroups") != 2 {
		t.Errorf("%d groups in %d calls", got, a.Count("ec2", "DescribeSecurityGroups"))
	}
}

// A group that another account shares is not this account's to judge.
func TestSharedGroup(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	a.Rule(awstest.Rule{
		Operation: "DescribeSecurityGroups",
		Do: awstest.Answer(200, "text/xml", "<DescribeSecurityGroupsResponse><securityGroupInfo><item><ownerId>999988887777</ownerId>"+
			"<groupId>sg-1</groupId></item></securityGroupInfo></DescribeSecurityGroupsResponse>"),
	})
	if all := listedGroups(t, a); len(all) > 0 {
		t.Errorf("listed %v", all)
	}
}

func TestSecurityGroupHidden(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	n := newNetwork(t, a)
	listed := listedGroups(t, a)[n.group]
	for _, op := range []string{"DescribeNetworkInterfaces", "DescribeSecurityGroupReferences", "DescribeSecurityGroups"} {
		a.Rule(awstest.Rule{Do: awstest.Deny(), Service: "ec2", Operation: op})
	}
	g := getGroup(t, a, securityGroups.Empty(listed.Ref))
	for fact, op := range map[string]string{
		"Group": "DescribeSecurityGroups", "Ingress": "DescribeSecurityGroups", "Egress": "DescribeSecurityGroups", "Tags": "DescribeSecurityGroups",
		"Interfaces": "DescribeNetworkInterfaces", "References": "DescribeSecurityGroupReferences",
	} {
		if f := resource.FactOf(g, fact); f.State() != resource.Hidden || f.Why().Action != "ec2:"+op || f.Why().Operation != "ec2."+op {
			t.Errorf("%s is %s, %+v", fact, f.State(), f.Why())
		}
	}
	if g := getGroup(t, a, listed); g.Ingress.State() != resource.Known {
		t.Error("what listing showed is lost")
	}
}

func TestSecurityGroupGone(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	n := newNetwork(t, a)
	id := n.newGroup(t, "gone")
	ref := listedGroups(t, a)[id].Ref
	if _, err := n.DeleteSecurityGroup(t.Context(), &sdk.DeleteSecurityGroupInput{GroupId: &id}); err != nil {
		t.Fatal(err)
	}
	if _, err := securityGroups.Get(t.Context(), place(a, securityGroups), securityGroups.Empty(ref)); fault.CodeOf(err) != fault.NotFound {
		t.Errorf("got %v", err)
	}
}

func TestRegions(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	names, err := Regions(t.Context(), a.Through(region))
	if err != nil || !slices.Contains(names, region) || !slices.IsSorted(names) {
		t.Errorf("got %v, %v", names, err)
	}
	a.Rule(awstest.Rule{Do: awstest.Deny(), Service: "ec2", Operation: "DescribeRegions"})
	if _, err := Regions(t.Context(), a.Through(region)); err == nil {
		t.Error("a denied list gave no error")
	}
}
