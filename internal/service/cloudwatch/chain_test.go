package cloudwatch

import (
	"strconv"
	"strings"
	"testing"

	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/catalog/catalogtest"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/cloudtrail"
	"github.com/mantenhq/manten/internal/resource/cloudwatch"
	"github.com/mantenhq/manten/internal/resource/logs"
	"github.com/mantenhq/manten/internal/resource/sns"
)

// unitOf is a collector as far as its type goes.
func unitOf[T resource.Resource]() *catalog.CollectorUnit {
	return &catalog.CollectorUnit{Go: catalog.Needs[T]().Go}
}

// judged holds that a control looks for its own pattern, or for the older ones that it accepts, and for nothing else.
func judged(t *testing.T, u *catalog.ControlUnit, want watch) {
	t.Helper()
	cases := map[string]catalogtest.Case{
		"a term more": {
			World: theStreet(strings.TrimSuffix(strings.TrimSpace(want.patterns[0]), "}")+` && ($.userAgent != "x")}`, nil),
			Want:  control.Failed, Code: "CLOUDTRAIL_METRIC_FILTER_NOT_VALID",
		},
		"denied": {Unlisted: []*catalog.CollectorUnit{unitOf[cloudtrail.Trail]()}, Want: control.NotAvailable},
	}
	for i, p := range want.patterns {
		cases["pattern "+strconv.Itoa(i)] = catalogtest.Case{
			World: theStreet(p, nil), Want: control.Passed,
			Reason: "log group trails has filter f, alarm a and topic arn:aws:sns:eu-west-1:111122223333:ops with a subscriber",
		}
	}
	for id, w := range watches() {
		if id != u.ID {
			cases[string(id)] = catalogtest.Case{
				World: theStreet(w.patterns[0], nil), Want: control.Failed, Reason: "no metric filter of log group trails has the pattern " + want.patterns[0],
			}
		}
	}
	for name, c := range cases {
		c.Resource = theAccount(region)
		cases[name] = c
	}
	catalogtest.Judge(t, u, cases)
}

