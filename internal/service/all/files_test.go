package all_test

import (
	"go/ast"
	"go/build"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"unicode"

	"github.com/mantenhq/manten/internal/catalog"
)

// file is a Go file of a service: what it declares, and which names and tests it has.
type file struct {
	// units are the catalog's units by the variable that holds them: "control8" → "Control S3.8".
	units map[string]string
	names map[string]bool
	tests int
}

// source reads the Go files below internal/service, by "s3/control_8.go".
func source(t *testing.T) map[string]file {
	t.Helper()
	paths, err := filepath.Glob("../*/*.go")
	if err != nil || len(paths) == 0 {
		t.Fatalf("no sources: %v", err)
	}
	files := map[string]file{}
	for _, path := range paths {
		parsed, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		files[strings.TrimPrefix(filepath.ToSlash(path), "../")] = read(parsed)
	}
	return files
}

func read(parsed *ast.File) file {
	f := file{units: map[string]string{}, names: map[string]bool{}}
	ast.Inspect(parsed, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.Ident:
			f.names[n.Name] = true
		case *ast.FuncDecl:
			if strings.HasPrefix(n.Name.Name, "Test") && n.Recv == nil {
				f.tests++
			}
		case *ast.ValueSpec:
			for i, v := range n.Values {
				if unit := declared(v); unit != "" {
					f.units[n.Names[i].Name] = unit
				}
			}
		}
		return true
	})
	return f
}

// kinds are the catalog's functions that declare units: what they declare, and the member of the spec that names it.
var kinds = map[string]struct{ unit, named string }{
	"Control":     {"Control", "ID"},
	"Remediation": {"Remediation", "Name"},
	"Bundle":      {"Remediation", "Name"},
	"Collector":   {"Collector", "Type"},
}

// declared is the unit that an expression like catalog.Control(Service, catalog.ControlSpec[…]{ID: "S3.8"}) declares.
func declared(e ast.Expr) string {
	call, ok := e.(*ast.CallExpr)
	if !ok || len(call.Args) != 2 {
		return ""
	}
	fun, ok := call.Fun.(*ast.SelectorExpr)
	if !ok {
		return ""
	}
	if fun.Sel.Name == "Also" { // of a control that judges further types
		return declared(call.Args[0])
	}
	spec, ok := call.Args[1].(*ast.CompositeLit)
	what := kinds[fun.Sel.Name]
	if !ok || what.unit == "" {
		return ""
	}
	for _, elt := range spec.Elts {
		pair, ok := elt.(*ast.KeyValueExpr)
		if !ok {
			continue
		}
		name, isName := pair.Key.(*ast.Ident)
		value, isText := pair.Value.(*ast.BasicLit)
		if isName && isText && name.Name == what.named {
			text, err := strconv.Unquote(value.Value)
			if err != nil {
				return ""
			}
			return what.unit + " " + text
		}
	}
	return ""
}

// The path is a function of the id.
func TestFiles(t *testing.T) {
	t.Parallel()
	cat, files := everything(t), source(t)
	want := map[string]string{}
	for _, u := range cat.Controls() {
		prefix, number, _ := strings.Cut(string(u.ID), ".")
		want["Control "+string(u.ID)] = strings.ToLower(prefix) + "/control_" + number + ".go"
	}
	for _, u := range cat.Remediations() {
		if stem := snake(u.Name); u.File != stem {
			t.Errorf("%s: File is %q, its name asks for %q", u.Name, u.File, stem)
		}
		want["Remediation "+u.Name] = prefixOf(cat.CollectorFor(u)) + "/remediation_" + u.File + ".go"
	}
	for _, u := range cat.Collectors() {
		parts := strings.Split(string(u.Type), "::")
		if stem := snake(parts[len(parts)-1]); u.File != stem {
			t.Errorf("%s: File is %q, its type asks for %q", u.Type, u.File, stem)
		}
		want["Collector "+string(u.Type)] = prefixOf(u) + "/collector_" + u.File + ".go"
	}
	for path, f := range files {
		for variable, unit := range f.units {
			if want[unit] != path {
				t.Errorf("%s stands in %s, it belongs in %q", unit, path, want[unit])
			}
			delete(want, unit)
			tested(t, files, path, variable, unit)
		}
	}
	for unit, path := range want {
		t.Errorf("%s does not stand in %s, by itself and with its name written out", unit, path)
	}
}

