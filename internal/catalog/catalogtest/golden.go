package catalogtest

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"reflect"
	"testing"

	"github.com/mantenhq/manten/internal/awsop"
	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/plan"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/text"
)

var update = flag.Bool("update", false, "write the golden files anew")

// golden is a remediation's edit as its golden file shows it.
type golden struct {
	Before       map[string]json.RawMessage `json:"before"`
	After        map[string]json.RawMessage `json:"after"`
	Do           []call                     `json:"do"`
	Undo         []call                     `json:"undo"`
	Irreversible string                     `json:"irreversible,omitempty"`
	Interrupts   []text.Message             `json:"interrupts,omitempty"`
	Risk         []text.Message             `json:"risk,omitempty"`
	Cost         plan.Cost                  `json:"cost"`
	Refused      string                     `json:"refused,omitempty"`
}

type call struct {
	Operation string          `json:"operation"`
	Input     json.RawMessage `json:"input"`
}

// Golden compares what a remediation would do to a resource with testdata/<file>/<name>.json; -update writes it. It
// returns the edit.
func Golden(t *testing.T, u *catalog.RemediationUnit, name string, r resource.Resource, set map[string]any) catalog.Derived {
	t.Helper()
	params, err := u.Params.With(set)
	if err != nil {
		t.Fatal(err)
	}
	d := u.Derive(r, params, Now)
	got := show(t, r, d)
	path := filepath.Join("testdata", u.File, name+".json")
	if *update {
		if err := os.MkdirAll(filepath.Dir(path), 0o750); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, got, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatalf("%v; make it with: go test -run %s -update", err, t.Name())
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s differs; got:\n%s\nwant:\n%s", path, got, want)
	}
	return d
}

func show(t *testing.T, r resource.Resource, d catalog.Derived) []byte {
	t.Helper()
	names := resource.Differing(r, d.After, resource.FactNames(reflect.TypeOf(r)))
	g := golden{
		Before: facts(t, r, names), After: facts(t, d.After, names), Irreversible: d.Irreversible.Text,
		Interrupts: d.Interrupts, Risk: d.Risk, Cost: d.Cost, Refused: d.Refused.Text,
	}
	for i, m := range d.Moves {
		g.Do = append(g.Do, bound(t, m.Do)...)
		g.Undo = append(g.Undo, bound(t, d.Moves[len(d.Moves)-1-i].Undo)...)
	}
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(g); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func facts(t *testing.T, r resource.Resource, names []string) map[string]json.RawMessage {
	t.Helper()
	f, err := resource.Facts(r, names)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func bound(t *testing.T, b awsop.Bound) []call {
	t.Helper()
	if b.IsZero() {
		return nil
	}
	in, err := awsop.Encode(b.Input)
	if err != nil {
		t.Fatal(err)
	}
	return []call{{b.Op.Name, in}}
}
