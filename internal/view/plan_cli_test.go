package view

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/mantenhq/manten/internal/awsop"
	"github.com/mantenhq/manten/internal/plan"
	"github.com/mantenhq/manten/internal/text"
)

// fakeAWS prints how many arguments a call has, and the arguments, each ended by a NUL.
const fakeAWS = "aws() { printf '%s\\0' \"$#\" \"$@\"; }\n"

// shell runs a script and gives the arguments of each call of aws.
func shell(t *testing.T, script string) [][]string {
	t.Helper()
	dir := t.TempDir()
	cmd := exec.CommandContext(t.Context(), "sh", "-c", fakeAWS+script)
	cmd.Dir = dir
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil || stderr.Len() > 0 {
		t.Fatalf("sh: %v: %s\n%s", err, stderr.String(), script)
	}
	left, err := os.ReadDir(dir)
	if err != nil || len(left) > 0 {
		t.Fatalf("the script did something else than call aws: %v %v", left, err)
	}
	var calls [][]string
	all := strings.Split(string(out), "\x00")
	for len(all) > 1 {
		n, err := strconv.Atoi(all[0])
		if err != nil || n >= len(all) {
			t.Fatalf("not the output of the fake: %q", all)
		}
		calls, all = append(calls, all[1:n+1]), all[n+1:]
	}
	return calls
}

// nastyPlan has every nasty text wherever a plan may have one.
func nastyPlan(name string) *plan.Plan {
	p := cannedPlan()
	p.ID, p.Account = name, name
	for i := range p.Steps {
		s := &p.Steps[i]
		s.Region, s.Resource.Name, s.ID = name, name, name
		s.Remediations = []string{name}
		s.Risk = []text.Message{{Text: name}}
		s.Interrupts, s.Irreversible = s.Risk, &s.Risk[0]
		s.Do = append(s.Do, plan.Call{Operation: "s3.PutBucketPolicy", Input: raw(`{"Bucket":` + quoted(name) + `,"Policy":"{}"}`)})
		s.Undo = append(s.Undo, s.Do...)
	}
	return p
}

func TestPlanCLIRuns(t *testing.T) {
	t.Parallel()
	for _, name := range []string{
		named, "\n", "'", "''", `\'`, "$(exit 1)", "`touch pwned`", "a;touch pwned", "&& touch pwned #", "*", "~", "!!", "日本語",
		"\u202e\u2028\u007f\u009b", "-x", "", "\r\ntouch pwned\r\n",
	} {
		for _, lang := range []text.Lang{text.EN, text.JA} {
			t.Run(name+string(lang), func(t *testing.T) {
				t.Parallel()
				p := nastyPlan(name)
				var b bytes.Buffer
				if err := printer(&b, lang).PlanCLI(p); err != nil {
					t.Fatal(err)
				}
				var do []plan.Call
				for _, s := range p.Steps {
					do = append(do, s.Do...)
				}
				sameCalls(t, shell(t, b.String()), do, name)
				bare(t, b.String())
			})
		}
	}
}

// bare runs the comments as commands, as an interactive zsh would: they do nothing.
func bare(t *testing.T, script string) {
	t.Helper()
	if calls := shell(t, strings.ReplaceAll("\n"+script, "\n#", "\n:")); len(calls) == 0 {
		t.Error("no calls")
	}
}

// TestPlanCLIUndo takes the undo commands out of the comments: they are the plan's undo calls, the last step first.
func TestPlanCLIUndo(t *testing.T) {
	t.Parallel()
	p := nastyPlan(named)
	var b bytes.Buffer
	if err := printer(&b, text.EN).PlanCLI(p); err != nil {
		t.Fatal(err)
	}
	_, undo, found := strings.Cut(b.String(), "# To undo")
	if !found {
		t.Fatal("nothing undoes")
	}
	var want []plan.Call
	for _, s := range slices.Backward(p.Steps) {
		want = append(want, s.Undo...)
	}
	sameCalls(t, shell(t, strings.ReplaceAll("#"+undo, "\n#   ", "\n")), want, named)
}

// sameCalls compares what the shell gave to aws with the plan's calls.
func sameCalls(t *testing.T, got [][]string, want []plan.Call, region string) {
	t.Helper()
	if len(got) != len(want) {
		t.Fatalf("%d calls, want %d: %q", len(got), len(want), got)
	}
	for i, call := range got {
		if len(call) != 6 || call[2] != "--region" || call[4] != "--cli-input-json" {
			t.Fatalf("call %d is %q", i, call)
		}
		if Safe(region) == region && call[3] != region {
			t.Errorf("call %d goes to region %q, want %q", i, call[3], region)
		}
		if input := string(want[i].Input); Safe(input) == input && call[5] != input {
			t.Errorf("call %d has input\n%s, want\n%s", i, call[5], input)
		}
		if !sameJSON(t, []byte(call[5]), want[i].Input) {
			t.Errorf("call %d has input\n%s, want\n%s", i, call[5], want[i].Input)
		}
	}
}

