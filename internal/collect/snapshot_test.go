package collect_test

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/mantenhq/manten/internal/collect"
	"github.com/mantenhq/manten/internal/fault"
	"github.com/mantenhq/manten/internal/plan"
	"github.com/mantenhq/manten/internal/resource"
)

var taken = time.Date(2026, 3, 4, 5, 6, 7, 89, time.UTC)

// knownStreet has lamps of which facts are known in every way.
func knownStreet() *street {
	s := fullStreet()
	lit := lampIn(ireland, "lit")
	lit.On, lit.Brightness, lit.Labels = resource.Is(true), resource.None[int](), resource.Is([]string{})
	dark := lampIn(ireland, "dark")
	dark.On = resource.HiddenFor[bool](resource.Reason{Operation: "toy.Look", Code: "AccessDenied", Message: "a <b> & 'c' 日本"})
	s.there[place{"Toy::Lamp", ireland}] = []resource.Resource{lit, dark}
	return s
}

// saved is a snapshot of a street, on disk and opened again, and what was collected there.
func saved(t testing.TB, s *street) (*collect.Snapshot, string, collect.Result) {
	t.Helper()
	cat := madeUp(t)
	res, err := collect.Collect(t.Context(), s, everything(cat), 4)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "account.json")
	if err := collect.NewSnapshot(cat, path, "snap-1", s, res, taken).Save(); err != nil {
		t.Fatal(err)
	}
	return reopened(t, path), path, res
}

func reopened(t testing.TB, path string) *collect.Snapshot {
	t.Helper()
	snap, err := collect.OpenSnapshot(madeUp(t), path)
	if err != nil {
		t.Fatal(err)
	}
	return snap
}

func again(t *testing.T, snap *collect.Snapshot) collect.Result {
	t.Helper()
	res, err := collect.Collect(t.Context(), snap, everything(madeUp(t)), 4)
	if err != nil {
		t.Fatal(err)
	}
	return res
}

func TestSnapshotComesBack(t *testing.T) {
	t.Parallel()
	snap, path, want := saved(t, knownStreet())
	if snap.ID() != "snap-1" || snap.Account() != account || snap.Global() != global || !slices.Equal(snap.Regions(), []string{tokyo, ireland}) {
		t.Errorf("got %s of %s, %s, %v", snap.ID(), snap.Account(), snap.Global(), snap.Regions())
	}
	got := again(t, snap)
	if diff := cmp.Diff(encoded(t, want), encoded(t, got)); diff != "" {
		t.Errorf("collected from the snapshot (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(endings(t, want), endings(t, got)); diff != "" {
		t.Errorf("listings (-want +got):\n%s", diff)
	}
	// Saving what was opened changes nothing.
	before := read(t, path)
	if err := snap.Save(); err != nil {
		t.Fatal(err)
	}
	if after := read(t, path); !bytes.Equal(before, after) {
		t.Errorf("saved again it is\n%s\nwas\n%s", after, before)
	}
}

func encoded(t *testing.T, res collect.Result) []string {
	t.Helper()
	var out []string
	for _, r := range res.Resources {
		b, err := json.Marshal(r)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, string(b))
	}
	return out
}

func read(t *testing.T, path string) []byte {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func TestSnapshotIsNobodyElses(t *testing.T) {
	t.Parallel()
	if runtime.GOOS == "windows" {
		t.Skip("files have no modes here")
	}
	snap, path, _ := saved(t, knownStreet())
	for range 2 {
		info, err := os.Stat(path)
		if err != nil {
			t.Fatal(err)
		}
		if mode := info.Mode().Perm(); mode != 0o600 {
			t.Errorf("mode %o", mode)
		}
		if err := os.Chmod(path, 0o644); err != nil { // what somebody opened up, saving closes
			t.Fatal(err)
		}
		if err := snap.Save(); err != nil {
			t.Fatal(err)
		}
	}
}

func TestOpenSnapshotRefuses(t *testing.T) {
	t.Parallel()
	_, path, _ := saved(t, knownStreet())
	good := string(read(t, path))
	for name, c := range map[string]struct{ old, by, want string }{
		"empty":                 {good, "", "damaged"},
		"no JSON":               {good, "manten", "damaged"},
		"cut off":               {good[len(good)/2:], "", "damaged"},
		"something follows":     {good, good + "{}", "something follows"},
		"an unknown field":      {`"schema":`, `"scheme":1,"schema":`, "damaged"},
		"another schema":        {collect.SnapshotSchema, "manten.snapshot/2", `"manten.snapshot/2"`},
		"a plan":                {good, `{"schema":"manten.plan/1"}`, "manten.plan/1"},
		"no account":            {`"account": "` + account + `",` + "\n" + ` "global`, `"account": "",` + "\n" + ` "global`, "names no account"},
		"no global region":      {`"global_region": "us-east-1"`, `"global_region": ""`, "no global region"},
		"an unknown type":       {`"type": "Toy::House",` + "\n    ", `"type": "Toy::Tree",`, `"Toy::Tree" is not known`},
		"another version":       {`"version": 2,`, `"version": 3,`, "stored in version 3, this release reads 2"},
		"an unknown fact":       {`"Brightness"`, `"Colour"`, "Colour"},
		"a fact in no state":    {`"state": "absent"`, `"state": "perhaps"`, `"perhaps"`},
		"a known fact of none":  {`"state": "absent"`, `"state": "known"`, `"known"`},
		"a fact of another way": {`"value": true`, `"value": "yes"`, "cannot unmarshal"},
		"a resource of nothing": {`"resources": [`, `"resources": [{"version":1},`, "resource 1"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			data := strings.ReplaceAll(good, c.old, c.by)
			if data == good {
				t.Fatalf("nothing was altered in\n%s", good)
			}
			bad := filepath.Join(t.TempDir(), "bad.json")
			if err := os.WriteFile(bad, []byte(data), 0o600); err != nil {
				t.Fatal(err)
			}
			_, err := collect.OpenSnapshot(madeUp(t), bad)
			if fault.CodeOf(err) != fault.Invalid || !strings.Contains(fault.NextOf(err), "manten snapshot save") {
				t.Fatalf("got %q: %v (next: %s)", fault.CodeOf(err), err, fault.NextOf(err))
			}
			if !strings.Contains(err.Error(), c.want) || !strings.Contains(err.Error(), bad) {
				t.Errorf("got %v, want it to speak of %q", err, c.want)
			}
		})
	}
	if _, err := collect.OpenSnapshot(madeUp(t), filepath.Join(t.TempDir(), "none")); fault.CodeOf(err) != fault.Invalid || fault.NextOf(err) == "" {
		t.Errorf("a file that is not there gives %v", err)
	}
}

