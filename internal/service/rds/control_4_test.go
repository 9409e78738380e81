package rds

import (
	"testing"

	"github.com/mantenhq/manten/internal/catalog/catalogtest"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/rds"
)

func TestControl4(t *testing.T) {
	t.Parallel()
	with := func(kind, of string, e resource.Fact[bool]) rds.Snapshot {
		return aSnapshot(func(s *rds.Snapshot) {
			s.Description, s.Encrypted = resource.Is(rds.Description{Kind: kind, Type: of, Source: "orders"}), e
		})
	}
	on, off := resource.Is(true), resource.Is(false)
	catalogtest.Judge(t, control4, map[string]catalogtest.Case{
		"encrypted":            {Resource: with(rds.OfInstance, rds.Manual, on), Want: control.Passed, Reason: "the manual snapshot of orders is encrypted"},
		"encrypted, clustered": {Resource: with(rds.OfCluster, rds.Automated, on), Want: control.Passed},
		"manual":               {Resource: with(rds.OfInstance, rds.Manual, off), Want: control.Failed, Reason: "the manual snapshot of orders is not encrypted"},
		"automated":            {Resource: with(rds.OfInstance, rds.Automated, off), Want: control.Failed, Reason: "automated"},
		"of AWS Backup":        {Resource: with(rds.OfInstance, rds.Backup, off), Want: control.Failed, Reason: "awsbackup"},
		"clustered":            {Resource: with(rds.OfCluster, rds.Manual, off), Want: control.Failed},
		"denied":               {Resource: with(rds.OfInstance, rds.Manual, resource.HiddenFor[bool](catalogtest.Denied)), Want: control.NotAvailable, Reason: "x.GetX gave AccessDenied"},
	})
}
