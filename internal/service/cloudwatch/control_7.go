package cloudwatch

import (
	"time"

	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource/cloudwatch"
	"github.com/mantenhq/manten/internal/standard"
)

// watch7 is what CIS AWS Foundations Benchmark 1.2.0 asks for in 3.7.
var watch7 = watch{
	name: "DisableOrDeleteCMK",
	patterns: []string{
		`{($.eventSource=kms.amazonaws.com) && (($.eventName=DisableKey) || ` +
			`($.eventName=ScheduleKeyDeletion))}`,
	},
}

var control7 = catalog.Control(Service, catalog.ControlSpec[cloudwatch.Account, catalog.None]{
	ID:       "CloudWatch.7",
	Title:    "Ensure a log metric filter and alarm exist for disabling or scheduled deletion of customer created CMKs",
	TitleJA:  "カスタマーマネージドキーの無効化またはスケジュールされた削除に対するログメトリクスフィルターとアラームが存在することを確認します",
	Severity: control.Low,
	Standards: standard.In{
		standard.CIS120: "3.7",
		standard.CIS140: "4.7",
	},
	Needs:    chainNeeds,
	Advice:   chainAdvice,
	ByPerson: chainByPerson,
	Joined: func(a cloudwatch.Account, w catalog.World, _ catalog.None, _ time.Time) control.Verdict {
		return judge(a, w, watch7.patterns)
	},
})
