package cloudwatch

import (
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

func TestCreateLogMetricFilterAndAlarm(t *testing.T) {
	t.Parallel()
	email := map[string]any{"email": "ops@example.com"}
	five := watch5.patterns[0]
	bare := without("AWS::Logs::MetricFilter", "AWS::CloudWatch::Alarm", "AWS::SNS::Topic", "AWS::SNS::Subscription")
	both := func(changes ...func(*street)) func(*street) {
		return func(s *street) {
			for _, c := range changes {
				c(s)
			}
		}
	}
	pending := func(s *street) { s.hears.Confirmed, s.hears.ARN = resource.Is(false), resource.None[string]() }
	for name, c := range map[string]struct {
		change   func(*street)
		in       string
		controls []control.ID
		params   map[string]any
		unlisted *catalog.CollectorUnit
	}{
		"empty":             {change: both(bare, without("AWS::CloudTrail::Trail"))},
		"empty-params":      {change: both(bare, without("AWS::CloudTrail::Trail")), params: map[string]any{"kmsKeyArn": "arn:aws:kms:eu-west-1:111122223333:key/1", "namespace": "blue", "retentionInDays": 365}},
		"no-group":          {change: both(bare, func(s *street) { s.trail.Delivery = resource.None[cloudtrail.Delivery]() })},
		"trail-only":        {change: bare, params: email, controls: []control.ID{"CloudWatch.2", "CloudWatch.5"}},
		"trail-only-nobody": {change: bare},
		"own-key":           {change: bare, params: map[string]any{"email": "ops@example.com", "kmsKeyArn": "arn:aws:kms:eu-west-1:111122223333:key/1"}},
		"own-topic":         {change: without("AWS::Logs::MetricFilter", "AWS::CloudWatch::Alarm"), params: map[string]any{"topicArn": "arn:aws:sns:eu-west-1:111122223333:ops"}},
		"foreign-topic":     {change: bare, params: map[string]any{"topicArn": "arn:aws:sns:eu-west-1:444455556666:central"}},
		"one-chain":         {params: nil, controls: []control.ID{"CloudWatch.5", "CloudWatch.6"}},
		"no-filter":         {change: without("AWS::Logs::MetricFilter")},
		"no-alarm":          {change: without("AWS::CloudWatch::Alarm"), params: email},
		"silent-alarm":      {change: func(s *street) { s.alarm = anAlarm("a", "m") }, params: email},
		"alarm-name-taken":  {change: func(s *street) { s.alarm = anAlarm(watch5.name, "x") }, params: email},
		"filter-name-taken": {change: func(s *street) { s.filter = aFilter(watch5.name, "trails", "ERROR", "m") }, params: email},
		"topic-gone":        {change: without("AWS::SNS::Topic", "AWS::SNS::Subscription"), params: email},
		"nobody":            {change: without("AWS::SNS::Subscription")},
		"nobody-email":      {change: without("AWS::SNS::Subscription"), params: email},
		"pending":           {change: pending},
		"pending-email":     {change: pending, params: email},
		"pending-other":     {change: pending, params: map[string]any{"email": "new@example.com"}},
		"pending-https": {change: func(s *street) {
			pending(s)
			s.hears.Ref = sns.SubscriptionRef(account, region, s.topic.ID, "https", "https://example.com/hook")
		}},
		"elsewhere":    {change: bare, in: "us-east-1"},
		"organization": {change: both(bare, func(s *street) { s.trail.Ref = trailOfOther(other, region) })},
		"two-trails": {change: both(bare, func(s *street) {
			t := s.trail
			t.Ref = cloudtrail.TrailRef(account, region, "second")
			t.Delivery = resource.Is(cloudtrail.Delivery{LogGroup: logs.GroupRef(account, region, "second").ID + ":*", Role: "r"})
			s.more = append(s.more, t)
		}), params: map[string]any{"logGroupName": "second", "email": "ops@example.com"}},
		"other-group": {change: bare, params: map[string]any{"logGroupName": "nowhere", "email": "ops@example.com"}},
		"unread":      {change: func(s *street) { resource.Hide(&s.trail, catalogtest.Denied, "Selectors") }},
		"unlisted":    {change: bare, unlisted: &catalog.CollectorUnit{Go: catalog.Needs[cloudwatch.Alarm]().Go}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var unlisted []*catalog.CollectorUnit
			if c.unlisted != nil {
				unlisted = append(unlisted, c.unlisted)
			}
			w := catalogtest.World(theStreet(five, c.change), unlisted...)
			w.Regions, w.Controls = []string{region}, c.controls
			if w.Controls == nil {
				w.Controls = []control.ID{"CloudWatch.5"}
			}
			if c.in == "" {
				c.in = region
			}
			catalogtest.GoldenBundle(t, createFilterAndAlarm, name, theAccount(c.in), w, c.params)
		})
	}
}

func TestBundleParams(t *testing.T) {
	t.Parallel()
	for name, set := range map[string]map[string]any{
		"no address":    {"email": "ops"},
		"no ARN":        {"topicArn": "ops"},
		"more than all": {"datapointsToAlarm": 3, "evaluationPeriods": 2},
		"missing data":  {"treatMissingData": "well"},
		"unknown":       {"mail": "ops@example.com"},
	} {
		if _, err := createFilterAndAlarm.Params.With(set); err == nil {
			t.Errorf("%s is taken", name)
		}
	}
}
