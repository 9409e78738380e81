package securityhub

import (
	"bytes"
	"encoding/json"
	"io"

	"github.com/aws/aws-sdk-go-v2/service/securityhub/types"

	"github.com/mantenhq/manten/internal/control"
)

// WriteASFF writes findings as a list, or one a line. The list is what `aws securityhub batch-import-findings --findings
// file://…` takes, a hundred at a time.
func WriteASFF(w io.Writer, all []types.AwsSecurityFinding, lines bool) error {
	written := make([]json.RawMessage, len(all))
	for i := range all {
		data, err := JSON(&all[i])
		if err != nil {
			return err
		}
		written[i] = data
	}
	if lines {
		for _, data := range written {
			if _, err := w.Write(append(bytes.Clone(data), '\n')); err != nil {
				return err
			}
		}
		return nil
	}
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(written)
}

// Write writes findings in the format, as a list or one a line.
func (w Writer) Write(out io.Writer, all []control.Finding, lines bool) error {
	written := make([]types.AwsSecurityFinding, len(all))
	for i, f := range all {
		written[i] = w.Finding(f)
	}
	return WriteASFF(out, written, lines)
}
