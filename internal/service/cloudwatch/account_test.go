package cloudwatch

import (
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/cloudwatch"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatch/types"
	sdklogs "github.com/aws/aws-sdk-go-v2/service/cloudwatchlogs"
	logtypes "github.com/aws/aws-sdk-go-v2/service/cloudwatchlogs/types"
	sdkssm "github.com/aws/aws-sdk-go-v2/service/ssm"
	ssmtypes "github.com/aws/aws-sdk-go-v2/service/ssm/types"

	"github.com/mantenhq/manten/internal/awstest"
	"github.com/mantenhq/manten/internal/awstest/loop"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/plan"
	"github.com/mantenhq/manten/internal/propose"
	"github.com/mantenhq/manten/internal/text"
)

func bench(t *testing.T) *loop.Bench {
	t.Helper()
	return loop.New(t, loop.Case{Service: Service, With: makers, Regions: []string{region}})
}

// options ask for the chains only.
func options(params map[string]any) propose.Options {
	return propose.Options{
		Remediations: []string{createFilterAndAlarm.Name}, Params: map[string]map[string]any{createFilterAndAlarm.Name: params},
	}
}

// verdicts are what the controls on chains say.
func verdicts(findings []control.Finding) map[control.ID]control.Status {
	out := map[control.ID]control.Status{}
	for _, f := range findings {
		if _, is := watches()[f.Control]; is {
			out[f.Control] = f.Status
		}
	}
	return out
}

func allAre(t *testing.T, findings []control.Finding, want control.Status) {
	t.Helper()
	got := verdicts(findings)
	for id := range watches() {
		if got[id] != want {
			t.Errorf("%s is %q, want %s", id, got[id], want)
		}
	}
}

// walked is the account as the published walkthrough leaves it: its names, its patterns (that of 1.1 without the inner
// quotes, which its shell took away; 3.4 and 3.13 as they were prescribed then), alarms of one period.
func walked(t *testing.T, a *awstest.Account) {
	t.Helper()
	aTrail(t, a)
	topic := aTopic(t, a, "cis")
	cis := map[control.ID]string{"CloudWatch.1": "1.1", "CloudWatch.2": "3.1", "CloudWatch.3": "3.2"}
	for id, w := range watches() {
		number := cis[id]
		if number == "" {
			number = strings.Replace(string(id), "CloudWatch", "3", 1)
		}
		pattern := w.patterns[0]
		switch number {
		case "1.1":
			pattern = strings.ReplaceAll(pattern, `"`, "")
		case "3.4", "3.13":
			pattern = w.patterns[1]
		}
		awstest.Did[sdklogs.PutMetricFilterOutput](t)(sdklogs.NewFromConfig(a.Config(region)).PutMetricFilter(t.Context(), &sdklogs.PutMetricFilterInput{
			LogGroupName: aws.String("trails"), FilterName: aws.String("aws-cloudtrail-logs-filter-cis-" + number), FilterPattern: &pattern,
			MetricTransformations: []logtypes.MetricTransformation{{MetricName: aws.String("cis" + number), MetricNamespace: aws.String("LogMetrics"), MetricValue: aws.String("1")}},
		}))
		awstest.Did[sdk.PutMetricAlarmOutput](t)(newClient(a.Config(region)).PutMetricAlarm(t.Context(), &sdk.PutMetricAlarmInput{
			AlarmName: aws.String("CIS-" + number + "-" + w.name), MetricName: aws.String("cis" + number), Namespace: aws.String("LogMetrics"),
			Statistic: types.StatisticSum, Period: aws.Int32(300), EvaluationPeriods: aws.Int32(1), DatapointsToAlarm: aws.Int32(1), Threshold: aws.Float64(1),
			ComparisonOperator: types.ComparisonOperatorGreaterThanOrEqualToThreshold, TreatMissingData: aws.String("missing"), AlarmActions: []string{topic},
		}))
	}
}

// What the walkthrough has made is enough: nothing is proposed.
func TestWalkthrough(t *testing.T) {
	t.Parallel()
	b := bench(t)
	walked(t, b.AWS)
	res, findings := b.Scan()
	allAre(t, findings, control.Passed)
	p := b.Plan(res, findings, propose.Options{Wants: func(f control.Finding) bool { return verdicts([]control.Finding{f})[f.Control] != "" }})
	if len(p.Steps)+len(p.Left) != 0 {
		t.Errorf("%d steps are planned, left is %+v", len(p.Steps), p.Left)
	}
}

