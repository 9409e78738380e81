package awsop

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Fill puts values into an encoded input, each at its path. A path that the input does not have is an error: nothing is
// called without what it needs. No error tells a value, for it may be a secret.
func (o *Op) Fill(input json.RawMessage, values map[string]string) (json.RawMessage, error) {
	if len(values) == 0 {
		return input, nil
	}
	data, err := Place(input, values)
	if err != nil {
		return nil, fmt.Errorf("input of %s: %w", o.Name, err)
	}
	in := o.NewInput()
	if err := json.Unmarshal(data, in); err != nil {
		return nil, fmt.Errorf("input of %s: its members are not as declared", o.Name)
	}
	out, err := Encode(in)
	if err != nil || !same(data, out) {
		return nil, fmt.Errorf("input of %s: its members are not as declared", o.Name)
	}
	return out, nil
}

// Place puts values into JSON, each at its path.
func Place(input json.RawMessage, values map[string]string) (json.RawMessage, error) {
	tree, err := parse(input)
	if err != nil {
		return nil, err
	}
	// By place, so that the elements of a list come one after the other.
	for _, path := range slices.SortedFunc(maps.Keys(values), byPlace) {
		if !utf8.ValidString(values[path]) {
			return nil, fmt.Errorf("%s: the value is not valid UTF-8", path)
		}
		if tree, err = set(tree, strings.Split(path, "."), values[path]); err != nil {
			return nil, fmt.Errorf("%s: %w", path, err)
		}
	}
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	err = enc.Encode(tree)
	return bytes.TrimSpace(out.Bytes()), err
}

func parse(data json.RawMessage) (tree any, err error) {
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.UseNumber()
	if err := dec.Decode(&tree); err != nil {
		return nil, errors.New("it is no JSON")
	}
	return tree, nil
}

// same tells whether two JSON texts say the same.
func same(a, b json.RawMessage) bool {
	x, errX := parse(a)
	y, errY := parse(b)
	return errX == nil && errY == nil && reflect.DeepEqual(x, y)
}

// byPlace orders paths member by member, and elements by their number.
func byPlace(a, b string) int {
	return slices.CompareFunc(strings.Split(a, "."), strings.Split(b, "."), func(x, y string) int {
		i, errI := strconv.Atoi(x)
		j, errJ := strconv.Atoi(y)
		if errI == nil && errJ == nil {
			return cmp.Compare(i, j)
		}
		return cmp.Compare(x, y)
	})
}

// set sets one member, and makes the lists and structs on the way to it.
func set(tree any, path []string, value string) (any, error) {
	if len(path) == 0 {
		return value, nil
	}
	if i, err := strconv.Atoi(path[0]); err == nil {
		list, ok := tree.([]any)
		if (tree != nil && !ok) || i < 0 || i > len(list) {
			return nil, fmt.Errorf("there is no element %d", i)
		}
		if i == len(list) {
			list = append(list, nil)
		}
		list[i], err = set(list[i], path[1:], value)
		return list, err
	}
	members, ok := tree.(map[string]any)
	if tree != nil && !ok {
		return nil, fmt.Errorf("it has no member %s", path[0])
	}
	if members == nil {
		members = map[string]any{}
	}
	var err error
	members[path[0]], err = set(members[path[0]], path[1:], value)
	return members, err
}

// outputAt finds the text at a path of an SDK output; empty where there is none.
func outputAt(out any, path string) string {
	v := reflect.ValueOf(out)
	for name := range strings.SplitSeq(path, ".") {
		v = member(reflect.Indirect(v), name)
	}
	if v = reflect.Indirect(v); v.IsValid() && v.Kind() == reflect.String {
		return v.String()
	}
	return ""
}

func member(v reflect.Value, name string) reflect.Value {
	if v.Kind() == reflect.Struct {
		return v.FieldByName(name)
	}
	if i, err := strconv.Atoi(name); err == nil && v.Kind() == reflect.Slice && i >= 0 && i < v.Len() {
		return v.Index(i)
	}
	return reflect.Value{}
}
