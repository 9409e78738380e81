// Package securityhub speaks with AWS Security Hub: it reads its findings, in any of the forms in which they come, and finds
// out which controls and resources they are about.
//
// What it reads was written by others. It takes nothing for true but what stands there: an account or a region that a
// finding does not name is not made up, and what cannot be read is told, finding by finding.
package securityhub

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"io"

	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/fault"
	"github.com/mantenhq/manten/internal/text"
)

// Item is a finding as Security Hub has it.
type Item struct {
	// ID is the finding's own id.
	ID    string
	Title string
	// Account is the 12 digits of the account that the finding is about.
	Account string
	// Region is the finding's, empty where it names none.
	Region string
	// Names are the controls that it may be of: several where all it names is a requirement that several controls answer,
	// none where it is of no control at all.
	Names     []control.ID
	Resources []Thing
	Standing
}

// Standing is how a finding stands.
type Standing struct {
	// Status is the compliance status, empty where there is none.
	Status control.Status
	// Workflow is empty where the finding has none.
	Workflow control.Workflow
	// Archived findings are of the past: the resource is gone, or the control is off.
	Archived bool
	// Note is what somebody wrote at the finding.
	Note string
}

// Thing is a resource as a finding names it.
type Thing struct {
	// Type is in Security Hub's words ("AwsS3Bucket") or in those of CloudFormation ("AWS::S3::Bucket").
	Type string
	// ID is an ARN, or "AWS::::Account:<12 digits>".
	ID     string
	Region string
}

// Skipped is a finding that could not be read.
type Skipped struct {
	// ID is the finding's, or says at which place it stands where it has none.
	ID  string
	Why text.Message
}

// Findings is what was read: each finding stands in just one of the lists, in the order in which they came.
type Findings struct {
	Items   []Item
	Skipped []Skipped
}

// Seen is how many findings there were.
func (f Findings) Seen() int { return len(f.Items) + len(f.Skipped) }

// Parse reads findings in ASFF or OCSF (class 2003): one, a list, an answer of GetFindings, an event of EventBridge, or
// any number of these one after the other, as in JSON lines. What is not JSON, or breaks off, is an error (fault.Invalid):
// half of a document is not worked on. Sources: Security Hub User Guide, "AWS Security Finding Format (ASFF)" and
// "EventBridge event formats for Security Hub CSPM"; OCSF schema, "Compliance Finding".
func Parse(r io.Reader) (Findings, error) {
	in := bufio.NewReader(r)
	if mark, err := in.Peek(len(byteOrder)); err == nil && string(mark) == byteOrder {
		_, _ = in.Discard(len(byteOrder)) // what was peeked is there
	}
	p := &parser{}
	dec := json.NewDecoder(in)
	for values := 0; ; values++ {
		var raw json.RawMessage
		switch err := dec.Decode(&raw); {
		case errors.Is(err, io.EOF) && values == 0:
			return Findings{}, unreadable("there is nothing in it")
		case errors.Is(err, io.EOF):
			return p.found, nil
		case errors.Is(err, io.ErrUnexpectedEOF):
			return Findings{}, unreadable("it ends in the middle of a finding")
		case err != nil:
			return Findings{}, unreadable("it is not JSON: %w", err)
		}
		p.value(raw, 0)
	}
}

// byteOrder is the mark that some programs put before UTF-8.
const byteOrder = "\ufeff"

func unreadable(format string, args ...any) error {
	return fault.New(fault.Invalid, "read findings of Security Hub: "+format, args...).
		Do("save them anew: aws securityhub get-findings --output json > findings.json")
}

// parser gathers findings.
type parser struct{ found Findings }

// deepest is how many documents may stand one in another: an event, its detail, a list, a finding.
const deepest = 8

// wrapping is what findings come in.
type wrapping struct {
	Detail   json.RawMessage `json:"detail"`
	Findings json.RawMessage `json:"findings"`
	// Class is that of OCSF.
	Class json.RawMessage `json:"class_uid"`
	// Schema is that of ASFF.
	Schema json.RawMessage `json:"SchemaVersion"`
	// Insight tells an event that has results of an insight, which are counts and no findings.
	Insight json.RawMessage `json:"insightResults"`
}

// value takes one JSON value: a finding, or something with findings in it.
func (p *parser) value(raw json.RawMessage, depth int) {
	var list []json.RawMessage
	var e wrapping
	switch {
	case depth > deepest:
		p.skip("", textNoFinding.With())
	case first(raw) == '[' && json.Unmarshal(raw, &list) == nil:
		for _, one := range list {
			p.value(one, depth+1)
		}
	case first(raw) != '{' || json.Unmarshal(raw, &e) != nil:
		p.skip("", textNoFinding.With())
	case first(e.Findings) == '[':
		p.value(e.Findings, depth+1)
	case e.Insight != nil:
		p.skip("", textInsight.With())
	case first(e.Detail) == '{' && e.Schema == nil && e.Class == nil:
		p.value(e.Detail, depth+1)
	case e.Class != nil:
		p.take(parseOCSF(raw))
	default:
		p.take(parseASFF(raw))
	}
}

func first(raw json.RawMessage) byte {
	if raw = bytes.TrimSpace(raw); len(raw) > 0 {
		return raw[0]
	}
	return 0
}

// take keeps a finding that names an account; without one there is no telling what it is about.
func (p *parser) take(x Item, why text.Message) {
	if why.IsZero() && !accountID.MatchString(x.Account) {
		why = textNoAccount.With()
	}
	if !why.IsZero() {
		p.skip(x.ID, why)
		return
	}
	p.found.Items = append(p.found.Items, x)
}

func (p *parser) skip(id string, why text.Message) {
	if id == "" {
		id = "#" + number(p.found.Seen()+1)
	}
	p.found.Skipped = append(p.found.Skipped, Skipped{ID: id, Why: why})
}
