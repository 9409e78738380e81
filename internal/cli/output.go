package cli

import (
	"bytes"
	"crypto/rand"
	"io"
	"os"
	"strings"

	"github.com/mantenhq/manten/internal/fault"
	"github.com/mantenhq/manten/internal/view"
)

// show writes a document in the chosen format: as JSON, as lines of JSON, or by table for people.
func (a *App) show(f *flags, doc any, lines []any, table func(*view.Printer) error) error {
	return a.write(f, func(w io.Writer, terminal bool) error {
		switch f.format {
		case "json":
			return view.JSON(w, doc)
		case "jsonl":
			return view.JSONL(w, lines...)
		}
		return table(a.printer(f, w, terminal))
	})
}

// write lets something be written to standard output, or whole into the file of --output.
func (a *App) write(f *flags, what func(w io.Writer, terminal bool) error) error {
	if f.output == "" {
		return what(a.Streams.Out, a.Streams.Terminal)
	}
	var b bytes.Buffer
	if err := what(&b, false); err != nil {
		return err
	}
	return writeFile(f.output, b.Bytes())
}

// writeFile writes a file that nobody else can read: what fails in an account is nobody else's business.
func writeFile(name string, data []byte) error {
	if err := os.WriteFile(name, data, 0o600); err != nil {
		return fault.New(fault.Invalid, "write %s: %w", name, err).Do("name another file with --output")
	}
	return nil
}

// newID makes an identifier that is short enough to type.
func newID() string { return strings.ToLower(rand.Text()[:10]) }

func anys[T any](list []T) []any {
	out := make([]any, len(list))
	for i, x := range list {
		out[i] = x
	}
	return out
}
