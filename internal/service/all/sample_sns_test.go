package all_test

import (
	"fmt"
	"slices"
	"strings"

	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/sns"
)

// topicNamed is the name of the n-th topic.
func topicNamed(n int) string {
	if n == 0 {
		return "SO0111-SHARR-LocalAlarmNotification"
	}
	return fmt.Sprintf("topic-%d", n)
}

var namingsSNS = map[resource.Type]naming{
	"AWS::SNS::Topic": func(region string, n int) (string, string) {
		ref := sns.TopicRef(account, region, topicNamed(n))
		return ref.ID, ref.Name
	},
	"AWS::SNS::Subscription": func(region string, n int) (string, string) {
		ref := sns.SubscriptionRef(account, region, sns.TopicRef(account, region, topicNamed(n%2)).ID, "email", []string{"ops@example.com", "a@example.com"}[n/2%2])
		return ref.ID, ref.Name
	},
}

var poolsSNS = map[string]pool{
	"sns.Topic.Policy": func(s *sampler, ref resource.Ref) any { return s.topicPolicy(ref.ID) },
	"sns.Topic.Key":    func(s *sampler, _ resource.Ref) any { return pick(s, "alias/aws/sns", "alias/SO0111-SHARR-Key") },
}

// topicPolicy is SNS's own default policy, or one of statements that nobody may touch; now and then it is broken.
func (s *sampler) topicPolicy(topic string) string {
	if s.one(25) {
		return pick(s, "", "oops", `{"Statement":7}`)
	}
	return `{"Version":"2008-10-17","Id":"keep","Statement":[` + strings.Join(some(s, 3,
		`{"Sid":"__default_statement_ID","Effect":"Allow","Principal":{"AWS":"*"},"Action":["SNS:Publish","SNS:Subscribe"],"Resource":"`+topic+`","Condition":{"StringEquals":{"AWS:SourceOwner":"`+account+`"}}}`,
		`{"Effect":"Allow","Principal":{"Service":["cloudwatch.amazonaws.com","events.amazonaws.com"]},"Action":"sns:Publish","Resource":"`+topic+`"}`,
		`{"Sid":"Publish-cloudwatch","Effect":"Allow","Principal":{"Service":"cloudwatch.amazonaws.com"},"Action":"sns:Subscribe","Resource":"`+topic+`"}`,
		`{"Sid":"Partner","Effect":"Allow","Principal":{"AWS":"`+partner+`"},"Action":"sns:Subscribe","Resource":"`+topic+`","Later":{"b":1}}`,
	), ",") + `]}`
}

var keepsSNS = map[string]keeping{
	// Nobody loses what the policy grants.
	"sns.Topic.Policy": kept(func(_ *catalog.RemediationUnit, before, after sns.Topic) error {
		return grown(before.Policy, after.Policy)
	}),
}

// grown holds that a policy has all of its statements, in their order, and its other members still.
func grown(was, is resource.Fact[string]) error {
	if was.State() == resource.Absent {
		return nil
	}
	then, err := policyParts(was.Value())
	if err != nil {
		return err
	}
	now, err := policyParts(is.Value())
	if err != nil {
		return err
	}
	if len(now.statements) < len(then.statements) || !slices.Equal(now.statements[:len(then.statements)], then.statements) {
		return fmt.Errorf("statements were touched: %q became %q", then.statements, now.statements)
	}
	if then.others != now.others {
		return fmt.Errorf("members were touched: %s became %s", then.others, now.others)
	}
	return nil
}
