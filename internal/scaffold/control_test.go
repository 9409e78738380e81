package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/service/all"
	"github.com/mantenhq/manten/internal/standard"
)

// in makes a scaffold in a new directory with the service directories named.
func in(t *testing.T, services ...string) (*scaffold, *bytes.Buffer) {
	t.Helper()
	cat, err := catalog.New(all.Services()...)
	if err != nil {
		t.Fatal(err)
	}
	root := open(t, t.TempDir())
	for _, s := range services {
		if err := root.MkdirAll("internal/service/"+s, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	var out bytes.Buffer
	return &scaffold{root: root, cat: cat, out: &out}, &out
}

func open(t *testing.T, dir string) *os.Root {
	t.Helper()
	root, err := os.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = root.Close() })
	return root
}

func read(t *testing.T, path ...string) string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(path...))
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// refuses runs a command that must fail with all of the words, and write nothing.
func refuses(t *testing.T, s *scaffold, args []string, words ...string) {
	t.Helper()
	before := sources(t, s.root.Name())
	err := s.command(args)
	if err == nil {
		t.Fatalf("%v is not refused", args)
	}
	for _, w := range words {
		if !strings.Contains(err.Error(), w) {
			t.Errorf("%v: %q does not say %q", args, err, w)
		}
	}
	if after := sources(t, s.root.Name()); after != before {
		t.Errorf("%v has written something:\n%s", args, after)
	}
}

// sources is all that stands below the services.
func sources(t *testing.T, root string) string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(root, "internal", "service", "*", "*"))
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for _, f := range files {
		b.WriteString(f + "\n" + read(t, f))
	}
	return b.String()
}

func TestControl(t *testing.T) {
	t.Parallel()
	s, out := in(t, "s3")
	if err := s.command([]string{"control", "s3.25"}); err != nil {
		t.Fatal(err)
	}
	source := read(t, s.root.Name(), "internal/service/s3/control_25.go")
	wants := []string{`"S3.25"`, "catalog.ControlSpec[s3.Bucket, catalog.None]", "var control25 ="}
	for n, requirement := range standard.Members()["S3.25"] {
		wants = append(wants, "standard."+constants[n]+":", `"`+requirement+`"`)
	}
	for _, w := range wants {
		if !strings.Contains(source, w) {
			t.Errorf("the control's file does not have %s:\n%s", w, source)
		}
	}
	if test := read(t, s.root.Name(), "internal/service/s3/control_25_test.go"); !strings.Contains(test, "func TestControl25(") {
		t.Errorf("the test has no TestControl25:\n%s", test)
	}
	if !strings.Contains(out.String(), "go test -run '^TestControl25$' ./internal/service/s3") {
		t.Errorf("what to do next is not said: %s", out)
	}
	refuses(t, s, []string{"control", "S3.25"}, "control_25.go is there already")
}

func TestControlOfAnotherType(t *testing.T) {
	t.Parallel()
	s, out := in(t, "iam")
	if err := s.command([]string{"control", "IAM.999", "-resource", "Account"}); err != nil {
		t.Fatal(err)
	}
	if source := read(t, s.root.Name(), "internal/service/iam/control_999.go"); !strings.Contains(source, "ControlSpec[iam.Account,") {
		t.Errorf("it is not about the account:\n%s", source)
	}
	if !strings.Contains(out.String(), "IAM.999 is in none of the standards") {
		t.Errorf("an unknown id is not noticed: %s", out)
	}
}

func TestControlKeepsATestThatIsThere(t *testing.T) {
	t.Parallel()
	s, _ := in(t, "s3")
	if err := s.root.WriteFile("internal/service/s3/control_25_test.go", []byte("package s3\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	refuses(t, s, []string{"control", "S3.25"}, "control_25_test.go is there already")
}

func TestControlRefusals(t *testing.T) {
	t.Parallel()
	s, _ := in(t, "s3", "made")
	for _, id := range []string{"S3", "S3.", ".8", "S3.8.1", "S3.x", "S3.0", "../S3.8", "S3/8", "S3.-8"} {
		refuses(t, s, []string{"control", id}, "is not a control's id")
	}
	refuses(t, s, []string{"control", "S3.386"}, "is not compiled everywhere")
	refuses(t, s, []string{"control", "SQS.1"},
		"internal/service/sqs is not there", `catalog.NewService("sqs")`, "internal/resource/sqs/", "all.go", "CONTRIBUTING.md")
	refuses(t, s, []string{"control", "Made.1"}, "no collector yet")
	refuses(t, s, []string{"control", "S3.25", "-resource", "Object"}, "no resource type Object", "Account, Bucket")
}

func TestUsage(t *testing.T) {
	t.Parallel()
	s, _ := in(t, "s3")
	for _, args := range [][]string{
		nil, {"control"}, {"control", "-resource"}, {"control", "S3.25", "more"}, {"control", "S3.25", "-other"}, {"else", "S3.25"},
	} {
		refuses(t, s, args, "usage:")
	}
}

func TestConstants(t *testing.T) {
	t.Parallel()
	for _, n := range standard.Names() {
		if constants[n] == "" {
			t.Errorf("the Go name of standard %s is not known", n)
		}
	}
}
