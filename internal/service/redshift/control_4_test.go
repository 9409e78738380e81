package redshift

import (
	"testing"

	"github.com/mantenhq/manten/internal/catalog/catalogtest"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/redshift"
)

func TestControl4(t *testing.T) {
	t.Parallel()
	with := func(f resource.Fact[redshift.Logging]) resource.Resource {
		return clusterWith(func(c *redshift.Cluster) { c.Logging = f })
	}
	catalogtest.Judge(t, control4, map[string]catalogtest.Case{
		"to a bucket":   {Resource: clusterWith(nil), Want: control.Passed, Reason: "goes to bucket audit"},
		"to CloudWatch": {Resource: with(resource.Is(redshift.Logging{Enabled: true, Destination: "cloudwatch", Exports: []string{"connectionlog", "userlog"}})), Want: control.Passed, Reason: "goes to CloudWatch: connectionlog, userlog"},
		"off":           {Resource: with(resource.Is(redshift.Logging{})), Want: control.Failed, Reason: "audit logging is off"},
		"denied":        {Resource: with(resource.HiddenFor[redshift.Logging](catalogtest.Denied)), Want: control.NotAvailable, Reason: "x.GetX gave AccessDenied"},
	})
}
