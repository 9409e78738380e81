package cloudwatch

import (
	"time"

	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource/cloudwatch"
	"github.com/mantenhq/manten/internal/standard"
)

// watch10 is what CIS AWS Foundations Benchmark 1.2.0 asks for in 3.10.
var watch10 = watch{
	name: "SecurityGroupChanges",
	patterns: []string{
		`{($.eventName=AuthorizeSecurityGroupIngress) || ($.eventName=AuthorizeSecurityGroupEgress) || ` +
			`($.eventName=RevokeSecurityGroupIngress) || ($.eventName=RevokeSecurityGroupEgress) || ` +
			`($.eventName=CreateSecurityGroup) || ($.eventName=DeleteSecurityGroup)}`,
	},
}

var control10 = catalog.Control(Service, catalog.ControlSpec[cloudwatch.Account, catalog.None]{
	ID:       "CloudWatch.10",
	Title:    "Ensure a log metric filter and alarm exist for security group changes",
	TitleJA:  "セキュリティグループの変更に対するログメトリクスフィルターとアラームが存在することを確認します",
	Severity: control.Low,
	Standards: standard.In{
		standard.CIS120: "3.10",
		standard.CIS140: "4.10",
	},
	Needs:    chainNeeds,
	Advice:   chainAdvice,
	ByPerson: chainByPerson,
	Joined: func(a cloudwatch.Account, w catalog.World, _ catalog.None, _ time.Time) control.Verdict {
		return judge(a, w, watch10.patterns)
	},
})
