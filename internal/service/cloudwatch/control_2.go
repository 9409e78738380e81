package cloudwatch

import (
	"time"

	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource/cloudwatch"
	"github.com/mantenhq/manten/internal/standard"
)

// watch2 is what CIS AWS Foundations Benchmark 1.2.0 asks for in 3.1.
var watch2 = watch{
	name: "UnauthorizedAPICalls",
	patterns: []string{
		`{($.errorCode="*UnauthorizedOperation") || ($.errorCode="AccessDenied*")}`,
	},
}

var control2 = catalog.Control(Service, catalog.ControlSpec[cloudwatch.Account, catalog.None]{
	ID:       "CloudWatch.2",
	Title:    "Ensure a log metric filter and alarm exist for unauthorized API calls",
	TitleJA:  "未承認の API 呼び出しに対するログメトリクスフィルターとアラームが存在することを確認します",
	Severity: control.Low,
	Standards: standard.In{
		standard.CIS120: "3.1",
	},
	Needs:    chainNeeds,
	Advice:   chainAdvice,
	ByPerson: chainByPerson,
	Joined: func(a cloudwatch.Account, w catalog.World, _ catalog.None, _ time.Time) control.Verdict {
		return judge(a, w, watch2.patterns)
	},
})
