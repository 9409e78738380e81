package cloudwatch

import (
	"time"

	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource/cloudwatch"
	"github.com/mantenhq/manten/internal/standard"
)

// watch13 is what CIS AWS Foundations Benchmark 1.2.0 asks for in 3.13.
var watch13 = watch{
	name: "RouteTableChanges",
	patterns: []string{
		`{($.eventSource=ec2.amazonaws.com) && (($.eventName=CreateRoute) || ` +
			`($.eventName=CreateRouteTable) || ($.eventName=ReplaceRoute) || ` +
			`($.eventName=ReplaceRouteTableAssociation) || ($.eventName=DeleteRouteTable) || ` +
			`($.eventName=DeleteRoute) || ($.eventName=DisassociateRouteTable))}`,
		// What the control asked for in earlier years.
		`{($.eventName=CreateRoute) || ($.eventName=CreateRouteTable) || ($.eventName=ReplaceRoute) || ` +
			`($.eventName=ReplaceRouteTableAssociation) || ($.eventName=DeleteRouteTable) || ` +
			`($.eventName=DeleteRoute) || ($.eventName=DisassociateRouteTable)}`,
	},
}

var control13 = catalog.Control(Service, catalog.ControlSpec[cloudwatch.Account, catalog.None]{
	ID:       "CloudWatch.13",
	Title:    "Ensure a log metric filter and alarm exist for route table changes",
	TitleJA:  "ルートテーブルの変更に対するログメトリクスフィルターとアラームが存在することを確認します",
	Severity: control.Low,
	Standards: standard.In{
		standard.CIS120: "3.13",
		standard.CIS140: "4.13",
	},
	Needs:    chainNeeds,
	Advice:   chainAdvice,
	ByPerson: chainByPerson,
	Joined: func(a cloudwatch.Account, w catalog.World, _ catalog.None, _ time.Time) control.Verdict {
		return judge(a, w, watch13.patterns)
	},
})
