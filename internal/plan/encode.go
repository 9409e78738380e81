package plan

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"github.com/mantenhq/manten/internal/fault"
)

// Encode gives the plan's bytes, indented for reading.
func Encode(p *Plan) ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(p); err != nil {
		return nil, fmt.Errorf("encode plan %s: %w", p.ID, err)
	}
	return b.Bytes(), nil
}

// Decode reads a plan strictly: what would be lost by writing the plan again (unknown fields, fields given twice,
// other spellings) is an error, so that nobody reviews something else than what is applied.
func Decode(data []byte) (*Plan, error) {
	p, err := decode(data)
	if err != nil {
		return nil, fault.New(fault.Invalid, "read plan: %w", err).Do("make the plan again: manten plan -o plan.json")
	}
	if p.Schema != Schema {
		return nil, fault.New(fault.Invalid, "read plan: its schema is %q, this release reads %q", p.Schema, Schema).
			Do("make the plan again with this release: manten plan -o plan.json")
	}
	if err := same(p, data); err != nil {
		return nil, fault.New(fault.Refused, "read plan: %w", err).Do("make the plan again: manten plan -o plan.json")
	}
	return p, nil
}

func decode(data []byte) (*Plan, error) {
	if len(bytes.TrimSpace(data)) == 0 {
		return nil, errors.New("the file is empty")
	}
	// Values that are kept as they stand (inputs, facts) are compared byte by byte later on: without white space.
	if tight, err := compact(data); err == nil {
		data = tight
	}
	dec := json.NewDecoder(bytes.NewReader(data))
	var p Plan
	if err := dec.Decode(&p); err != nil {
		if errors.Is(err, io.ErrUnexpectedEOF) {
			return nil, errors.New("the file ends in the middle of the plan")
		}
		return nil, err
	}
	if _, err := dec.Token(); !errors.Is(err, io.EOF) {
		return nil, errors.New("something follows the plan")
	}
	return &p, nil
}

// same compares the plan, written again, with the bytes it was read from.
func same(p *Plan, data []byte) error {
	again, err := Encode(p)
	if err != nil {
		return err
	}
	want, err := compact(data)
	if err != nil {
		return err
	}
	got, err := compact(again)
	if err != nil {
		return err
	}
	if bytes.Equal(got, want) {
		return nil
	}
	at := 0
	for at < len(got) && at < len(want) && got[at] == want[at] {
		at++
	}
	return fmt.Errorf("it has something that is no part of a plan, near %q", want[max(0, at-30):min(len(want), at+30)])
}

// Digest identifies a plan by its content: it stays the same when the file is indented otherwise.
func Digest(p *Plan) (string, error) {
	data, err := Encode(p)
	if err != nil {
		return "", err
	}
	if data, err = compact(data); err != nil {
		return "", err
	}
	sum := sha256.Sum256(data)
	return "sha256:" + hex.EncodeToString(sum[:]), nil
}

func compact(data []byte) ([]byte, error) {
	var b bytes.Buffer
	if err := json.Compact(&b, data); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}