// A listing that ended early when the snapshot was taken ends so again: what is missing there does not pass.
func TestSnapshotKeepsFailedListings(t *testing.T) {
	t.Parallel()
	s := fullStreet()
	s.broken = map[place]error{
		{"Toy::Lamp", tokyo}: denied, {"Toy::House", global}: errOops, {"Toy::Balloon", global}: denied,
	}
	snap, _, want := saved(t, s)
	got := again(t, snap)
	if diff := cmp.Diff(endings(t, want), endings(t, got)); diff != "" {
		t.Errorf("listings (-want +got):\n%s", diff)
	}
	if !slices.Equal(names(got), names(want)) {
		t.Errorf("collected %v, want %v", names(got), names(want))
	}
}

func TestSnapshotFillsAndGets(t *testing.T) {
	t.Parallel()
	snap, _, _ := saved(t, knownStreet())
	u := unit(t, madeUp(t), "Toy::Lamp")
	got, err := snap.Get(t.Context(), u, ref("Toy::Lamp", ireland, "lit"), nil)
	if err != nil {
		t.Fatal(err)
	}
	if l, ok := got.(lamp); !ok || !l.On.Value() || l.Brightness.State() != resource.Absent {
		t.Errorf("got %+v", got)
	}
	// A snapshot has all that it will ever have.
	dark, err := snap.Fill(t.Context(), u, lampIn(ireland, "dark"), []string{"On"})
	if l, _ := dark.(lamp); err != nil || l.On.State() != resource.NotAsked {
		t.Errorf("got %+v, %v", dark, err)
	}
	for _, r := range []resource.Ref{ref("Toy::Lamp", ireland, "none"), ref("Toy::Lamp", tokyo, "lit")} {
		if _, err := snap.Get(t.Context(), u, r, nil); fault.CodeOf(err) != fault.NotFound {
			t.Errorf("%s gives %v", r, err)
		}
	}
}

// turnOff is a step with a call that leaves the lamp off.
func turnOff(name string) (*plan.Step, *plan.Call) {
	return &plan.Step{Resource: ref("Toy::Lamp", ireland, name)},
		&plan.Call{Operation: "toy.Off", Leaves: map[string]json.RawMessage{"On": json.RawMessage(`{"state":"known","value":false}`)}}
}

func TestSnapshotCall(t *testing.T) {
	t.Parallel()
	snap, path, _ := saved(t, knownStreet())
	before := encoded(t, again(t, snap))
	step, call := turnOff("lit")
	if _, err := snap.Call(t.Context(), step, call); err != nil {
		t.Fatal(err)
	}
	// Nothing else has changed, neither in memory nor on disk.
	for i, line := range before {
		if strings.Contains(line, "::lit") {
			before[i] = strings.Replace(line, `"On":{"state":"known","value":true}`, `"On":{"state":"known","value":false}`, 1)
		}
	}
	for where, s := range map[string]*collect.Snapshot{"memory": snap, "file": reopened(t, path)} {
		if diff := cmp.Diff(before, encoded(t, again(t, s))); diff != "" {
			t.Errorf("in the %s (-want +got):\n%s", where, diff)
		}
		if s.ID() != "snap-1" {
			t.Errorf("in the %s the id is %s", where, s.ID())
		}
	}
	onlyFile(t, path)
}

