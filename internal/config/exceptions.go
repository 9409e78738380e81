package config

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"time"

	"go.yaml.in/yaml/v3"

	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/exception"
	"github.com/mantenhq/manten/internal/fault"
	"github.com/mantenhq/manten/internal/standard"
)

// Exceptions are those that stand in files, so that they are reviewed like code. The zero value has none.
type Exceptions struct {
	// Listed stand in manten.yaml itself.
	Listed []Exception `yaml:"exceptions"`
	// File has more of them, under the same key. It is relative to the directory of manten.yaml.
	File string `yaml:"exceptions_file"`
}

// Exception is an exception with the place where it stands.
type Exception struct {
	exception.Exception
	// From is the file, and Line the line that it begins on.
	From string
	Line int
}

// exceptionKeys are the keys of an exception in a file.
var exceptionKeys = []string{"control", "resource", "tag", "account", "region", "reason", "owner", "approver", "until"}

// UnmarshalYAML implements [yaml.Unmarshaler]. Values are taken as they are written: an account is no number.
func (e *Exception) UnmarshalYAML(n *yaml.Node) error {
	e.Line = n.Line
	if n.Kind != yaml.MappingNode {
		return e.wrong("it is written as control, resource, reason, owner, approver and until, each with a value")
	}
	set := map[string]string{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		switch {
		case !slices.Contains(exceptionKeys, key.Value):
			return fmt.Errorf("line %d: exceptions: unknown key %q%s", key.Line, key.Value, DidYouMean(key.Value, exceptionKeys))
		case value.Kind != yaml.ScalarNode:
			return fmt.Errorf("line %d: exceptions: %s is no text", value.Line, key.Value)
		case value.Tag != "!!null":
			set[key.Value] = value.Value
		}
	}
	return e.take(set)
}

// take fills the exception from the values of the file.
func (e *Exception) take(set map[string]string) error {
	e.Covers = exception.Covers{
		Control: control.ID(set["control"]), Resource: set["resource"], Tag: set["tag"], Account: set["account"], Region: set["region"],
	}
	e.Reason, e.Owner, e.Approver = set["reason"], set["owner"], set["approver"]
	if until := set["until"]; until != "" {
		var err error
		if e.Ends, err = exception.ParseUntil(until); err != nil {
			return e.wrong("%w", err)
		}
	}
	if err := e.Validate(); err != nil {
		return e.wrong("%w", err)
	}
	return nil
}

func (e *Exception) wrong(format string, args ...any) error {
	return fmt.Errorf("line %d: exceptions: %w", e.Line, fmt.Errorf(format, args...))
}

// loadExceptions adds what stands in the file, and tells each exception where it stands.
func (x *Exceptions) loadExceptions(config string) error {
	for i := range x.Listed {
		x.Listed[i].From = config
	}
	if x.File == "" {
		return nil
	}
	name := x.File
	if !filepath.IsAbs(name) {
		name = filepath.Join(filepath.Dir(config), name)
	}
	more, err := readExceptions(name)
	if err != nil {
		// Its text only: a file that is named and is not there must not look like a configuration that is not there.
		return fault.New(fault.Invalid, "read exceptions %s: %s", name, err.Error()).Do("correct %s", name)
	}
	x.Listed = append(x.Listed, more...)
	return nil
}

// readExceptions reads a file that has nothing but the key exceptions.
func readExceptions(name string) ([]Exception, error) {
	data, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	var top map[string]any
	if err := yaml.NewDecoder(bytes.NewReader(data)).Decode(&top); err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	for k := range top {
		if k != "exceptions" {
			return nil, fmt.Errorf("unknown key %q%s", k, DidYouMean(k, []string{"exceptions"}))
		}
	}
	var x Exceptions
	if err := yaml.Unmarshal(data, &x); err != nil {
		return nil, err
	}
	for i := range x.Listed {
		x.Listed[i].From = name
	}
	return x.Listed, nil
}

// Excepted are the exceptions of the files with their ids, held against the catalog and the clock.
func (c Config) Excepted(cat *catalog.Catalog, now time.Time) ([]Exception, error) {
	out := slices.Clone(c.Listed)
	at := map[string]Exception{}
	for i := range out {
		e := &out[i]
		id, err := KnownControl(cat, e.Control)
		if err == nil {
			err = e.Near(now)
		}
		e.Control = id
		e.ID = e.Digest()
		if first, twice := at[e.ID]; err == nil && twice {
			err = fmt.Errorf("it covers the same as the one of line %d in %s", first.Line, first.From)
		}
		if err != nil {
			return nil, fault.New(fault.Invalid, "configuration %s: %w", e.From, e.wrong("%w", err)).Do("correct %s", e.From)
		}
		at[e.ID] = *e
	}
	return out, nil
}

// KnownControl finds a control for an exception and gives its id as Security Hub writes it; empty stays empty. Those of
// the standards that Manten does not evaluate are known too: Security Hub has findings of them.
func KnownControl(cat *catalog.Catalog, id control.ID) (control.ID, error) {
	if id == "" {
		return "", nil
	}
	if u, ok := cat.Control(id); ok {
		return u.ID, nil
	}
	if m, ok := standard.MemberOf(id); ok {
		return m.ID, nil
	}
	return "", fmt.Errorf("%q is no control%s", id, DidYouMean(string(id), cat.ControlIDs()))
}
