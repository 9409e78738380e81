package cloudwatch

import (
	"slices"
	"strings"

	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/resource/cloudtrail"
	"github.com/mantenhq/manten/internal/resource/cloudwatch"
	"github.com/mantenhq/manten/internal/resource/logs"
	"github.com/mantenhq/manten/internal/resource/sns"
	"github.com/mantenhq/manten/internal/text"
)

// The controls CloudWatch.1 to .14 ask for a chain: a trail that records all management events of all regions, whose log
// group has a metric filter with a prescribed pattern, on whose metric an alarm stands, which tells a topic that somebody
// has subscribed to. Source: Security Hub User Guide, "Amazon CloudWatch controls".

// chainNeeds is what the chain is made of.
var chainNeeds = []catalog.Need{
	catalog.Needs[cloudtrail.Trail]("Settings", "Logging", "Selectors", "Delivery"),
	catalog.Needs[logs.MetricFilter]("Pattern", "Metrics"),
	catalog.Needs[cloudwatch.Alarm]("Metric", "Actions"),
	catalog.Needs[sns.Topic](),
	catalog.Needs[sns.Subscription]("Confirmed"),
}

var (
	chainWhole = catalog.Text(Service, "cloudwatch/chain",
		"log group {group} has filter {filter}, alarm {alarm} and topic {topic} with a subscriber",
		"ロググループ {group} にフィルター {filter}、アラーム {alarm}、サブスクライバーのいるトピック {topic} がそろっています")
	chainNoTrail = catalog.Text(Service, "cloudwatch/no-trail",
		"no trail of this region records all management events of all regions", "すべてのリージョンの管理イベントをすべて記録する、このリージョンの証跡がありません")
	chainElsewhere = catalog.Text(Service, "cloudwatch/elsewhere",
		"trail {trail} of {place} records all management events: the chain is judged there",
		"{place} の証跡 {trail} がすべての管理イベントを記録しています。判定はそちらで行われます")
	chainNoGroup = catalog.Text(Service, "cloudwatch/no-group",
		"trail {trail} does not deliver to CloudWatch Logs", "証跡 {trail} は CloudWatch Logs に配信していません")
	chainNoFilters = catalog.Text(Service, "cloudwatch/no-filters",
		"log group {group} has no metric filters", "ロググループ {group} にメトリクスフィルターがありません")
	chainNoPattern = catalog.Text(Service, "cloudwatch/no-pattern",
		"no metric filter of log group {group} has the pattern {pattern}", "ロググループ {group} に次のパターンのメトリクスフィルターがありません: {pattern}")
	chainNoAlarm = catalog.Text(Service, "cloudwatch/no-alarm",
		"no alarm stands on metric {metric} of filter {filter}", "フィルター {filter} のメトリクス {metric} にアラームがありません")
	chainNoAction = catalog.Text(Service, "cloudwatch/no-action",
		"alarm {alarm} tells no SNS topic", "アラーム {alarm} の通知先に SNS トピックがありません")
	chainNoTopic = catalog.Text(Service, "cloudwatch/no-topic",
		"topic {topic}, which alarm {alarm} tells, does not exist", "アラーム {alarm} の通知先トピック {topic} は存在しません")
	chainForeign = catalog.Text(Service, "cloudwatch/foreign-topic",
		"topic {topic}, which alarm {alarm} tells, belongs to another account or region: whether it has a subscriber cannot be seen",
		"アラーム {alarm} の通知先トピック {topic} は別のアカウントまたはリージョンのもので、サブスクライバーの有無を確認できません")
	chainNobody = catalog.Text(Service, "cloudwatch/nobody",
		"topic {topic} has no confirmed subscriber", "トピック {topic} に確認済みのサブスクライバーがいません")
)

var chainAdvice = catalog.Text(Service, "cloudwatch/advice",
	"Whoever shall hear of the alarms has to agree to it; nobody can do that for them. "+
		"Name the address as CreateLogMetricFilterAndAlarm.email in manten.yaml or with --set, then plan and apply: SNS sends a mail from AWS Notifications to it. "+
		"Open that mail within two days and choose Confirm subscription; if it did not arrive, look among the spam. "+
		"After two days SNS forgets that it asked: plan and apply once more. "+
		"When it is confirmed, run manten scan, or manten runs refresh for the run that waits for it.",
	"アラームの通知を受け取る人の同意が必要で、代わりに行うことはできません。"+
		"manten.yaml または --set で CreateLogMetricFilterAndAlarm.email にアドレスを指定し、プランを作成して適用します。すると AWS Notifications からそのアドレスにメールが届きます。"+
		"2 日以内にメールを開いて「Confirm subscription」を選びます。届かない場合は迷惑メールも確認します。"+
		"2 日を過ぎると確認の依頼は無効になるため、もう一度プランを作成して適用します。"+
		"確認が済んだら、manten scan か、待っている実行に対する manten runs refresh を実行します。")

// chainByPerson is where all has been made, and only the subscriber's word is missing.
var chainByPerson = []text.Template{chainNobody}

// stage is how far a chain holds; later ones are better.
type stage int

