package cli

import (
	"io"
	"slices"

	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/securityhub"
)

// The forms of findings in the AWS Security Finding Format: a list, and one a line.
const (
	formatASFF      = "asff"
	formatASFFLines = "asff-jsonl"
)

// isASFF tells whether findings are wanted in the AWS Security Finding Format.
func (f *flags) isASFF() bool { return f.format == formatASFF || f.format == formatASFFLines }

// asff writes the findings that are wanted as BatchImportFindings takes them.
func (a *App) asff(f *flags, findings []control.Finding, wants func(control.Finding) bool) error {
	kept := slices.DeleteFunc(slices.Clone(findings), func(x control.Finding) bool { return !wants(x) })
	return a.write(f, func(w io.Writer, _ bool) error {
		return securityhub.Writer{Catalog: a.Catalog}.Write(w, kept, f.format == formatASFFLines)
	})
}
