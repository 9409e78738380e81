// Package catalogtest has the tests that every unit is put to.
package catalogtest

import (
	"reflect"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource"
)

// Now is the moment at which tests judge unless they say another.
var Now = time.Date(2026, 10, 1, 12, 0, 0, 0, time.UTC)

// Denied is a reason as a denied read gives it.
var Denied = resource.Reason{Operation: "x.GetX", Code: "AccessDenied", Action: "x:GetX", Message: "no"}

// unfilled is a name that nothing was put in for. Other braces may stand in values.
var unfilled = regexp.MustCompile(`\{\w+\}`)

// Case is a resource and what a control must say of it.
type Case struct {
	Resource resource.Resource
	// World are the other resources of the account, for controls that span resources, and Unlisted the collectors of what
	// could not be listed.
	World    []resource.Resource
	Unlisted []*catalog.CollectorUnit
	Params   map[string]any
	// Now is the moment, by default that of the package.
	Now  time.Time
	Want control.Status
	// Reason is a part of the English reason.
	Reason string
	// Code is Security Hub's status reason code.
	Code string
}

// Judge holds a control against cases. There must be one each that passes, fails and is not available; and with any
// fact that the control reads hidden, no case may pass that the control did not decide without it.
func Judge(t *testing.T, u *catalog.ControlUnit, cases map[string]Case) {
	t.Helper()
	seen := map[control.Status]bool{}
	for _, c := range cases {
		seen[c.Want] = true
	}
	for _, s := range []control.Status{control.Passed, control.Failed, control.NotAvailable} {
		if !seen[s] {
			t.Errorf("%s: no case is %s", u.ID, s)
		}
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			judge(t, u, c)
		})
	}
}

func judge(t *testing.T, u *catalog.ControlUnit, c Case) {
	t.Helper()
	params, err := u.Params.With(c.Params)
	if err != nil {
		t.Fatal(err)
	}
	now := c.Now
	if now.IsZero() {
		now = Now
	}
	in := func(w catalog.World) control.Verdict { return u.EvaluateIn(w, c.Resource, params, now) }
	v := in(World(c.World, c.Unlisted...))
	if v.Status != c.Want || !strings.Contains(v.Reason.Text, c.Reason) {
		t.Errorf("%s = %s (%s), want %s (%s)", u.ID, v.Status, v.Reason, c.Want, c.Reason)
	}
	if c.Code != "" && v.Code != c.Code {
		t.Errorf("%s has the code %s, want %s", u.ID, v.Code, c.Code)
	}
	if v.Reason.Text == "" || unfilled.MatchString(v.Reason.Text) {
		t.Errorf("%s gave no whole reason: %q", u.ID, v.Reason.Text)
	}
	judgeBlind(t, u, c, in)
	blind := blinded(c.Resource, u.ReadsOf(&catalog.CollectorUnit{Go: reflect.TypeOf(c.Resource)}))
	if got := u.EvaluateIn(World(c.World, c.Unlisted...), blind, params, now); len(u.Reads) > 0 && got.Status == control.Passed && c.Want != control.Passed {
		t.Errorf("%s passes with all facts hidden", u.ID)
	}
}

// blinded is a copy of the resource with the facts hidden.
func blinded(r resource.Resource, facts []string) resource.Resource {
	ptr := reflect.New(reflect.TypeOf(r))
	ptr.Elem().Set(reflect.ValueOf(r))
	resource.Hide(ptr.Interface(), Denied, facts...)
	blind, _ := reflect.TypeAssert[resource.Resource](ptr.Elem()) // it is of r's own type
	return blind
}
