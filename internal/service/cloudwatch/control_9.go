package cloudwatch

import (
	"time"

	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource/cloudwatch"
	"github.com/mantenhq/manten/internal/standard"
)

// watch9 is what CIS AWS Foundations Benchmark 1.2.0 asks for in 3.9.
var watch9 = watch{
	name: "AWSConfigChanges",
	patterns: []string{
		`{($.eventSource=config.amazonaws.com) && (($.eventName=StopConfigurationRecorder) || ` +
			`($.eventName=DeleteDeliveryChannel) || ($.eventName=PutDeliveryChannel) || ` +
			`($.eventName=PutConfigurationRecorder))}`,
	},
}

var control9 = catalog.Control(Service, catalog.ControlSpec[cloudwatch.Account, catalog.None]{
	ID:       "CloudWatch.9",
	Title:    "Ensure a log metric filter and alarm exist for AWS Config configuration changes",
	TitleJA:  "AWS Config 設定の変更に対するログメトリクスフィルターとアラームが存在することを確認します",
	Severity: control.Low,
	Standards: standard.In{
		standard.CIS120: "3.9",
		standard.CIS140: "4.9",
	},
	Needs:    chainNeeds,
	Advice:   chainAdvice,
	ByPerson: chainByPerson,
	Joined: func(a cloudwatch.Account, w catalog.World, _ catalog.None, _ time.Time) control.Verdict {
		return judge(a, w, watch9.patterns)
	},
})
