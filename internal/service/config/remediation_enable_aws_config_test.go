package config

import (
	"testing"

	"github.com/mantenhq/manten/internal/catalog/catalogtest"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/config"
)

func TestEnableAWSConfig(t *testing.T) {
	t.Parallel()
	own := func(a *config.Account) {
		a.Recording = resource.Is(false)
		a.Recorder = resource.Is(config.Recorder{
			Name: "own", Role: "arn:aws:iam::111122223333:role/own",
			Group: config.Group{Strategy: config.Exclusion, Types: []string{"AWS::EC2::Volume", "AWS::IAM::Role", "AWS::S3::Bucket"}},
			Mode: config.Mode{Frequency: "DAILY", Overrides: []config.Override{{
				Frequency: config.Continuous, Types: []string{"AWS::EC2::Instance"}, Description: "d",
			}}},
		})
	}
	for name, c := range map[string]struct {
		account config.Account
		params  map[string]any
	}{
		"none":         {account: accountIn("us-east-1", nothing)},
		"none-ireland": {account: accountIn("eu-west-1", nothing), params: map[string]any{"kmsKeyArn": "arn:aws:kms:eu-west-1:111122223333:key/1"}},
		"well":         {account: accountIn("us-east-1", nil)},
		"stopped":      {account: accountIn("us-east-1", func(a *config.Account) { a.Recording = resource.Is(false) })},
		"own":          {account: accountIn("us-east-1", own)},
		"own-role":     {account: accountIn("eu-west-1", own), params: map[string]any{"includeConfigServiceLinkedRoleCheck": false}},
		"without-IAM":  {account: accountIn("us-east-1", recorderWith(func(r *config.Recorder) { r.Group.Global = false }))},
		"no-channel": {account: accountIn("eu-west-1", func(a *config.Account) {
			a.Channel, a.Recording = resource.None[config.Channel](), resource.Is(false)
		})},
		"unread": {account: accountIn("us-east-1", func(a *config.Account) { a.Channel = resource.HiddenFor[config.Channel](catalogtest.Denied) })},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := catalogtest.Golden(t, enableConfig, name, c.account, c.params)
			params, err := enableConfig.Params.With(c.params)
			if err != nil {
				t.Fatal(err)
			}
			if again := enableConfig.Derive(d.After, params, catalogtest.Now); len(again.Moves) > 0 {
				t.Error("planning again finds more to do")
			}
			if v := control1.Evaluate(d.After, control1.Params.Defaults, catalogtest.Now); d.Refused.IsZero() && name != "own-role" && v.Status != control.Passed {
				t.Errorf("afterwards the control says %s", v.Reason)
			}
		})
	}
}

// What is asked for is what is missing, and nothing of a recorder and channel that are there.
func TestEnableAWSConfigRequests(t *testing.T) {
	t.Parallel()
	whole := []string{"CreateKey", "CreateTopic", "CreateAccessLoggingBucket", "CreateServiceBucket", "CreateServiceLinkedRole"}
	for name, c := range map[string]struct {
		change func(*config.Account)
		params map[string]any
		want   []string
	}{
		"none":      {nothing, nil, whole},
		"own key":   {nothing, map[string]any{"kmsKeyArn": "arn:key"}, whole[1:]},
		"role":      {recorderWith(func(r *config.Recorder) { r.Role = "arn" }), nil, whole[4:]},
		"types":     {recorderWith(func(r *config.Recorder) { r.Group.Global = false }), nil, nil},
		"stopped":   {func(a *config.Account) { a.Recording = resource.Is(false) }, nil, nil},
		"undeliver": {func(a *config.Account) { a.Channel, a.Recording = resource.None[config.Channel](), resource.Is(false) }, nil, whole[:4]},
	} {
		params, err := enableConfig.Params.With(c.params)
		if err != nil {
			t.Fatal(err)
		}
		d := enableConfig.Derive(accountIn("us-east-1", c.change), params, catalogtest.Now)
		var got []string
		for _, q := range d.First {
			got = append(got, q.Remediation)
			if !q.On.Consistent() {
				t.Errorf("%s: %+v", name, q.On)
			}
		}
		if len(got) != len(c.want) {
			t.Errorf("%s asks for %v, want %v", name, got, c.want)
			continue
		}
		for i := range got {
			if got[i] != c.want[i] {
				t.Errorf("%s asks for %v, want %v", name, got, c.want)
			}
		}
	}
}

func TestEnableAWSConfigTopic(t *testing.T) {
	t.Parallel()
	if _, err := enableConfig.Params.With(map[string]any{"snsTopicName": ""}); err == nil {
		t.Error("a topic without a name is taken")
	}
}
