package policy

import (
	"encoding/json"
	"reflect"
	"slices"
	"strings"
)

// Same tells whether two policies say the same though AWS gave one of them back in other words: members in another
// order, a single text in the place of a list of one, a list in another order, an account by its number or by the ARN
// of its root. The order of statements counts. What is not a JSON object is the same only as itself.
func Same(a, b string) bool {
	if a == b {
		return true
	}
	x, okX := canonical(a)
	y, okY := canonical(b)
	return okX && okY && reflect.DeepEqual(x, y)
}

func canonical(s string) (any, bool) {
	var v map[string]any
	if !strings.HasPrefix(strings.TrimSpace(s), "{") || json.Unmarshal([]byte(s), &v) != nil {
		return nil, false
	}
	for name, member := range v {
		if name == "Statement" {
			v[name] = statements(member)
		}
	}
	return v, true
}

// statements are always a list, each with its members in one form.
func statements(v any) any {
	list, ok := v.([]any)
	if !ok {
		list = []any{v}
	}
	out := make([]any, len(list))
	for i, s := range list {
		out[i] = plain(s)
	}
	return out
}

// plain gives every list of texts one form, and goes down into objects.
func plain(v any) any {
	switch v := v.(type) {
	case map[string]any:
		for name, member := range v {
			v[name] = plain(member)
			if name == "AWS" {
				v[name] = plain(accounts(member))
			}
		}
		return v
	case []any:
		return texts(v)
	case bool:
		if v {
			return "true"
		}
		return "false"
	}
	return v
}

// texts sorts a list of texts, and makes a text of a list of one.
func texts(list []any) any {
	var out []string
	for _, x := range list {
		s, ok := plain(x).(string)
		if !ok {
			return list
		}
		out = append(out, s)
	}
	if len(out) == 1 {
		return out[0]
	}
	slices.Sort(out)
	return out
}

// accounts writes the ARN of an account's root as the account's number.
func accounts(v any) any {
	switch v := v.(type) {
	case string:
		if parts := strings.Split(v, ":"); len(parts) == 6 && parts[2] == "iam" && parts[5] == "root" {
			return parts[4]
		}
	case []any:
		out := make([]any, len(v))
		for i, x := range v {
			out[i] = accounts(x)
		}
		return out
	}
	return v
}
