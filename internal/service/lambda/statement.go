package lambda

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/mantenhq/manten/internal/policy"
	"github.com/mantenhq/manten/internal/resource/lambda"
)

// statementsOf reads a function's policy into the one form of its statements, sorted by Sid: Lambda promises no order,
// and what is taken out and put back comes last. A policy that is not understood whole is an error.
func statementsOf(text string) ([]lambda.Statement, error) {
	if !utf8.ValidString(text) {
		return nil, errors.New("the policy is not UTF-8")
	}
	d, err := policy.Parse(text)
	if err != nil {
		return nil, err
	}
	raws, err := rawStatements(text)
	if err != nil {
		return nil, err
	}
	out := []lambda.Statement{}
	for i, s := range d.Statements {
		out = append(out, plain(s, raws[i]))
	}
	sortStatements(out)
	return out, nil
}

func sortStatements(list []lambda.Statement) {
	slices.SortStableFunc(list, func(a, b lambda.Statement) int { return cmp.Compare(a.Sid, b.Sid) })
}

// rawStatements are the members of each statement, to see those that the policy package does not know.
func rawStatements(text string) ([]map[string]json.RawMessage, error) {
	var many struct{ Statement []map[string]json.RawMessage }
	if json.Unmarshal([]byte(text), &many) == nil {
		return many.Statement, nil
	}
	var one struct{ Statement map[string]json.RawMessage }
	if err := json.Unmarshal([]byte(text), &one); err != nil {
		return nil, fmt.Errorf("parse policy: %w", err)
	}
	return []map[string]json.RawMessage{one.Statement}, nil
}

var members = []string{
	"Sid", "Effect", "Principal", "NotPrincipal", "Action", "NotAction", "Resource", "NotResource", "Condition",
}

func plain(s policy.Statement, raw map[string]json.RawMessage) lambda.Statement {
	out := lambda.Statement{
		Sid: s.Sid, Effect: s.Effect, Principal: plainPrincipal(s.Principal), NotPrincipal: plainPrincipal(s.NotPrincipal),
		Action: s.Action, NotAction: s.NotAction, Resource: s.Resource, NotResource: s.NotResource,
	}
	for operator, keys := range s.Condition {
		for key, values := range keys {
			out.Condition = under(out.Condition, operator, strings.ToLower(key), values...)
		}
	}
	for name := range raw {
		if !slices.Contains(members, name) {
			out.Others = append(out.Others, name)
		}
	}
	slices.Sort(out.Others)
	return out
}

// under adds values to a condition, which is made if need be.
func under(c map[string]map[string][]string, operator, key string, values ...string) map[string]map[string][]string {
	if c == nil {
		c = map[string]map[string][]string{}
	}
	if c[operator] == nil {
		c[operator] = map[string][]string{}
	}
	c[operator][key] = append(c[operator][key], values...)
	return c
}

func plainPrincipal(p policy.Principal) map[string][]string {
	if len(p) == 0 {
		return nil
	}
	if len(p) == 1 && len(p["AWS"]) == 1 && p.Everyone() {
		return map[string][]string{"*": {"*"}}
	}
	out := map[string][]string{}
	for kind, ids := range p {
		out[kind] = ids
	}
	return out
}
