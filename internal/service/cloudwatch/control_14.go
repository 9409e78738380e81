package cloudwatch

import (
	"time"

	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource/cloudwatch"
	"github.com/mantenhq/manten/internal/standard"
)

// watch14 is what CIS AWS Foundations Benchmark 1.2.0 asks for in 3.14.
var watch14 = watch{
	name: "VPCChanges",
	patterns: []string{
		`{($.eventName=CreateVpc) || ($.eventName=DeleteVpc) || ($.eventName=ModifyVpcAttribute) || ` +
			`($.eventName=AcceptVpcPeeringConnection) || ($.eventName=CreateVpcPeeringConnection) || ` +
			`($.eventName=DeleteVpcPeeringConnection) || ($.eventName=RejectVpcPeeringConnection) || ` +
			`($.eventName=AttachClassicLinkVpc) || ($.eventName=DetachClassicLinkVpc) || ` +
			`($.eventName=DisableVpcClassicLink) || ($.eventName=EnableVpcClassicLink)}`,
	},
}

var control14 = catalog.Control(Service, catalog.ControlSpec[cloudwatch.Account, catalog.None]{
	ID:       "CloudWatch.14",
	Title:    "Ensure a log metric filter and alarm exist for VPC changes",
	TitleJA:  "VPC の変更に対するログメトリクスフィルターとアラームが存在することを確認します",
	Severity: control.Low,
	Standards: standard.In{
		standard.CIS120: "3.14",
		standard.CIS140: "4.14",
	},
	Needs:    chainNeeds,
	Advice:   chainAdvice,
	ByPerson: chainByPerson,
	Joined: func(a cloudwatch.Account, w catalog.World, _ catalog.None, _ time.Time) control.Verdict {
		return judge(a, w, watch14.patterns)
	},
})