// TestChain goes through all that a chain may lack, by the one of control 5.
func TestChain(t *testing.T) {
	t.Parallel()
	pattern := watch5.patterns[0]
	cases := map[string]catalogtest.Case{}
	add := func(name string, change func(*street), want control.Status, code, reason string) {
		cases[name] = catalogtest.Case{Resource: theAccount(region), World: theStreet(pattern, change), Want: want, Code: code, Reason: reason}
	}
	const (
		noTrail, noFilters, noPattern = "CLOUDTRAIL_MULTI_REGION_NOT_PRESENT", "CLOUDTRAIL_METRIC_FILTERS_NOT_PRESENT", "CLOUDTRAIL_METRIC_FILTER_NOT_VALID"
		noAlarm, noAction, noTopic    = "CLOUDWATCH_ALARMS_NOT_PRESENT", "CLOUDWATCH_ALARM_ACTIONS_NOT_VALID", "SNS_TOPIC_INVALID"
		nobody                        = "SNS_SUBSCRIPTION_NOT_PRESENT"
	)
	settings := func(change func(*cloudtrail.Settings)) func(*street) {
		return func(s *street) {
			v := s.trail.Settings.Value()
			change(&v)
			s.trail.Settings = resource.Is(v)
		}
	}
	add("whole", nil, control.Passed, "", "subscriber")
	add("nothing", without("AWS::CloudTrail::Trail", "AWS::Logs::MetricFilter", "AWS::CloudWatch::Alarm", "AWS::SNS::Topic", "AWS::SNS::Subscription"), control.Failed, noTrail, "no trail of this region")
	add("one region", settings(func(s *cloudtrail.Settings) { s.MultiRegion = false }), control.Failed, noTrail, "")
	add("not logging", func(s *street) { s.trail.Logging = resource.Is(false) }, control.Failed, noTrail, "")
	add("writing only", func(s *street) {
		s.trail.Selectors = resource.Is(cloudtrail.Selectors{Basic: []cloudtrail.Basic{{ReadWrite: cloudtrail.WriteOnly, Management: true}}})
	}, control.Failed, noTrail, "")
	add("no log group", func(s *street) { s.trail.Delivery = resource.None[cloudtrail.Delivery]() }, control.Failed, noFilters, "trail main does not deliver")
	add("no filters", without("AWS::Logs::MetricFilter"), control.Failed, noFilters, "log group trails has no metric filters")
	add("filter of another group", func(s *street) { s.filter = aFilter("f", "others", pattern, "m") }, control.Failed, noFilters, "")
	add("filter of another region", func(s *street) {
		s.filter.Ref = logs.FilterRef(account, "us-east-1", "trails", "f")
	}, control.Failed, noFilters, "")
	add("another pattern", func(s *street) { s.filter.Pattern = resource.Is(watch6.patterns[0]) }, control.Failed, noPattern, pattern)
	add("no alarm", without("AWS::CloudWatch::Alarm"), control.Failed, noAlarm, "no alarm stands on metric LogMetrics/m of filter f")
	add("alarm on another metric", func(s *street) { s.alarm = anAlarm("a", "n", s.topic.ID) }, control.Failed, noAlarm, "")
	add("alarm on an expression", func(s *street) { s.alarm.Metric = resource.None[cloudwatch.Metric]() }, control.Failed, noAlarm, "")
	add("alarm of another region", func(s *street) { s.alarm.Region = "us-east-1" }, control.Failed, noAlarm, "")
	add("several transformations", func(s *street) {
		s.filter = aFilter("f", "trails", pattern, "x", "m", "z")
	}, control.Passed, "", "")
	add("several transformations, no alarm", func(s *street) {
		s.filter = aFilter("f", "trails", pattern, "x", "y", "z")
	}, control.Failed, noAlarm, "metric LogMetrics/x")
	add("no action", func(s *street) { s.alarm = anAlarm("a", "m") }, control.Failed, noAction, "alarm a tells no SNS topic")
	add("another action", func(s *street) { s.alarm = anAlarm("a", "m", "arn:aws:automate:eu-west-1:ec2:stop") }, control.Failed, noAction, "")
	add("no topic", without("AWS::SNS::Topic", "AWS::SNS::Subscription"), control.Failed, noTopic, "topic arn:aws:sns:eu-west-1:111122223333:ops, which alarm a tells, does not exist")
	add("nobody", without("AWS::SNS::Subscription"), control.Failed, nobody, "no confirmed subscriber")
	add("not confirmed", func(s *street) {
		s.hears.Confirmed, s.hears.ARN = resource.Is(false), resource.None[string]()
	}, control.Failed, nobody, "")
	add("somebody hears another topic", func(s *street) {
		s.hears.Ref = sns.SubscriptionRef(account, region, s.topic.ID+"-2", "email", "ops@example.com")
	}, control.Failed, nobody, "")
	add("topic of another account", func(s *street) {
		s.alarm = anAlarm("a", "m", sns.TopicRef(other, region, "central").ID)
	}, control.Warning, "SNS_TOPIC_CROSS_ACCOUNT", "belongs to another account or region")
	add("topic of another region", func(s *street) {
		s.alarm = anAlarm("a", "m", sns.TopicRef(account, "us-east-1", "ops").ID)
	}, control.Warning, "SNS_TOPIC_CROSS_ACCOUNT_CROSS_REGION", "")
	add("topic of another account that we have subscribed to", func(s *street) {
		topic := sns.TopicRef(other, region, "central").ID
		s.alarm = anAlarm("a", "m", topic)
		s.hears.Ref = sns.SubscriptionRef(account, region, topic, "email", "ops@example.com")
	}, control.Passed, "", "")
	add("the second topic", func(s *street) {
		s.alarm = anAlarm("a", "m", sns.TopicRef(account, region, "gone").ID, s.topic.ID)
	}, control.Passed, "", "")
	add("the second alarm", func(s *street) { s.more = append(s.more, anAlarm("0", "m")) }, control.Passed, "", "")
	add("the second filter", func(s *street) { s.more = append(s.more, aFilter("0", "trails", pattern, "n")) }, control.Passed, "", "")
	add("the second trail", func(s *street) {
		t := s.trail
		t.Ref, t.Delivery = cloudtrail.TrailRef(account, region, "a"), resource.None[cloudtrail.Delivery]()
		s.more = append(s.more, t)
	}, control.Passed, "", "")
	addElsewhere(add)
	addHidden(add)
	catalogtest.Judge(t, control5, cases)
}

type adding = func(name string, change func(*street), want control.Status, code, reason string)

// addElsewhere has the trail in another place: there the chain is judged.
func addElsewhere(add adding) {
	move := func(account, region string) func(*street) {
		return func(s *street) { s.trail.Ref = trailOfOther(account, region) }
	}
	add("homed elsewhere", move(account, "us-east-1"), control.NotApplicable, "", "trail main of 111122223333 us-east-1")
	add("of the organization", move(other, region), control.NotApplicable, "", "444455556666 eu-west-1")
	add("of the organization, selectors denied", func(s *street) {
		move(other, region)(s)
		s.trail.Selectors = resource.HiddenFor[cloudtrail.Selectors](catalogtest.Denied)
	}, control.NotApplicable, "", "")
	add("homed elsewhere, stopped", func(s *street) {
		move(account, "us-east-1")(s)
		s.trail.Logging = resource.Is(false)
	}, control.Failed, "CLOUDTRAIL_MULTI_REGION_NOT_PRESENT", "")
	add("homed elsewhere, and one here", func(s *street) {
		t := s.trail
		t.Ref = trailOfOther(account, "us-east-1")
		s.more = append(s.more, t)
	}, control.Passed, "", "")
}

