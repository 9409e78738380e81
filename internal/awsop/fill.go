package awsop

import (
	"bytes"
	"encoding/json"
	"fmt"
	"reflect"
	"strconv"
	"strings"
)

// Fill puts values into an encoded input, each at its path.
func (o *Op) Fill(input json.RawMessage, values map[string]string) (json.RawMessage, error) {
	if len(values) == 0 {
		return input, nil
	}
	var tree any
	dec := json.NewDecoder(bytes.NewReader(input))
	dec.UseNumber()
	if err := dec.Decode(&tree); err != nil {
		return nil, fmt.Errorf("input of %s: %w", o.Name, err)
	}
	for path, value := range values {
		var err error
		if tree, err = set(tree, strings.Split(path, "."), value); err != nil {
			return nil, fmt.Errorf("input of %s: %s: %w", o.Name, path, err)
		}
	}
	data, err := json.Marshal(tree)
	if err != nil {
		return nil, fmt.Errorf("input of %s: %w", o.Name, err)
	}
	in := o.NewInput()
	if err := json.Unmarshal(data, in); err != nil {
		return nil, fmt.Errorf("input of %s: its members are not as declared", o.Name) // the cause may hold a secret
	}
	return Encode(in)
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
	switch v.Kind() {
	case reflect.Struct:
		return v.FieldByName(name)
	case reflect.Slice:
		if i, err := strconv.Atoi(name); err == nil && i < v.Len() {
			return v.Index(i)
		}
	}
	return reflect.Value{}
}
