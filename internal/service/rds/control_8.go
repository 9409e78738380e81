package rds

import (
	"errors"
	"slices"
	"time"

	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource/rds"
	"github.com/mantenhq/manten/internal/standard"
)

var (
	on8     = catalog.Text(Service, "RDS.8/on", "DeletionProtection is true", "DeletionProtection は true です")
	off8    = catalog.Text(Service, "RDS.8/off", "DeletionProtection is false: one call can delete the instance", "DeletionProtection が false で、1 回の呼び出しでインスタンスを削除できます")
	engine8 = catalog.Text(Service, "RDS.8/engine", "not evaluated, the engine {engine} is not among databaseEngines", "エンジン {engine} は databaseEngines に含まれないため評価しません")
)

// params8 are named as Security Hub names them.
type params8 struct {
	// DatabaseEngines are the engines that are evaluated. Aurora's are not among the defaults: its instances are
	// protected by their cluster.
	DatabaseEngines []string `json:"databaseEngines"`
}

// Validate wants at least one engine: with none the control would pass wherever it looks.
func (p params8) Validate() error {
	if len(p.DatabaseEngines) == 0 {
		return errors.New("databaseEngines names no engine")
	}
	return nil
}

var control8 = catalog.Control(Service, catalog.ControlSpec[rds.DBInstance, params8]{
	ID:       "RDS.8",
	Title:    "RDS DB instances should have deletion protection enabled",
	TitleJA:  "RDS DB インスタンスでは削除保護を有効にする必要があります",
	Severity: control.Low,
	Standards: standard.In{
		standard.FSBP:    "RDS.8",
		standard.NIST800: "RDS.8",
	},
	Reads:   []string{"Engine", "DeletionProtection"},
	Partial: true, // the engine alone can decide
	Defaults: params8{DatabaseEngines: []string{
		"mariadb", "mysql", "custom-oracle-ee", "oracle-ee-cdb", "oracle-se2-cdb", "oracle-ee", "oracle-se2", "oracle-se1", "oracle-se",
		"postgres", "sqlserver-ee", "sqlserver-se", "sqlserver-ex", "sqlserver-web",
	}},
	Evaluate: func(i rds.DBInstance, p params8, _ time.Time) control.Verdict {
		if v, unsure := catalog.Unsure(i, "Engine"); unsure {
			return v
		}
		if engine := i.Engine.Value(); !slices.Contains(p.DatabaseEngines, engine) {
			return control.Skip(engine8.With("engine", engine))
		}
		if v, unsure := catalog.Unsure(i, "DeletionProtection"); unsure {
			return v
		}
		return control.PassIf(i.DeletionProtection.Value(), on8.With(), off8.With())
	},
})
