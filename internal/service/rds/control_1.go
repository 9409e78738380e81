package rds

import (
	"strings"
	"time"

	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource/rds"
	"github.com/mantenhq/manten/internal/standard"
)

var (
	everybody1 = catalog.Text(Service, "RDS.1/everybody", "any AWS account can copy and restore the {type} snapshot of {source}: its attribute restore has the value all", "{source} の {type} スナップショットは、restore 属性の値に all があるため、どの AWS アカウントでもコピーと復元ができます")
	nobody1    = catalog.Text(Service, "RDS.1/nobody", "the attribute restore is empty: only the account itself can restore the snapshot", "restore 属性は空で、スナップショットを復元できるのは自アカウントだけです")
	some1      = catalog.Text(Service, "RDS.1/some", "the attribute restore names single accounts, not all: {accounts}", "restore 属性にあるのは個別のアカウントだけで、all は含まれません: {accounts}")
	encrypted1 = catalog.Text(Service, "RDS.1/encrypted", "the snapshot is encrypted, and RDS does not share an encrypted snapshot with everybody", "スナップショットは暗号化されており、RDS は暗号化されたスナップショットの一般公開を許可しません")
	type1      = catalog.Text(Service, "RDS.1/type", "not evaluated, only manual snapshots can be shared: this one is of type {type}", "共有できるのは手動スナップショットだけのため評価しません。このスナップショットのタイプは {type} です")
)

var control1 = catalog.Control(Service, catalog.ControlSpec[rds.Snapshot, catalog.None]{
	ID:       "RDS.1",
	Title:    "RDS snapshot should be private",
	TitleJA:  "RDS スナップショットはプライベートである必要があります",
	Severity: control.Critical,
	Standards: standard.In{
		standard.FSBP:    "RDS.1",
		standard.PCI321:  "PCI.RDS.1:1.2.1;1.3.1;1.3.4;1.3.6;7.2.1",
		standard.NIST800: "RDS.1",
	},
	Reads:   []string{"Description", "Encrypted", "Restore"},
	Partial: true, // what cannot be public passes without its attributes
	Evaluate: func(s rds.Snapshot, _ catalog.None, _ time.Time) control.Verdict {
		if v, unsure := catalog.Unsure(s, "Description", "Encrypted"); unsure {
			return v
		}
		d := s.Description.Value()
		switch {
		case d.Type != rds.Manual:
			return control.Skip(type1.With("type", d.Type))
		case s.Encrypted.Value():
			return control.Pass(encrypted1.With())
		}
		if v, unsure := catalog.Unsure(s, "Restore"); unsure {
			return v
		}
		switch shared := s.Restore.Value(); {
		case s.Public():
			return control.Fail(everybody1.With("type", d.Type, "source", d.Source))
		case len(shared) > 0:
			return control.Pass(some1.With("accounts", strings.Join(shared, ", ")))
		}
		return control.Pass(nobody1.With())
	},
})
