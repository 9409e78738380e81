package iam

import (
	"time"

	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource/iam"
)

var retired20 = catalog.Text(Service, "IAM.20/retired",
	"AWS retired this control in April 2024; CloudWatch.1 looks at the use of the root user",
	"このコントロールは 2024 年 4 月に廃止されました。ルートユーザーの使用は CloudWatch.1 で評価します")

// control20 is declared so that its id is understood; it judges nothing. It looked for a log metric filter and an alarm
// on the use of the root user, which is CloudWatch.1 today.
var control20 = catalog.Control(Service, catalog.ControlSpec[iam.Account, catalog.None]{
	ID:         "IAM.20",
	Title:      "Avoid the use of the root user",
	TitleJA:    "ルートユーザーの使用を避けます",
	Severity:   control.Low,
	Retired:    "2024-04",
	RetiredFor: retired20,
	Reads:      []string{"Root"},
	Evaluate: func(iam.Account, catalog.None, time.Time) control.Verdict {
		return control.Skip(retired20.With())
	},
})
