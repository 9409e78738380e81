package view

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"slices"
	"strings"

	"github.com/mantenhq/manten/internal/resource"
)

// kind is what a node is.
type kind byte

const (
	nothing   kind = iota // there is none
	unseen                // nobody knows: hidden, or not asked for
	object                // members in their order
	array                 // items
	textual               // a string
	otherwise             // a number, true, false, null
)

// node is a JSON value whose members keep their order.
type node struct {
	kind    kind
	text    string // the string, or the literal
	members []member
	items   []node
}

type member struct {
	name  string
	value node
}

// parse reads JSON. Members that stand twice are refused: two readers could take them differently.
func parse(raw []byte) (node, error) {
	dec := json.NewDecoder(bytes.NewReader(raw))
	dec.UseNumber()
	n, err := parseValue(dec)
	if err != nil {
		return node{}, err
	}
	if _, err := dec.Token(); !errors.Is(err, io.EOF) {
		return node{}, errors.New("something follows the value")
	}
	return n, nil
}

func parseValue(dec *json.Decoder) (node, error) {
	t, err := dec.Token()
	if err != nil {
		return node{}, err
	}
	switch v := t.(type) {
	case json.Delim:
		if v == '{' {
			return parseObject(dec)
		}
		return parseArray(dec)
	case string:
		return node{kind: textual, text: v}, nil
	case json.Number:
		return node{kind: otherwise, text: v.String()}, nil
	case bool:
		return node{kind: otherwise, text: map[bool]string{true: "true", false: "false"}[v]}, nil
	}
	return node{kind: otherwise, text: "null"}, nil
}

func parseObject(dec *json.Decoder) (node, error) {
	n := node{kind: object}
	for dec.More() {
		t, err := dec.Token()
		if err != nil {
			return n, err
		}
		name, _ := t.(string)
		if n.member(name).kind != nothing {
			return n, errors.New("a member stands twice")
		}
		v, err := parseValue(dec)
		if err != nil {
			return n, err
		}
		n.members = append(n.members, member{name, v})
	}
	_, err := dec.Token()
	return n, err
}

func parseArray(dec *json.Decoder) (node, error) {
	n := node{kind: array}
	for dec.More() {
		v, err := parseValue(dec)
		if err != nil {
			return n, err
		}
		n.items = append(n.items, v)
	}
	_, err := dec.Token()
	return n, err
}

// member gives the member with the name; there is nothing where it has none.
func (n node) member(name string) node {
	for _, m := range n.members {
		if m.name == name {
			return m.value
		}
	}
	return node{}
}

// equal compares values; the order of members does not matter.
func (n node) equal(o node) bool {
	if n.kind != o.kind || n.text != o.text || len(n.members) != len(o.members) {
		return false
	}
	for _, m := range n.members {
		if !m.value.equal(o.member(m.name)) {
			return false
		}
	}
	return slices.EqualFunc(n.items, o.items, node.equal)
}

// factNode reads a fact in its stored form.
func factNode(raw json.RawMessage) (node, error) {
	if len(raw) == 0 {
		return node{kind: unseen}, nil
	}
	n, err := parse(raw)
	if err != nil {
		return n, err
	}
	switch resource.State(n.member("state").text) {
	case resource.Known:
		return n.member("value"), nil
	case resource.Absent:
		return node{}, nil
	case resource.Hidden, resource.NotAsked:
	}
	return node{kind: unseen}, nil
}

// unfolded is the JSON in a string that holds an object, such as a policy; other nodes stay as they are.
func (n node) unfolded() node {
	if n.kind != textual || !strings.HasPrefix(strings.TrimSpace(n.text), "{") {
		return n
	}
	if inner, err := parse([]byte(n.text)); err == nil {
		return inner
	}
	return n
}
