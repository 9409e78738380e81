package cloudwatch

import (
	"time"

	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource/cloudwatch"
	"github.com/mantenhq/manten/internal/standard"
)

// watch3 is what CIS AWS Foundations Benchmark 1.2.0 asks for in 3.2.
var watch3 = watch{
	name: "ConsoleSigninWithoutMFA",
	patterns: []string{
		`{ ($.eventName = "ConsoleLogin") && ($.additionalEventData.MFAUsed != "Yes") && ($.userIdentity.type = "IAMUser") && ($.responseElements.ConsoleLogin = "Success") }`,
		// What the control asked for in earlier years.
		`{($.eventName="ConsoleLogin") && ($.additionalEventData.MFAUsed !="Yes")}`,
	},
}

var control3 = catalog.Control(Service, catalog.ControlSpec[cloudwatch.Account, catalog.None]{
	ID:       "CloudWatch.3",
	Title:    "Ensure a log metric filter and alarm exist for Management Console sign-in without MFA",
	TitleJA:  "MFA を使用しないマネジメントコンソールへのサインインに対するログメトリクスフィルターとアラームが存在することを確認します",
	Severity: control.Low,
	Standards: standard.In{
		standard.CIS120: "3.2",
	},
	Needs:    chainNeeds,
	Advice:   chainAdvice,
	ByPerson: chainByPerson,
	Joined: func(a cloudwatch.Account, w catalog.World, _ catalog.None, _ time.Time) control.Verdict {
		return judge(a, w, watch3.patterns)
	},
})
