package sns

import (
	"slices"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/sns"
	"github.com/aws/aws-sdk-go-v2/service/sns/types"

	"github.com/mantenhq/manten/internal/awsop"
	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/plan"
	"github.com/mantenhq/manten/internal/policy"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/kms"
	"github.com/mantenhq/manten/internal/resource/sns"
	"github.com/mantenhq/manten/internal/text"
)

var (
	createTopic = catalog.Write(Service, awsop.NewWrite(sdk.NewFromConfig, (*sdk.Client).CreateTopic,
		"sns:CreateTopic", "sns:TagResource").Repeatable())
	deleteTopic = catalog.Write(Service, awsop.NewWrite(sdk.NewFromConfig, (*sdk.Client).DeleteTopic,
		"sns:DeleteTopic").Repeatable())
	setTopicAttributes = catalog.Write(Service, awsop.NewWrite(sdk.NewFromConfig, (*sdk.Client).SetTopicAttributes,
		"sns:SetTopicAttributes").Repeatable())
)

var (
	topicSummary = catalog.Text(Service, "CreateTopic/summary",
		"Creates a topic that a service may publish to, or lets the service publish to one that is there.",
		"サービスが発行できるトピックを作成するか、既存のトピックへの発行をサービスに許可します。")
	topicKey = catalog.Text(Service, "CreateTopic/key",
		"messages are encrypted with key {key}: {service} can publish only if the key's policy lets it, which that of alias/aws/sns never does",
		"メッセージはキー {key} で暗号化されています。{service} が発行できるのは、キーポリシーで許可されている場合だけです。alias/aws/sns では許可できません")
	topicBroken = catalog.Text(Service, "CreateTopic/broken", "the topic's policy cannot be changed: {error}", "トピックのポリシーを変更できません: {error}")
)

type topicParams struct {
	// Publisher is the service that shall publish: "cloudwatch.amazonaws.com".
	Publisher string `json:"publisher"`
	// KMSMasterKeyID encrypts the messages of a new topic: a key's id, ARN or alias. Empty leaves them unencrypted.
	KMSMasterKeyID string `json:"kmsMasterKeyId"`
}

var createTopicFor = catalog.Remediation(Service, catalog.RemediationSpec[sns.Topic, topicParams]{
	Name:     "CreateTopic",
	Own:      true,
	Helper:   true,
	Makes:    plan.Creates,
	File:     "create_topic",
	Summary:  topicSummary,
	Reads:    []string{"Policy", "Key"},
	Defaults: topicParams{Publisher: "cloudwatch.amazonaws.com"},
	Writes:   []*awsop.Op{createTopic.Op, deleteTopic.Op, setTopicAttributes.Op},
	Plan: func(t sns.Topic, p topicParams, _ time.Time) catalog.Edit[sns.Topic] {
		before, d := t.Policy.Value(), policy.New()
		if !resource.IsMissing(t) {
			var err error
			if d, err = policy.Parse(before); err != nil {
				return refuse(t, topicBroken.With("error", err.Error()))
			}
		}
		if publishes(d, t.Account, p.Publisher) {
			return catalog.Edit[sns.Topic]{After: t}
		}
		rules, err := allowed(d, t.Ref, p.Publisher)
		if err != nil {
			return refuse(t, topicBroken.With("error", err.Error()))
		}
		if resource.IsMissing(t) {
			return newTopic(t, rules, p.KMSMasterKeyID)
		}
		t.Policy = resource.Is(rules)
		e := catalog.Edit[sns.Topic]{After: t, Moves: []catalog.Move{{Do: setPolicy(t.ID, rules), Undo: setPolicy(t.ID, before)}}}
		if key, encrypted := t.Key.Get(); encrypted {
			e.Risk = []text.Message{topicKey.With("key", key, "service", p.Publisher)}
		}
		return e
	},
})

