package awstest

import (
	"encoding/xml"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// A pendingSubscription is one that nobody has confirmed.
type pendingSubscription struct{ arn, endpoint string }

// Confirm does what whoever reads the mail does: it confirms what an address has been subscribed to in a region.
func (a *Account) Confirm(region, endpoint string) {
	s := &a.server.settings.subscriptions
	s.set(a.ID, region, slices.DeleteFunc(slices.Clone(s.of(a.ID, region)), func(p pendingSubscription) bool { return p.endpoint == endpoint }))
}

func (s *settings) subscriptionStandIns() []StandIn {
	why := "moto confirms every subscription at once; AWS has e-mail addresses wait until somebody confirms, tells no ARN in lists until then, and refuses to unsubscribe them"
	return []StandIn{
		{Always: true, Service: "sns", Operation: "ListSubscriptions", Why: why, do: s.listSubscriptions},
		{Always: true, Service: "sns", Operation: "ListSubscriptionsByTopic", Why: why, do: s.listSubscriptions},
		{Always: true, Service: "sns", Operation: "Subscribe", Why: why, do: s.subscribe},
		{Always: true, Service: "sns", Operation: "Unsubscribe", Why: why, do: s.unsubscribe},
		{
			Always: true, Service: "sns", Operation: "ListTagsForResource", do: tagsOfTopic,
			Why: "moto answers with no tags for a topic that does not exist; AWS refuses that (ResourceNotFound)",
		},
	}
}

// tagsOfTopic looks whether there is such a topic before moto answers.
func tagsOfTopic(x *Exchange) *Reply {
	form, err := url.ParseQuery(string(x.Body))
	if err != nil {
		return x.Next()
	}
	topic := x.ask("", url.Values{"Action": {"GetTopicAttributes"}, "Version": {"2010-03-31"}, "TopicArn": {form.Get("ResourceArn")}}.Encode())
	if topic != nil && topic.Status == http.StatusNotFound {
		return x.Refuse(http.StatusNotFound, "ResourceNotFound", "Resource does not exist")
	}
	return x.Next()
}

// subscribe notes a mail address that was not subscribed before. Subscribing once more sends another mail and changes
// nothing.
func (s *settings) subscribe(x *Exchange) *Reply {
	form, err := url.ParseQuery(string(x.Body))
	if err != nil || !strings.HasPrefix(form.Get("Protocol"), "email") {
		return x.Next()
	}
	before := x.ask("", url.Values{"Action": {"ListSubscriptionsByTopic"}, "Version": {"2010-03-31"}, "TopicArn": {form.Get("TopicArn")}}.Encode())
	reply := x.Next()
	if before == nil || reply == nil || reply.Status != http.StatusOK {
		return reply
	}
	var answer struct {
		ARN string `xml:"SubscribeResult>SubscriptionArn"`
	}
	if err := xml.Unmarshal(reply.Body, &answer); err != nil {
		return x.Refuse(http.StatusInternalServerError, "InternalError", err.Error())
	}
	open := s.subscriptions.of(x.Call.Account, x.Call.Region)
	if !strings.Contains(string(before.Body), ">"+answer.ARN+"<") {
		open = append(slices.Clone(open), pendingSubscription{answer.ARN, form.Get("Endpoint")})
		s.subscriptions.set(x.Call.Account, x.Call.Region, open)
	}
	if isPending(open, answer.ARN) && form.Get("ReturnSubscriptionArn") != "true" {
		reply.Body = []byte(strings.Replace(string(reply.Body), answer.ARN, "pending confirmation", 1))
	}
	return reply
}

func isPending(open []pendingSubscription, arn string) bool {
	return slices.ContainsFunc(open, func(p pendingSubscription) bool { return p.arn == arn })
}

func (s *settings) listSubscriptions(x *Exchange) *Reply {
	reply := x.Next()
	if reply == nil {
		return nil
	}
	for _, p := range s.subscriptions.of(x.Call.Account, x.Call.Region) {
		reply.Body = []byte(strings.ReplaceAll(string(reply.Body), "<SubscriptionArn>"+p.arn+"<", "<SubscriptionArn>PendingConfirmation<"))
	}
	return reply
}

func (s *settings) unsubscribe(x *Exchange) *Reply {
	form, err := url.ParseQuery(string(x.Body))
	if err == nil && isPending(s.subscriptions.of(x.Call.Account, x.Call.Region), form.Get("SubscriptionArn")) {
		return x.Refuse(http.StatusBadRequest, "InvalidParameter", "Invalid parameter: Cannot unsubscribe a subscription that is pending confirmation")
	}
	return x.Next()
}
