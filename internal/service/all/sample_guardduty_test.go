package all_test

import (
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/guardduty"
)

var poolsGuardDuty = map[string]pool{
	"guardduty.Account.Detectors": func(s *sampler, ref resource.Ref) any {
		return some(s, 1, guardduty.Detector{ID: "detector-" + ref.Region, Status: pick(s, guardduty.Enabled, "DISABLED")})
	},
}
