package rds

import (
	"testing"

	"github.com/mantenhq/manten/internal/catalog/catalogtest"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/rds"
)

func TestControl6(t *testing.T) {
	t.Parallel()
	every := func(seconds int32) rds.DBInstance {
		return anInstance(func(i *rds.DBInstance) { i.MonitoringInterval = resource.Is(seconds) })
	}
	set := map[string]any{"monitoringInterval": 15}
	catalogtest.Judge(t, control6, map[string]catalogtest.Case{
		"on":           {Resource: every(1), Want: control.Passed, Reason: "every 1 seconds"},
		"off":          {Resource: every(0), Want: control.Failed, Reason: "MonitoringInterval is 0"},
		"as wanted":    {Resource: every(15), Params: set, Want: control.Passed, Reason: "every 15 seconds"},
		"other":        {Resource: every(60), Params: set, Want: control.Failed, Reason: "MonitoringInterval is 60, not 15"},
		"off, too":     {Resource: every(0), Params: set, Want: control.Failed, Reason: "is off"},
		"none is told": {Resource: anInstance(func(i *rds.DBInstance) { i.MonitoringInterval = resource.None[int32]() }), Want: control.Failed},
		"denied": {
			Resource: anInstance(func(i *rds.DBInstance) { i.MonitoringInterval = resource.HiddenFor[int32](catalogtest.Denied) }),
			Want:     control.NotAvailable, Reason: "x.GetX gave AccessDenied",
		},
	})
	for _, seconds := range []int{-1, 2, 61} {
		if _, err := control6.Params.With(map[string]any{"monitoringInterval": seconds}); err == nil {
			t.Errorf("an interval of %d is taken", seconds)
		}
	}
}