// The stages, by Security Hub's order of conditions.
const (
	noTrail stage = iota
	noGroup
	noFilters
	noPattern
	noAlarm
	noAction
	noTopic
	otherRegion
	foreignTopic
	nobody
	whole
)

// codes are Security Hub's status reason codes of the stages.
var codes = map[stage]string{
	noTrail: "CLOUDTRAIL_MULTI_REGION_NOT_PRESENT", noGroup: "CLOUDTRAIL_METRIC_FILTERS_NOT_PRESENT",
	noFilters: "CLOUDTRAIL_METRIC_FILTERS_NOT_PRESENT", noPattern: "CLOUDTRAIL_METRIC_FILTER_NOT_VALID",
	noAlarm: "CLOUDWATCH_ALARMS_NOT_PRESENT", noAction: "CLOUDWATCH_ALARM_ACTIONS_NOT_VALID", noTopic: "SNS_TOPIC_INVALID",
	otherRegion: "SNS_TOPIC_CROSS_ACCOUNT_CROSS_REGION", foreignTopic: "SNS_TOPIC_CROSS_ACCOUNT", nobody: "SNS_SUBSCRIPTION_NOT_PRESENT",
}

// chain is the best chain that was found, as far as it goes.
type chain struct {
	stage  stage
	trail  cloudtrail.Trail
	group  string
	filter logs.MetricFilter
	metric cloudwatch.Metric
	alarm  cloudwatch.Alarm
	topic  string
	why    text.Message
}

func (c chain) at(s stage, why text.Message) chain {
	c.stage, c.why = s, why
	return c
}

func better(a, b chain) chain {
	if b.stage > a.stage {
		return b
	}
	return a
}

// find looks for the chain of a pattern, or one of its accepted older forms, in a region.
func find(a cloudwatch.Account, w catalog.World, patterns []string) chain {
	best := chain{}.at(noTrail, chainNoTrail.With())
	for _, t := range catalog.All[cloudtrail.Trail](w) {
		if t.Region == a.Region && !t.Foreign() && t.RecordsAll() {
			best = better(best, fromTrail(w, chain{trail: t}, patterns))
		}
	}
	return best
}

func fromTrail(w catalog.World, c chain, patterns []string) chain {
	d, ok := c.trail.Delivery.Get()
	if !ok {
		return c.at(noGroup, chainNoGroup.With("trail", c.trail.Name))
	}
	c.group = cloudtrail.GroupName(d.LogGroup)
	best := c.at(noFilters, chainNoFilters.With("group", c.group))
	for _, f := range catalog.All[logs.MetricFilter](w) {
		if f.Group() != c.group || f.Region != c.trail.Region {
			continue
		}
		best = better(best, c.at(noPattern, chainNoPattern.With("group", c.group, "pattern", patterns[0])))
		if prescribed(f, patterns) {
			c.filter = f
			best = better(best, fromFilter(w, c))
		}
	}
	return best
}

func prescribed(f logs.MetricFilter, patterns []string) bool {
	return slices.ContainsFunc(patterns, func(p string) bool { return logs.SamePattern(p, f.Pattern.Value()) })
}

func fromFilter(w catalog.World, c chain) chain {
	best := chain{stage: noPattern}
	for _, m := range c.filter.Metrics.Value() {
		c.metric = cloudwatch.Metric{Namespace: m.Namespace, Name: m.Name}
		best = better(best, c.at(noAlarm, chainNoAlarm.With("filter", c.filter.Name, "metric", m.Namespace+"/"+m.Name)))
		for _, a := range catalog.All[cloudwatch.Alarm](w) {
			if on, ok := a.Metric.Get(); ok && on == c.metric && a.Region == c.trail.Region {
				c.alarm = a
				best = better(best, fromAlarm(w, c))
			}
		}
	}
	return best
}

func fromAlarm(w catalog.World, c chain) chain {
	best := c.at(noAction, chainNoAction.With("alarm", c.alarm.Name))
	for _, action := range c.alarm.Actions.Value() {
		if parts := strings.Split(action, ":"); len(parts) == 6 && parts[2] == "sns" {
			c.topic = action
			best = better(best, fromTopic(w, c))
		}
	}
	return best
}

func fromTopic(w catalog.World, c chain) chain {
	subscribed := catalog.All[sns.Subscription](w)
	if slices.ContainsFunc(subscribed, func(s sns.Subscription) bool {
		topic, _, _ := s.Parts()
		return topic == c.topic && s.Confirmed.Value()
	}) {
		return c.at(whole, chainWhole.With("group", c.group, "filter", c.filter.Name, "alarm", c.alarm.Name, "topic", c.topic))
	}
	switch parts := strings.Split(c.topic, ":"); {
	case parts[3] != c.trail.Region:
		return c.at(otherRegion, chainForeign.With("topic", c.topic, "alarm", c.alarm.Name))
	case parts[4] != c.trail.Account:
		return c.at(foreignTopic, chainForeign.With("topic", c.topic, "alarm", c.alarm.Name))
	}
	if _, ok := catalog.Find(w, func(t sns.Topic) bool { return t.ID == c.topic }); !ok {
		return c.at(noTopic, chainNoTopic.With("topic", c.topic, "alarm", c.alarm.Name))
	}
	return c.at(nobody, chainNobody.With("topic", c.topic))
}
