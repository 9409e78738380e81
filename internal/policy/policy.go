// Package policy reads resource policies as IAM does, and changes them without touching what is not at fault: order,
// Sids and members that it does not know stay as they are.
package policy

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// Document is a policy. Make one with [Parse] or [New].
type Document struct {
	members []member
	// Statements are in their order.
	Statements []Statement
}

// member is a member of the document other than its statements, as it was written.
type member struct {
	name  string
	value json.RawMessage
}

// Statement is a statement of a policy with its original text.
type Statement struct {
	Sid          string
	Effect       string
	Principal    Principal
	NotPrincipal Principal
	Action       OneOrMany
	NotAction    OneOrMany
	Resource     OneOrMany
	NotResource  OneOrMany
	Condition    Condition

	raw json.RawMessage
}

// Condition is operator → key → values.
type Condition map[string]map[string]Values

// OneOrMany is a list of strings that may be written as a single one.
type OneOrMany []string

// UnmarshalJSON takes a string or a list of strings.
func (o *OneOrMany) UnmarshalJSON(b []byte) error {
	var one string
	if json.Unmarshal(b, &one) == nil {
		*o = OneOrMany{one}
		return nil
	}
	return json.Unmarshal(b, (*[]string)(o))
}

// Values are condition values; numbers and booleans are taken as their text.
type Values []string

// UnmarshalJSON takes a scalar or a list of scalars.
func (v *Values) UnmarshalJSON(b []byte) error {
	var many []any
	if json.Unmarshal(b, &many) != nil {
		var one any
		if err := json.Unmarshal(b, &one); err != nil {
			return err
		}
		many = []any{one}
	}
	*v = nil
	for _, x := range many {
		switch x.(type) {
		case string, bool, float64:
			*v = append(*v, fmt.Sprint(x))
		default:
			return fmt.Errorf("condition value %v is no text", x)
		}
	}
	return nil
}

// Principal is who a statement is about: kind ("AWS", "Service", "*") → ids.
type Principal map[string]OneOrMany

// UnmarshalJSON takes "*" or an object.
func (p *Principal) UnmarshalJSON(b []byte) error {
	var one string
	if json.Unmarshal(b, &one) == nil {
		*p = Principal{"*": {one}}
		return nil
	}
	return json.Unmarshal(b, (*map[string]OneOrMany)(p))
}

// Everyone tells whether the principal is anybody at all.
func (p Principal) Everyone() bool {
	for kind, ids := range p {
		if kind != "AWS" && kind != "*" {
			continue
		}
		if slices.Contains(ids, "*") {
			return true
		}
	}
	return false
}

// New makes an empty policy of the current language version.
func New() *Document {
	return &Document{members: []member{{"Version", json.RawMessage(`"2012-10-17"`)}}}
}

// Parse reads a policy. Members that it does not know are kept.
func Parse(s string) (*Document, error) {
	dec := json.NewDecoder(strings.NewReader(s))
	if t, err := dec.Token(); err != nil || t != json.Delim('{') {
		return nil, errors.New("parse policy: it is not a JSON object")
	}
	d := &Document{}
	seen := map[string]bool{}
	for dec.More() {
		name, err := dec.Token()
		key, ok := name.(string)
		if err != nil || !ok {
			return nil, fmt.Errorf("parse policy: %v is no name: %w", name, err)
		}
		var value json.RawMessage
		if err := dec.Decode(&value); err != nil {
			return nil, fmt.Errorf("parse policy: %w", err)
		}
		if seen[key] {
			return nil, fmt.Errorf("parse policy: %q stands twice", key)
		}
		seen[key] = true
		if err := d.member(key, value); err != nil {
			return nil, fmt.Errorf("parse policy: %w", err)
		}
	}
	if _, err := dec.Token(); err != nil {
		return nil, fmt.Errorf("parse policy: %w", err)
	}
	if dec.More() {
		return nil, errors.New("parse policy: something follows the object")
	}
	return d, nil
}

func (d *Document) member(name string, value json.RawMessage) error {
	d.members = append(d.members, member{name, value})
	if name != "Statement" {
		return nil
	}
	var raws []json.RawMessage
	if bytes.HasPrefix(bytes.TrimSpace(value), []byte("{")) {
		raws = []json.RawMessage{value}
	} else if err := json.Unmarshal(value, &raws); err != nil {
		return err
	}
	for _, raw := range raws {
		s := Statement{raw: raw}
		if err := json.Unmarshal(raw, &s); err != nil {
			return fmt.Errorf("statement: %w", err)
		}
		d.Statements = append(d.Statements, s)
	}
	return nil
}

// Has tells whether a statement has the Sid.
func (d *Document) Has(sid string) bool {
	for _, s := range d.Statements {
		if s.Sid == sid {
			return true
		}
	}
	return false
}

// Append gives the policy with one more statement at its end, as text. The statement is encoded from v.
func (d *Document) Append(v any) (string, error) {
	raw, err := encode(v)
	if err != nil {
		return "", fmt.Errorf("append statement: %w", err)
	}
	raws := make([]json.RawMessage, 0, len(d.Statements)+1)
	for _, s := range d.Statements {
		raws = append(raws, s.raw)
	}
	return d.render(append(raws, raw))
}

func (d *Document) render(statements []json.RawMessage) (string, error) {
	list, err := encode(statements)
	if err != nil {
		return "", err
	}
	members, done := []member{}, false
	for _, m := range d.members {
		if m.name == "Statement" {
			m.value, done = list, true
		}
		members = append(members, m)
	}
	if !done {
		members = append(members, member{"Statement", list})
	}
	var b bytes.Buffer
	for i, m := range members {
		b.WriteString(map[bool]string{true: "{", false: ","}[i == 0])
		name, err := encode(m.name)
		if err != nil {
			return "", err
		}
		fmt.Fprintf(&b, "%s:%s", name, m.value)
	}
	b.WriteByte('}')
	var out bytes.Buffer
	if err := json.Compact(&out, b.Bytes()); err != nil {
		return "", fmt.Errorf("write policy: %w", err)
	}
	return out.String(), nil
}

// encode is JSON without escapes for HTML, which AWS would count against a policy's size.
func encode(v any) (json.RawMessage, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return nil, err
	}
	return bytes.TrimSpace(b.Bytes()), nil
}
