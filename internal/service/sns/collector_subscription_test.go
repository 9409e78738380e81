package sns

import (
	"fmt"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/sns"

	"github.com/mantenhq/manten/internal/awstest"
	"github.com/mantenhq/manten/internal/fault"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/sns"
)

// subscribeIn subscribes an address; one that goes through the proxy is not confirmed.
func subscribeIn(t *testing.T, cfg aws.Config, topic, address string) string {
	t.Helper()
	return *awstest.Did[sdk.SubscribeOutput](t)(sdk.NewFromConfig(cfg).Subscribe(t.Context(), &sdk.SubscribeInput{
		TopicArn: &topic, Protocol: aws.String("email"), Endpoint: &address, ReturnSubscriptionArn: true,
	})).SubscriptionArn
}

func TestSubscriptions(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	topic := createTopicIn(t, a, "ops", nil)
	arn := subscribeIn(t, a.Config(region), topic, "ada@example.com")
	subscribeIn(t, a.Through(region), topic, "bob@example.com")
	all := listed[sns.Subscription](t, a, subscriptions)
	ada, bob := all["ada@example.com"], all["bob@example.com"]
	if len(all) != 2 || ada.Ref != sns.SubscriptionRef(a.ID, region, topic, "email", "ada@example.com") || !ada.Confirmed.Value() || ada.ARN.Value() != arn {
		t.Errorf("got %+v", all)
	}
	if confirmed, known := bob.Confirmed.Get(); confirmed || !known || bob.ARN.State() != resource.Absent {
		t.Errorf("got %+v", bob)
	}
	a.Confirm(region, "bob@example.com")
	bob = get[sns.Subscription](t, a, subscriptions, subscriptions.Empty(bob.Ref))
	if !bob.Confirmed.Value() || !strings.HasPrefix(bob.ARN.Value(), topic+":") {
		t.Errorf("once confirmed: %+v", bob)
	}
	if d := resource.Differing(ada, get[sns.Subscription](t, a, subscriptions, subscriptions.Empty(ada.Ref)), subscriptions.Facts); len(d) > 0 {
		t.Errorf("read afresh, %v differ", d)
	}
}

// One that was deleted is listed for some time, and is not there.
func TestSubscriptionDeleted(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	topic := createTopicIn(t, a, "ops", nil)
	arn := subscribeIn(t, a.Config(region), topic, "ada@example.com")
	for _, operation := range []string{"ListSubscriptions", "ListSubscriptionsByTopic"} {
		a.Rule(awstest.Rule{Service: "sns", Operation: operation, Do: func(x *awstest.Exchange) *awstest.Reply {
			reply := x.Next()
			reply.Body = []byte(strings.ReplaceAll(string(reply.Body), "<SubscriptionArn>"+arn+"<", "<SubscriptionArn>Deleted<"))
			return reply
		}})
	}
	if all := listed[sns.Subscription](t, a, subscriptions); len(all) != 0 {
		t.Errorf("got %+v", all)
	}
	ref := sns.SubscriptionRef(a.ID, region, topic, "email", "ada@example.com")
	if _, err := subscriptions.Get(t.Context(), place(a, subscriptions), subscriptions.Empty(ref)); fault.CodeOf(err) != fault.NotFound {
		t.Errorf("got %v", err)
	}
}

func TestSubscriptionHidden(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	topic := createTopicIn(t, a, "ops", nil)
	for _, operation := range []string{"ListSubscriptions", "ListSubscriptionsByTopic"} {
		a.Rule(awstest.Rule{Do: awstest.Deny(), Service: "sns", Operation: operation})
	}
	s := get[sns.Subscription](t, a, subscriptions, subscriptions.Empty(sns.SubscriptionRef(a.ID, region, topic, "email", "ada@example.com")))
	for _, fact := range subscriptions.Facts {
		if f := resource.FactOf(s, fact); f.State() != resource.Hidden || f.Why().Action != "sns:ListSubscriptionsByTopic" {
			t.Errorf("%s is %s, %+v", fact, f.State(), f.Why())
		}
	}
	notListed(t, a, subscriptions)
}

func TestSubscriptionGone(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	topic := createTopicIn(t, a, "ops", nil)
	for _, of := range []string{topic, topic + "-gone"} {
		ref := sns.SubscriptionRef(a.ID, region, of, "email", "ada@example.com")
		if _, err := subscriptions.Get(t.Context(), place(a, subscriptions), subscriptions.Empty(ref)); fault.CodeOf(err) != fault.NotFound {
			t.Errorf("of %s: %v", of, err)
		}
	}
}

func TestSubscriptionsPage(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	topic := createTopicIn(t, a, "ops", nil)
	for n := range 3 {
		subscribeIn(t, a.Config(region), topic, fmt.Sprint("a", n, "@example.com"))
	}
	a.TwoPages("sns", "ListSubscriptions")
	a.TwoPages("sns", "ListSubscriptionsByTopic")
	if n := len(listed[sns.Subscription](t, a, subscriptions)); n != 3 || a.Count("sns", "") != 2 {
		t.Errorf("%d subscriptions in %d calls", n, a.Count("sns", ""))
	}
	last := get[sns.Subscription](t, a, subscriptions, subscriptions.Empty(sns.SubscriptionRef(a.ID, region, topic, "email", "a2@example.com")))
	if !last.Confirmed.Value() {
		t.Errorf("got %+v", last)
	}
}
