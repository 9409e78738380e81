// Command manten evaluates AWS Security Hub's controls, and plans, applies, verifies and undoes what makes them pass.
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"syscall"
	"time"

	"golang.org/x/term"

	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/cli"
	"github.com/mantenhq/manten/internal/demo"
	"github.com/mantenhq/manten/internal/service/all"
	"github.com/mantenhq/manten/internal/store"
	"github.com/mantenhq/manten/internal/store/sqlite"
)

// version is set when a release is built.
var version = "dev"

func main() { os.Exit(run()) }

func run() int {
	cat, err := catalog.New(all.Services()...)
	if err != nil {
		fmt.Fprintln(os.Stderr, "the catalog is broken:", err)
		return 5
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	context.AfterFunc(ctx, stop) // a second Ctrl-C does not wait for AWS; the journal knows where the first one came
	app := &cli.App{
		Catalog: cat, Version: version, Sample: demo.Account, Now: time.Now, Open: open, Streams: streams(),
		AWS: cli.AWS{Regions: all.Regions, Reads: all.RegionReads()},
	}
	return app.Main(ctx, os.Args[1:])
}

func open(ctx context.Context, path string) (store.Store, error) { return sqlite.Open(ctx, path) }

func streams() cli.Streams {
	out, err := int(os.Stdout.Fd()), int(os.Stderr.Fd())
	s := cli.Streams{
		In: os.Stdin, Out: os.Stdout, Err: os.Stderr,
		Terminal: term.IsTerminal(out), TerminalErr: term.IsTerminal(err) && term.IsTerminal(int(os.Stdin.Fd())),
	}
	if w, _, err := term.GetSize(out); err == nil {
		s.Width = w
	}
	return s
}
