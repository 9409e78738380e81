package config

import (
	"testing"

	"github.com/mantenhq/manten/internal/catalog/catalogtest"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/config"
)

func TestControl1(t *testing.T) {
	t.Parallel()
	ours, ireland := "us-east-1", "eu-west-1"
	custom := recorderWith(func(r *config.Recorder) { r.Role = "arn:aws:iam::111122223333:role/own" })
	withoutIAM := recorderWith(func(r *config.Recorder) { r.Group.Global = false })
	some := recorderWith(func(r *config.Recorder) {
		r.Group = config.Group{Strategy: config.Inclusion, Types: []string{"AWS::S3::Bucket"}}
	})
	linked := func(services ...string) func(*config.Account) {
		return func(a *config.Account) { nothing(a); a.Linked = resource.Is(services) }
	}
	unread := resource.HiddenFor[[]string](catalogtest.Denied)
	catalogtest.Judge(t, control1, map[string]catalogtest.Case{
		"on":             {Resource: accountIn(ours, nil), Want: control.Passed, Reason: "recorder default is on"},
		"none":           {Resource: accountIn(ours, nothing), Want: control.Failed, Reason: "no configuration recorder in us-east-1"},
		"stopped":        {Resource: accountIn(ours, func(a *config.Account) { a.Recording = resource.Is(false) }), Want: control.Failed, Reason: "default is stopped"},
		"without IAM":    {Resource: accountIn(ours, withoutIAM), Want: control.Failed, Reason: "does not record AWS::IAM::Group, AWS::IAM::Policy, AWS::IAM::Role, AWS::IAM::User"},
		"elsewhere":      {Resource: accountIn(ireland, withoutIAM), Want: control.Passed},
		"IAM in Ireland": {Resource: accountIn(ireland, withoutIAM), Params: map[string]any{"globalResourceRegion": ireland}, Want: control.Failed, Reason: "AWS::IAM::Role"},
		"IAM not here":   {Resource: accountIn(ours, withoutIAM), Params: map[string]any{"globalResourceRegion": ireland}, Want: control.Passed},
		"buckets only":   {Resource: accountIn(ireland, some), Want: control.Failed, Reason: "does not record AWS::AutoScaling::AutoScalingGroup, AWS::CodeBuild::Project"},
		"custom role":    {Resource: accountIn(ours, custom), Want: control.Failed, Reason: "role arn:aws:iam::111122223333:role/own"},
		"role not asked": {Resource: accountIn(ours, custom), Params: map[string]any{"includeConfigServiceLinkedRoleCheck": false}, Want: control.Passed},
		"newer":          {Resource: accountIn(ours, linked("securityhub.amazonaws.com")), Want: control.Passed, Reason: "securityhub.amazonaws.com has a recorder"},
		"other service":  {Resource: accountIn(ours, linked("observabilityadmin.amazonaws.com")), Want: control.Failed, Reason: "no configuration recorder"},
		"recorder unread": {
			Resource: accountIn(ours, func(a *config.Account) { a.Recorder = resource.HiddenFor[config.Recorder](catalogtest.Denied) }),
			Want:     control.NotAvailable, Reason: "AccessDenied",
		},
		"status unread": {
			Resource: accountIn(ours, func(a *config.Account) { a.Recording = resource.HiddenFor[bool](catalogtest.Denied) }),
			Want:     control.NotAvailable, Reason: "AccessDenied",
		},
		"services unread":                {Resource: accountIn(ours, func(a *config.Account) { nothing(a); a.Linked = unread }), Want: control.NotAvailable, Reason: "AccessDenied"},
		"services unread, and no matter": {Resource: accountIn(ours, func(a *config.Account) { a.Linked = unread }), Want: control.Passed},
	})
}

// Security Hub has a code for each way to fail.
func TestControl1Codes(t *testing.T) {
	t.Parallel()
	for want, change := range map[string]func(*config.Account){
		"":                         nil,
		"CONFIG_RECORDER_DISABLED": nothing,
		"CONFIG_RECORDER_MISSING_REQUIRED_RESOURCE_TYPES": recorderWith(func(r *config.Recorder) { r.Group.Global = false }),
		"CONFIG_RECORDER_CUSTOM_ROLE":                     recorderWith(func(r *config.Recorder) { r.Role = "arn" }),
	} {
		if v := control1.Evaluate(accountIn("us-east-1", change), control1.Params.Defaults, catalogtest.Now); v.Code != want {
			t.Errorf("got %q, want %q", v.Code, want)
		}
	}
}
