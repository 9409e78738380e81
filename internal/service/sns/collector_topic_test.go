package sns

import (
	"fmt"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/sns"
	"github.com/aws/aws-sdk-go-v2/service/sns/types"

	"github.com/mantenhq/manten/internal/awstest"
	"github.com/mantenhq/manten/internal/fault"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/sns"
)

func createTopicIn(t *testing.T, a *awstest.Account, name string, change func(*sdk.CreateTopicInput)) string {
	t.Helper()
	in := &sdk.CreateTopicInput{Name: &name}
	if change != nil {
		change(in)
	}
	return *awstest.Did[sdk.CreateTopicOutput](t)(sdk.NewFromConfig(a.Config(region)).CreateTopic(t.Context(), in)).TopicArn
}

func TestTopics(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	createTopicIn(t, a, "ops", func(in *sdk.CreateTopicInput) {
		in.Attributes = map[string]string{"KmsMasterKeyId": "alias/k"}
		in.Tags = []types.Tag{{Key: aws.String("team"), Value: aws.String("a")}}
	})
	createTopicIn(t, a, "bare", nil)
	all := listed[sns.Topic](t, a, topics)
	o, bare := all["ops"], all["bare"]
	if len(all) != 2 || o.Ref != sns.TopicRef(a.ID, region, "ops") || o.Key.Value() != "alias/k" || o.Tags.Value()["team"] != "a" || o.Policy.Value() == "" {
		t.Errorf("got %+v", all)
	}
	if bare.Key.State() != resource.Absent || len(bare.Tags.Value()) != 0 {
		t.Errorf("got %+v", bare)
	}
	if d := resource.Differing(o, get[sns.Topic](t, a, topics, topics.Empty(o.Ref)), topics.Facts); len(d) > 0 {
		t.Errorf("read afresh, %v differ", d)
	}
}

// Whether a topic exists is all that most want to know: that is one call for all of them.
func TestTopicsCost(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	for n := range 3 {
		createTopicIn(t, a, fmt.Sprint("t", n), nil)
	}
	at := place(a, topics)
	at.Facts = nil
	for r, err := range topics.List(t.Context(), at) {
		if err != nil {
			t.Fatal(err)
		}
		if _, err := topics.Get(t.Context(), at, r); err != nil {
			t.Fatal(err)
		}
	}
	if n := len(a.Calls()); n != 1 {
		t.Errorf("%d calls", n)
	}
}

func TestTopicHidden(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	createTopicIn(t, a, "ops", nil)
	for _, operation := range []string{"ListTopics", "GetTopicAttributes", "ListTagsForResource"} {
		a.Rule(awstest.Rule{Do: awstest.Deny(), Service: "sns", Operation: operation})
	}
	o := get[sns.Topic](t, a, topics, topics.Empty(sns.TopicRef(a.ID, region, "ops")))
	for fact, action := range map[string]string{"Policy": "sns:GetTopicAttributes", "Key": "sns:GetTopicAttributes", "Tags": "sns:ListTagsForResource"} {
		if f := resource.FactOf(o, fact); f.State() != resource.Hidden || f.Why().Action != action {
			t.Errorf("%s is %s, %+v", fact, f.State(), f.Why())
		}
	}
	notListed(t, a, topics)
}

func TestTopicGone(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	for _, fact := range []string{"Policy", "Tags"} {
		at := place(a, topics)
		at.Facts = []string{fact}
		if _, err := topics.Get(t.Context(), at, topics.Empty(sns.TopicRef(a.ID, region, "gone"))); fault.CodeOf(err) != fault.NotFound {
			t.Errorf("%s: %v", fact, err)
		}
	}
}

func TestTopicsPage(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	for n := range 3 {
		createTopicIn(t, a, fmt.Sprint("t", n), nil)
	}
	a.TwoPages("sns", "ListTopics")
	if n := len(listed[sns.Topic](t, a, topics)); n != 3 || a.Count("sns", "ListTopics") != 2 {
		t.Errorf("%d topics in %d calls", n, a.Count("sns", "ListTopics"))
	}
}
