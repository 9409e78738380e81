package sqlite_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"github.com/mantenhq/manten/internal/apply"
	"github.com/mantenhq/manten/internal/fault"
	"github.com/mantenhq/manten/internal/plan"
	"github.com/mantenhq/manten/internal/store"
	"github.com/mantenhq/manten/internal/store/sqlite"
)

// TestMain lets the test program be another process, too, that uses a database.
func TestMain(m *testing.M) {
	role, path := os.Getenv("MANTEN_TEST_ROLE"), os.Getenv("MANTEN_TEST_DB")
	var err error
	switch role {
	case "":
		os.Exit(m.Run())
	case "journal":
		err = journal(context.Background(), path)
	case "scan":
		err = scan(context.Background(), path)
	case "unprivileged":
		err = unprivileged(context.Background(), path)
	default:
		err = errors.New("no such role: " + role)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// child is this program in another role. What it says on standard error is the test's.
func child(t *testing.T, role, path string) *exec.Cmd {
	t.Helper()
	self, err := os.Executable()
	check(t, err)
	cmd := exec.CommandContext(t.Context(), self)
	cmd.Env = append(os.Environ(), "MANTEN_TEST_ROLE="+role, "MANTEN_TEST_DB="+path)
	cmd.Stderr = os.Stderr
	return cmd
}

// opening asks for the one run of these tests.
func opening(id string) apply.Opening {
	return apply.Opening{
		RunID: id, Digest: "sha256:1", Holder: apply.Holder{Host: "here", PID: os.Getpid()}, Steps: []string{"1"},
		Now: time.Now(), Until: time.Now().Add(time.Hour),
	}
}

// journal makes one call after the other and says the number of each once it is on record.
func journal(ctx context.Context, path string) error {
	db, err := sqlite.Open(ctx, path)
	if err != nil {
		return err
	}
	if _, err := db.Open(ctx, opening("run-1")); err != nil {
		return err
	}
	for i := range 100_000 { // until it is killed
		if err := db.StartCall(ctx, "run-1", opening("run-1").Holder, "1", i, plan.CallRecord{Operation: strconv.Itoa(i)}); err != nil {
			return err
		}
		fmt.Println(i)
	}
	return nil
}

// TestKilled kills a process in the middle of its journal. All that it had been told to be on record is, and the run can
// be taken up at once, but not before.
func TestKilled(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "manten.db")
	db := open(t, path)
	cmd := child(t, "journal", path)
	out, err := cmd.StdoutPipe()
	check(t, err)
	check(t, cmd.Start())
	lines, last := bufio.NewScanner(out), ""
	for range 20 {
		lines.Scan()
		last = lines.Text()
	}
	_, err = db.Open(t.Context(), opening("run-2"))
	holder := fmt.Sprintf("run-1 is being carried out by process %d on host here", cmd.Process.Pid)
	refused(t, err, fault.Conflict, holder, "wait")
	check(t, cmd.Process.Kill())
	for lines.Scan() {
		last = lines.Text()
	}
	if err := cmd.Wait(); err == nil {
		t.Fatal("the process ended before it was killed")
	}

	got, err := db.Open(t.Context(), opening("run-2"))
	check(t, err)
	said, err := strconv.Atoi(last)
	check(t, err)
	calls := got.Steps[0].Calls
	if got.ID != "run-1" || len(calls) <= said {
		t.Fatalf("run %s has %d calls, want run-1 with more than %d", got.ID, len(calls), said)
	}
	for i, call := range calls {
		if call.Operation != strconv.Itoa(i) {
			t.Errorf("call %d is %s", i, call.Operation)
		}
	}
}

// scan stores ten scans.
func scan(ctx context.Context, path string) error {
	db, err := sqlite.Open(ctx, path)
	if err != nil {
		return err
	}
	for i := range 10 {
		head, resources, findings := large(100)
		head.ID = fmt.Sprintf("scan-%d-%d", os.Getpid(), i)
		if _, err := db.SaveScan(ctx, head, resources, findings); err != nil {
			return err
		}
	}
	return db.Shut()
}

// TestProcesses lets several processes make one database and store scans in it.
func TestProcesses(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "manten.db")
	var started []*exec.Cmd
	for range 4 {
		cmd := child(t, "scan", path)
		check(t, cmd.Start())
		started = append(started, cmd)
	}
	for _, cmd := range started {
		check(t, cmd.Wait())
	}
	db := open(t, path)
	for _, cmd := range started {
		for i := range 10 {
			id := fmt.Sprintf("scan-%d-%d", cmd.Process.Pid, i)
			if n := count(t, db.Resources(t.Context(), id)); n != 100 {
				t.Errorf("%s has %d resources, want 100", id, n)
			}
		}
	}
	if n := count(t, db.Findings(t.Context(), store.FindingFilter{Archived: true})); n != 100 {
		t.Errorf("%d findings, want 100", n)
	}
}

// TestOpenTwice holds that opening a database that is open in this process already does not cost it its locks: on Unix a
// process loses all its locks on a file when it closes the file once. Another process would then take itself for the last
// one and put away the log that is still in use.
func TestOpenTwice(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "manten.db")
	first := open(t, path)
	check(t, first.Approve(t.Context(), plan.Approval{Digest: "sha256:1"}))
	open(t, path)
	check(t, child(t, "scan", path).Run())
	if _, err := os.Stat(path + "-wal"); err != nil {
		t.Error(err)
	}
	check(t, first.Approve(t.Context(), plan.Approval{Digest: "sha256:1"}))
	check(t, child(t, "scan", path).Run())
	list, err := open(t, path).Approvals(t.Context(), "sha256:1")
	check(t, err)
	if len(list) != 2 {
		t.Errorf("%d approvals, want 2", len(list))
	}
}
