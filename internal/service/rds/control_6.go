package rds

import (
	"fmt"
	"slices"
	"strconv"
	"time"

	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource/rds"
	"github.com/mantenhq/manten/internal/standard"
)

var (
	on6    = catalog.Text(Service, "RDS.6/on", "enhanced monitoring collects metrics every {seconds} seconds", "拡張モニタリングは {seconds} 秒間隔でメトリクスを収集しています")
	off6   = catalog.Text(Service, "RDS.6/off", "MonitoringInterval is 0: enhanced monitoring is off", "MonitoringInterval が 0 で、拡張モニタリングは無効です")
	other6 = catalog.Text(Service, "RDS.6/other", "MonitoringInterval is {seconds}, not {wanted}", "MonitoringInterval が {seconds} で、{wanted} ではありません")
)

// intervals are the lengths in seconds that RDS has.
var intervals = []int32{1, 5, 10, 15, 30, 60}

// params6 are named as Security Hub names them.
type params6 struct {
	// MonitoringInterval is in seconds; with 0 any interval will do.
	MonitoringInterval int32 `json:"monitoringInterval"`
}

// Validate refuses intervals that RDS does not have.
func (p params6) Validate() error {
	if p.MonitoringInterval != 0 && !slices.Contains(intervals, p.MonitoringInterval) {
		return fmt.Errorf("monitoringInterval is %d; it can be 1, 5, 10, 15, 30 or 60, and 0 for any", p.MonitoringInterval)
	}
	return nil
}

var control6 = catalog.Control(Service, catalog.ControlSpec[rds.DBInstance, params6]{
	ID:       "RDS.6",
	Title:    "Enhanced monitoring should be configured for RDS DB instances",
	TitleJA:  "RDS DB インスタンスには拡張モニタリングを設定する必要があります",
	Severity: control.Low,
	Standards: standard.In{
		standard.FSBP:    "RDS.6",
		standard.NIST800: "RDS.6",
	},
	Reads: []string{"MonitoringInterval"},
	Evaluate: func(i rds.DBInstance, p params6, _ time.Time) control.Verdict {
		interval := i.MonitoringInterval.Value()
		seconds := strconv.Itoa(int(interval))
		switch {
		case interval == 0:
			return control.Fail(off6.With())
		case p.MonitoringInterval != 0 && interval != p.MonitoringInterval:
			return control.Fail(other6.With("seconds", seconds, "wanted", strconv.Itoa(int(p.MonitoringInterval))))
		}
		return control.Pass(on6.With("seconds", seconds))
	},
})