// onlyFile holds that nothing is left beside a file.
func onlyFile(t *testing.T, path string) {
	t.Helper()
	entries, err := os.ReadDir(filepath.Dir(path))
	if err != nil || len(entries) != 1 {
		t.Errorf("the directory has %v, %v", entries, err)
	}
}

func TestSnapshotCallRefuses(t *testing.T) {
	t.Parallel()
	snap, path, _ := saved(t, knownStreet())
	was := read(t, path)
	step, call := turnOff("lit")
	gone, tree := *step, *step
	gone.Resource.ID, tree.Resource.Type = "arn:none", "Toy::Tree"
	bad := *call
	bad.Leaves = map[string]json.RawMessage{"Colour": json.RawMessage(`{"state":"absent"}`)}
	for name, c := range map[string]struct {
		step *plan.Step
		call *plan.Call
		want fault.Code
	}{
		"a resource that is not there": {&gone, call, fault.NotFound},
		"a type that is not known":     {&tree, call, fault.Internal},
		"a fact that is not known":     {step, &bad, fault.Internal},
	} {
		if _, err := snap.Call(t.Context(), c.step, c.call); fault.CodeOf(err) != c.want {
			t.Errorf("%s gives %v", name, err)
		}
	}
	if now := read(t, path); !bytes.Equal(was, now) {
		t.Errorf("the file changed:\n%s", now)
	}
}

// What could not be saved has not happened: the old file stands, and the snapshot does not say otherwise.
func TestSnapshotThatCannotBeSaved(t *testing.T) {
	t.Parallel()
	snap, path, _ := saved(t, knownStreet())
	was := read(t, path)
	away := filepath.Join(t.TempDir(), "away")
	if err := os.Rename(filepath.Dir(path), away); err != nil {
		t.Fatal(err)
	}
	step, call := turnOff("lit")
	if _, err := snap.Call(t.Context(), step, call); fault.CodeOf(err) != fault.Invalid || fault.NextOf(err) == "" {
		t.Errorf("got %v", err)
	}
	got, err := snap.Get(t.Context(), unit(t, madeUp(t), "Toy::Lamp"), step.Resource, nil)
	if l, _ := got.(lamp); err != nil || !l.On.Value() {
		t.Errorf("after a failed save it is %+v, %v", got, err)
	}
	if now := read(t, filepath.Join(away, filepath.Base(path))); !bytes.Equal(was, now) {
		t.Errorf("the file changed:\n%s", now)
	}
}

// A place that cannot be taken leaves nothing half written behind.
func TestSnapshotInAnothersPlace(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "taken")
	if err := os.MkdirAll(filepath.Join(path, "by"), 0o700); err != nil {
		t.Fatal(err)
	}
	err := collect.NewSnapshot(madeUp(t), path, "snap-1", knownStreet(), collect.Result{}, taken).Save()
	if fault.CodeOf(err) != fault.Unavailable || fault.NextOf(err) == "" {
		t.Errorf("got %v", err)
	}
	onlyFile(t, path)
}

func FuzzDecodeSnapshot(f *testing.F) {
	cat := madeUp(f)
	s := knownStreet()
	s.broken = map[place]error{{"Toy::Lamp", tokyo}: denied}
	_, path, _ := saved(f, s)
	good, err := os.ReadFile(path)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(good)
	f.Add(bytes.ReplaceAll(good, []byte(`"absent"`), []byte(`"known"`)))
	f.Add(good[:len(good)/2])
	f.Add([]byte(`{"schema":"manten.snapshot/1","account":"1","global_region":"x","regions":null,"taken":"2026-01-01T00:00:00Z","listings":[],"resources":[]}`))
	// What is read is written so that it is read the same again.
	f.Fuzz(func(t *testing.T, data []byte) {
		once, err := collect.DecodeSnapshot(cat, data)
		if err != nil {
			return
		}
		written := encode(t, once)
		twice, err := collect.DecodeSnapshot(cat, written)
		if err != nil {
			t.Fatalf("%v\n%s", err, written)
		}
		if rewritten := encode(t, twice); !bytes.Equal(written, rewritten) {
			t.Errorf("got\n%s\nwant\n%s", rewritten, written)
		}
	})
}

func encode(t *testing.T, s *collect.Snapshot) []byte {
	t.Helper()
	data, err := s.Encode()
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func TestDecode(t *testing.T) {
	t.Parallel()
	cat := madeUp(t)
	want := lampIn(ireland, "a")
	want.On = resource.Is(true)
	data, err := json.Marshal(want)
	if err != nil {
		t.Fatal(err)
	}
	got, err := collect.Decode(cat, 2, data)
	if l, ok := got.(lamp); err != nil || !ok || l.Ref != want.Ref || !l.On.Value() {
		t.Errorf("got %+v, %v", got, err)
	}
	if _, err := collect.Decode(cat, 1, data); err == nil || !strings.Contains(err.Error(), "version 1") {
		t.Errorf("another version gives %v", err)
	}
	if _, err := collect.Decode(cat, 2, nil); err == nil {
		t.Error("nothing was decoded")
	}
}
