// Command jsondoc writes docs/json.md: the JSON documents, field by field, with the meanings that the comments of their
// Go types give. It runs in the directory of package view.
package main

import (
	"cmp"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// documents are the types that stand by themselves, with the constant of their schema and the commands that write them.
var documents = []struct{ name, schema, commands string }{
	{"view.Scan", "view.ScanSchema", "scan"},
	{"view.Findings", "view.FindingsSchema", "findings"},
	{"view.FindingsDiff", "view.FindingsDiffSchema", "findings --since SCAN"},
	{"view.Score", "view.ScoreSchema", "score"},
	{"view.ScoreExplain", "view.ScoreExplainSchema", "score --explain"},
	{"view.ScoreHistory", "view.ScoreHistorySchema", "score --history"},
	{"view.Exceptions", "view.ExceptionsSchema", "exception list"},
	{"view.ExceptionChange", "view.ExceptionSchema", "exception add, exception end ID"},
	{"view.ExceptionImport", "view.ExceptionImportSchema", "exception import FILE"},
	{"view.Controls", "view.ControlsSchema", "controls"},
	{"view.Remediations", "view.RemediationsSchema", "remediations"},
	{"view.Explain", "view.ExplainSchema", "explain CONTROL"},
	{"plan.Plan", "plan.Schema", "plan"},
	{"plan.Run", "plan.RunSchema", "runs show RUN"},
	{"view.Runs", "view.RunsSchema", "runs"},
	{"view.Prune", "view.PruneSchema", "db prune"},
	{"view.Sync", "view.SyncSchema", "sync --to-securityhub"},
	{"view.Version", "view.VersionSchema", "version"},
}

const head = `# JSON documents

<!-- Written by internal/view/jsondoc from the Go types. Do not edit; run: make generate -->

What ` + "`--format json`" + ` writes. Each document names its schema with a version. Within a version fields are added, but
none is renamed or given another meaning. ` + "`--format jsonl`" + ` writes the elements of the document's list, one a line.

Times are RFC 3339. A fact, in plans and runs, is ` + "`{\"state\": …, \"value\": …}`" + `: the state is ` + "`known`, `absent` (AWS said that\nthere is none), `hidden` (it could not be read; `reason` says why) or `not-asked`" + `; only a known one has a value.
`

func main() {
	if err := run(filepath.Join("..", "..", "docs", "json.md")); err != nil {
		fmt.Fprintln(os.Stderr, "jsondoc:", err)
		os.Exit(1)
	}
}

func run(path string) error {
	out, err := generate("..")
	if err != nil {
		return err
	}
	return os.WriteFile(path, []byte(out), 0o644) //nolint:gosec // a page for everybody
}

// generate writes the page from the packages below a directory.
func generate(internal string) (string, error) {
	src := &source{dir: internal, types: map[string]*declaration{}, consts: map[string]string{}}
	p := &page{src: src, done: map[string]bool{}}
	p.b.WriteString(head)
	for _, d := range documents {
		p.done[d.name] = true
	}
	for _, d := range documents {
		t, err := src.find(d.name)
		if err != nil {
			return "", err
		}
		schema, err := src.constant(d.schema)
		if err != nil {
			return "", err
		}
		fmt.Fprintf(&p.b, "\n## %s\n\n`manten %s --format json`\n", schema, d.commands)
		p.section(d.name, t)
	}
	p.b.WriteString("\n## Parts\n")
	for len(p.todo) > 0 {
		name := p.todo[0]
		p.todo = p.todo[1:]
		t, err := src.find(name)
		if err != nil {
			return "", err
		}
		fmt.Fprintf(&p.b, "\n### %s\n", name)
		p.section(name, t)
	}
	return p.b.String(), cmp.Or(p.err, p.complete())
}

// complete refuses a field without a meaning.
func (p *page) complete() error {
	if len(p.bare) > 0 {
		return fmt.Errorf("these fields have no comment: %s", strings.Join(p.bare, ", "))
	}
	return nil
}
