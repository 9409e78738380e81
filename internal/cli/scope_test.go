package cli_test

import (
	"slices"
	"testing"

	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/standard"
)

// core are the controls that the established solution remediates first, whichever standard they are of.
var core = []control.ID{
	"AutoScaling.1", "CloudTrail.1", "CloudTrail.2", "CloudTrail.4", "CloudTrail.5", "CloudTrail.6", "CloudTrail.7",
	"CloudWatch.1", "CloudWatch.2", "CloudWatch.3", "CloudWatch.4", "CloudWatch.5", "CloudWatch.6", "CloudWatch.7",
	"CloudWatch.8", "CloudWatch.9", "CloudWatch.10", "CloudWatch.11", "CloudWatch.12", "CloudWatch.13", "CloudWatch.14",
	"CodeBuild.2", "Config.1", "EC2.1", "EC2.2", "EC2.6", "EC2.7", "EC2.13", "EC2.14", "IAM.3", "IAM.6", "IAM.7", "IAM.8",
	"IAM.10", "IAM.11", "IAM.12", "IAM.13", "IAM.14", "IAM.15", "IAM.16", "IAM.17", "IAM.18", "KMS.4", "Lambda.1", "RDS.1",
	"RDS.2", "RDS.4", "RDS.5", "RDS.6", "RDS.7", "RDS.8", "RDS.13", "RDS.16", "Redshift.1", "Redshift.3", "Redshift.4",
	"Redshift.6", "S3.1", "S3.2", "S3.5", "S3.6",
}

// with the standards, these are the live controls that must be there.
func inScope(standards ...standard.Name) []control.ID {
	var ids []control.ID
	for _, u := range everything().Controls() {
		member := slices.ContainsFunc(standards, func(n standard.Name) bool { return u.Standards[n] != "" })
		if u.Retired == "" && (member || slices.Contains(core, u.ID)) {
			ids = append(ids, u.ID)
		}
	}
	return ids
}

// TestScope holds that no control went missing: the core, and with it the standards of the CIS and PCI DSS.
func TestScope(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		standards []standard.Name
		want      int
	}{
		{nil, 61},
		{[]standard.Name{standard.CIS120}, 66},
		{[]standard.Name{standard.CIS120, standard.CIS140, standard.CIS300, standard.CIS500, standard.PCI321}, 101},
	} {
		if got := inScope(c.standards...); len(got) != c.want {
			t.Errorf("%v and the core are %d controls, want %d: %v", c.standards, len(got), c.want, got)
		}
	}
}
