package catalogtest

import (
	"path/filepath"
	"testing"

	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/text"
)

// bundled is what a bundle asks for as its golden file shows it.
type bundled struct {
	Requests []request             `json:"requests"`
	Short    map[control.ID]string `json:"short,omitempty"`
	Notes    []text.Message        `json:"notes,omitempty"`
	Again    bool                  `json:"again,omitempty"`
	Refused  string                `json:"refused,omitempty"`
}

// request is what is asked of another remediation.
type request struct {
	Remediation string         `json:"remediation"`
	On          string         `json:"on"`
	With        map[string]any `json:"with,omitempty"`
	For         []control.ID   `json:"for,omitempty"`
}

func requests(all []catalog.Request) []request {
	var out []request
	for _, q := range all {
		out = append(out, request{q.Remediation, q.On.Region + " " + q.On.ID, q.With, q.For})
	}
	return out
}

// GoldenBundle compares what a bundle asks for in a world with testdata/<file>/<name>.json; -update writes it.
func GoldenBundle(t *testing.T, u *catalog.RemediationUnit, name string, r resource.Resource, w catalog.World, set map[string]any) catalog.Bundled {
	t.Helper()
	params, err := u.Params.With(set)
	if err != nil {
		t.Fatal(err)
	}
	b := u.Gather(r, w, params, Now)
	for _, q := range b.Requests {
		if !q.On.Consistent() {
			t.Errorf("%s is asked of %+v", q.Remediation, q.On)
		}
	}
	g := bundled{Requests: requests(b.Requests), Notes: b.Notes, Again: b.Again, Refused: b.Refused.Text}
	for id, why := range b.Short {
		if g.Short == nil {
			g.Short = map[control.ID]string{}
		}
		g.Short[id] = why.Text
	}
	compare(t, filepath.Join("testdata", u.File, name+".json"), indented(t, g))
	return b
}
