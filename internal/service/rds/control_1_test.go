package rds

import (
	"testing"

	"github.com/mantenhq/manten/internal/catalog/catalogtest"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/rds"
)

func TestControl1(t *testing.T) {
	t.Parallel()
	described := func(kind, of string) resource.Fact[rds.Description] {
		return resource.Is(rds.Description{Kind: kind, Type: of, Source: "orders"})
	}
	with := func(d resource.Fact[rds.Description], encrypted bool, f resource.Fact[[]string]) rds.Snapshot {
		return aSnapshot(func(s *rds.Snapshot) {
			s.Description, s.Encrypted, s.Restore = d, resource.Is(encrypted), f
		})
	}
	manual, hidden := described(rds.OfInstance, rds.Manual), resource.HiddenFor[[]string](catalogtest.Denied)
	catalogtest.Judge(t, control1, map[string]catalogtest.Case{
		"private":           {Resource: with(manual, false, resource.Is([]string{})), Want: control.Passed, Reason: "restore is empty"},
		"shared":            {Resource: with(manual, false, resource.Is([]string{"222233334444", "333344445555"})), Want: control.Passed, Reason: "222233334444, 333344445555"},
		"public":            {Resource: with(manual, false, resource.Is([]string{"222233334444", "all"})), Want: control.Failed, Reason: "manual snapshot of orders"},
		"public, clustered": {Resource: with(described(rds.OfCluster, rds.Manual), false, resource.Is([]string{"all"})), Want: control.Failed, Reason: "the value all"},
		"encrypted":         {Resource: with(manual, true, resource.None[[]string]()), Want: control.Passed, Reason: "is encrypted"},
		"automated":         {Resource: with(described(rds.OfInstance, rds.Automated), false, resource.None[[]string]()), Want: control.NotApplicable, Reason: "type automated"},
		"of AWS Backup":     {Resource: with(described(rds.OfInstance, rds.Backup), false, resource.None[[]string]()), Want: control.NotApplicable, Reason: "type awsbackup"},
		"denied":            {Resource: with(manual, false, hidden), Want: control.NotAvailable, Reason: "x.GetX gave AccessDenied"},
		"encrypted, denied": {Resource: with(manual, true, hidden), Want: control.Passed},
		"not described": {
			Resource: with(resource.HiddenFor[rds.Description](catalogtest.Denied), false, resource.Is([]string{"all"})), Want: control.NotAvailable,
			Reason: "x.GetX gave AccessDenied",
		},
		"encryption unknown": {
			Resource: aSnapshot(func(s *rds.Snapshot) { s.Encrypted = resource.Fact[bool]{} }), Want: control.NotAvailable,
			Reason: "Encrypted was not asked for",
		},
	})
}
