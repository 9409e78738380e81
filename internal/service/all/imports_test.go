package all_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"go/ast"
	"go/parser"
	"go/token"
	"io"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// module is the module's path; everything of the product stands below internal.
const module = "github.com/mantenhq/manten/"

// layers is the order of packages: each imports only what stands on an earlier line, or further left on its own. A name
// that ends with a slash stands for all packages directly below.
var layers = [][]string{
	{"text", "fault", "policy", "resource", "resource/", "control", "standard", "exception", "plan", "path"},
	{"awsop"},
	{"awsconf"},
	{"catalog"},
	{"service/"},
	{"service/all"},
	{"collect", "evaluate", "propose", "apply"},
	{"store", "store/sqlite/db", "store/"},
	{"job"},
	{"securityhub", "notify", "config"},
	{"view"},
	{"web"},
	{"demo"},
	{"cli"},
}

// words are the packages that import nothing but one another and the standard library.
const words = 0

// besides are packages that no package of the product imports: what tests use. They may import anything, as programs may.
var besides = []string{"awstest", "awstest/loop", "catalog/catalogtest", "store/storetest"}

type goPackage struct {
	Dir, ImportPath, Name string
	GoFiles               []string
	Imports               []string
}

func packages(t *testing.T) []goPackage {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "go", "list", "-json=Dir,ImportPath,Name,GoFiles,Imports", "./...")
	cmd.Dir = filepath.Join("..", "..", "..")
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("go list: %v: %s", err, stderr.String())
	}
	var all []goPackage
	for dec := json.NewDecoder(bytes.NewReader(out)); ; {
		var p goPackage
		if err := dec.Decode(&p); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatal(err)
		}
		all = append(all, p)
	}
	return all
}

// place is where a package stands: its line, and how far right. The name below internal, "service/s3".
func place(name string) (line, column int, ok bool) {
	below := ""
	if i := strings.LastIndex(name, "/"); i >= 0 {
		below = name[:i+1]
	}
	for _, want := range []string{name, below} {
		for line, names := range layers {
			if column := slices.Index(names, want); column >= 0 && want != "" {
				return line, column, true
			}
		}
	}
	return 0, 0, false
}

func TestImports(t *testing.T) {
	t.Parallel()
	for _, p := range packages(t) {
		from, inside := strings.CutPrefix(p.ImportPath, module+"internal/")
		if !inside || p.Name == "main" || slices.Contains(besides, from) {
			continue
		}
		if _, _, ok := place(from); !ok {
			t.Errorf("%s has no place in the order of packages: give it one", from)
			continue
		}
		for _, i := range p.Imports {
			if why := forbidden(from, i); why != "" {
				t.Errorf("%s imports %s: %s", from, i, why)
			}
		}
	}
}

// forbidden says why a package may not import another.
func forbidden(from, path string) string {
	line, column, _ := place(from)
	to, ours := strings.CutPrefix(path, module)
	if !ours {
		host, _, _ := strings.Cut(path, "/")
		switch {
		case line == words && strings.Contains(host, "."):
			return "it takes nothing but the standard library"
		case strings.HasPrefix(path, "github.com/aws/aws-sdk-go-v2/service/") && !strings.HasPrefix(from, "service/") && from != "awsconf" && from != "securityhub":
			return "the clients of AWS's services are for internal/service"
		}
		return ""
	}
	to, inside := strings.CutPrefix(to, "internal/")
	if !inside {
		return "it stands outside of internal"
	}
	toLine, toColumn, ok := place(to)
	switch {
	case slices.Contains(besides, to):
		return "it is for tests"
	case !ok:
		return "it has no place in the order of packages"
	case strings.HasPrefix(to, "service/") && from != "service/all":
		return "only the program brings the services together with the rest"
	case toLine > line || toLine == line && toColumn >= column:
		return "it stands later in the order of packages"
	}
	return ""
}

// The rules themselves: what they let through, and what not.
func TestForbidden(t *testing.T) {
	t.Parallel()
	ours := module + "internal/"
	for _, c := range []struct {
		from, to string
		ok       bool
	}{
		{"plan", ours + "text", true},
		{"text", ours + "plan", false},
		{"plan", "encoding/json", true},
		{"plan", "github.com/google/uuid", false},
		{"resource/s3", ours + "resource", true},
		{"resource/s3", ours + "resource/iam", false},
		{"awsop", ours + "catalog", false},
		{"catalog", ours + "awsop", true},
		{"service/s3", ours + "catalog", true},
		{"service/s3", ours + "service/iam", false},
		{"service/s3", ours + "collect", false},
		{"service/s3", "github.com/aws/aws-sdk-go-v2/service/s3", true},
		{"service/all", ours + "service/s3", true},
		{"propose", ours + "service/s3", false},
		{"propose", ours + "service/all", false},
		{"propose", ours + "evaluate", true},
		{"evaluate", ours + "propose", false},
		{"propose", "github.com/aws/aws-sdk-go-v2/service/s3", false},
		{"store", ours + "apply", true},
		{"apply", ours + "store", false},
		{"store/sqlite", ours + "store", true},
		{"store/sqlite", ours + "store/sqlite/db", true},
		{"store/sqlite", ours + "store/postgres", false},
		{"cli", ours + "view", true},
		{"view", ours + "cli", false},
		{"cli", ours + "awstest", false},
		{"cli", ours + "catalog/catalogtest", false},
		{"cli", ours + "nowhere", false},
		{"cli", module + "cmd/manten", false},
	} {
		if why := forbidden(c.from, c.to); (why == "") != c.ok {
			t.Errorf("%s imports %s: %q", c.from, c.to, why)
		}
	}
}

// Every package says in one place what it is.
func TestPackageComments(t *testing.T) {
	t.Parallel()
	for _, p := range packages(t) {
		var docs []string
		written := 0 // by hand
		for _, name := range p.GoFiles {
			f, err := parser.ParseFile(token.NewFileSet(), filepath.Join(p.Dir, name), nil, parser.PackageClauseOnly|parser.ParseComments)
			if err != nil {
				t.Fatal(err)
			}
			if !ast.IsGenerated(f) {
				written++
			}
			if f.Doc != nil {
				docs = append(docs, f.Doc.Text())
			}
		}
		want := "Package " + p.Name + " "
		if p.Name == "main" {
			want = "Command " + filepath.Base(p.ImportPath) + " "
		}
		if written > 0 && (len(docs) != 1 || !strings.HasPrefix(docs[0], want)) {
			t.Errorf("%s: %d package comments, one that begins with %q is wanted: %.60q", p.ImportPath, len(docs), want, docs)
		}
	}
}
