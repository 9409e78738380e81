package cli_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/mantenhq/manten/internal/apply"
	"github.com/mantenhq/manten/internal/awstest"
	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/cli"
	"github.com/mantenhq/manten/internal/demo"
	"github.com/mantenhq/manten/internal/service/all"
	"github.com/mantenhq/manten/internal/store"
	"github.com/mantenhq/manten/internal/store/sqlite"
)

// The environment of the test binary when it is manten.
const (
	asManten   = "MANTEN_TEST_MAIN"    // 1: be manten
	aheadEnv   = "MANTEN_TEST_AHEAD"   // how far the clock is ahead: 2400h makes keys old
	timeoutEnv = "MANTEN_TEST_TIMEOUT" // for one attempt of one request
	settleEnv  = "MANTEN_TEST_SETTLE"  // how long a lost answer may take to show
	rogueEnv   = "MANTEN_TEST_ROGUE"   // which write to try where only reading is declared
)

// TestMain makes the test binary manten itself when it is started as such.
func TestMain(m *testing.M) {
	if os.Getenv(asManten) == "1" {
		os.Exit(mantenMain())
	}
	// The tests wait for their commands most of the time. What the command line of `go test` says counts more.
	if err := flag.Set("test.parallel", "6"); err != nil {
		panic(err)
	}
	os.Exit(m.Run())
}

// mantenMain is cmd/manten's main with short waits, a clock that can be ahead, and a hook around the store.
func mantenMain() int {
	cat, err := catalog.New(all.Services()...)
	if err != nil {
		fmt.Fprintln(os.Stderr, "the catalog is broken:", err)
		return 5
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	context.AfterFunc(ctx, stop)
	ahead := duration(aheadEnv, 0)
	app := &cli.App{
		Catalog: cat, Version: "test", Sample: demo.Account,
		Now: func() time.Time { return time.Now().Add(ahead) },
		Open: func(ctx context.Context, path string) (store.Store, error) {
			db, err := sqlite.Open(ctx, path)
			if err != nil {
				return nil, err
			}
			return storeHook(db), nil
		},
		Streams: cli.Streams{In: os.Stdin, Out: os.Stdout, Err: os.Stderr},
		AWS:     cli.AWS{Regions: rogueRegions(all.Regions), Reads: all.RegionReads(), Timeout: duration(timeoutEnv, 20*time.Second)},
		Waits:   apply.Waits{Verify: 5 * time.Second, Settle: duration(settleEnv, time.Second), Lease: 5 * time.Second},
	}
	return app.Main(ctx, os.Args[1:])
}

func duration(env string, otherwise time.Duration) time.Duration {
	d, err := time.ParseDuration(os.Getenv(env))
	if err != nil {
		return otherwise
	}
	return d
}

// result is how a command ended.
type result struct {
	stdout, stderr string
	status         int
}

// parse reads the JSON on standard output.
func (r result) parse(t testing.TB, into any) {
	t.Helper()
	if err := json.Unmarshal([]byte(r.stdout), into); err != nil {
		t.Fatalf("standard output is no JSON: %v\n%s\nstandard error:\n%s", err, r.stdout, r.stderr)
	}
}

// manten runs a command to its end in the account; nil is no account at all. All commands of one test share a
// directory, which they work in and which holds their database.
func manten(t testing.TB, acct *awstest.Account, args ...string) result {
	t.Helper()
	return run(t, command(t, acct, args...))
}

// must is manten for commands that end well.
func must(t testing.TB, acct *awstest.Account, args ...string) result {
	t.Helper()
	return ends(t, acct, 0, args...)
}

// ends is manten for commands that end with this status.
func ends(t testing.TB, acct *awstest.Account, status int, args ...string) result {
	t.Helper()
	r := manten(t, acct, args...)
	if r.status != status {
		t.Fatalf("manten %s: status %d, want %d\n%s%s", strings.Join(args, " "), r.status, status, r.stdout, r.stderr)
	}
	return r
}

// run runs what command has made.
func run(t testing.TB, c *exec.Cmd) result {
	t.Helper()
	var out, err bytes.Buffer
	c.Stdout, c.Stderr = &out, &err
	if fail := c.Run(); fail != nil {
		if _, is := errors.AsType[*exec.ExitError](fail); !is {
			t.Fatal(fail)
		}
	}
	return result{stdout: out.String(), stderr: err.String(), status: c.ProcessState.ExitCode()}
}

// command makes a command of manten that is yet to be started. What is added to its Env holds.
func command(t testing.TB, acct *awstest.Account, args ...string) *exec.Cmd {
	t.Helper()
	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	c := exec.CommandContext(t.Context(), program, args...)
	c.Dir = home(t)
	c.Env = append(environment(c.Dir), asManten+"=1")
	if d, ok := clocks.Load(t); ok {
		c.Env = append(c.Env, fmt.Sprintf("%s=%s", aheadEnv, d))
	}
	if acct != nil {
		c.Env = append(c.Env, acct.Env()...)
	} else {
		c.Env = append(c.Env, nowhere()...)
	}
	return c
}

// environment is that of the tests without AWS and with nothing of the user's own.
func environment(dir string) []string {
	env := slices.DeleteFunc(os.Environ(), func(kv string) bool {
		return strings.HasPrefix(kv, "AWS_") || strings.HasPrefix(kv, "LC_") || strings.HasPrefix(kv, "MANTEN_TEST_")
	})
	return append(env, "HOME="+dir, "XDG_DATA_HOME="+filepath.Join(dir, "data"), "XDG_CONFIG_HOME="+filepath.Join(dir, "config"), "LANG=C")
}

// nowhere is the environment of a machine without AWS.
func nowhere() []string {
	return []string{
		"AWS_CONFIG_FILE=/dev/null", "AWS_SHARED_CREDENTIALS_FILE=/dev/null", "AWS_EC2_METADATA_DISABLED=true",
		"AWS_ENDPOINT_URL=http://127.0.0.1:1",
	}
}

// homes are the directories of the tests that run, by testing.TB.
var homes sync.Map

// clocks are the tests whose clock is ahead, by testing.TB.
var clocks sync.Map

// keysAreOld is how far the clock must be ahead for keys made today to be too old.
const keysAreOld = 100 * 24 * time.Hour

// ahead moves the clock of the commands of a test.
func ahead(t testing.TB, d time.Duration) {
	t.Helper()
	clocks.Store(t, d)
	t.Cleanup(func() { clocks.Delete(t) })
}

// home is the test's directory.
func home(t testing.TB) string {
	t.Helper()
	if dir, ok := homes.Load(t); ok {
		return dir.(string) //nolint:errcheck // only strings are stored, three lines below
	}
	dir, loaded := homes.LoadOrStore(t, t.TempDir())
	if !loaded {
		t.Cleanup(func() { homes.Delete(t) })
	}
	return dir.(string) //nolint:errcheck // see above
}

// file is a path in the test's directory.
func file(t testing.TB, name string) string {
	t.Helper()
	return filepath.Join(home(t), name)
}

// read reads a file of the test's directory.
func read(t testing.TB, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(file(t, name))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// write writes a file into the test's directory.
func write(t testing.TB, name string, data []byte) {
	t.Helper()
	if err := os.WriteFile(file(t, name), data, 0o600); err != nil {
		t.Fatal(err)
	}
}
