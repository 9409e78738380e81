package lambda

import (
	"encoding/json"
	"reflect"
	"slices"
	"strconv"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/lambda"
	"github.com/aws/aws-sdk-go-v2/service/lambda/types"

	"github.com/mantenhq/manten/internal/resource/lambda"
)

// The condition keys that AddPermission writes, besides those of the source.
const (
	organization = "aws:principalorgid"
	urlAuth      = "lambda:functionurlauthtype"
	viaURL       = "lambda:invokedviafunctionurl"
	eventToken   = "lambda:eventsourcetoken"
)

// permission is the call that would make a statement, and whether there is one: Lambda takes no statements, only a few
// values from which it writes them, and not every statement comes about so.
func permission(f lambda.Function, s lambda.Statement) (*sdk.AddPermissionInput, bool) {
	one := func(operator, key string) *string {
		if values := s.Condition[operator][key]; len(values) == 1 {
			return &values[0]
		}
		return nil
	}
	in := &sdk.AddPermissionInput{
		FunctionName: &f.Name, StatementId: &s.Sid, SourceAccount: one("StringEquals", lambda.SourceAccount),
		SourceArn: one("ArnLike", lambda.SourceArn), PrincipalOrgID: one("StringEquals", organization),
		EventSourceToken:    one("StringEquals", eventToken),
		FunctionUrlAuthType: types.FunctionUrlAuthType(aws.ToString(one("StringEquals", urlAuth))),
	}
	if via := one("Bool", viaURL); via != nil {
		in.InvokedViaFunctionUrl = aws.Bool(*via == "true")
	}
	if len(s.Action) == 1 {
		in.Action = &s.Action[0]
	}
	for _, ids := range s.Principal {
		if len(ids) == 1 && len(s.Principal) == 1 {
			in.Principal = &ids[0]
		}
	}
	return in, same(statement(f, in), s)
}

// statement is what Lambda writes for a call.
func statement(f lambda.Function, in *sdk.AddPermissionInput) lambda.Statement {
	s := lambda.Statement{
		Sid: aws.ToString(in.StatementId), Effect: "Allow", Action: []string{aws.ToString(in.Action)}, Resource: []string{f.ID},
		Principal: principal(aws.ToString(in.Principal)),
	}
	for _, c := range []struct {
		operator, key string
		value         *string
	}{
		{"StringEquals", lambda.SourceAccount, in.SourceAccount},
		{"ArnLike", lambda.SourceArn, in.SourceArn},
		{"StringEquals", organization, in.PrincipalOrgID},
		{"StringEquals", eventToken, in.EventSourceToken},
		{"StringEquals", urlAuth, (*string)(&in.FunctionUrlAuthType)},
	} {
		if aws.ToString(c.value) != "" {
			s.Condition = under(s.Condition, c.operator, c.key, *c.value)
		}
	}
	if in.InvokedViaFunctionUrl != nil {
		s.Condition = under(s.Condition, "Bool", viaURL, strconv.FormatBool(*in.InvokedViaFunctionUrl))
	}
	return s
}

// principal is anybody, or a service: nobody else is ever taken out or put back.
func principal(id string) map[string][]string {
	if id == "*" {
		return map[string][]string{"*": {"*"}}
	}
	return map[string][]string{"Service": {id}}
}

// same compares statements as they are stored, to which nil and empty lists are the same.
func same(a, b lambda.Statement) bool {
	var x, y any
	for s, into := range map[*lambda.Statement]*any{&a: &x, &b: &y} {
		data, err := json.Marshal(s)
		if err != nil || json.Unmarshal(data, into) != nil {
			return false
		}
	}
	return reflect.DeepEqual(x, y)
}

// without is the policy with one statement less: a deep copy stays what it is.
func without(list []lambda.Statement, s lambda.Statement) []lambda.Statement {
	out := slices.Clone(list)
	if i := slices.IndexFunc(out, func(o lambda.Statement) bool { return same(o, s) }); i >= 0 {
		out = slices.Delete(out, i, i+1)
	}
	return out
}

// with is the policy with one statement more, in its place.
func with(list []lambda.Statement, s lambda.Statement) []lambda.Statement {
	out := append(slices.Clone(list), s)
	sortStatements(out)
	return out
}

// hasButSid tells whether a policy has a statement that says the same under any Sid.
func hasButSid(list []lambda.Statement, s lambda.Statement) bool {
	return slices.ContainsFunc(list, func(o lambda.Statement) bool {
		o.Sid = s.Sid
		return same(o, s)
	})
}

func count(list []lambda.Statement, sid string) int {
	n := 0
	for _, s := range list {
		if s.Sid == sid {
			n++
		}
	}
	return n
}

// maxSid is how long Lambda lets a Sid be.
const maxSid = 100

// freeSid names a statement after the one in whose place it comes, with a number where the name is taken.
func freeSid(list []lambda.Statement, sid string) string {
	for n := 1; ; n++ {
		end := "-SourceAccount"
		if n > 1 {
			end += strconv.Itoa(n)
		}
		name := sid[:min(len(sid), maxSid-len(end))] + end
		if count(list, name) == 0 {
			return name
		}
	}
}
