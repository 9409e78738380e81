package cli_test

import (
	"encoding/json"
	"os/exec"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/mantenhq/manten/internal/awstest"
	"github.com/mantenhq/manten/internal/plan"
)

// fakeAWS is an `aws` that writes its arguments down, each ended by a NUL, each call by another.
const fakeAWS = `aws() { printf '%s\0' "$@" >>"$LOG"; printf '\0' >>"$LOG"; }
`

// TestCommandsAreThePlan runs a plan as commands in a shell: what would be called is the plan's calls, and those in its
// comments are the way back.
func TestCommandsAreThePlan(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	badAccount(t, a)
	scan(t, a, 0)
	inShell(t, a, planned(t, a))
}

// inShell runs plan.json as commands in the test's directory.
func inShell(t *testing.T, a *awstest.Account, p *plan.Plan) {
	t.Helper()
	script := must(t, a, "show", "plan.json", "--format", "cli").stdout
	sameCalls(t, "the commands", p, do, false, shell(t, script))

	head, way, found := strings.Cut(script, "\n# To undo, in this order:\n")
	if !found || strings.Contains(head, "\n#   aws s3") {
		t.Fatalf("the way back is not at the end:\n%s", script)
	}
	sameCalls(t, "the way back", p, undo, true, shell(t, strings.ReplaceAll("\n"+way, "\n#   ", "\n")))
}

// shell runs a script with the fake aws and returns what it was called with.
func shell(t *testing.T, script string) [][]string {
	t.Helper()
	write(t, "commands.sh", []byte(fakeAWS+script))
	write(t, "log", nil)
	c := exec.CommandContext(t.Context(), "sh", "-e", "-u", "commands.sh")
	c.Dir = home(t)
	c.Env = append(environment(c.Dir), "LOG="+filepath.Join(c.Dir, "log"))
	if out, err := c.CombinedOutput(); err != nil || len(out) > 0 {
		t.Fatalf("%v: %s\n%s", err, out, script)
	}
	var calls [][]string
	for call := range strings.SplitSeq(strings.TrimSuffix(string(read(t, "log")), "\x00\x00"), "\x00\x00") {
		calls = append(calls, strings.Split(call, "\x00"))
	}
	return calls
}

// sameCalls compares calls of the AWS CLI with those of a plan.
func sameCalls(t *testing.T, what string, p *plan.Plan, of func(*plan.Step) []plan.Call, backward bool, got [][]string) {
	t.Helper()
	type call struct {
		plan.Call
		region string
	}
	var want []call
	for i := range p.Steps {
		s := &p.Steps[i]
		if backward {
			s = &p.Steps[len(p.Steps)-1-i]
		}
		for _, c := range of(s) {
			want = append(want, call{c, s.Region})
		}
	}
	if len(got) != len(want) {
		t.Fatalf("%s: %d calls, the plan has %d", what, len(got), len(want))
	}
	for i, w := range want {
		args := got[i]
		if len(args) != 6 || args[2] != "--region" || args[3] != w.region || args[4] != "--cli-input-json" {
			t.Errorf("%s: call %d is %q", what, i, args)
			continue
		}
		if op := strings.TrimSuffix(args[0], "api") + "." + strings.ReplaceAll(args[1], "-", ""); !strings.EqualFold(op, w.Operation) {
			t.Errorf("%s: call %d is of %s, want %s", what, i, op, w.Operation)
		}
		if !sameJSON(t, []byte(args[5]), w.Input) {
			t.Errorf("%s: call %d has the input\n%s\nwant\n%s", what, i, args[5], w.Input)
		}
	}
}

func sameJSON(t *testing.T, a, b []byte) bool {
	t.Helper()
	var x, y any
	for _, v := range []struct {
		data []byte
		into *any
	}{{a, &x}, {b, &y}} {
		if err := json.Unmarshal(v.data, v.into); err != nil {
			t.Fatalf("%v in %s", err, v.data)
		}
	}
	return reflect.DeepEqual(x, y)
}
