package main

import (
	"os"
	"strings"
	"testing"
)

// TestPage holds the page to the types, and looks for fields of every kind.
func TestPage(t *testing.T) {
	t.Parallel()
	got, err := generate("../..")
	if err != nil {
		t.Fatal(err)
	}
	want, err := os.ReadFile("../../../docs/json.md")
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Error("docs/json.md is stale: run go generate ./internal/view")
	}
	for _, line := range []string{
		"## manten.plan/1\n", "| `steps` | list of [plan.Step](#planstep) |", "### plan.Step\n",
		"| `score` | number or null |", "`PASSED`, `FAILED`",
	} {
		if !strings.Contains(got, line) {
			t.Errorf("the page lacks %q", line)
		}
	}
}
