package cli_test

import (
	"encoding/json"
	"fmt"
	"os/exec"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/mantenhq/manten/internal/awsop"
	"github.com/mantenhq/manten/internal/awstest"
	"github.com/mantenhq/manten/internal/plan"
)

// fakeAWS is an `aws` that writes its arguments down, each ended by a NUL, each call by another. To a call that is asked
// for output it answers as [answer] does: for each path its own text, with the number of the call.
const fakeAWS = `aws() {
	printf '%s\0' "$@" >>"$LOG"; printf '\0' >>"$LOG"; echo >>"$LOG.calls"
	if test $# = 10; then
		paths=$8; case $paths in \[*) paths=${paths#?} paths=${paths%?};; esac
		call=$(($(wc -l <"$LOG.calls")))
		printf '%s\n' "$call:$paths" | sed "s/,/	$call:/g"
	fi
}
`

// answer is what the fake aws answers to a call, counted from zero, for one path of its output.
func answer(call int, path string) string { return fmt.Sprintf("%d:%s", call+1, query(path)) }

// query is a path of an output in the AWS CLI's words.
func query(path string) string { return regexp.MustCompile(`\.(\d+)`).ReplaceAllString(path, "[$1]") }

// asked are the arguments that ask a call for the paths of its output that later calls need.
func asked(keep []string) []string {
	var paths []string
	for _, k := range keep {
		paths = append(paths, query(k))
	}
	switch len(paths) {
	case 0:
		return nil
	case 1:
		return []string{"--query", paths[0], "--output", "text"}
	}
	return []string{"--query", "[" + strings.Join(paths, ",") + "]", "--output", "text"}
}

// packages are those of the SDK that the AWS CLI has another word for.
var packages = map[string]string{
	"s3api": "s3", "logs": "cloudwatchlogs", "elbv2": "elasticloadbalancingv2", "dms": "databasemigrationservice", "es": "elasticsearchservice",
}

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
	forth := shell(t, script)
	want := cliCallsOf(t, p)
	sameCalls(t, "the commands", want.do, forth)

	head, way, found := strings.Cut(script, "\n# To undo, in this order:\n")
	if !found || strings.Contains(head, "\n#   aws s3") {
		t.Fatalf("the way back is not at the end:\n%s", script)
	}
	// The way back names what the commands before it made: it is for the same shell.
	sameCalls(t, "the commands and the way back", slices.Concat(want.do, want.undo), shell(t, head+strings.ReplaceAll("\n"+way, "\n#   ", "\n")))
}

// shell runs a script with the fake aws and returns what it was called with.
func shell(t *testing.T, script string) [][]string {
	t.Helper()
	write(t, "commands.sh", []byte(fakeAWS+script))
	write(t, "log", nil)
	write(t, "log.calls", nil)
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

// cliCall is a call as the AWS CLI must be called for it.
type cliCall struct {
	operation, region string
	input             []byte
	asked             []string
}

// cliCalls are those of a plan, and those of its way back, the last step first.
type cliCalls struct{ do, undo []cliCall }

// cliCallsOf are the calls of a plan, with what the fake aws answers in the place of outputs.
func cliCallsOf(t *testing.T, p *plan.Plan) (all cliCalls) {
	t.Helper()
	type output struct {
		step, move int
		path       string
	}
	answers := map[output]string{}
	filled := func(step int, c *plan.Call) cliCall {
		values := map[string]string{}
		for _, o := range c.Outputs {
			values[o.Into] = o.Value
			if o.Value == "" {
				values[o.Into] = answers[output{step, o.Move, o.Path}]
			}
			if values[o.Into] == "" {
				t.Fatalf("step %s: nothing answers for %s of %s", p.Steps[step].ID, o.Into, c.Operation)
			}
		}
		input := c.Input
		if len(values) > 0 {
			input = got[json.RawMessage](t)(awsop.Place(input, values))
		}
		return cliCall{c.Operation, p.Steps[step].Region, input, asked(c.Keep)}
	}
	for i := range p.Steps {
		for j := range p.Steps[i].Do {
			c := &p.Steps[i].Do[j]
			n := len(all.do)
			all.do = append(all.do, filled(i, c))
			for _, path := range c.Keep {
				answers[output{i, c.Move, path}] = answer(n, path)
			}
		}
	}
	for i, s := range slices.Backward(p.Steps) {
		for j := range s.Undo {
			all.undo = append(all.undo, filled(i, &s.Undo[j]))
		}
	}
	return all
}

// sameCalls compares calls of the AWS CLI with those that a plan asks for.
func sameCalls(t *testing.T, what string, want []cliCall, got [][]string) {
	t.Helper()
	if len(got) != len(want) {
		t.Fatalf("%s: %d calls, the plan has %d", what, len(got), len(want))
	}
	for i, w := range want {
		args := got[i]
		if len(args) < 6 || args[2] != "--region" || args[3] != w.region || args[4] != "--cli-input-json" || !slices.Equal(args[6:], w.asked) {
			t.Errorf("%s: call %d is %q", what, i, args)
			continue
		}
		service := args[0]
		if named, is := packages[service]; is {
			service = named
		}
		if op := service + "." + strings.ReplaceAll(args[1], "-", ""); !strings.EqualFold(op, w.operation) {
			t.Errorf("%s: call %d is of %s, want %s", what, i, op, w.operation)
		}
		if !sameJSON(t, []byte(args[5]), w.input) {
			t.Errorf("%s: call %d has the input\n%s\nwant\n%s", what, i, args[5], w.input)
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
