package cloudwatch

import (
	"maps"
	"slices"
	"strings"

	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource/cloudtrail"
	"github.com/mantenhq/manten/internal/resource/cloudwatch"
	"github.com/mantenhq/manten/internal/resource/kms"
	"github.com/mantenhq/manten/internal/resource/logs"
	"github.com/mantenhq/manten/internal/resource/sns"
	"github.com/mantenhq/manten/internal/text"
)

// topicName is that of the established solution.
const topicName = "SO0111-SHARR-LocalAlarmNotification"

// links makes the links of the chains that are missing.
type links struct {
	account cloudwatch.Account
	world   catalog.World
	params  bundleParams
	trail   cloudtrail.Trail
	// group is the trail's log group.
	group string
}

func (l links) bundled() catalog.Bundled {
	b := catalog.Bundled{Short: map[control.ID]text.Message{}, Requests: recording(l.trail, l.params)}
	all := watches()
	told := map[string][]control.ID{}
	for _, id := range l.world.Controls {
		c := find(l.account, l.world, all[id].patterns)
		if c.stage == whole {
			continue
		}
		b.Requests = append(b.Requests, l.link(id, all[id], &c)...)
		told[c.topic] = append(told[c.topic], id)
		if id == "CloudWatch.2" && c.stage < noAction {
			b.Notes = append(b.Notes, bundleNoise.With())
		}
	}
	for _, topic := range slices.Sorted(maps.Keys(told)) {
		ids := told[topic]
		before, after, short := l.heard(topic, ids)
		b.Requests = append(append(before, b.Requests...), after...)
		if !short.IsZero() {
			for _, id := range ids {
				b.Short[id] = short
			}
		}
	}
	return b
}

// link asks for what a chain lacks of filter and alarm. The chain's topic is set to the one that will be told.
func (l links) link(id control.ID, want watch, c *chain) []catalog.Request {
	if c.stage == nobody {
		return nil
	}
	var out []catalog.Request
	only := []control.ID{id}
	metric, alarm := c.metric, c.alarm.Name
	if c.stage <= noPattern {
		metric = cloudwatch.Metric{Namespace: l.params.MetricNamespace, Name: want.name}
		out = append(out, catalog.Request{
			Remediation: "CreateMetricFilter", On: logs.FilterRef(l.account.Account, l.account.Region, l.group, l.filterFor(want)), For: only,
			With: map[string]any{"pattern": want.patterns[0], "metricName": metric.Name, "metricNamespace": metric.Namespace, "metricValue": "1"},
		})
	}
	if c.stage <= noAlarm {
		alarm = l.alarmFor(want.name, metric)
	}
	c.topic = l.topic()
	return append(out, catalog.Request{
		Remediation: "PutMetricAlarm", On: cloudwatch.AlarmRef(l.account.Account, l.account.Region, alarm), For: only,
		With: map[string]any{
			"namespace": metric.Namespace, "metricName": metric.Name, "topicArn": c.topic,
			"alarmDescription": string(id) + " of AWS Security Hub: " + want.name, "period": l.params.Period,
			"evaluationPeriods": l.params.EvaluationPeriods, "datapointsToAlarm": l.params.DatapointsToAlarm,
			"threshold": l.params.Threshold, "treatMissingData": l.params.TreatMissingData,
		},
	})
}

// filterFor is the name of a filter: one that looks for something else keeps its name.
func (l links) filterFor(want watch) string {
	name := want.name
	taken := func(f logs.MetricFilter) bool {
		return f.Region == l.account.Region && f.Group() == l.group && f.Name == name && !prescribed(f, want.patterns)
	}
	for {
		if _, is := catalog.Find(l.world, taken); !is {
			return name
		}
		name += "-CIS"
	}
}

// alarmFor is the name of an alarm: one that stands on another metric keeps its name.
func (l links) alarmFor(name string, metric cloudwatch.Metric) string {
	taken := func(n string) bool {
		_, is := catalog.Find(l.world, func(a cloudwatch.Alarm) bool {
			return a.Region == l.account.Region && a.Name == n && a.Metric.Value() != metric
		})
		return is
	}
	for taken(name) {
		name += "-CIS"
	}
	return name
}

// topic is the one that new alarms tell: the configured one, else one that alarms tell on metrics of the same log group and
// that somebody hears, else that of the established solution.
func (l links) topic() string {
	if l.params.TopicArn != "" {
		return l.params.TopicArn
	}
	all := watches()
	for _, id := range slices.Sorted(maps.Keys(all)) {
		if c := find(l.account, l.world, all[id].patterns); c.stage == whole && c.group == l.group {
			return c.topic
		}
	}
	return sns.TopicRef(l.account.Account, l.account.Region, topicName).ID
}

// heard asks for a topic with a subscriber; short says why there will be none.
func (l links) heard(topic string, ids []control.ID) (before, after []catalog.Request, short text.Message) {
	ref := topicRef(l.account.Ref, topic)
	subscribed := slices.DeleteFunc(catalog.All[sns.Subscription](l.world), func(s sns.Subscription) bool {
		of, _, _ := s.Parts()
		return of != topic
	})
	confirmed := slices.ContainsFunc(subscribed, func(s sns.Subscription) bool { return s.Confirmed.Value() })
	if parts := strings.Split(topic, ":"); parts[3] != l.account.Region || parts[4] != l.account.Account { // it is not ours to change
		if !confirmed {
			short = bundleForeign.With("topic", topic)
		}
		return nil, nil, short
	}
	with := map[string]any{"publisher": "cloudwatch.amazonaws.com"}
	if _, there := catalog.Find(l.world, func(t sns.Topic) bool { return t.ID == topic }); !there {
		with["kmsMasterKeyId"], before = l.key(ids)
	}
	before = append(before, catalog.Request{Remediation: "CreateTopic", On: ref, With: with, For: ids})
	if confirmed {
		return before, nil, text.Message{}
	}
	mine := slices.IndexFunc(subscribed, func(s sns.Subscription) bool {
		_, protocol, address := s.Parts()
		return strings.HasPrefix(protocol, "email") && (l.params.Email == "" || address == l.params.Email)
	})
	switch {
	case mine >= 0:
		return before, nil, bundlePending.With("email", subscribed[mine].Name, "topic", ref.Name)
	case l.params.Email == "":
		return before, nil, bundleNobody.With("topic", ref.Name)
	}
	return before, []catalog.Request{{
		Remediation: "Subscribe", With: map[string]any{}, For: ids,
		On: sns.SubscriptionRef(l.account.Account, l.account.Region, topic, "email", l.params.Email),
	}}, text.Message{}
}

// key is the key of a new topic, and what asks for it.
func (l links) key(ids []control.ID) (string, []catalog.Request) {
	if l.params.KMSKeyArn != "" {
		return l.params.KMSKeyArn, nil
	}
	return kms.SolutionAlias, []catalog.Request{{
		Remediation: "CreateKey", On: kms.AliasRef(l.account.Account, l.account.Region, kms.SolutionAlias), For: ids,
		With: map[string]any{"parameter": kms.SolutionParameter},
	}}
}

func lastPart(arn string) string { return arn[strings.LastIndex(arn, ":")+1:] }
