// Package sns has the resource types of Amazon SNS as controls and remediations see them: pure data.
package sns

import (
	"strings"

	"github.com/mantenhq/manten/internal/resource"
)

// Topic is an SNS topic.
type Topic struct {
	resource.Ref
	// Policy says who may publish and subscribe, as JSON.
	Policy resource.Fact[string]
	// Key is the id, ARN or alias of the KMS key that encrypts messages, absent where none does.
	Key  resource.Fact[string]
	Tags resource.Fact[map[string]string]
}

// Subscription is somebody who hears of a topic's messages.
type Subscription struct {
	resource.Ref
	// Confirmed is whether the subscriber has said that they want it.
	Confirmed resource.Fact[bool]
	// ARN is AWS's name of the subscription, absent while it is not confirmed.
	ARN resource.Fact[string]
}

// TopicRef is the reference of a topic.
func TopicRef(account, region, name string) resource.Ref {
	return resource.Ref{
		Type: "AWS::SNS::Topic", Account: account, Region: region, Name: name,
		ID: resource.ARN(region, "sns", region, account, name),
	}
}

// SubscriptionRef is the reference of a subscription. AWS makes up their ARNs, and gives none before they are confirmed;
// but a topic has an endpoint only once: the ID is the topic's with protocol and endpoint.
func SubscriptionRef(account, region, topic, protocol, endpoint string) resource.Ref {
	return resource.Ref{
		Type: "AWS::SNS::Subscription", Account: account, Region: region, Name: endpoint,
		ID: topic + ":" + protocol + ":" + endpoint,
	}
}

// Parts are the topic's ARN, the protocol and the endpoint; empty where the ID is of another form.
func (s Subscription) Parts() (topic, protocol, endpoint string) {
	const ofARN = 6
	parts := strings.SplitN(s.ID, ":", ofARN+2)
	if len(parts) < ofARN+2 {
		return "", "", ""
	}
	return strings.Join(parts[:ofARN], ":"), parts[ofARN], parts[ofARN+1]
}
