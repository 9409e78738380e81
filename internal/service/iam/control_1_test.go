package iam

import (
	"testing"

	"github.com/mantenhq/manten/internal/catalog/catalogtest"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/iam"
)

func TestControl1(t *testing.T) {
	t.Parallel()
	statement := func(s string) string { return `{"Version":"2012-10-17","Statement":[` + s + `]}` }
	admin := statement(`{"Sid":"Read","Effect":"Allow","Action":"s3:Get*","Resource":"*"},{"Effect":"Allow","Action":"*","Resource":"*"}`)
	named := statement(`{"Sid":"All","Effect":"Allow","Action":["s3:*","*"],"Resource":["arn:aws:s3:::x","*"],"Condition":{"Bool":{"aws:MultiFactorAuthPresent":"true"}}}`)
	policy := func(document string, attachments, boundaries any) iam.Policy {
		return iam.Policy{
			Ref:      resource.Ref{Type: "AWS::IAM::Policy", Account: "111122223333", Region: region, ID: "arn:aws:iam::111122223333:policy/p", Name: "p"},
			Document: resource.Is(document), Attachments: fact[int](attachments), BoundaryUses: fact[int](boundaries),
		}
	}
	hidden := policy("", 1, 0)
	hidden.Document = resource.HiddenFor[string](catalogtest.Denied)
	all := map[string]any{"excludePermissionBoundaryPolicy": false}
	catalogtest.Judge(t, control1, map[string]catalogtest.Case{
		"services":              {Resource: policy(statement(`{"Effect":"Allow","Action":["s3:*","ec2:*"],"Resource":"*"}`), 1, 0), Want: control.Passed},
		"a single resource":     {Resource: policy(statement(`{"Effect":"Allow","Action":"*","Resource":"arn:aws:s3:::x/*"}`), 1, 0), Want: control.Passed},
		"denied":                {Resource: policy(statement(`{"Effect":"Deny","Action":"*","Resource":"*"}`), 1, 0), Want: control.Passed},
		"all but":               {Resource: policy(statement(`{"Effect":"Allow","NotAction":"iam:*","Resource":"*"}`), 1, 0), Want: control.Passed},
		"no statements":         {Resource: policy(`{"Version":"2012-10-17"}`, 1, 0), Want: control.Passed},
		"in lists, conditional": {Resource: policy(named, 1, 0), Want: control.Failed, Reason: "in statement All"},
		"without a Sid":         {Resource: policy(admin, 1, 0), Want: control.Failed, Reason: "in statement 2"},
		"one statement":         {Resource: policy(`{"Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}`, 0, 0), Want: control.Failed, Reason: "in statement 1"},
		"a boundary only":       {Resource: policy(admin, 0, 3), Want: control.NotApplicable, Reason: "boundary of 3"},
		"a boundary, too":       {Resource: policy(admin, 1, 3), Want: control.Failed},
		"boundaries judged":     {Resource: policy(admin, 0, 3), Params: all, Want: control.Failed},
		"judged with use hidden": {
			Resource: policy(admin, catalogtest.Denied, catalogtest.Denied), Params: all, Want: control.Failed,
		},
		"use hidden":             {Resource: policy(admin, catalogtest.Denied, 0), Want: control.NotAvailable},
		"boundaries hidden":      {Resource: policy(admin, 0, catalogtest.Denied), Want: control.NotAvailable},
		"harmless, use hidden":   {Resource: policy(statement(""), catalogtest.Denied, catalogtest.Denied), Want: control.Passed},
		"document hidden":        {Resource: hidden, Want: control.NotAvailable},
		"no policy that we know": {Resource: policy("[]", 1, 0), Want: control.NotAvailable, Reason: "cannot be understood"},
	})
}
