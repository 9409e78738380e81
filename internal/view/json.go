package view

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/mantenhq/manten/internal/plan"
)

// JSON writes a document, indented. A plan is written as [plan.Encode] does, byte by byte; in other documents what
// [Safe] would escape is escaped as JSON does it, which every reader takes back.
func JSON(w io.Writer, doc any) error {
	if p, ok := doc.(*plan.Plan); ok {
		data, err := plan.Encode(p)
		if err != nil {
			return err
		}
		return write(w, data)
	}
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(doc); err != nil {
		return fmt.Errorf("encode the document: %w", err)
	}
	return write(w, visible(b.Bytes()))
}

// JSONL writes documents as lines.
func JSONL(w io.Writer, docs ...any) error {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	for _, doc := range docs {
		if err := enc.Encode(doc); err != nil {
			return fmt.Errorf("encode the document: %w", err)
		}
	}
	return write(w, visible(b.Bytes()))
}

func write(w io.Writer, data []byte) error {
	if _, err := w.Write(data); err != nil {
		return fmt.Errorf("write the document: %w", err)
	}
	return nil
}

// visible escapes characters in JSON that do something else than being seen. They can stand in strings only, but for
// line breaks between values, which stay.
func visible(data []byte) []byte {
	if !bytes.ContainsFunc(data, hidden) {
		return data
	}
	var b bytes.Buffer
	for _, r := range string(data) {
		switch {
		case !hidden(r):
			b.WriteRune(r)
		case r > 0xffff:
			hi, lo := utf16.EncodeRune(r)
			fmt.Fprintf(&b, `\u%04x\u%04x`, hi, lo)
		default:
			fmt.Fprintf(&b, `\u%04x`, r)
		}
	}
	return b.Bytes()
}

func hidden(r rune) bool { return r != '\n' && r != utf8.RuneError && unsafe(r) }
