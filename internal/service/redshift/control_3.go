package redshift

import (
	"errors"
	"strconv"
	"time"

	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource/redshift"
	"github.com/mantenhq/manten/internal/standard"
)

var (
	kept3 = catalog.Text(Service, "Redshift.3/kept",
		"automated snapshots are kept for {days} days", "自動スナップショットの保持期間は {days} 日です")
	short3 = catalog.Text(Service, "Redshift.3/short",
		"automated snapshots are kept for {days} days, {minimum} are required",
		"自動スナップショットの保持期間は {days} 日で、必要な {minimum} 日に足りません")
	none3 = catalog.Text(Service, "Redshift.3/none",
		"automated snapshots are off (AutomatedSnapshotRetentionPeriod 0)",
		"自動スナップショットは無効です (AutomatedSnapshotRetentionPeriod が 0)")
)

type params3 struct {
	// MinRetentionPeriod is for how many days automated snapshots must be kept.
	MinRetentionPeriod int32 `json:"MinRetentionPeriod"`
}

// Validate holds Security Hub's range of the parameter.
func (p params3) Validate() error {
	if p.MinRetentionPeriod < 7 || p.MinRetentionPeriod > 35 {
		return errors.New("MinRetentionPeriod must be between 7 and 35 days")
	}
	return nil
}

var control3 = catalog.Control(Service, catalog.ControlSpec[redshift.Cluster, params3]{
	ID:       "Redshift.3",
	Title:    "Amazon Redshift clusters should have automatic snapshots enabled",
	TitleJA:  "Amazon Redshift クラスターでは自動スナップショットを有効にする必要があります",
	Severity: control.Medium,
	Standards: standard.In{
		standard.FSBP:    "Redshift.3",
		standard.NIST800: "Redshift.3",
	},
	Reads:    []string{"AutomatedSnapshotRetentionPeriod"},
	Defaults: params3{MinRetentionPeriod: 7},
	Evaluate: func(c redshift.Cluster, p params3, _ time.Time) control.Verdict {
		days := c.AutomatedSnapshotRetentionPeriod.Value()
		if days == 0 {
			return control.Fail(none3.With())
		}
		is := strconv.Itoa(int(days))
		return control.PassIf(days >= p.MinRetentionPeriod, kept3.With("days", is),
			short3.With("days", is, "minimum", strconv.Itoa(int(p.MinRetentionPeriod))))
	},
})
