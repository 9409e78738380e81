package main

import (
	"bytes"
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/mantenhq/manten/internal/awsop"
	"github.com/mantenhq/manten/internal/cli"
	"github.com/mantenhq/manten/internal/propose"
)

// iam writes which IAM actions reading and writing need.
func (w *writer) iam() error {
	scan, err := w.policyScan()
	if err != nil {
		return err
	}
	p := newPage("IAM permissions")
	p.para("Reading and writing are best done by different roles: `--role` names the one for reading, `--apply-role` the one for writing. `manten policy` prints the least policy: `manten policy scan` for reading, `manten policy plan.json` for applying and undoing just that plan, narrowed to its resources. Assuming a role needs `sts:AssumeRole` on it. `sts:GetCallerIdentity`, which each command that reaches AWS calls first, needs no permission.")
	p.heading(2, "Scanning")
	p.para("This is what `manten policy scan` prints: all that evaluating every control needs. `--control` and `--standard` narrow it. What is missing makes the findings concerned NOT_AVAILABLE, with the action's name, and nothing else.")
	p.code("json", scan)
	p.heading(2, "Planning")
	p.para("Planning reads more of the resources that it would change: what tells about risk and interruption, and tags, by which resources can be excluded. Without these a plan is still made; it then says what it could not see, and leaves alone what an exclusion by tag might mean.")
	p.table([]string{"IAM action", "For"}, w.planReads())
	p.heading(2, "Applying and undoing")
	p.para("By remediation. Before and after its calls, a step also reads what scanning and planning read of its resource.")
	var rows [][]string
	for _, u := range w.cat.Remediations() {
		for _, op := range u.Writes {
			rows = append(rows, []string{link(u.Name, "remediations/"+u.Name+".md"), code(op.Name), codes(op.Actions)})
		}
	}
	p.table([]string{"Remediation", "AWS operation", "IAM action"}, rows)
	w.add("iam.md", p)
	return nil
}

// policyScan is what the command prints.
func (w *writer) policyScan() (string, error) {
	app := *w.app
	var out, errs bytes.Buffer
	app.Streams = cli.Streams{In: strings.NewReader(""), Out: &out, Err: &errs}
	if status := app.Main(context.Background(), []string{"policy", "scan", "--format", "json"}); status != 0 {
		return "", fmt.Errorf("manten policy scan ended with status %d: %s", status, errs.String())
	}
	return out.String(), nil
}

// planReads are the actions that planning needs and scanning does not, with who wants them.
func (w *writer) planReads() [][]string {
	var reads []awsop.Op
	for _, u := range w.cat.Controls() {
		reads = append(reads, w.cat.CallsOf(u)...)
	}
	scanned := actions(reads)
	wants := map[string]map[string]bool{}
	want := func(ops []awsop.Op, who string) {
		for _, action := range actions(ops) {
			if slices.Contains(scanned, action) {
				continue
			}
			if wants[action] == nil {
				wants[action] = map[string]bool{}
			}
			wants[action][who] = true
		}
	}
	for _, u := range w.cat.Remediations() {
		c := w.cat.CollectorFor(u)
		reads := slices.Concat(c.ReadCalls(u.Facts()), w.cat.CallsNeeded(u.Needs), propose.ParameterCalls(w.cat, u))
		want(reads, link(u.Name, "remediations/"+u.Name+".md"))
		want(c.ReadCalls([]string{"Tags"}), "tags of "+code(string(c.Type)))
	}
	var rows [][]string
	for _, action := range slices.Sorted(maps.Keys(wants)) {
		rows = append(rows, []string{code(action), strings.Join(slices.Sorted(maps.Keys(wants[action])), ", ")})
	}
	return rows
}
