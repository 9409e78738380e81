package elasticloadbalancingv2

import (
	"fmt"
	"reflect"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ec2"
	sdk "github.com/aws/aws-sdk-go-v2/service/elasticloadbalancingv2"
	"github.com/aws/aws-sdk-go-v2/service/elasticloadbalancingv2/types"

	"github.com/mantenhq/manten/internal/awstest"
	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/fault"
	"github.com/mantenhq/manten/internal/resource"
	elbv2 "github.com/mantenhq/manten/internal/resource/elasticloadbalancingv2"
)

const region = "eu-west-1"

func place(a *awstest.Account) catalog.Place {
	return catalog.Place{Account: a.ID, Region: region, Config: a.Through(region), Facts: loadBalancers.Facts}
}

// read lists and reads what there is, by name; the error is that of the listing.
func read(t *testing.T, a *awstest.Account) (map[string]elbv2.LoadBalancer, error) {
	t.Helper()
	all := map[string]elbv2.LoadBalancer{}
	for listed, err := range loadBalancers.List(t.Context(), place(a)) {
		if err != nil {
			return all, err
		}
		all[listed.Reference().Name] = get(t, a, listed)
	}
	return all, nil
}

func get(t *testing.T, a *awstest.Account, r resource.Resource) elbv2.LoadBalancer {
	t.Helper()
	got, err := loadBalancers.Get(t.Context(), place(a), r)
	if err != nil {
		t.Fatal(err)
	}
	out, ok := got.(elbv2.LoadBalancer)
	if !ok || !out.Consistent() || out.Region != region || out.Account != a.ID {
		t.Fatalf("got a %T, %+v", got, got.Reference())
	}
	return out
}

