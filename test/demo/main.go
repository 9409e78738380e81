// Command demo shows the main job on a local AWS: it starts moto, makes a badly configured account through the SDK, and
// runs the real program on it: scan, plan, apply, verify, scan again, undo. Afterwards it stops moto.
package main

import (
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

	"github.com/mantenhq/manten/internal/awstest"
	"github.com/mantenhq/manten/internal/plan"
)

func main() {
	sample := flag.String("sample", "", "write the sample account's snapshot to this file instead of telling the story")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, *sample); err != nil {
		fmt.Fprintln(os.Stderr, "demo:", err)
		os.Exit(1) //nolint:gocritic // nothing is left to clean up: run has done it
	}
}

func run(ctx context.Context, sample string) error {
	server, err := awstest.Start(ctx, awstest.Options{ManagedPolicies: true})
	if err != nil {
		return err
	}
	defer server.Close() //nolint:errcheck // it is a process of ours that ends with us anyway
	account, err := server.NewAccount(ctx)
	if err != nil {
		return err
	}
	if err := build(ctx, account); err != nil {
		return fmt.Errorf("make the account: %w", err)
	}
	dir, err := os.MkdirTemp("", "manten-demo-*")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir) //nolint:errcheck // the operating system clears its own directory
	d := demo{ctx: ctx, dir: dir, env: append(clean(os.Environ()), account.Env()...)}
	if sample != "" {
		return d.sample(account.ID, sample)
	}
	return d.story()
}

// clean takes AWS's own variables out of an environment.
func clean(env []string) []string {
	return slices.DeleteFunc(env, func(kv string) bool { return strings.HasPrefix(kv, "AWS_") })
}

type demo struct {
	ctx context.Context
	dir string
	env []string
}

// regions are looked at; all of the local AWS's would take longer and show the same.
var regions = []string{"--region", "us-east-1", "--region", "eu-west-1"}

const settings = `# who hears of the alarms
remediations:
  CreateLogMetricFilterAndAlarm:
    email: security@example.com
`

func (d demo) story() error {
	if err := os.WriteFile(filepath.Join(d.dir, "manten.yaml"), []byte(settings), 0o600); err != nil {
		return err
	}
	fmt.Print("A badly configured account has been made on a local AWS (moto). What the local AWS cannot hold is not shown:\n" +
		"keys and passwords cannot be made old there, so IAM.3, IAM.8 and IAM.22 pass; nothing is in use there, so hardly\n" +
		"anything is interrupted; AWS takes hours to copy a snapshot, the local AWS a moment. Nobody reads the mail to\n" +
		"security@example.com there: the step that subscribes it stays pending, and CloudWatch.1 to .14 fail until somebody\n" +
		"confirms it. Undoing keeps the buckets into which access logs have been delivered by then, and RDS removes a standby\n" +
		"in the maintenance window only: undo says so, and ends with exit status 3, done in part.\n\n")
	for _, scene := range [][]string{append([]string{"scan"}, regions...), {"plan", "-o", "plan.json"}} {
		if err := d.show(scene...); err != nil {
			return err
		}
	}
	finals, err := d.finals()
	if err != nil {
		return err
	}
	apply := []string{"apply", "plan.json", "--approve", "--approve-interrupting", "all"}
	for _, scene := range [][]string{append(apply, finals...), append([]string{"scan"}, regions...)} {
		if err := d.show(scene...); err != nil {
			return err
		}
	}
	run, err := d.lastRun()
	if err != nil {
		return err
	}
	if err := d.show("undo", run, "--approve"); err != nil && !partly(err) {
		return err
	}
	return d.show(append([]string{"scan"}, regions...)...)
}

// finals names the steps of the plan that cannot be undone: each wants a word of its own.
func (d demo) finals() ([]string, error) {
	data, err := os.ReadFile(filepath.Join(d.dir, "plan.json"))
	if err != nil {
		return nil, err
	}
	p, err := plan.Decode(data)
	if err != nil {
		return nil, err
	}
	var args []string
	for _, s := range p.Steps {
		if s.Irreversible != nil {
			args = append(args, "--approve-irreversible", s.ID)
		}
	}
	return args, nil
}

// manten makes a command of the built program.
func (d demo) manten(args ...string) *exec.Cmd {
	program, err := filepath.Abs(filepath.Join("bin", "manten"))
	if err != nil {
		program = "bin/manten"
	}
	args = append(args, "--db", filepath.Join(d.dir, "manten.db"))
	c := exec.CommandContext(d.ctx, program, args...)
	c.Dir, c.Env, c.Stderr = d.dir, d.env, os.Stderr
	return c
}

func (d demo) show(args ...string) error {
	fmt.Printf("$ manten %s\n", strings.Join(args, " "))
	c := d.manten(args...)
	c.Stdout = os.Stdout
	err := c.Run()
	fmt.Println()
	if err != nil {
		return fmt.Errorf("manten %s: %w", strings.Join(args, " "), err)
	}
	return nil
}

// partly tells whether a command ended with the exit status for what was done in part.
func partly(err error) bool {
	exit, is := errors.AsType[*exec.ExitError](err)
	return is && exit.ExitCode() == 3
}

func (d demo) lastRun() (string, error) {
	out, err := d.manten("runs", "--format", "json").Output()
	if err != nil {
		return "", fmt.Errorf("list the runs: %w", err)
	}
	var doc struct {
		Runs []struct {
			ID string `json:"id"`
		} `json:"runs"`
	}
	if err := json.Unmarshal(out, &doc); err != nil || len(doc.Runs) == 0 {
		return "", fmt.Errorf("list the runs: %w in %q", err, out)
	}
	return doc.Runs[0].ID, nil
}

// sample saves a snapshot of the account under the account id that AWS's documentation uses for examples.
func (d demo) sample(account, path string) error {
	file := filepath.Join(d.dir, "sample.json")
	if err := d.manten(append([]string{"snapshot", "save", file}, regions...)...).Run(); err != nil {
		return err
	}
	data, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	return os.WriteFile(path, age([]byte(strings.ReplaceAll(string(data), account, "111122223333"))), 0o600)
}
