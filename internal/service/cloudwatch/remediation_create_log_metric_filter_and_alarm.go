package cloudwatch

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/cloudtrail"
	"github.com/mantenhq/manten/internal/resource/cloudwatch"
)

var (
	bundleSummary = catalog.Text(Service, "CreateLogMetricFilterAndAlarm/summary",
		"Makes what is missing between the trail and a subscriber: log group, metric filters, alarms, topic, subscription. What is there is used.",
		"証跡からサブスクライバーまでに足りないもの (ロググループ、メトリクスフィルター、アラーム、トピック、サブスクリプション) を作成します。すでにあるものはそのまま使います。")
	bundleNobody = catalog.Text(Service, "CreateLogMetricFilterAndAlarm/nobody",
		"topic {topic} has no subscriber, and none is configured: it stays FAILED until CreateLogMetricFilterAndAlarm.email names an address, or topicArn a topic that somebody has subscribed to",
		"トピック {topic} にサブスクライバーがなく、設定もされていません。CreateLogMetricFilterAndAlarm.email でアドレスを、または topicArn で購読済みのトピックを指定するまで FAILED のままです")
	bundlePending = catalog.Text(Service, "CreateLogMetricFilterAndAlarm/pending",
		"{email} has not confirmed the subscription to topic {topic} yet: open the mail from AWS Notifications and confirm it",
		"{email} はトピック {topic} のサブスクリプションをまだ確認していません。AWS Notifications のメールから確認してください")
	bundleForeign = catalog.Text(Service, "CreateLogMetricFilterAndAlarm/foreign",
		"topic {topic} belongs to another account or region: whether somebody has subscribed to it cannot be seen from here, so the controls will say WARNING",
		"トピック {topic} は別のアカウントまたはリージョンのものです。サブスクライバーの有無を確認できないため、コントロールは WARNING になります")
	bundleGroup = catalog.Text(Service, "CreateLogMetricFilterAndAlarm/group",
		"no trail that records all management events delivers to log group {group}: {used} of trail {trail} is watched in its place",
		"すべての管理イベントを記録する証跡で、ロググループ {group} に配信するものはありません。代わりに証跡 {trail} の {used} を監視します")
	bundleNoise = catalog.Text(Service, "CreateLogMetricFilterAndAlarm/noise",
		"alarm UnauthorizedAPICalls goes off often in most accounts", "アラーム UnauthorizedAPICalls は多くのアカウントで頻繁に発報します")
)

// bundleParams are the established runbook's, and who hears of alarms.
type bundleParams struct {
	// Email is who hears of the alarms; whoever reads the mail must confirm the subscription.
	Email string `json:"email"`
	// TopicArn is a topic to use; empty means SO0111-SHARR-LocalAlarmNotification, or one that alarms on these metrics tell
	// already.
	TopicArn string `json:"topicArn"`
	// LogGroupName is the trail's log group to use where there are several trails; empty means that of the first that fits.
	LogGroupName string `json:"logGroupName" ssm:"/Solutions/SO0111/Metrics_LogGroupName"`
	// KMSKeyArn encrypts the messages of a new topic; empty means the key of the established solution, which is created where
	// it is missing.
	KMSKeyArn string `json:"kmsKeyArn" ssm:"/Solutions/SO0111/CMK_REMEDIATION_ARN"`
	// Namespace is what the name of the role that CloudTrail delivers by ends with, where it is created.
	Namespace string `json:"namespace"`
	// RetentionInDays is how long a new log group keeps events; 0 keeps them for ever.
	RetentionInDays int `json:"retentionInDays"`
	// MetricNamespace is where new filters put their metrics.
	MetricNamespace string `json:"metricNamespace"`
	// The settings of new alarms.
	Period            int32   `json:"period"`
	EvaluationPeriods int32   `json:"evaluationPeriods"`
	DatapointsToAlarm int32   `json:"datapointsToAlarm"`
	Threshold         float64 `json:"threshold"`
	TreatMissingData  string  `json:"treatMissingData"`
}

// delivery are the parameters of what delivers a trail's events to a log group.
func (p bundleParams) delivery() map[string]any {
	return map[string]any{"namespace": p.Namespace, "retentionInDays": p.RetentionInDays}
}

// Validate refuses what CloudWatch would refuse halfway through the plan.
func (p bundleParams) Validate() error {
	switch {
	case p.Email != "" && !strings.Contains(p.Email, "@"):
		return fmt.Errorf("email %q is no address", p.Email)
	case p.TopicArn != "" && len(strings.Split(p.TopicArn, ":")) != 6:
		return fmt.Errorf("topicArn %q is no ARN", p.TopicArn)
	case p.DatapointsToAlarm > p.EvaluationPeriods:
		return fmt.Errorf("datapointsToAlarm %d is more than evaluationPeriods %d", p.DatapointsToAlarm, p.EvaluationPeriods)
	case !slices.Contains([]string{"breaching", "ignore", "missing", "notBreaching"}, p.TreatMissingData):
		return fmt.Errorf("treatMissingData %q is none of breaching, ignore, missing, notBreaching", p.TreatMissingData)
	}
	return nil
}

