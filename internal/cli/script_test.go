package cli_test

import (
	"encoding/json"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/mantenhq/manten/internal/demo"
	"github.com/mantenhq/manten/internal/view"
)

// TestScript runs the commands that need no AWS, as a person would. Each script works on a copy of the sample account.
func TestScript(t *testing.T) {
	t.Parallel()
	bin := t.TempDir()
	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(program, filepath.Join(bin, "manten")); err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{
		Dir:                 filepath.Join("testdata", "script"),
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Cmds:                map[string]func(*testscript.TestScript, bool, []string){"exits": exits, "exception": exceptionID, "replace": replace},
		Setup: func(e *testscript.Env) error {
			e.Vars = append(e.Vars, nowhere()...)
			e.Vars = append(
				e.Vars, asManten+"=1", "LANG=C", "HOME="+e.WorkDir, "XDG_DATA_HOME="+filepath.Join(e.WorkDir, "data"),
				"XDG_CONFIG_HOME="+filepath.Join(e.WorkDir, "config"), "PATH="+bin+string(os.PathListSeparator)+os.Getenv("PATH"),
			)
			e.Vars = append(e.Vars, "SOON="+inDays(9), "LATE="+inDays(90))
			return samples(e.WorkDir)
		},
	})
}

// samples writes the sample account, one whose keys are new, and one in which the website has a tag.
func samples(dir string) error {
	sample := string(demo.Account)
	young := regexp.MustCompile(`"Created": "[^"]*"`).ReplaceAllString(sample, `"Created": "`+time.Now().UTC().Format(time.RFC3339)+`"`)
	head, site, found := strings.Cut(sample, `"name": "website-111122223333"`)
	tagged := strings.Replace(site, `"value": {}`, `"value": {"owner": "web team"}`, 1)
	if !found || tagged == site || young == sample {
		return errors.New("the sample account is another one")
	}
	for name, data := range map[string]string{
		"sample.json": sample, "young.json": young, "tagged.json": head + `"name": "website-111122223333"` + tagged,
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(data), 0o600); err != nil {
			return err
		}
	}
	return nil
}

// exits runs a command and holds its exit status: exits 4 manten apply plan.json.
func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits STATUS COMMAND [ARGUMENT...]")
	}
	status := 0
	if err := ts.Exec(args[1], args[2:]...); err != nil {
		exit, is := errors.AsType[*exec.ExitError](err)
		if !is {
			ts.Fatalf("%v", err)
		}
		status = exit.ExitCode()
	}
	if strconv.Itoa(status) != args[0] {
		ts.Fatalf("status %d, want %s", status, args[0])
	}
}

// inDays is a day to come, as flags take it.
func inDays(n int) string { return time.Now().UTC().AddDate(0, 0, n).Format(time.DateOnly) }

// exceptionID puts the id of the exception for a control into the variable ID: exception IAM.6. The list was written by
// the last command, as JSON lines.
func exceptionID(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: exception CONTROL")
	}
	for line := range strings.Lines(ts.ReadFile("stdout")) {
		var e view.Exception
		ts.Check(json.Unmarshal([]byte(line), &e))
		if string(e.Control) == args[0] {
			ts.Setenv("ID", e.ID)
			return
		}
	}
	ts.Fatalf("there is no exception for %s", args[0])
}

// replace replaces a word in files: replace UNTIL 2027-01-31 manten.yaml.
func replace(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 3 {
		ts.Fatalf("usage: replace OLD NEW FILE...")
	}
	for _, name := range args[2:] {
		data := strings.ReplaceAll(ts.ReadFile(name), args[0], args[1])
		ts.Check(os.WriteFile(ts.MkAbs(name), []byte(data), 0o600))
	}
}