// must lists and reads what there is, without an error.
func must(t *testing.T, a *awstest.Account) map[string]elbv2.LoadBalancer {
	t.Helper()
	all, err := read(t, a)
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// create makes a load balancer in the default VPC.
func create(t *testing.T, a *awstest.Account, name string, kind types.LoadBalancerTypeEnum) resource.Ref {
	t.Helper()
	subnets, err := ec2.NewFromConfig(a.Config(region)).DescribeSubnets(t.Context(), &ec2.DescribeSubnetsInput{})
	if err != nil {
		t.Fatal(err)
	}
	out, err := sdk.NewFromConfig(a.Config(region)).CreateLoadBalancer(t.Context(), &sdk.CreateLoadBalancerInput{
		Name: &name, Type: kind, Subnets: []string{*subnets.Subnets[0].SubnetId, *subnets.Subnets[1].SubnetId},
	})
	if err != nil {
		t.Fatal(err)
	}
	arn := *out.LoadBalancers[0].LoadBalancerArn
	_, short, _ := strings.Cut(arn, "loadbalancer/")
	return place(a).Ref(loadBalancers.Type, arn, short)
}

// listenHTTPS gives a load balancer a listener that is of no interest.
func listenHTTPS(t *testing.T, a *awstest.Account, arn string) {
	t.Helper()
	if _, err := sdk.NewFromConfig(a.Config(region)).CreateListener(t.Context(), &sdk.CreateListenerInput{
		LoadBalancerArn: &arn, Port: aws.Int32(443), Protocol: types.ProtocolEnumHttps, DefaultActions: []types.Action{fixed},
		Certificates: []types.Certificate{{CertificateArn: aws.String("arn:aws:iam::" + a.ID + ":server-certificate/web")}},
	}); err != nil {
		t.Fatal(err)
	}
}

// listen gives a load balancer a listener that speaks HTTP, and rules with other actions.
func listen(t *testing.T, a *awstest.Account, arn string, port int32, action types.Action, rules ...types.Action) {
	t.Helper()
	client := sdk.NewFromConfig(a.Config(region))
	out, err := client.CreateListener(t.Context(), &sdk.CreateListenerInput{
		LoadBalancerArn: &arn, Port: &port, Protocol: types.ProtocolEnumHttp, DefaultActions: []types.Action{action},
	})
	if err != nil {
		t.Fatal(err)
	}
	for i, r := range rules {
		if _, err := client.CreateRule(t.Context(), &sdk.CreateRuleInput{
			ListenerArn: out.Listeners[0].ListenerArn, Priority: aws.Int32(int32(9 + i)), Actions: []types.Action{r},
			Conditions: []types.RuleCondition{{Field: aws.String("path-pattern"), Values: []string{fmt.Sprintf("/%d", i)}}},
		}); err != nil {
			t.Fatal(err)
		}
	}
}

// redirect is a redirect; an empty protocol leaves it to AWS.
func redirect(protocol string) types.Action {
	c := &types.RedirectActionConfig{StatusCode: types.RedirectActionStatusCodeEnumHttp301, Port: aws.String("443")}
	if protocol != "" {
		c.Protocol = &protocol
	}
	return types.Action{Type: types.ActionTypeEnumRedirect, RedirectConfig: c}
}

var fixed = types.Action{
	Type: types.ActionTypeEnumFixedResponse, FixedResponseConfig: &types.FixedResponseActionConfig{StatusCode: aws.String("404"), ContentType: aws.String("text/plain")},
}

func TestLoadBalancers(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	ref := create(t, a, "web", types.LoadBalancerTypeEnumApplication)
	listenHTTPS(t, a, ref.ID)
	listen(t, a, ref.ID, 8080, redirect("HTTPS"))
	listen(t, a, ref.ID, 80, redirect("HTTPS"), redirect(""), fixed)
	b := must(t, a)[ref.Name]
	if b.Ref != ref || b.Kind.Value() != "application" {
		t.Errorf("got %+v", b)
	}
	https := elbv2.Action{Type: "redirect", Protocol: "HTTPS"}
	want := []elbv2.Listener{
		{Port: 80, Rules: []elbv2.Rule{
			{Priority: "9", Actions: []elbv2.Action{{Type: "redirect", Protocol: "#{protocol}"}}},
			{Priority: "10", Actions: []elbv2.Action{{Type: "fixed-response"}}},
			{Priority: "default", Actions: []elbv2.Action{https}},
		}},
		{Port: 8080, Rules: []elbv2.Rule{{Priority: "default", Actions: []elbv2.Action{https}}}},
	}
	if !reflect.DeepEqual(b.HTTP.Value(), want) {
		t.Errorf("got %+v, %+v", b.HTTP.Value(), b.HTTP.Why())
	}
	fresh := get(t, a, loadBalancers.Empty(ref))
	if d := resource.Differing(b, fresh, loadBalancers.Facts); len(d) > 0 {
		t.Errorf("read afresh, %v differ", d)
	}
}

// Nobody asks for the listeners of other load balancers, nor for the rules where nothing speaks HTTP.
func TestLoadBalancersWithoutHTTP(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	network, idle := create(t, a, "network", types.LoadBalancerTypeEnumNetwork), create(t, a, "idle", types.LoadBalancerTypeEnumApplication)
	all := must(t, a)
	if b := all[network.Name]; b.Kind.Value() != "network" || b.HTTP.State() != resource.Absent {
		t.Errorf("got %+v", b)
	}
	if b := all[idle.Name]; b.HTTP.State() != resource.Known || len(b.HTTP.Value()) > 0 {
		t.Errorf("got %+v", b)
	}
	if a.Count("", "DescribeListeners") != 1 || a.Count("", "DescribeRules") != 0 || a.Count("", "") != 2 {
		t.Errorf("calls are %+v", a.Calls())
	}
}

func TestLoadBalancerGone(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	name := "app/gone/50dc6c495c0c9188"
	gone := place(a).Ref(loadBalancers.Type, "arn:aws:elasticloadbalancing:"+region+":"+a.ID+":loadbalancer/"+name, name)
	if _, err := loadBalancers.Get(t.Context(), place(a), loadBalancers.Empty(gone)); fault.CodeOf(err) != fault.NotFound {
		t.Errorf("got %v", err)
	}
}

func TestLoadBalancerHidden(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	ref := create(t, a, "web", types.LoadBalancerTypeEnumApplication)
	listen(t, a, ref.ID, 80, redirect("HTTPS"))
	for _, operation := range []string{"DescribeRules", "DescribeListeners"} {
		a.Rule(awstest.Rule{Do: awstest.Deny(), Service: "elasticloadbalancingv2", Operation: operation})
		f := must(t, a)[ref.Name].HTTP
		if f.State() != resource.Hidden || f.Why().Action != "elasticloadbalancing:"+operation {
			t.Errorf("got %s, %+v", f.State(), f.Why())
		}
	}
	a.Rule(awstest.Rule{Do: awstest.Deny(), Service: "elasticloadbalancingv2", Operation: "DescribeLoadBalancers"})
	if all, err := read(t, a); !catalog.Denied(err) || len(all) > 0 {
		t.Errorf("got %v, %v", all, err)
	}
	if f := get(t, a, loadBalancers.Empty(ref)).Kind; f.State() != resource.Hidden {
		t.Errorf("got %+v", f)
	}
}

// A listener without a rule, or a rule without an action, is no answer of AWS's.
func TestRulesMissing(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	ref := create(t, a, "web", types.LoadBalancerTypeEnumApplication)
	listen(t, a, ref.ID, 80, redirect("HTTPS"))
	for _, rules := range []string{"", "<member><Priority>default</Priority><Actions/></member>"} {
		a.Rule(awstest.Rule{
			Do:      awstest.Answer(200, "text/xml", "<DescribeRulesResponse><DescribeRulesResult><Rules>"+rules+"</Rules></DescribeRulesResult></DescribeRulesResponse>"),
			Service: "elasticloadbalancingv2", Operation: "DescribeRules",
		})
		if f := must(t, a)[ref.Name].HTTP; f.State() != resource.Hidden {
			t.Errorf("%q gave %+v", rules, f)
		}
	}
}

func TestLoadBalancersPage(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	ref := create(t, a, "web", types.LoadBalancerTypeEnumApplication)
	create(t, a, "more", types.LoadBalancerTypeEnumApplication)
	listen(t, a, ref.ID, 80, redirect("HTTPS"), fixed, fixed)
	listen(t, a, ref.ID, 81, fixed)
	for _, operation := range []string{"DescribeLoadBalancers", "DescribeListeners", "DescribeRules"} {
		a.TwoPages("elasticloadbalancingv2", operation)
	}
	all := must(t, a)
	http := all[ref.Name].HTTP.Value()
	if len(all) != 2 || len(http) != 2 || len(http[0].Rules) != 3 || len(http[1].Rules) != 1 {
		t.Errorf("got %+v", all)
	}
	if a.Count("", "DescribeLoadBalancers") != 2 || a.Count("", "DescribeListeners") != 4 || a.Count("", "DescribeRules") != 4 {
		t.Errorf("calls are %+v", a.Calls())
	}
}
