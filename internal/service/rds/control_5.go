package rds

import (
	"time"

	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource/rds"
	"github.com/mantenhq/manten/internal/standard"
)

var (
	on5     = catalog.Text(Service, "RDS.5/on", "MultiAZ is true", "MultiAZ は true です")
	off5    = catalog.Text(Service, "RDS.5/off", "MultiAZ is false: there is no standby in another Availability Zone", "MultiAZ が false で、別のアベイラビリティーゾーンにスタンバイがありません")
	member5 = catalog.Text(Service, "RDS.5/member", "not evaluated, the instance belongs to the DB cluster {cluster}", "DB クラスター {cluster} に属するインスタンスのため評価しません")
)

var control5 = catalog.Control(Service, catalog.ControlSpec[rds.DBInstance, catalog.None]{
	ID:       "RDS.5",
	Title:    "RDS DB instances should be configured with multiple Availability Zones",
	TitleJA:  "RDS DB インスタンスは複数のアベイラビリティーゾーンで構成する必要があります",
	Severity: control.Medium,
	Standards: standard.In{
		standard.FSBP:    "RDS.5",
		standard.CIS500:  "2.2.4",
		standard.NIST800: "RDS.5",
	},
	Reads:   []string{"Cluster", "MultiAZ"},
	Partial: true, // of a member of a cluster nothing else matters
	Evaluate: func(i rds.DBInstance, _ catalog.None, _ time.Time) control.Verdict {
		if v, unsure := catalog.Unsure(i, "Cluster"); unsure {
			return v
		}
		if cluster := i.Cluster.Value(); cluster != "" {
			return control.Skip(member5.With("cluster", cluster))
		}
		if v, unsure := catalog.Unsure(i, "MultiAZ"); unsure {
			return v
		}
		return control.PassIf(i.MultiAZ.Value(), on5.With(), off5.With())
	},
})
