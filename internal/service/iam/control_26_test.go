package iam

import (
	"testing"
	"time"

	"github.com/mantenhq/manten/internal/catalog/catalogtest"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource/iam"
)

func TestControl26(t *testing.T) {
	t.Parallel()
	until := func(end any) iam.ServerCertificate { return iam.ServerCertificate{Expiration: fact[time.Time](end)} }
	catalogtest.Judge(t, control26, map[string]catalogtest.Case{
		"valid":         {Resource: until(daysAgo(-30)), Want: control.Passed, Reason: "until 2026-10-31"},
		"to the second": {Resource: until(catalogtest.Now), Want: control.Passed},
		"just expired":  {Resource: until(catalogtest.Now.Add(-time.Second)), Want: control.Failed, Reason: "expired 2026-10-01, 0 days ago"},
		"expired":       {Resource: until(daysAgo(10)), Want: control.Failed, Reason: "expired 2026-09-21, 10 days ago"},
		"denied":        {Resource: until(catalogtest.Denied), Want: control.NotAvailable},
	})
}
