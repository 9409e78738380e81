package sns

import (
	"testing"

	"github.com/mantenhq/manten/internal/catalog/catalogtest"
	"github.com/mantenhq/manten/internal/policy"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/sns"
)

// usual is the policy that SNS gives a new topic.
func usual(topic, account string) string {
	return `{"Version":"2008-10-17","Id":"__default_policy_ID","Statement":[{"Sid":"__default_statement_ID","Effect":"Allow","Principal":{"AWS":"*"},` +
		`"Action":["SNS:Publish","SNS:Subscribe"],"Resource":"` + topic + `","Condition":{"StringEquals":{"AWS:SourceOwner":"` + account + `"}}}]}`
}

func TestCreateTopic(t *testing.T) {
	t.Parallel()
	ref := sns.TopicRef(account, region, "ops")
	there := func(policy string, key resource.Fact[string]) sns.Topic {
		return sns.Topic{Ref: ref, Policy: resource.Is(policy), Key: key, Tags: resource.Is(map[string]string{})}
	}
	plain := resource.None[string]()
	closed := `{"Version":"2012-10-17","Statement":[{"Sid":"Publish-cloudwatch","Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111122223333:root"},"Action":"sns:*","Resource":"` + ref.ID + `"}]}`
	catalogtest.Goldens(t, createTopicFor, map[string]catalogtest.Edited{
		"missing":                {Resource: topics.Missing(ref), Params: map[string]any{"kmsMasterKeyId": "alias/SO0111-SHARR-Key"}},
		"missing-plain":          {Resource: topics.Missing(ref), Params: map[string]any{"publisher": "config.amazonaws.com"}},
		"usual":                  {Resource: there(usual(ref.ID, account), plain)},
		"closed":                 {Resource: there(closed, plain)},
		"closed-key":             {Resource: there(closed, resource.Is("alias/aws/sns"))},
		"usual-of-other-account": {Resource: there(usual(ref.ID, "444455556666"), plain)},
		"broken":                 {Resource: there("{", plain)},
		"unread":                 {Resource: sns.Topic{Ref: ref, Policy: resource.HiddenFor[string](catalogtest.Denied), Key: plain}},
	})
}

func TestPublishes(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]bool{
		`{"Statement":[]}`:         false,
		usual("t", account):        true,
		usual("t", "444455556666"): false,
		`{"Statement":[{"Effect":"Allow","Principal":{"Service":"cloudwatch.amazonaws.com"},"Action":"sns:Publish","Resource":"t"}]}`:                        true,
		`{"Statement":[{"Effect":"Allow","Principal":{"Service":["a.amazonaws.com","cloudwatch.amazonaws.com"]},"Action":["SNS:Pub*"],"Resource":"t"}]}`:     true,
		`{"Statement":[{"Effect":"Allow","Principal":{"Service":"cloudwatch.amazonaws.com"},"Action":"sns:Subscribe","Resource":"t"}]}`:                      false,
		`{"Statement":[{"Effect":"Deny","Principal":{"Service":"cloudwatch.amazonaws.com"},"Action":"sns:Publish","Resource":"t"}]}`:                         false,
		`{"Statement":[{"Effect":"Allow","Principal":{"Service":"events.amazonaws.com"},"Action":"sns:Publish","Resource":"t"}]}`:                            false,
		`{"Statement":[{"Effect":"Allow","Principal":"*","Action":"*","Resource":"t","Condition":{"StringEquals":{"aws:SourceAccount":["111122223333"]}}}]}`: true,
	} {
		d, err := policy.Parse(text)
		if err != nil {
			t.Fatal(err)
		}
		if got := publishes(d, account, "cloudwatch.amazonaws.com"); got != want {
			t.Errorf("%s: %t", text, got)
		}
	}
}
