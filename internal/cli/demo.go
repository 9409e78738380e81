package cli

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/mantenhq/manten/internal/fault"
	"github.com/mantenhq/manten/internal/text"
	"github.com/mantenhq/manten/internal/view"
)

func newDemo(a *App, f *flags) *cobra.Command {
	return &cobra.Command{
		Use:   "demo",
		Short: "Show the whole loop on a sample account, without keys and without network",
		Args:  cobra.NoArgs,
		RunE:  func(c *cobra.Command, _ []string) error { return a.demo(c.Context(), f) },
	}
}

// demo runs the real commands on a copy of the sample account that is in the binary.
func (a *App) demo(ctx context.Context, f *flags) error {
	dir, err := os.MkdirTemp("", "manten-demo-*")
	if err != nil {
		return fault.New(fault.Unavailable, "make a directory for the demo: %w", err).Do("free space, or set TMPDIR")
	}
	defer os.RemoveAll(dir) //nolint:errcheck // the operating system clears its own directory
	// The commands that are shown name their files as a person would who stands in that directory.
	if err := os.Chdir(dir); err != nil {
		return fault.New(fault.Unavailable, "enter the demo's directory: %w", err).Do("set TMPDIR")
	}
	if err := writeFile("sample.json", a.Sample); err != nil {
		return err
	}
	d := &demo{App: a, f: f}
	return d.story(ctx)
}

type demo struct {
	*App
	f *flags
}

func (d *demo) story(ctx context.Context) error {
	d.say(textDemoStart)
	for _, scene := range []struct {
		line string
		ok   []int
	}{
		{"scan", []int{exitDone, exitPart}},
		{"plan -o plan.json", []int{exitDone}},
		{"apply plan.json --approve --approve-interrupting all", []int{exitDone}},
		{"scan", []int{exitDone, exitPart}},
	} {
		if err := d.command(ctx, scene.line, scene.ok); err != nil {
			return err
		}
	}
	run, err := d.lastRun(ctx)
	if err != nil {
		return err
	}
	if err := d.command(ctx, "undo "+run+" --approve", []int{exitDone}); err != nil {
		return err
	}
	d.say(textDemoEnd)
	return nil
}

func (d *demo) say(t text.Template) {
	_ = d.printer(d.f, d.Streams.Out, d.Streams.Terminal).Notice(t.With(), "") // a demo nobody sees harms nobody
	fmt.Fprintln(d.Streams.Out)
}

// command shows a command line and runs it on the sample.
func (d *demo) command(ctx context.Context, line string, ok []int) error {
	fmt.Fprintf(d.Streams.Out, "$ manten %s --snapshot sample.json\n", line)
	status := d.Main(ctx, d.args(line))
	fmt.Fprintln(d.Streams.Out)
	if slices.Contains(ok, status) {
		return nil
	}
	return fault.New(fault.Internal, "the demo's command %q ended with status %d", line, status)
}

func (d *demo) args(line string) []string {
	args := append(strings.Fields(line), "--db", "manten.db", "--lang", string(d.f.language()), "--snapshot", "sample.json")
	if d.f.noColor {
		args = append(args, "--no-color")
	}
	return args
}

func (d *demo) lastRun(ctx context.Context) (string, error) {
	var out strings.Builder
	quiet := *d.App
	quiet.Streams.Out = &out
	if status := quiet.Main(ctx, []string{"runs", "--format", "json", "--db", "manten.db"}); status != exitDone {
		return "", fault.New(fault.Internal, "list the demo's runs: status %d", status)
	}
	var doc view.Runs
	if err := json.Unmarshal([]byte(out.String()), &doc); err != nil || len(doc.Runs) == 0 {
		return "", fault.New(fault.Internal, "the demo has no run")
	}
	return doc.Runs[0].ID, nil
}