// prefixOf is the directory of a type: its service's prefix in lower case.
func prefixOf(u *catalog.CollectorUnit) string {
	return strings.ToLower(strings.Split(string(u.Type), "::")[1])
}

// tested holds that a unit's file has a test beside it that is about the unit.
func tested(t *testing.T, files map[string]file, path, variable, unit string) {
	t.Helper()
	test, ok := files[strings.TrimSuffix(path, ".go")+"_test.go"]
	switch {
	case !ok || test.tests == 0:
		t.Errorf("%s has no test beside it", path)
	case !test.names[variable] && !strings.HasPrefix(unit, "Collector "):
		t.Errorf("the test of %s is not about %s", path, variable)
	}
}

// The directory of a unit is that of the service that gathers it.
func TestServiceNames(t *testing.T) {
	t.Parallel()
	cat := everything(t)
	for _, u := range cat.Controls() {
		if prefix, _, _ := strings.Cut(string(u.ID), "."); u.Service != strings.ToLower(prefix) {
			t.Errorf("%s belongs to service %q", u.ID, u.Service)
		}
	}
	for _, u := range cat.Remediations() {
		if u.Service != prefixOf(cat.CollectorFor(u)) {
			t.Errorf("%s belongs to service %q", u.Name, u.Service)
		}
	}
	for _, u := range cat.Collectors() {
		if u.Service != prefixOf(u) {
			t.Errorf("%s belongs to service %q", u.Type, u.Service)
		}
	}
}

// Every file is built everywhere: Go takes names like control_linux.go or collector_windows_test.go for a condition.
func TestFilesAreBuiltEverywhere(t *testing.T) {
	t.Parallel()
	nowhere := build.Default
	nowhere.GOOS, nowhere.GOARCH, nowhere.CgoEnabled, nowhere.BuildTags = "nowhere", "nothing", false, nil
	for path := range source(t) {
		dir, name := filepath.Split(filepath.Join("..", filepath.FromSlash(path)))
		if ok, err := nowhere.MatchFile(dir, name); !ok || err != nil {
			t.Errorf("%s is not built everywhere (%v)", path, err)
		}
	}
	dir := t.TempDir()
	for _, name := range []string{"control_linux.go", "remediation_x_windows.go", "collector_arm64_test.go"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte("package x\n"), 0o600); err != nil {
			t.Fatal(err)
		}
		if ok, err := nowhere.MatchFile(dir, name); ok || err != nil {
			t.Errorf("%s is not noticed (%v)", name, err)
		}
	}
}

// The files of a service have the names that say what is in them.
func TestFileNames(t *testing.T) {
	t.Parallel()
	unit := regexp.MustCompile(`/(control|remediation|collector)_`)
	number := regexp.MustCompile(`/control_[1-9][0-9]*(_text)?(_test)?\.go$`)
	for path, f := range source(t) {
		if unit.MatchString(path) && !strings.HasSuffix(path, "_test.go") && !strings.HasSuffix(path, "_text.go") && len(f.units) != 1 {
			t.Errorf("%s declares %d units", path, len(f.units))
		}
		if strings.Contains(path, "/control_") && !number.MatchString(path) {
			t.Errorf("%s has no number", path)
		}
		if strings.ToLower(path) != path {
			t.Errorf("%s is not in lower case", path)
		}
	}
}

// snake is a name with underscores: ConfigureS3BucketPublicAccessBlock is configure_s3_bucket_public_access_block.
func snake(name string) string {
	runes := []rune(name)
	var b strings.Builder
	for i, r := range runes {
		if i > 0 && unicode.IsUpper(r) {
			head := i+1 < len(runes) && unicode.IsLower(runes[i+1])
			if !unicode.IsUpper(runes[i-1]) || head {
				b.WriteByte('_')
			}
		}
		b.WriteRune(unicode.ToLower(r))
	}
	return b.String()
}

func TestSnake(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{
		"EnableKeyRotation":                  "enable_key_rotation",
		"ConfigureS3BucketPublicAccessBlock": "configure_s3_bucket_public_access_block",
		"MakeEBSSnapshotsPrivate":            "make_ebs_snapshots_private",
		"RemoveVPCDefaultSecurityGroupRules": "remove_vpc_default_security_group_rules",
		"SetSSLBucketPolicy":                 "set_ssl_bucket_policy",
		"Bucket":                             "bucket",
	} {
		if got := snake(name); got != want {
			t.Errorf("%s is %s, want %s", name, got, want)
		}
	}
}
