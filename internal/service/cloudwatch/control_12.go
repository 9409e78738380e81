package cloudwatch

import (
	"time"

	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource/cloudwatch"
	"github.com/mantenhq/manten/internal/standard"
)

// watch12 is what CIS AWS Foundations Benchmark 1.2.0 asks for in 3.12.
var watch12 = watch{
	name: "NetworkGatewayChanges",
	patterns: []string{
		`{($.eventName=CreateCustomerGateway) || ($.eventName=DeleteCustomerGateway) || ` +
			`($.eventName=AttachInternetGateway) || ($.eventName=CreateInternetGateway) || ` +
			`($.eventName=DeleteInternetGateway) || ($.eventName=DetachInternetGateway)}`,
	},
}

var control12 = catalog.Control(Service, catalog.ControlSpec[cloudwatch.Account, catalog.None]{
	ID:       "CloudWatch.12",
	Title:    "Ensure a log metric filter and alarm exist for changes to network gateways",
	TitleJA:  "ネットワークゲートウェイの変更に対するログメトリクスフィルターとアラームが存在することを確認します",
	Severity: control.Low,
	Standards: standard.In{
		standard.CIS120: "3.12",
		standard.CIS140: "4.12",
	},
	Needs:    chainNeeds,
	Advice:   chainAdvice,
	ByPerson: chainByPerson,
	Joined: func(a cloudwatch.Account, w catalog.World, _ catalog.None, _ time.Time) control.Verdict {
		return judge(a, w, watch12.patterns)
	},
})
