package main

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestSkeletons compiles what the templates give, in the place of the real service, and holds that its tests fail and
// say what is to be done: a skeleton must never look like a control.
func TestSkeletons(t *testing.T) {
	t.Parallel()
	s, _ := in(t, "kms")
	for _, args := range [][]string{
		{"control", "KMS.9999"}, {"remediation", "TryTheScaffold", "-service", "kms"},
	} {
		if err := s.command(args); err != nil {
			t.Fatal(err)
		}
	}
	cmd := exec.CommandContext(t.Context(), "go", "test", "-overlay", overlay(t, s.root.Name()),
		"-run", "^(TestControl9999|TestTryTheScaffold)$", "./internal/service/kms")
	var err error
	if cmd.Dir, err = findRoot(); err != nil {
		t.Fatal(err)
	}
	out, err := cmd.CombinedOutput()
	if err == nil {
		t.Fatalf("the tests of skeletons pass:\n%s", out)
	}
	for _, want := range []string{
		"control_9999.go is not written yet; empty are: Reads, Severity, Title, TitleJA, failed9999 in English",
		"remediation_try_the_scaffold.go is not written yet",
		"--- FAIL: TestControl9999", "--- FAIL: TestTryTheScaffold",
	} {
		if !strings.Contains(string(out), want) {
			t.Errorf("the tests of skeletons do not say %q:\n%s", want, out)
		}
	}
}

// overlay lays what was written below a directory over the module, for the go command.
func overlay(t *testing.T, root string) string {
	t.Helper()
	module, err := findRoot()
	if err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob(filepath.Join(root, "internal", "service", "*", "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	replace := map[string]string{}
	for _, f := range files {
		rel, err := filepath.Rel(root, f)
		if err != nil {
			t.Fatal(err)
		}
		replace[filepath.Join(module, rel)] = f
	}
	data, err := json.Marshal(map[string]any{"Replace": replace})
	if err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(t.TempDir(), "overlay.json")
	if err := os.WriteFile(name, data, 0o600); err != nil {
		t.Fatal(err)
	}
	return name
}
