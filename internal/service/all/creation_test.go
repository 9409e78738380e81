package all_test

import (
	"fmt"
	"maps"
	"slices"
	"sync"
	"testing"

	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/catalog/catalogtest"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/plan"
	"github.com/mantenhq/manten/internal/resource"
)

// ask is what a helper is asked for: with which parameters, of which resource.
type ask struct {
	params any
	ref    resource.Ref
	// creates tells that the resource was not there.
	creates bool
}

// asked are the asks that came up so far, each once.
type asked struct {
	once  sync.Once
	known map[string]bool
	by    map[string][]ask
}

var everAsked = asked{known: map[string]bool{}, by: map[string][]ask{}}

// asks gathers what helpers are asked for, by their names, in plans of all kinds of accounts: nobody has to make it up.
func asks(t *testing.T) map[string][]ask {
	t.Helper()
	everAsked.once.Do(func() {
		cat := everything(t)
		for n := range 6 {
			w := newWorld(t, cat, fmt.Sprint("asks ", n))
			w.options.Params = extras[n%len(extras)]
			everAsked.take(t, w)
		}
		for _, u := range bundles(cat) {
			for n := range 200 {
				everAsked.take(t, bundleWorld(t, cat, u, n))
			}
		}
	})
	return everAsked.by
}

func (a *asked) take(t *testing.T, w *world) {
	t.Helper()
	if !w.sure { // what a helper is asked for by halves proves nothing
		return
	}
	for _, s := range w.planned(t, w.scan(t)).Steps {
		for _, name := range s.Remediations {
			u, _ := w.cat.Remediation(name)
			key := name + string(s.Makes) + s.Resource.ID + string(s.Parameters[name])
			if !u.Helper || a.known[key] {
				continue
			}
			params, err := u.Params.Decode(s.Parameters[name])
			if err != nil {
				t.Fatal(err)
			}
			a.known[key] = true
			a.by[name] = append(a.by[name], ask{params, s.Resource, s.Makes == plan.Creates})
		}
	}
}

// makes tells what an edit does to the existence of its resource.
func (x trial) makes(before, after resource.Resource) plan.Making {
	was, is := resource.IsMissing(before), resource.IsMissing(after)
	switch {
	case x.unit.Makes == plan.Creates && was && !is, x.unit.Makes == plan.Deletes && !was && is:
		return x.unit.Makes
	}
	return ""
}

// unpassable are controls that no creator of a resource can satisfy; the plan says so beforehand.
var unpassable = []control.ID{
	"S3.7",  // replication to another region
	"S3.20", // MFA delete: only the root user can switch it on
}

// wellMade holds that what comes to be carries its mark and passes every control on it, as far as it is known beforehand.
func (x trial) wellMade(after resource.Resource) error {
	u := x.cat.CollectorFor(x.unit)
	if slices.Contains(u.Facts, "Tags") && x.unit.Name != "CreateServiceLinkedRole" { // nobody can tag such a role
		f, _ := resource.FactOf(after, "Tags").(resource.Fact[map[string]string])
		for k, v := range resource.Created() {
			if f.Value()[k] != v {
				return fmt.Errorf("what it makes is not tagged with %s=%s: %v", k, v, f.Value())
			}
		}
	}
	for _, c := range x.cat.Controls() {
		if c.Joins() || !slices.Contains(x.cat.CollectorsOf(c), u) || slices.Contains(unpassable, c.ID) {
			continue
		}
		if c.ID == "S3.9" && x.unit.Name == "CreateAccessLoggingBucket" { // a log target never logs to itself
			continue
		}
		if v := c.Evaluate(after, c.Params.Defaults, catalogtest.Now); v.Status == control.Failed {
			return fmt.Errorf("what it makes fails %s: %s", c.ID, v.Reason)
		}
	}
	return nil
}

// settled is a resource once AWS has made up what an edit leaves open.
func (x trial) settled(before, after resource.Resource) resource.Resource {
	x.t.Helper()
	open := openFacts(before, after)
	if len(open) == 0 {
		return after
	}
	if x.makes(before, after) != plan.Creates {
		return x.patch(after, before, open...)
	}
	sure := *x.sampler
	sure.sure, sure.fresh = true, true
	return x.patch(after, sure.resourceAt(x.cat.CollectorFor(x.unit), after.Reference()), open...)
}

// unheeded are facts of what helpers make, of which nothing in the resource itself tells whether they are as they shall
// be: what is there already may well be otherwise.
var unheeded = map[string]bool{
	"CreateLogGroup.Retention":                  true, // somebody may want to keep events for another time
	"CreateMetricFilter.Metrics":                true, // what a metric is worth is of no account
	"CreateTopic.Key":                           true, // a topic that is there keeps its key
	"MoveCodeBuildCredentials.PlainAccessKeyID": true, // it follows from Variables
	"PutMetricAlarm.Settings":                   true, // an alarm that is there goes off when its owner wants
}

// matters tells whether somebody must notice that a change is left out. Of a resource that comes to be, that is what
// decides what is done about one that is there, and its mark.
func (x trial) matters(before, after resource.Resource, fact string) bool {
	if unheeded[x.unit.Name+"."+fact] {
		return false
	}
	return x.makes(before, after) != plan.Creates || slices.Contains(x.unit.Reads, fact) || fact == "Tags"
}

// Every helper is asked for by somebody, and is nobody's business otherwise.
func TestHelpersAreAskedFor(t *testing.T) {
	t.Parallel()
	by := asks(t)
	for _, u := range everything(t).Remediations() {
		if u.Helper && len(by[u.Name]) == 0 {
			t.Errorf("nobody asks for %s", u.Name)
		}
	}
	if t.Failed() {
		t.Logf("asked for are %v", slices.Sorted(maps.Keys(by)))
	}
}

// bundles are the remediations that only ask for others.
func bundles(cat *catalog.Catalog) []*catalog.RemediationUnit {
	return slices.DeleteFunc(slices.Clone(cat.Remediations()), func(u *catalog.RemediationUnit) bool { return !u.IsBundle() })
}
