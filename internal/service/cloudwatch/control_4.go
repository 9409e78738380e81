package cloudwatch

import (
	"time"

	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource/cloudwatch"
	"github.com/mantenhq/manten/internal/standard"
)

// watch4 is what CIS AWS Foundations Benchmark 1.2.0 asks for in 3.4.
var watch4 = watch{
	name: "IAMPolicyChanges",
	patterns: []string{
		`{($.eventSource=iam.amazonaws.com) && (($.eventName=DeleteGroupPolicy) || ` +
			`($.eventName=DeleteRolePolicy) || ($.eventName=DeleteUserPolicy) || ` +
			`($.eventName=PutGroupPolicy) || ($.eventName=PutRolePolicy) || ($.eventName=PutUserPolicy) || ` +
			`($.eventName=CreatePolicy) || ($.eventName=DeletePolicy) || ` +
			`($.eventName=CreatePolicyVersion) || ($.eventName=DeletePolicyVersion) || ` +
			`($.eventName=AttachRolePolicy) || ($.eventName=DetachRolePolicy) || ` +
			`($.eventName=AttachUserPolicy) || ($.eventName=DetachUserPolicy) || ` +
			`($.eventName=AttachGroupPolicy) || ($.eventName=DetachGroupPolicy))}`,
		// What the control asked for in earlier years.
		`{($.eventName=DeleteGroupPolicy) || ($.eventName=DeleteRolePolicy) || ` +
			`($.eventName=DeleteUserPolicy) || ($.eventName=PutGroupPolicy) || ` +
			`($.eventName=PutRolePolicy) || ($.eventName=PutUserPolicy) || ($.eventName=CreatePolicy) || ` +
			`($.eventName=DeletePolicy) || ($.eventName=CreatePolicyVersion) || ` +
			`($.eventName=DeletePolicyVersion) || ($.eventName=AttachRolePolicy) || ` +
			`($.eventName=DetachRolePolicy) || ($.eventName=AttachUserPolicy) || ` +
			`($.eventName=DetachUserPolicy) || ($.eventName=AttachGroupPolicy) || ` +
			`($.eventName=DetachGroupPolicy)}`,
	},
}

var control4 = catalog.Control(Service, catalog.ControlSpec[cloudwatch.Account, catalog.None]{
	ID:       "CloudWatch.4",
	Title:    "Ensure a log metric filter and alarm exist for IAM policy changes",
	TitleJA:  "IAM ポリシーの変更に対するログメトリクスフィルターとアラームが存在することを確認します",
	Severity: control.Low,
	Standards: standard.In{
		standard.CIS120: "3.4",
		standard.CIS140: "4.4",
	},
	Needs:    chainNeeds,
	Advice:   chainAdvice,
	ByPerson: chainByPerson,
	Joined: func(a cloudwatch.Account, w catalog.World, _ catalog.None, _ time.Time) control.Verdict {
		return judge(a, w, watch4.patterns)
	},
})
