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
	First        []request                  `json:"first,omitempty"`
	Behind       []string                   `json:"behind,omitempty"`
	Do           []call                     `json:"do"`
	Undo         []call                     `json:"undo"`
	Waits        string                     `json:"waits,omitempty"`
	UndoWaits    string                     `json:"undo_waits,omitempty"`
	Irreversible string                     `json:"irreversible,omitempty"`
	Interrupts   []text.Message             `json:"interrupts,omitempty"`
	Risk         []text.Message             `json:"risk,omitempty"`
	Cost         plan.Cost                  `json:"cost"`
	Refused      string                     `json:"refused,omitempty"`
}

type call struct {
	Operation string          `json:"operation"`
	Input     json.RawMessage `json:"input"`
	Outputs   []plan.Output   `json:"outputs,omitempty"`
	Secrets   []plan.Secret   `json:"secrets,omitempty"`
	Await     *await          `json:"await,omitempty"`
}

// await is what a call waits for.
type await struct {
	Facts map[string]json.RawMessage `json:"facts"`
	For   string                     `json:"for"`
	Most  string                     `json:"most"`
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
	compare(t, filepath.Join("testdata", u.File, name+".json"), show(t, r, d))
	return d
}

// compare compares with a golden file, or writes it.
func compare(t *testing.T, path string, got []byte) {
	t.Helper()
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
}

func show(t *testing.T, r resource.Resource, d catalog.Derived) []byte {
	t.Helper()
	names := resource.Differing(r, d.After, resource.FactNames(reflect.TypeOf(r)))
	g := golden{
		Before: facts(t, r, names), After: facts(t, d.After, names), Irreversible: d.Irreversible.Text,
		Interrupts: d.Interrupts, Risk: d.Risk, Cost: d.Cost, Refused: d.Refused.Text, Waits: d.Waits.Text, UndoWaits: d.UndoWaits.Text,
		First: requests(d.First),
	}
	for _, ref := range d.Behind {
		g.Behind = append(g.Behind, ref.ID)
	}
	for i, m := range d.Moves {
		g.Do = append(g.Do, awaiting(t, bound(t, m.Do), m.Await)...)
		g.Undo = append(g.Undo, bound(t, d.Moves[len(d.Moves)-1-i].Undo)...)
	}
	return indented(t, g)
}

// indented is JSON as people read it.
func indented(t *testing.T, v any) []byte {
	t.Helper()
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(v); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// awaiting puts what calls wait for beside them.
func awaiting(t *testing.T, calls []call, a catalog.Await) []call {
	t.Helper()
	for i := range calls {
		if a.Like != nil {
			calls[i].Await = &await{facts(t, a.Like, a.Facts), a.For.Text, a.Most.String()}
		}
	}
	return calls
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
	return []call{{Operation: b.Op.Name, Input: in, Outputs: b.Outputs, Secrets: b.Secrets}}
}

// Goldens compares the edits of several resources with their golden files, and holds that nothing is left to do where
// an edit has led.
func Goldens(t *testing.T, u *catalog.RemediationUnit, cases map[string]Edited) {
	t.Helper()
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := Golden(t, u, name, c.Resource, c.Params)
			params, err := u.Params.With(c.Params)
			if err != nil {
				t.Fatal(err)
			}
			if again := u.Derive(d.After, params, Now); d.Refused.IsZero() && len(again.Moves) > 0 {
				t.Error("planning again finds more to do")
			}
			for i, m := range d.Moves {
				if m.Leaves != nil && (i == len(d.Moves)-1 || len(resource.Differing(m.Leaves, d.After, resource.NamesOf(d.After))) == 0) {
					t.Errorf("move %d says that it leaves what only the whole edit does", i)
				}
			}
		})
	}
}

// Edited is a resource with the parameters that a remediation is run on it with.
type Edited struct {
	Resource resource.Resource
	Params   map[string]any
}
