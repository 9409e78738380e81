package cloudwatch

import (
	"time"

	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource/cloudwatch"
	"github.com/mantenhq/manten/internal/standard"
)

// watch6 is what CIS AWS Foundations Benchmark 1.2.0 asks for in 3.6.
var watch6 = watch{
	name: "ConsoleAuthenticationFailure",
	patterns: []string{
		`{($.eventName=ConsoleLogin) && ($.errorMessage="Failed authentication")}`,
	},
}

var control6 = catalog.Control(Service, catalog.ControlSpec[cloudwatch.Account, catalog.None]{
	ID:       "CloudWatch.6",
	Title:    "Ensure a log metric filter and alarm exist for AWS Management Console authentication failures",
	TitleJA:  "AWS マネジメントコンソールの認証失敗に対するログメトリクスフィルターとアラームが存在することを確認します",
	Severity: control.Low,
	Standards: standard.In{
		standard.CIS120: "3.6",
		standard.CIS140: "4.6",
	},
	Needs:    chainNeeds,
	Advice:   chainAdvice,
	ByPerson: chainByPerson,
	Joined: func(a cloudwatch.Account, w catalog.World, _ catalog.None, _ time.Time) control.Verdict {
		return judge(a, w, watch6.patterns)
	},
})
