package cloudtrail

import (
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/cloudtrail"

	"github.com/mantenhq/manten/internal/awsop"
	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/cloudtrail"
)

var validationSummary = catalog.Text(Service, "EnableCloudTrailLogFileValidation/summary",
	"Has CloudTrail sign its log files, so that changes to them show.", "CloudTrail のログファイルに署名し、改変を検出できるようにします。")

var enableValidation = catalog.Remediation(Service, catalog.RemediationSpec[cloudtrail.Trail, catalog.None]{
	Name:     "EnableCloudTrailLogFileValidation",
	File:     "enable_cloud_trail_log_file_validation",
	Summary:  validationSummary,
	Controls: []control.ID{"CloudTrail.4"},
	Reads:    []string{"Validation"},
	Writes:   []*awsop.Op{updateTrail.Op},
	Plan: func(t cloudtrail.Trail, _ catalog.None, _ time.Time) catalog.Edit[cloudtrail.Trail] {
		if t.Foreign() {
			return refuse(t, trailForeign.With("account", t.Owner()))
		}
		if t.Validation.Value() {
			return catalog.Edit[cloudtrail.Trail]{After: t}
		}
		t.Validation = resource.Is(true)
		return catalog.Edit[cloudtrail.Trail]{After: t, Moves: []catalog.Move{{Do: validate(t.ID, true), Undo: validate(t.ID, false)}}}
	},
})

func validate(trail string, on bool) awsop.Bound {
	return updateTrail.With(&sdk.UpdateTrailInput{Name: &trail, EnableLogFileValidation: aws.Bool(on)})
}
