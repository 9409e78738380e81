package cloudwatch

import (
	"time"

	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource/cloudwatch"
	"github.com/mantenhq/manten/internal/standard"
)

// watch11 is what CIS AWS Foundations Benchmark 1.2.0 asks for in 3.11.
var watch11 = watch{
	name: "NetworkACLChanges",
	patterns: []string{
		`{($.eventName=CreateNetworkAcl) || ($.eventName=CreateNetworkAclEntry) || ` +
			`($.eventName=DeleteNetworkAcl) || ($.eventName=DeleteNetworkAclEntry) || ` +
			`($.eventName=ReplaceNetworkAclEntry) || ($.eventName=ReplaceNetworkAclAssociation)}`,
	},
}

var control11 = catalog.Control(Service, catalog.ControlSpec[cloudwatch.Account, catalog.None]{
	ID:       "CloudWatch.11",
	Title:    "Ensure a log metric filter and alarm exist for changes to Network Access Control Lists (NACL)",
	TitleJA:  "ネットワークアクセスコントロールリスト (NACL) の変更に対するログメトリクスフィルターとアラームが存在することを確認します",
	Severity: control.Low,
	Standards: standard.In{
		standard.CIS120: "3.11",
		standard.CIS140: "4.11",
	},
	Needs:    chainNeeds,
	Advice:   chainAdvice,
	ByPerson: chainByPerson,
	Joined: func(a cloudwatch.Account, w catalog.World, _ catalog.None, _ time.Time) control.Verdict {
		return judge(a, w, watch11.patterns)
	},
})
