package view

import (
	"bytes"
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"github.com/mantenhq/manten/internal/plan"
)

func TestJSON(t *testing.T) {
	t.Parallel()
	name := named + "<&>\u007f\u009b\u202e\U000e0041"
	doc := Findings{Schema: FindingsSchema, Findings: []Finding{{Title: name}}}
	for what, draw := range map[string]func(b *bytes.Buffer) error{
		"JSON":  func(b *bytes.Buffer) error { return JSON(b, doc) },
		"JSONL": func(b *bytes.Buffer) error { return JSONL(b, doc) },
	} {
		var b bytes.Buffer
		if err := draw(&b); err != nil {
			t.Fatal(err)
		}
		var got Findings
		if err := json.Unmarshal(b.Bytes(), &got); err != nil || !reflect.DeepEqual(got, doc) {
			t.Errorf("%s: read back: %v\n%s", what, err, b.String())
		}
		if lines := strings.ReplaceAll(b.String(), "\n", ""); Safe(lines) != lines || !strings.HasSuffix(b.String(), "}\n") || !strings.Contains(lines, "<&>") {
			t.Errorf("%s: %q", what, b.String())
		}
		if n := strings.Count(b.String(), "\n"); what == "JSONL" && n != 1 {
			t.Errorf("%d lines", n)
		}
	}
}

// TestJSONPlan writes a plan as it is stored, so that it can be read again.
func TestJSONPlan(t *testing.T) {
	t.Parallel()
	var b bytes.Buffer
	if err := JSON(&b, cannedPlan()); err != nil {
		t.Fatal(err)
	}
	if _, err := plan.Decode(b.Bytes()); err != nil {
		t.Error(err)
	}
}
