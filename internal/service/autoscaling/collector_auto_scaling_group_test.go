package autoscaling

import (
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/autoscaling"
	"github.com/aws/aws-sdk-go-v2/service/autoscaling/types"

	"github.com/mantenhq/manten/internal/awstest"
	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/fault"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/autoscaling"
)

func TestGroups(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	arn := target(t, a, "web")
	create(t, a, "web", 2, arn)
	if _, err := sdk.NewFromConfig(a.Config(region)).CreateOrUpdateTags(t.Context(), &sdk.CreateOrUpdateTagsInput{Tags: []types.Tag{{
		Key: aws.String("team"), Value: aws.String("a"), ResourceId: aws.String("web"), ResourceType: aws.String("auto-scaling-group"), PropagateAtLaunch: aws.Bool(false),
	}}}); err != nil {
		t.Fatal(err)
	}
	g := listedGroups(t, place(a))["web"]
	if g.Account != a.ID || g.Region != region || !strings.HasSuffix(g.ID, ":autoScalingGroupName/web") || !g.Consistent() {
		t.Errorf("reference is %+v", g.Ref)
	}
	if c := g.HealthCheck.Value(); !slices.Equal(c.Types, []string{"EC2"}) || c.GracePeriod != 0 {
		t.Errorf("health check is %+v", c)
	}
	if !slices.Equal(g.TargetGroupARNs.Value(), []string{arn}) || g.LoadBalancerNames.Value() == nil || len(g.LoadBalancerNames.Value()) > 0 {
		t.Errorf("got %+v", g)
	}
	if status, known := g.Status.Get(); status != "" || !known || g.Tags.Value()["team"] != "a" || g.Targets.State() != resource.NotAsked {
		t.Errorf("got %+v", g)
	}
	if a.Count("autoscaling", "") != 1 {
		t.Errorf("calls are %+v", a.Calls())
	}
	fresh := get(t, place(a), groups.Empty(g.Ref))
	if d := resource.Differing(g, fresh, []string{"HealthCheck", "TargetGroupARNs", "LoadBalancerNames", "Status", "Tags"}); len(d) > 0 {
		t.Errorf("read afresh, %v differ", d)
	}
}

// health answers for one target group with an unhealthy instance, and one that is not of the group.
func health(id string) awstest.Action {
	member := func(id, state string) string {
		return `<member><Target><Id>` + id + `</Id><Port>80</Port></Target><TargetHealth><State>` + state + `</State></TargetHealth></member>`
	}
	return awstest.Answer(200, "text/xml", `<DescribeTargetHealthResponse xmlns="http://elasticloadbalancing.amazonaws.com/doc/2015-12-01/"><DescribeTargetHealthResult>`+
		`<TargetHealthDescriptions>`+member(id, "unhealthy")+member("i-foreign", "unhealthy")+`</TargetHealthDescriptions></DescribeTargetHealthResult></DescribeTargetHealthResponse>`)
}

func TestTargets(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	arn := target(t, a, "web")
	create(t, a, "web", 2, arn)
	create(t, a, "empty", 0, arn)
	out, err := sdk.NewFromConfig(a.Config(region)).DescribeAutoScalingGroups(t.Context(), &sdk.DescribeAutoScalingGroupsInput{AutoScalingGroupNames: []string{"web"}})
	if err != nil {
		t.Fatal(err)
	}
	id := *out.AutoScalingGroups[0].Instances[0].InstanceId
	all := listedGroups(t, place(a))
	if got := get(t, place(a), all["web"]).Targets; len(got.Value()) != 2 {
		t.Errorf("targets are %+v, %+v", got.Value(), got.Why())
	}
	a.Rule(awstest.Rule{Service: "elasticloadbalancingv2", Operation: "DescribeTargetHealth", Do: health(id)})
	if got := get(t, place(a), all["web"]).Targets.Value(); !slices.Equal(got, []autoscaling.Target{{Instance: id, TargetGroup: arn, State: "unhealthy"}}) {
		t.Errorf("targets are %+v", got)
	}
	a.ResetCalls()
	if got, known := get(t, place(a), all["empty"]).Targets.Get(); len(got) > 0 || !known || a.Count("elasticloadbalancingv2", "") != 0 {
		t.Errorf("targets of a group without instances are %+v, known %v", got, known)
	}
}

