package all_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/resource"
)

// Plans and snapshots outlive a release. What a type looks like when stored is held by a golden file for each version;
// whoever changes it raises the version, so that what was stored is refused or read in its own way.
func TestSchemas(t *testing.T) {
	t.Parallel()
	wanted := map[string]bool{}
	for _, u := range everything(t).Collectors() {
		if u.Version < 1 {
			t.Errorf("%s has version %d", u.Type, u.Version)
		}
		path := filepath.Join("testdata", "schema", schemaFile(u, u.Version))
		for v := 1; v <= u.Version; v++ {
			wanted[schemaFile(u, v)] = true
		}
		got := schema(t, u)
		if updating() {
			if err := os.WriteFile(path, got, 0o600); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(path)
		if err != nil {
			t.Errorf("%v; make it with: go test ./internal/service/all -run TestSchemas -update", err)
			continue
		}
		if !bytes.Equal(got, want) {
			t.Errorf("%s version %d is stored otherwise than before: raise Version, or take the change back; got:\n%s\nwant:\n%s", u.Type, u.Version, got, want)
		}
	}
	files, err := os.ReadDir(filepath.Join("testdata", "schema"))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		if !wanted[f.Name()] {
			t.Errorf("testdata/schema/%s is of no type: a type that is gone leaves its stored resources behind", f.Name())
		}
	}
}

func schemaFile(u *catalog.CollectorUnit, version int) string {
	return fmt.Sprintf("%s.v%d.txt", strings.ReplaceAll(string(u.Type), "::", "."), version)
}

func schema(t *testing.T, u *catalog.CollectorUnit) []byte {
	t.Helper()
	var b bytes.Buffer
	fmt.Fprintf(&b, "%s version %d, %s\n", u.Type, u.Version, u.Scope)
	describe(t, &b, "", u.Go, nil)
	return b.Bytes()
}

var factInterface = reflect.TypeFor[resource.AnyFact]()

// describe writes a type down as JSON shows it: members under their names with their kinds.
func describe(t *testing.T, b *bytes.Buffer, indent string, typ reflect.Type, within []reflect.Type) {
	t.Helper()
	for f := range typ.Fields() {
		if !f.IsExported() {
			t.Errorf("%s has member %s, which is not stored", typ, f.Name)
			continue
		}
		name, options, _ := strings.Cut(f.Tag.Get("json"), ",")
		switch {
		case name == "-":
			t.Errorf("%s.%s is not stored", typ, f.Name)
		case f.Anonymous && name == "":
			describe(t, b, indent, f.Type, within)
			continue
		case name == "":
			name = f.Name
		}
		what, inner := kind(t, f.Type)
		if options != "" {
			what += ", " + options
		}
		fmt.Fprintf(b, "%s%s: %s\n", indent, name, what)
		if inner == nil {
			continue
		}
		for _, w := range within {
			if w == inner {
				t.Fatalf("%s contains itself", inner)
			}
		}
		describe(t, b, indent+"  ", inner, append(within, inner))
	}
}

// kind is a type in words, and the struct in it.
func kind(t *testing.T, typ reflect.Type) (string, reflect.Type) {
	t.Helper()
	if typ.Implements(factInterface) {
		value, _ := typ.MethodByName("Value")
		what, inner := kind(t, value.Type.Out(0))
		return "fact of " + what, inner
	}
	if typ == reflect.TypeFor[time.Time]() {
		return "time", nil
	}
	switch typ.Kind() {
	case reflect.Struct:
		return "object", typ
	case reflect.Pointer:
		what, inner := kind(t, typ.Elem())
		return "optional " + what, inner
	case reflect.Slice:
		what, inner := kind(t, typ.Elem())
		return "list of " + what, inner
	case reflect.Map:
		if typ.Key().Kind() != reflect.String {
			t.Errorf("%s has keys that are no text", typ)
		}
		what, inner := kind(t, typ.Elem())
		return "map of " + what, inner
	case reflect.Bool, reflect.String, reflect.Int, reflect.Int32, reflect.Int64, reflect.Float64:
		return typ.Kind().String(), nil
	default:
		t.Errorf("a %s cannot be stored", typ)
		return "?", nil
	}
}

// Every type can be stored and read again, whatever is known of it.
func TestResourcesAreStoredWhole(t *testing.T) {
	t.Parallel()
	for _, u := range everything(t).Collectors() {
		t.Run(string(u.Type), func(t *testing.T) {
			t.Parallel()
			s := newSampler(t, "store "+string(u.Type))
			for n := range 200 {
				r := s.resource(u, region, n)
				again, err := u.Decode([]byte(show(t, r)))
				if err != nil {
					t.Fatal(err)
				}
				if show(t, again) != show(t, r) || again.Reference() != r.Reference() {
					t.Fatalf("%s\ncomes back as\n%s", show(t, r), show(t, again))
				}
				if _, err := u.Decode([]byte(strings.Replace(show(t, r), "{", `{"More":1,`, 1))); err == nil {
					t.Fatal("a member that the type does not have is taken")
				}
			}
		})
	}
}
