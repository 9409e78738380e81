// Package cli has the commands: it reads flags, calls the engines, and hands documents to the view.
package cli

import (
	"context"
	"errors"
	"io"
	"maps"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/spf13/cobra"

	"github.com/mantenhq/manten/internal/apply"
	"github.com/mantenhq/manten/internal/awsop"
	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/evaluate"
	"github.com/mantenhq/manten/internal/fault"
	"github.com/mantenhq/manten/internal/propose"
	"github.com/mantenhq/manten/internal/securityhub"
	"github.com/mantenhq/manten/internal/store"
	"github.com/mantenhq/manten/internal/text"
	"github.com/mantenhq/manten/internal/view"
)

// App is the program with all that it is made of.
type App struct {
	Catalog *catalog.Catalog
	AWS     AWS
	Streams Streams
	Version string
	// Sample is the snapshot of the account that `manten demo` shows.
	Sample []byte
	// Now is the clock.
	Now func() time.Time
	// Open opens the database.
	Open func(ctx context.Context, path string) (store.Store, error)
	// Waits are how long to wait for AWS; the zero value means apply.DefaultWaits.
	Waits apply.Waits
}

// AWS is what the commands need of AWS besides the catalog.
type AWS struct {
	// Regions lists the enabled regions, with the operations of Reads.
	Regions func(ctx context.Context, cfg aws.Config) ([]string, error)
	Reads   []awsop.Op
	// Timeout is for one attempt of one request; zero means awsconf's own.
	Timeout time.Duration
}

// Streams are the program's standard streams.
type Streams struct {
	In       io.Reader
	Out, Err io.Writer
	// Terminal tells that Out is a terminal; TerminalErr that Err is, and that a person can be asked there.
	Terminal, TerminalErr bool
	// Width is the terminal's, 0 where there is none.
	Width int
}

// The exit statuses.
const (
	exitDone     = 0
	exitFindings = 1
	exitUsage    = 2
	exitPart     = 3
	exitRefused  = 4
	exitError    = 5
)

// exit is an error that only sets the exit status: what was to be said has been said.
type exit int

func (exit) Error() string { return "done with an exit status" }

// Main runs a command line and returns the exit status.
func (a *App) Main(ctx context.Context, args []string) int {
	f := &flags{}
	root := a.root(f)
	root.SetArgs(args)
	root.SetIn(a.Streams.In)
	root.SetOut(a.Streams.Out)
	root.SetErr(a.Streams.Err)
	ran := false
	root.PersistentPreRunE = func(c *cobra.Command, _ []string) error {
		ran = true
		return f.validate(c.Flags())
	}
	err := root.ExecuteContext(ctx)
	if err == nil {
		return exitDone
	}
	if !ran && fault.CodeOf(err) == fault.Internal {
		err = fault.New(fault.Invalid, "%s", strings.Join(strings.Fields(err.Error()), " ")).Do("manten help")
	}
	return a.fail(f, err)
}

// fail says what went wrong and gives the exit status for it.
func (a *App) fail(f *flags, err error) int {
	if status, ok := errors.AsType[exit](err); ok {
		return int(status)
	}
	if errors.Is(err, context.Canceled) {
		err = fault.New(fault.Incomplete, "stopped before the end").Do("run the same command again")
	}
	p := a.printer(f, a.Streams.Err, a.Streams.TerminalErr)
	_ = p.Error(err) // where stderr is closed, the exit status must do
	switch fault.CodeOf(err) {
	case fault.Invalid, fault.NotFound:
		return exitUsage
	case fault.Refused, fault.Stale, fault.Conflict:
		return exitRefused
	case fault.Incomplete:
		return exitPart
	case fault.Denied, fault.Unavailable, fault.Internal:
	}
	return exitError
}

// printer makes a printer for one of the streams.
func (a *App) printer(f *flags, w io.Writer, terminal bool) *view.Printer {
	return &view.Printer{
		Out: w, Lang: f.language(), Book: a.book(), Color: terminal && !f.noColor, Width: a.Streams.Width, Catalog: a.Catalog,
		Snapshot: f.access.snapshot,
	}
}

// book has the messages of all packages.
func (a *App) book() text.Book {
	book := text.Book{}
	maps.Copy(book, a.Catalog.Texts())
	for _, texts := range [][]text.Template{evaluate.Texts(), propose.Texts(), apply.Texts(), store.Texts(), securityhub.Texts(), securityhub.SyncTexts(), view.Texts(), texts()} {
		for _, t := range texts {
			book[t.Key] = t
		}
	}
	return book
}

// Command is the tree of all commands, for documentation; to run one, use [App.Main].
func (a *App) Command() *cobra.Command { return a.root(&flags{}) }

func (a *App) root(f *flags) *cobra.Command {
	root := &cobra.Command{
		Use:   "manten",
		Short: "From the security score you have to the score you should have, safely",
		Long: `Manten evaluates AWS Security Hub's controls without Security Hub, turns failed findings into a plan that you
can read, applies what you approved, verifies it by the control that failed, and can undo it.

Exit status: 0 done; 1 findings at or above --fail-on; 2 wrong usage or configuration; 3 done in part (something could
not be read, or some steps failed, were stale or skipped); 4 refused before the first write (stale, altered, not
approved); 5 AWS or internal error.`,
		SilenceUsage: true, SilenceErrors: true,
		Example: "  manten scan\n  manten plan -o plan.json\n  manten apply plan.json --approve",
	}
	root.SetFlagErrorFunc(func(c *cobra.Command, err error) error {
		return fault.New(fault.Invalid, "%w", err).Do("%s --help", c.CommandPath())
	})
	f.global(root)
	for _, make := range []func(*App, *flags) *cobra.Command{
		newScan, newFindings, newScore, newControls, newRemediations, newExplain, newPlan, newShow, newApprove, newApply,
		newUndo, newRuns, newSync, newException, newPolicy, newSnapshot, newDB, newDemo, newVersion,
	} {
		root.AddCommand(make(a, f))
	}
	return root
}
