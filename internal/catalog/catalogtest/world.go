package catalogtest

import (
	"reflect"
	"testing"

	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource"
)

// World gathers resources; those of the unlisted collectors' types could not all be listed.
func World(resources []resource.Resource, unlisted ...*catalog.CollectorUnit) catalog.World {
	w := catalog.NewWorld(resources)
	for _, u := range unlisted {
		w.Unlisted(u, Denied)
	}
	return w
}

// needsOf names what a control looks at besides a resource.
func needsOf(u *catalog.ControlUnit, r resource.Resource) []catalog.Need {
	return u.NeedsOf(&catalog.CollectorUnit{Go: reflect.TypeOf(r)})
}

// blindWorlds are the case's account with everything that the control needs hidden: the facts of what is there, and
// the listings as well.
func blindWorlds(u *catalog.ControlUnit, c Case) []catalog.World {
	var hidden []resource.Resource
	for _, r := range c.World {
		for _, n := range needsOf(u, c.Resource) {
			if n.Go == reflect.TypeOf(r) {
				r = blinded(r, n.Facts)
			}
		}
		hidden = append(hidden, r)
	}
	facts, lists := World(hidden), World(nil)
	for _, n := range needsOf(u, c.Resource) {
		lists.Unlisted(&catalog.CollectorUnit{Go: n.Go}, Denied)
	}
	return []catalog.World{facts, lists}
}

// judgeBlind holds that a control that spans resources neither passes nor fails where nothing of the others could be
// read.
func judgeBlind(t *testing.T, u *catalog.ControlUnit, c Case, evaluate func(catalog.World) control.Verdict) {
	t.Helper()
	if len(needsOf(u, c.Resource)) == 0 {
		return
	}
	worlds := blindWorlds(u, c)
	if v := evaluate(worlds[0]); v.Status == control.Passed && c.Want != control.Passed {
		t.Errorf("%s passes with all facts of the others hidden: %s", u.ID, v.Reason)
	}
	if v := evaluate(worlds[1]); v.Status != control.NotAvailable {
		t.Errorf("%s is %s where nothing could be listed: %s", u.ID, v.Status, v.Reason)
	}
}
