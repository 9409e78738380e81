package lambda

import (
	"slices"

	"github.com/mantenhq/manten/internal/policy"
	"github.com/mantenhq/manten/internal/resource/lambda"
)

// invoking are the actions that a statement on everybody's principal is held against, besides its own.
var invoking = []string{
	"lambda:InvokeFunction", "lambda:InvokeFunctionUrl", "lambda:InvokeAsync", "lambda:GetFunction", "lambda:UpdateFunctionCode",
}

// public tells whether the statement lets anybody in: conditions count only where they pin the request to fixed values.
// That a function URL asks for credentials pins nothing, since everybody with any AWS account has some.
func public(s lambda.Statement) bool {
	return parsed(s).Public(slices.Concat(s.Action, invoking))
}

// s3Anywhere tells whether Amazon S3 may call the function for buckets of any account: a bucket's ARN has no account in
// it, and whoever takes a name that has become free gets in.
func s3Anywhere(s lambda.Statement) bool {
	return s.Effect == "Allow" && slices.Contains(s.Principal["Service"], "s3.amazonaws.com") && !ofAccount(s)
}

// ofAccount tells whether a condition pins the request to the resources of fixed accounts.
func ofAccount(s lambda.Statement) bool {
	only := policy.Condition{}
	for operator, keys := range s.Condition {
		if values, ok := keys[lambda.SourceAccount]; ok {
			only[operator] = map[string]policy.Values{lambda.SourceAccount: values}
		}
	}
	pinned := policy.Statement{Effect: "Allow", Principal: policy.Principal{"*": {"*"}}, Action: policy.OneOrMany{"*"}, Condition: only}
	return !pinned.Public(invoking)
}

func parsed(s lambda.Statement) policy.Statement {
	p := policy.Statement{
		Sid: s.Sid, Effect: s.Effect, Principal: ids(s.Principal), NotPrincipal: ids(s.NotPrincipal), Action: s.Action,
		NotAction: s.NotAction, Resource: s.Resource, NotResource: s.NotResource, Condition: policy.Condition{},
	}
	for operator, keys := range s.Condition {
		p.Condition[operator] = map[string]policy.Values{}
		for key, values := range keys {
			p.Condition[operator][key] = values
		}
	}
	return p
}

func ids(principal map[string][]string) policy.Principal {
	p := policy.Principal{}
	for kind, who := range principal {
		p[kind] = who
	}
	return p
}