// Nobody hears: the controls will still fail, which the plan says and predicts; all the rest is made.
func TestNobody(t *testing.T) {
	t.Parallel()
	b := bench(t)
	aTrail(t, b.AWS)
	res, findings := b.Scan()
	allAre(t, findings, control.Failed)
	p := b.Plan(res, findings, options(nil))
	if len(p.Left) != len(watches()) {
		t.Errorf("left is %+v", p.Left)
	}
	for _, l := range p.Left {
		if l.Why.Key != bundleNobody.Key || !strings.Contains(l.Why.Text, "CreateLogMetricFilterAndAlarm.email") {
			t.Errorf("%s is left because %s", l.Control, l.Why)
		}
	}
	for _, s := range p.Score {
		if s.Now != nil && s.After != nil && *s.After > *s.Now {
			t.Errorf("%s is predicted to go from %d to %d", s.Standard, *s.Now, *s.After)
		}
	}
	applied(t, b, "r1", p, plan.Verified)
	_, findings = b.Scan()
	allAre(t, findings, control.Failed)
	for _, f := range findings {
		if _, is := watches()[f.Control]; is && f.Code != "SNS_SUBSCRIPTION_NOT_PRESENT" {
			t.Errorf("%s: %s (%s)", f.Control, f.Code, f.Reason)
		}
	}
	if again := b.Plan(res, findings, options(nil)); len(again.Steps) > 0 {
		t.Errorf("planning again yields %d steps", len(again.Steps))
	}
}

// applied holds that all steps of a run end so, but for those on the types.
func applied(t *testing.T, b *loop.Bench, id string, p *plan.Plan, want plan.State) *plan.Run {
	t.Helper()
	run := b.Apply(id, p)
	for _, s := range run.Steps {
		if s.State != want && p.Find(s.Step).Resource.Type != "AWS::SNS::Subscription" {
			t.Errorf("step %s on %s is %s: %s", s.Step, p.Find(s.Step).Resource.ID, s.State, s.Reason)
		}
	}
	return run
}

// step is the plan's step on the subscription.
func step(p *plan.Plan) *plan.Step {
	i := slices.IndexFunc(p.Steps, func(s plan.Step) bool { return s.Resource.Type == "AWS::SNS::Subscription" })
	if i < 0 {
		return nil
	}
	return &p.Steps[i]
}

// Somebody has to click: the step is left pending, the plan says who, and nobody is subscribed twice meanwhile.
func TestPending(t *testing.T) {
	t.Parallel()
	b := bench(t)
	aTrail(t, b.AWS)
	res, findings := b.Scan()
	p := b.Plan(res, findings, options(map[string]any{"email": mail}))
	if s := step(p); s == nil || s.Waits == nil || s.Waits.Text != "ops@example.com must open the mail from AWS Notifications and confirm the subscription" {
		t.Fatalf("the step waits for nobody: %+v", s)
	}
	run := applied(t, b, "r1", p, plan.Verified)
	state := func() plan.State {
		i := slices.IndexFunc(run.Steps, func(s plan.RunStep) bool { return s.Step == step(p).ID })
		return run.Steps[i].State
	}
	if state() != plan.Pending {
		t.Errorf("the subscription is %s", state())
	}
	res, findings = b.Scan()
	allAre(t, findings, control.Failed)
	again := b.Plan(res, findings, options(map[string]any{"email": mail}))
	if len(again.Steps) > 0 || len(again.Left) != len(watches()) || again.Left[0].Why.Key != bundlePending.Key {
		t.Errorf("meanwhile %d steps are planned, left is %+v", len(again.Steps), again.Left)
	}
	if err := b.Applier.Refresh(t.Context(), p, run); err != nil || state() != plan.Pending {
		t.Errorf("before anybody clicks: %s, %v", state(), err)
	}
	b.AWS.Confirm(region, mail)
	if err := b.Applier.Refresh(t.Context(), p, run); err != nil || state() != plan.Verified {
		t.Errorf("once confirmed: %s, %v", state(), err)
	}
	_, findings = b.Scan()
	allAre(t, findings, control.Passed)
	if n := b.AWS.Count("sns", "Subscribe"); n != 1 {
		t.Errorf("subscribed %d times", n)
	}
}

// The parameters of the established solution say which log group and which key.
func TestParameterStore(t *testing.T) {
	t.Parallel()
	b := bench(t)
	aTrail(t, b.AWS)
	key := "arn:aws:kms:" + region + ":" + b.AWS.ID + ":key/1234abcd-12ab-34cd-56ef-1234567890ab"
	for name, value := range map[string]string{"Metrics_LogGroupName": "nowhere", "CMK_REMEDIATION_ARN": key} {
		awstest.Did[sdkssm.PutParameterOutput](t)(sdkssm.NewFromConfig(b.AWS.Config(region)).PutParameter(t.Context(), &sdkssm.PutParameterInput{
			Name: aws.String("/Solutions/SO0111/" + name), Value: &value, Type: ssmtypes.ParameterTypeString,
		}))
	}
	res, findings := b.Scan()
	p := b.Plan(res, findings, options(map[string]any{"email": mail}))
	for _, s := range p.Steps {
		if s.Resource.Type == "AWS::KMS::Alias" {
			t.Error("a key is made")
		}
		if s.Resource.Type == "AWS::SNS::Topic" && !strings.Contains(string(s.Do[0].Input), key) {
			t.Errorf("the topic is made by %s", s.Do[0].Input)
		}
	}
	if !slices.ContainsFunc(p.Notes, func(n text.Message) bool { return n.Key == bundleGroup.Key && strings.Contains(n.Text, "nowhere") }) {
		t.Errorf("nobody says that there is no such log group: %v", p.Notes)
	}
}
