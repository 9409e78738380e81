package cli_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/mantenhq/manten/internal/apply"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/plan"
	"github.com/mantenhq/manten/internal/store"
)

// The environment by which a test says what shall go wrong in the database of a command.
const (
	mishapEnv = "MANTEN_TEST_MISHAP" // "7 before": what happens at the seventh write
	writesEnv = "MANTEN_TEST_WRITES" // a file that gets the name of each write
)

// What can happen at a write.
const (
	killBefore = "before" // SIGKILL before the write
	killAfter  = "after"  // SIGKILL after the commit
	diskFull   = "full"   // from this write on there is no space
)

// mishaps are a database to which something happens. Lease renewals do not count: when they come is a matter of time.
type mishaps struct {
	store.Store
	at   int
	how  string
	log  string
	seen int
}

// withMishaps wraps the database if the environment asks for it.
func withMishaps(s store.Store) store.Store {
	m := &mishaps{Store: s, log: os.Getenv(writesEnv)}
	if _, err := fmt.Sscan(os.Getenv(mishapEnv), &m.at, &m.how); err != nil && m.log == "" {
		return s
	}
	return m
}

func (m *mishaps) write(name string, do func() error) error {
	m.seen++
	if m.log != "" {
		if err := appendLine(m.log, name); err != nil {
			return err
		}
	}
	if m.seen == m.at {
		switch m.how {
		case killBefore:
			die()
		case diskFull:
			if err := fillDisk(); err != nil {
				return err
			}
		}
	}
	err := do()
	if m.seen == m.at && m.how == killAfter {
		die()
	}
	return err
}

// die ends the process without a word, as a power cut would.
func die() {
	if self, err := os.FindProcess(os.Getpid()); err == nil {
		_ = self.Kill() // SIGKILL on Unix
	}
	select {}
}

func appendLine(name, line string) error {
	f, err := os.OpenFile(name, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintln(f, line)
	return errors.Join(err, f.Close())
}

func (m *mishaps) SaveScan(ctx context.Context, s store.Scan, r []store.StoredResource, f []control.Finding) (out []control.Finding, err error) {
	err = m.write("SaveScan", func() error {
		out, err = m.Store.SaveScan(ctx, s, r, f)
		return err
	})
	return out, err
}

func (m *mishaps) SavePlan(ctx context.Context, p *plan.Plan, data []byte) error {
	return m.write("SavePlan", func() error { return m.Store.SavePlan(ctx, p, data) })
}

func (m *mishaps) Approve(ctx context.Context, a plan.Approval) error {
	return m.write("Approve", func() error { return m.Store.Approve(ctx, a) })
}

func (m *mishaps) Open(ctx context.Context, o apply.Opening) (run *plan.Run, err error) {
	err = m.write("Open", func() error {
		run, err = m.Store.Open(ctx, o)
		return err
	})
	return run, err
}

func (m *mishaps) StartCall(ctx context.Context, run string, by apply.Holder, step string, i int, c plan.CallRecord) error {
	return m.write("StartCall", func() error { return m.Store.StartCall(ctx, run, by, step, i, c) })
}

func (m *mishaps) EndCall(ctx context.Context, run, step string, i int, c plan.CallRecord) error {
	return m.write("EndCall", func() error { return m.Store.EndCall(ctx, run, step, i, c) })
}

func (m *mishaps) SetStep(ctx context.Context, run string, s plan.RunStep) error {
	return m.write("SetStep", func() error { return m.Store.SetStep(ctx, run, s) })
}

func (m *mishaps) Close(ctx context.Context, run string, by apply.Holder, finished time.Time) error {
	return m.write("Close", func() error { return m.Store.Close(ctx, run, by, finished) })
}

// mishap is a moment at which something happens.
type mishap struct {
	at   int
	name string // of the write
	how  string
}

func (m mishap) String() string { return fmt.Sprintf("%02d %s %s", m.at, m.how, m.name) }

// befall makes something happen to a command.
func befall(c *exec.Cmd, m mishap) *exec.Cmd {
	c.Env = append(c.Env, fmt.Sprintf("%s=%d %s", mishapEnv, m.at, m.how))
	return c
}

// writesOf runs a command to its good end and names the writes to its database, in their order.
func writesOf(t testing.TB, c *exec.Cmd) (result, []string) {
	t.Helper()
	c.Env = append(c.Env, writesEnv+"="+file(t, "writes"))
	r := run(t, c)
	if r.status != 0 {
		t.Fatalf("%v: status %d\n%s%s", c.Args[1:], r.status, r.stdout, r.stderr)
	}
	return r, strings.Fields(string(read(t, "writes")))
}

// kills are the moments at which a process can be killed that differ to AWS or to the journal: before each write, and
// between the announcement of a call and the call. After any other write comes nothing but reads until the next one.
func kills(writes []string) []mishap {
	var out []mishap
	for i, name := range writes {
		out = append(out, mishap{i + 1, name, killBefore})
		if name == "StartCall" {
			out = append(out, mishap{i + 1, name, killAfter})
		}
	}
	return out
}

// killed runs a command that must end by SIGKILL.
func killed(t testing.TB, c *exec.Cmd, m mishap) {
	t.Helper()
	if r := run(t, befall(c, m)); r.status != -1 {
		t.Fatalf("%v: status %d, want that it is killed\n%s%s", m, r.status, r.stdout, r.stderr)
	}
}
