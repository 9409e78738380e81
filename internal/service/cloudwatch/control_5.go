package cloudwatch

import (
	"time"

	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource/cloudwatch"
	"github.com/mantenhq/manten/internal/standard"
)

// watch5 is what CIS AWS Foundations Benchmark 1.2.0 asks for in 3.5.
var watch5 = watch{
	name: "CloudTrailChanges",
	patterns: []string{
		`{($.eventName=CreateTrail) || ($.eventName=UpdateTrail) || ($.eventName=DeleteTrail) || ` +
			`($.eventName=StartLogging) || ($.eventName=StopLogging)}`,
	},
}

var control5 = catalog.Control(Service, catalog.ControlSpec[cloudwatch.Account, catalog.None]{
	ID:       "CloudWatch.5",
	Title:    "Ensure a log metric filter and alarm exist for CloudTrail configuration changes",
	TitleJA:  "CloudTrail 設定の変更に対するログメトリクスフィルターとアラームが存在することを確認します",
	Severity: control.Low,
	Standards: standard.In{
		standard.CIS120: "3.5",
		standard.CIS140: "4.5",
	},
	Needs:    chainNeeds,
	Advice:   chainAdvice,
	ByPerson: chainByPerson,
	Joined: func(a cloudwatch.Account, w catalog.World, _ catalog.None, _ time.Time) control.Verdict {
		return judge(a, w, watch5.patterns)
	},
})
