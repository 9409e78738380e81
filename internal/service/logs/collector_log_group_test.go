package logs

import (
	"fmt"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/cloudwatchlogs"

	"github.com/mantenhq/manten/internal/awstest"
	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/catalog/catalogtest"
	"github.com/mantenhq/manten/internal/fault"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/logs"
)

func place(a *awstest.Account, u *catalog.CollectorUnit) catalog.Place {
	return catalog.Place{Account: a.ID, Region: region, Config: a.Through(region), Facts: u.Facts}
}

// listed are the resources of a collector, whole, by name.
func listed[T resource.Resource](t *testing.T, a *awstest.Account, u *catalog.CollectorUnit) map[string]T {
	t.Helper()
	return catalogtest.Whole[T](t, u, place(a, u))
}

func get[T resource.Resource](t *testing.T, a *awstest.Account, u *catalog.CollectorUnit, r resource.Resource) T {
	t.Helper()
	return catalogtest.Get[T](t, u, place(a, u), r)
}

// notListed holds that a listing that is denied says so.
func notListed(t *testing.T, a *awstest.Account, u *catalog.CollectorUnit) {
	t.Helper()
	catalogtest.NotListed(t, u, place(a, u))
}

func createGroupIn(t *testing.T, a *awstest.Account, name string, change func(*sdk.CreateLogGroupInput)) *sdk.Client {
	t.Helper()
	client := sdk.NewFromConfig(a.Config(region))
	in := &sdk.CreateLogGroupInput{LogGroupName: &name}
	if change != nil {
		change(in)
	}
	awstest.Did[sdk.CreateLogGroupOutput](t)(client.CreateLogGroup(t.Context(), in))
	return client
}

func TestLogGroups(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	key := "arn:aws:kms:" + region + ":" + a.ID + ":key/1"
	client := createGroupIn(t, a, "trails", func(in *sdk.CreateLogGroupInput) {
		in.KmsKeyId, in.Tags = &key, map[string]string{"team": "a"}
	})
	awstest.Did[sdk.PutRetentionPolicyOutput](t)(client.PutRetentionPolicy(t.Context(), &sdk.PutRetentionPolicyInput{LogGroupName: aws.String("trails"), RetentionInDays: aws.Int32(365)}))
	createGroupIn(t, a, "trails-2", nil)
	all := listed[logs.Group](t, a, groups)
	g, bare := all["trails"], all["trails-2"]
	if len(all) != 2 || g.Ref != logs.GroupRef(a.ID, region, "trails") || g.Retention.Value() != 365 || g.Key.Value() != key || g.Tags.Value()["team"] != "a" {
		t.Errorf("got %+v", all)
	}
	if bare.Retention.Value() != 0 || bare.Retention.State() != resource.Known || bare.Key.State() != resource.Absent || len(bare.Tags.Value()) != 0 {
		t.Errorf("got %+v", bare)
	}
	for _, g := range all {
		if d := resource.Differing(g, get[logs.Group](t, a, groups, groups.Empty(g.Ref)), groups.Facts); len(d) > 0 {
			t.Errorf("read afresh, %v differ", d)
		}
	}
}

func TestLogGroupHidden(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	createGroupIn(t, a, "trails", nil)
	a.Rule(awstest.Rule{Do: awstest.Deny(), Service: "cloudwatchlogs", Operation: "DescribeLogGroups"})
	a.Rule(awstest.Rule{Do: awstest.Deny(), Service: "cloudwatchlogs", Operation: "ListTagsForResource"})
	g := get[logs.Group](t, a, groups, groups.Empty(logs.GroupRef(a.ID, region, "trails")))
	for fact, action := range map[string]string{"Retention": "logs:DescribeLogGroups", "Key": "logs:DescribeLogGroups", "Tags": "logs:ListTagsForResource"} {
		if f := resource.FactOf(g, fact); f.State() != resource.Hidden || f.Why().Action != action {
			t.Errorf("%s is %s, %+v", fact, f.State(), f.Why())
		}
	}
	notListed(t, a, groups)
}

// A group whose name only begins so is another one.
func TestLogGroupGone(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	createGroupIn(t, a, "trails-2", nil)
	for _, facts := range [][]string{{"Retention"}, {"Tags"}} {
		at := place(a, groups)
		at.Facts = facts
		if _, err := groups.Get(t.Context(), at, groups.Empty(logs.GroupRef(a.ID, region, "trails"))); fault.CodeOf(err) != fault.NotFound {
			t.Errorf("%v: got %v", facts, err)
		}
	}
}

func TestLogGroupsPage(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	for n := range 3 {
		createGroupIn(t, a, fmt.Sprint("g", n), nil)
	}
	a.TwoPages("cloudwatchlogs", "DescribeLogGroups")
	if n := len(listed[logs.Group](t, a, groups)); n != 3 || a.Count("cloudwatchlogs", "DescribeLogGroups") != 2 {
		t.Errorf("%d groups in %d calls", n, a.Count("cloudwatchlogs", "DescribeLogGroups"))
	}
}