var createFilterAndAlarm = catalog.Bundle(Service, catalog.BundleSpec[cloudwatch.Account, bundleParams]{
	Name:    "CreateLogMetricFilterAndAlarm",
	File:    "create_log_metric_filter_and_alarm",
	Summary: bundleSummary,
	Controls: []control.ID{
		"CloudWatch.1", "CloudWatch.2", "CloudWatch.3", "CloudWatch.4", "CloudWatch.5", "CloudWatch.6", "CloudWatch.7",
		"CloudWatch.8", "CloudWatch.9", "CloudWatch.10", "CloudWatch.11", "CloudWatch.12", "CloudWatch.13", "CloudWatch.14",
	},
	Defaults: bundleParams{
		MetricNamespace: "LogMetrics", Period: alarmDefaults.Period, EvaluationPeriods: alarmDefaults.EvaluationPeriods,
		DatapointsToAlarm: alarmDefaults.DatapointsToAlarm, Threshold: alarmDefaults.Threshold, TreatMissingData: alarmDefaults.TreatMissingData,
	},
	Needs: chainNeeds,
	Plan: func(a cloudwatch.Account, w catalog.World, p bundleParams, _ time.Time) catalog.Bundled {
		if v, no := whole.unseen(w); no {
			return catalog.Bundled{Refused: v.Reason}
		}
		t, ok := trailOf(a, w, p)
		if !ok {
			return firstTrail(a, w, p)
		}
		if t.Region != a.Region { // the chain is judged in the trail's home region
			return catalog.Bundled{Requests: recording(t, p)[:1]}
		}
		if _, ok := t.Delivery.Get(); !ok {
			return catalog.Bundled{Again: true, Requests: recording(t, p)}
		}
		l := links{account: a, world: w, params: p, trail: t, group: cloudtrail.GroupName(t.Delivery.Value().LogGroup)}
		b := l.bundled()
		if p.LogGroupName != "" && p.LogGroupName != l.group {
			b.Notes = append(b.Notes, bundleGroup.With("group", p.LogGroupName, "used", l.group, "trail", t.Name))
		}
		return b
	},
})

// recording asks for a trail that records, and that delivers to a log group. Of one that does already, what has just been
// planned is for these controls, too.
func recording(t cloudtrail.Trail, p bundleParams) []catalog.Request {
	return []catalog.Request{
		{Remediation: "CreateTrail", On: t.Ref, With: map[string]any{}},
		{Remediation: "EnableCloudTrailToCloudWatchLogging", On: t.Ref, With: p.delivery()},
	}
}

// trailOf is the trail whose log group is watched: of this region rather than another, the configured one first.
func trailOf(a cloudwatch.Account, w catalog.World, p bundleParams) (cloudtrail.Trail, bool) {
	fits := slices.DeleteFunc(catalog.All[cloudtrail.Trail](w), func(t cloudtrail.Trail) bool { return t.Foreign() || !t.RecordsAll() })
	slices.SortStableFunc(fits, func(x, y cloudtrail.Trail) int { return fitness(y, a, p) - fitness(x, a, p) })
	if len(fits) == 0 {
		return cloudtrail.Trail{}, false
	}
	return fits[0], true
}

func fitness(t cloudtrail.Trail, a cloudwatch.Account, p bundleParams) int {
	n := 0
	d, delivers := t.Delivery.Get()
	if t.Region == a.Region {
		n += 4
	}
	if delivers && cloudtrail.GroupName(d.LogGroup) == p.LogGroupName {
		n += 2
	}
	if delivers {
		n++
	}
	return n
}

// firstTrail asks for a trail, unless one of another account records everything already.
func firstTrail(a cloudwatch.Account, w catalog.World, p bundleParams) catalog.Bundled {
	if _, ok := elsewhere(a, w); ok {
		return catalog.Bundled{}
	}
	on := resource.Ref{
		Type: "AWS::CloudTrail::Account", Account: a.Account, Region: a.Region, ID: resource.AccountID(a.Account), Name: a.Account,
	}
	with := p.delivery()
	with["kmsKeyArn"] = p.KMSKeyArn
	return catalog.Bundled{Again: true, Requests: []catalog.Request{{Remediation: "CreateCloudTrailMultiRegionTrail", On: on, With: with}}}
}