// TestPlanCLIOutputs runs commands of which later ones need what earlier ones give, whatever that is.
func TestPlanCLIOutputs(t *testing.T) {
	t.Parallel()
	given := "$(exit 1); `x` * 'a' 日本語"
	fake := `aws() { printf '%s\0' "$#" "$@" >&2; case "$*" in *Arn*) printf '%s\tarn\n' "$GIVEN";; *--query*) printf '%s\n' "$GIVEN";; esac; }` + "\n"
	var b bytes.Buffer
	if err := printer(&b, text.EN).PlanCLI(madePlan()); err != nil {
		t.Fatal(err)
	}
	do, undo, _ := strings.Cut(b.String(), "# To undo")
	var commands []string
	for l := range strings.Lines(do + "\n" + undo) {
		l = strings.TrimSpace(strings.TrimPrefix(l, "#   "))
		if strings.HasPrefix(l, "aws ") || strings.HasPrefix(l, "step") {
			commands = append(commands, l)
		}
	}
	cmd := exec.CommandContext(t.Context(), "sh", "-c", fake+strings.Join(commands, "\n"))
	cmd.Dir, cmd.Env = t.TempDir(), []string{"GIVEN=" + given, "PATH=" + os.Getenv("PATH")}
	var got bytes.Buffer
	cmd.Stderr = &got
	if err := cmd.Run(); err != nil {
		t.Fatalf("%v: %s", err, got.String())
	}
	in := quoted(given)
	for _, want := range []string{
		`{"AliasName":"alias/MANTEN <a&b> 'x'","TargetKeyId":` + in + `}`, `{"FlowLogIds":[` + in + `]}`, `{"KeyId":"key-'1'","PendingWindowInDays":7}`,
	} {
		if !strings.Contains(got.String(), "\x00"+want+"\x00") {
			t.Errorf("no call has the input %s:\n%q", want, got.String())
		}
	}
	bare(t, b.String())
}

// TestPlanCLIRefusesOutputs gives paths of outputs that a shell could take for something else.
func TestPlanCLIRefusesOutputs(t *testing.T) {
	t.Parallel()
	for _, path := range []string{"", "a b", "A.$(x)", "A'", "A..B", "A\nB", "0"} {
		p := madePlan()
		p.Steps[1].Do[0].Keep = []string{path}
		var b bytes.Buffer
		if err := printer(&b, text.EN).PlanCLI(p); err == nil || b.Len() > 0 {
			t.Errorf("%q became %s", path, b.String())
		}
	}
}

func sameJSON(t *testing.T, a, b []byte) bool {
	t.Helper()
	var x, y any
	if err := json.Unmarshal(a, &x); err != nil {
		t.Fatalf("%v: %s", err, a)
	}
	if err := json.Unmarshal(b, &y); err != nil {
		t.Fatalf("%v: %s", err, b)
	}
	ja, errA := json.Marshal(x)
	jb, errB := json.Marshal(y)
	return errA == nil && errB == nil && bytes.Equal(ja, jb)
}

// TestPlanCLIRefuses gives inputs that are no JSON, or no UTF-8: no command is better than another one.
func TestPlanCLIRefuses(t *testing.T) {
	t.Parallel()
	for _, input := range []string{"", "{", "{\"a\":\"\xff\"}", "{} x"} {
		p := cannedPlan()
		p.Steps[0].Do[0].Input = raw(input)
		var b bytes.Buffer
		if err := printer(&b, text.EN).PlanCLI(p); err == nil || b.Len() > 0 {
			t.Errorf("%q became %s", input, b.String())
		}
	}
}

func FuzzQuote(f *testing.F) {
	f.Add(nasty)
	f.Add("'\\''")
	f.Fuzz(func(t *testing.T, s string) {
		if strings.ContainsRune(s, 0) {
			t.Skip("no shell takes a NUL")
		}
		calls := shell(t, "aws x"+awsop.Quote(s)+"x")
		if len(calls) != 1 || len(calls[0]) != 1 || calls[0][0] != "x"+s+"x" {
			t.Errorf("%q came out as %q", s, calls)
		}
	})
}
