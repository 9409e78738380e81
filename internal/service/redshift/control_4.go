package redshift

import (
	"strings"
	"time"

	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource/redshift"
	"github.com/mantenhq/manten/internal/standard"
)

var (
	bucket4 = catalog.Text(Service, "Redshift.4/bucket",
		"audit logging is on and goes to bucket {bucket}", "監査ログは有効で、バケット {bucket} に出力されています")
	exports4 = catalog.Text(Service, "Redshift.4/exports",
		"audit logging is on and goes to CloudWatch: {logs}", "監査ログは有効で、CloudWatch に出力されています: {logs}")
	off4 = catalog.Text(Service, "Redshift.4/off",
		"audit logging is off (LoggingEnabled false)", "監査ログは無効です (LoggingEnabled が false)")
)

var control4 = catalog.Control(Service, catalog.ControlSpec[redshift.Cluster, catalog.None]{
	ID:       "Redshift.4",
	Title:    "Amazon Redshift clusters should have audit logging enabled",
	TitleJA:  "Amazon Redshift クラスターでは監査ログを有効にする必要があります",
	Severity: control.Medium,
	Standards: standard.In{
		standard.FSBP:    "Redshift.4",
		standard.PCI401:  "10.2.1",
		standard.NIST800: "Redshift.4",
	},
	Reads: []string{"Logging"},
	Evaluate: func(c redshift.Cluster, _ catalog.None, _ time.Time) control.Verdict {
		l := c.Logging.Value()
		switch {
		case !l.Enabled:
			return control.Fail(off4.With())
		case len(l.Exports) > 0:
			return control.Pass(exports4.With("logs", strings.Join(l.Exports, ", ")))
		}
		return control.Pass(bucket4.With("bucket", l.Bucket))
	},
})