func refuse(t sns.Topic, why text.Message) catalog.Edit[sns.Topic] {
	return catalog.Edit[sns.Topic]{After: t, Effect: catalog.Effect{Refused: why}}
}

func newTopic(t sns.Topic, rules, key string) catalog.Edit[sns.Topic] {
	attributes := map[string]string{"Policy": rules}
	t.Policy, t.Key, t.Tags = resource.Is(rules), resource.None[string](), resource.Is(resource.Created())
	if key != "" {
		attributes["KmsMasterKeyId"], t.Key = key, resource.Is(key)
	}
	input := &sdk.CreateTopicInput{Name: &t.Name, Attributes: attributes}
	for k, v := range resource.Created() {
		input.Tags = append(input.Tags, types.Tag{Key: aws.String(k), Value: aws.String(v)})
	}
	return catalog.Edit[sns.Topic]{After: t, Behind: kms.AliasesIn(t.Account, t.Region, key), Moves: []catalog.Move{{
		Do: createTopic.With(input), Undo: deleteTopic.With(&sdk.DeleteTopicInput{TopicArn: &t.ID}),
	}}}
}

func setPolicy(topic, rules string) awsop.Bound {
	return setTopicAttributes.With(&sdk.SetTopicAttributesInput{
		TopicArn: &topic, AttributeName: aws.String("Policy"), AttributeValue: &rules,
	})
}

// publishes tells whether a policy lets the service publish, by its name or as SNS's own default does: for anything of
// the account that owns the topic.
func publishes(d *policy.Document, account, service string) bool {
	return slices.ContainsFunc(d.Statements, func(s policy.Statement) bool {
		if s.Effect != "Allow" || !s.Covers("sns:Publish") {
			return false
		}
		own := s.Principal.Everyone() && slices.Contains(ownerOf(s), account)
		return own || slices.Contains(s.Principal["Service"], service)
	})
}

// ownerOf are the accounts that a statement names as the source's owner.
func ownerOf(s policy.Statement) []string {
	var out []string
	for _, keys := range s.Condition {
		for key, values := range keys {
			if strings.EqualFold(key, "AWS:SourceOwner") || strings.EqualFold(key, "AWS:SourceAccount") {
				out = append(out, values...)
			}
		}
	}
	return out
}

// allowed appends what lets the service publish. A policy of nothing else also lets the account manage the topic, as
// SNS's own default does.
func allowed(d *policy.Document, ref resource.Ref, service string) (string, error) {
	if len(d.Statements) == 0 {
		managed, err := d.Append(statement{
			Sid: "AccountAdministration", Effect: "Allow", Resource: ref.ID,
			Principal: map[string]string{"AWS": resource.ARN(ref.Region, "iam", "", ref.Account, "root")},
			Action:    managing,
		})
		if err != nil {
			return "", err
		}
		if d, err = policy.Parse(managed); err != nil {
			return "", err
		}
	}
	sid := strings.ReplaceAll("Publish-"+strings.TrimSuffix(service, ".amazonaws.com"), ".", "-")
	for d.Has(sid) { // it says something else
		sid += "-2"
	}
	return d.Append(statement{
		Sid: sid, Effect: "Allow", Resource: ref.ID,
		Principal: map[string]string{"Service": service}, Action: []string{"sns:Publish"},
		Condition: map[string]map[string]string{"StringEquals": {"aws:SourceAccount": ref.Account}},
	})
}

// managing are the actions of SNS's own default policy.
var managing = []string{
	"sns:AddPermission", "sns:DeleteTopic", "sns:GetTopicAttributes", "sns:ListSubscriptionsByTopic", "sns:Publish",
	"sns:RemovePermission", "sns:SetTopicAttributes", "sns:Subscribe",
}

// statement is a statement of a topic policy that Manten writes.
type statement struct {
	Sid       string
	Effect    string
	Principal map[string]string
	Action    []string
	Resource  string
	Condition map[string]map[string]string `json:",omitempty"`
}
