package sns

import (
	"testing"

	"github.com/mantenhq/manten/internal/catalog/catalogtest"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/sns"
)

func TestSubscribe(t *testing.T) {
	t.Parallel()
	ref := sns.SubscriptionRef(account, region, sns.TopicRef(account, region, "ops").ID, "email", "ops@example.com")
	arn := resource.Is("arn:aws:sns:eu-west-1:111122223333:ops:1")
	catalogtest.Goldens(t, subscribeMail, map[string]catalogtest.Edited{
		"missing":   {Resource: subscriptions.Missing(ref)},
		"pending":   {Resource: sns.Subscription{Ref: ref, Confirmed: resource.Is(false), ARN: resource.None[string]()}},
		"confirmed": {Resource: sns.Subscription{Ref: ref, Confirmed: resource.Is(true), ARN: arn}},
		"unread":    {Resource: sns.Subscription{Ref: ref, Confirmed: resource.HiddenFor[bool](catalogtest.Denied)}},
	})
}
