package rds

import (
	"time"

	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource/rds"
	"github.com/mantenhq/manten/internal/standard"
)

var (
	on7  = catalog.Text(Service, "RDS.7/on", "DeletionProtection is true", "DeletionProtection は true です")
	off7 = catalog.Text(Service, "RDS.7/off", "DeletionProtection is false: one call can delete the cluster", "DeletionProtection が false で、1 回の呼び出しでクラスターを削除できます")
)

var control7 = catalog.Control(Service, catalog.ControlSpec[rds.DBCluster, catalog.None]{
	ID:       "RDS.7",
	Title:    "RDS clusters should have deletion protection enabled",
	TitleJA:  "RDS クラスターでは削除保護を有効にする必要があります",
	Severity: control.Medium,
	Standards: standard.In{
		standard.FSBP:    "RDS.7",
		standard.NIST800: "RDS.7",
	},
	Reads: []string{"DeletionProtection"},
	Evaluate: func(c rds.DBCluster, _ catalog.None, _ time.Time) control.Verdict {
		return control.PassIf(c.DeletionProtection.Value(), on7.With(), off7.With())
	},
})
