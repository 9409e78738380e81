package cloudwatch

import (
	"time"

	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource/cloudwatch"
	"github.com/mantenhq/manten/internal/standard"
)

// watch1 is what CIS AWS Foundations Benchmark 1.2.0 asks for in 1.1, 3.3.
var watch1 = watch{
	name: "RootAccountUsage",
	patterns: []string{
		`` +
			`{$.userIdentity.type="Root" && $.userIdentity.invokedBy NOT EXISTS && $.eventType !="AwsServiceEvent"}`,
	},
}

var control1 = catalog.Control(Service, catalog.ControlSpec[cloudwatch.Account, catalog.None]{
	ID:       "CloudWatch.1",
	Title:    `A log metric filter and alarm should exist for usage of the "root" user`,
	TitleJA:  "「ルート」ユーザーの使用に対するログメトリクスフィルターとアラームが存在する必要があります",
	Severity: control.Low,
	Standards: standard.In{
		standard.CIS120: "1.1;3.3",
		standard.CIS140: "1.7;4.3",
		standard.PCI321: "PCI.CW.1:7.2.1",
	},
	Needs:    chainNeeds,
	Advice:   chainAdvice,
	ByPerson: chainByPerson,
	Joined: func(a cloudwatch.Account, w catalog.World, _ catalog.None, _ time.Time) control.Verdict {
		return judge(a, w, watch1.patterns)
	},
})
