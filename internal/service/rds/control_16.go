package rds

import (
	"time"

	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource/rds"
	"github.com/mantenhq/manten/internal/standard"
)

var (
	on16     = catalog.Text(Service, "RDS.16/on", "CopyTagsToSnapshot is true", "CopyTagsToSnapshot は true です")
	off16    = catalog.Text(Service, "RDS.16/off", "CopyTagsToSnapshot is false: snapshots of the cluster come without its tags", "CopyTagsToSnapshot が false で、クラスターのスナップショットにタグが付きません")
	engine16 = catalog.Text(Service, "RDS.16/engine", "not evaluated, the engine {engine} is not Aurora", "エンジン {engine} は Aurora ではないため評価しません")
)

var control16 = catalog.Control(Service, catalog.ControlSpec[rds.DBCluster, catalog.None]{
	ID:       "RDS.16",
	Title:    "Aurora DB clusters should be configured to copy tags to DB snapshots",
	TitleJA:  "Aurora DB クラスターはタグを DB スナップショットにコピーするよう設定する必要があります",
	Severity: control.Low,
	Standards: standard.In{
		standard.FSBP:    "RDS.16",
		standard.NIST800: "RDS.16",
	},
	Reads:   []string{"Engine", "CopyTagsToSnapshot"},
	Partial: true, // the engine alone can decide
	Evaluate: func(c rds.DBCluster, _ catalog.None, _ time.Time) control.Verdict {
		if v, unsure := catalog.Unsure(c, "Engine"); unsure {
			return v
		}
		if engine := c.Engine.Value(); !rds.Aurora(engine) {
			return control.Skip(engine16.With("engine", engine))
		}
		if v, unsure := catalog.Unsure(c, "CopyTagsToSnapshot"); unsure {
			return v
		}
		return control.PassIf(c.CopyTagsToSnapshot.Value(), on16.With(), off16.With())
	},
})