// A group in AWS may have several checks, a load balancer of the old kind and a status.
func TestGroupWithAll(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	a.Rule(awstest.Rule{Service: "autoscaling", Operation: "DescribeAutoScalingGroups", Do: awstest.Answer(200, "text/xml",
		`<DescribeAutoScalingGroupsResponse xmlns="http://autoscaling.amazonaws.com/doc/2011-01-01/"><DescribeAutoScalingGroupsResult><AutoScalingGroups><member>`+
			`<AutoScalingGroupName>web</AutoScalingGroupName><AutoScalingGroupARN>arn:aws:autoscaling:us-east-1:`+a.ID+`:autoScalingGroup:1:autoScalingGroupName/web</AutoScalingGroupARN>`+
			`<HealthCheckType>ELB, EBS</HealthCheckType><HealthCheckGracePeriod>120</HealthCheckGracePeriod><Status>Delete in progress</Status>`+
			`<LoadBalancerNames><member>b</member><member>a</member></LoadBalancerNames></member></AutoScalingGroups></DescribeAutoScalingGroupsResult></DescribeAutoScalingGroupsResponse>`)})
	g := listedGroups(t, place(a))["web"]
	if c := g.HealthCheck.Value(); !slices.Equal(c.Types, []string{"EBS", "ELB"}) || c.GracePeriod != 120 {
		t.Errorf("health check is %+v", c)
	}
	if !slices.Equal(g.LoadBalancerNames.Value(), []string{"a", "b"}) || g.Status.Value() != "Delete in progress" {
		t.Errorf("got %+v", g)
	}
}

func TestGroupHidden(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	create(t, a, "web", 1, target(t, a, "web"))
	g := listedGroups(t, place(a))["web"]
	a.Rule(awstest.Rule{Do: awstest.Deny(), Service: "elasticloadbalancingv2", Operation: "DescribeTargetHealth"})
	if f := get(t, place(a), g).Targets; f.State() != resource.Hidden || f.Why().Operation != "elasticloadbalancingv2.DescribeTargetHealth" {
		t.Errorf("targets are %s, %+v", f.State(), f.Why())
	}
	a.Rule(awstest.Rule{Do: awstest.Deny(), Service: "autoscaling", Operation: "DescribeAutoScalingGroups"})
	hidden := get(t, place(a), groups.Empty(g.Ref))
	for _, fact := range groups.Facts {
		if f := resource.FactOf(hidden, fact); f.State() != resource.Hidden || f.Why().Action != "autoscaling:DescribeAutoScalingGroups" || f.Why().Code != "AccessDenied" {
			t.Errorf("%s is %s, %+v", fact, f.State(), f.Why())
		}
	}
}

func TestGroupsNotListed(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	a.Rule(awstest.Rule{Do: awstest.Deny(), Service: "autoscaling", Operation: "DescribeAutoScalingGroups"})
	var got error
	for _, err := range groups.List(t.Context(), place(a)) {
		got = err
	}
	if !catalog.Denied(got) {
		t.Errorf("got %v", got)
	}
}

// A group that is gone, and one of the same name that has come after it.
func TestGroupGone(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	create(t, a, "again", 0)
	for _, name := range []string{"gone", "again"} {
		ref := place(a).Ref(groups.Type, "arn:aws:autoscaling:us-east-1:"+a.ID+":autoScalingGroup:former:autoScalingGroupName/"+name, name)
		for _, fact := range []string{"HealthCheck", "Targets"} {
			at := place(a)
			at.Facts = []string{fact}
			if _, err := groups.Get(t.Context(), at, groups.Empty(ref)); fault.CodeOf(err) != fault.NotFound {
				t.Errorf("%s of %s: got %v", fact, name, err)
			}
		}
	}
}

func TestGroupsPage(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	for _, name := range []string{"a", "b", "c"} {
		create(t, a, name, 0)
	}
	a.TwoPages("autoscaling", "DescribeAutoScalingGroups")
	if n := len(listedGroups(t, place(a))); n != 3 || a.Count("autoscaling", "DescribeAutoScalingGroups") != 2 {
		t.Errorf("%d groups in %d calls", n, a.Count("autoscaling", "DescribeAutoScalingGroups"))
	}
}