// trailOfOther is the trail's reference where another account or region has it; the account that looks sees it.
func trailOfOther(owner, home string) resource.Ref {
	ref := cloudtrail.TrailRef(owner, home, "main")
	ref.Account = account
	return ref
}

// addHidden hides parts of the chain. What stands behind the first link that is missing need not be seen.
func addHidden(add adding) {
	hide := func(facts ...string) func(*street) {
		return func(s *street) { resource.Hide(&s.trail, catalogtest.Denied, facts...) }
	}
	for _, fact := range []string{"Settings", "Logging", "Selectors", "Delivery"} {
		add("trail's "+fact+" hidden", hide(fact), control.NotAvailable, "", "x.GetX gave AccessDenied")
	}
	add("filter hidden", func(s *street) { resource.Hide(&s.filter, catalogtest.Denied, "Pattern") }, control.NotAvailable, "", "")
	add("alarm hidden", func(s *street) { resource.Hide(&s.alarm, catalogtest.Denied, "Metric", "Actions") }, control.NotAvailable, "", "")
	add("subscription hidden", func(s *street) { resource.Hide(&s.hears, catalogtest.Denied, "Confirmed") }, control.NotAvailable, "", "")
	add("selectors of a trail of one region hidden", func(s *street) {
		hide("Selectors", "Logging")(s)
		v := s.trail.Settings.Value()
		v.MultiRegion = false
		s.trail.Settings = resource.Is(v)
	}, control.Failed, "CLOUDTRAIL_MULTI_REGION_NOT_PRESENT", "")
	add("alarm hidden, but no filter", func(s *street) {
		resource.Hide(&s.alarm, catalogtest.Denied, "Metric", "Actions")
		without("AWS::Logs::MetricFilter")(s)
	}, control.Failed, "CLOUDTRAIL_METRIC_FILTERS_NOT_PRESENT", "")
	add("another alarm hidden, but a whole chain", func(s *street) {
		a := anAlarm("0", "m")
		resource.Hide(&a, catalogtest.Denied, "Metric", "Actions")
		s.more = append(s.more, a)
	}, control.Passed, "", "")
}

// What could not be listed hides a chain only where the chain comes so far.
func TestChainUnlisted(t *testing.T) {
	t.Parallel()
	filters, topics, hears := unitOf[logs.MetricFilter](), unitOf[sns.Topic](), unitOf[sns.Subscription]()
	pattern := watch5.patterns[0]
	for name, c := range map[string]struct {
		change   func(*street)
		unlisted *catalog.CollectorUnit
		want     control.Status
	}{
		"filters":                  {without("AWS::Logs::MetricFilter"), filters, control.NotAvailable},
		"filters, no log group":    {func(s *street) { s.trail.Delivery = resource.None[cloudtrail.Delivery]() }, filters, control.Failed},
		"topics":                   {without("AWS::SNS::Topic", "AWS::SNS::Subscription"), topics, control.NotAvailable},
		"topics, but a subscriber": {without("AWS::SNS::Topic"), topics, control.Passed},
		"topics, no alarm":         {without("AWS::CloudWatch::Alarm"), topics, control.Failed},
		"subscribers":              {without("AWS::SNS::Subscription"), hears, control.NotAvailable},
	} {
		w := catalogtest.World(theStreet(pattern, c.change), c.unlisted)
		if v := control5.EvaluateIn(w, theAccount(region), control5.Params.Defaults, catalogtest.Now); v.Status != c.want {
			t.Errorf("%s: %s (%s), want %s", name, v.Status, v.Reason, c.want)
		}
	}
}

// Each region has its own chain; with the trail in one, the others have none to judge.
func TestChainInTwoRegions(t *testing.T) {
	t.Parallel()
	w := catalogtest.World(theStreet(watch5.patterns[0], nil))
	for in, want := range map[string]control.Status{region: control.Passed, "us-east-1": control.NotApplicable} {
		if v := control5.EvaluateIn(w, theAccount(in), control5.Params.Defaults, catalogtest.Now); v.Status != want {
			t.Errorf("%s: %s (%s), want %s", in, v.Status, v.Reason, want)
		}
	}
}
