package iam

import (
	"encoding/json"
	"reflect"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/iam/types"

	"github.com/mantenhq/manten/internal/awsop"
	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/plan"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/iam"
)

var (
	createPolicy = catalog.Write(Service, awsop.NewWrite(sdk.NewFromConfig, (*sdk.Client).CreatePolicy,
		"iam:CreatePolicy", "iam:TagPolicy"))
	// What was detached a moment ago may still count as attached.
	deletePolicy = catalog.Write(Service, awsop.NewWrite(sdk.NewFromConfig, (*sdk.Client).DeletePolicy,
		"iam:DeletePolicy").NotYet("DeleteConflict"))
)

var (
	policySummary = catalog.Text(Service, "CreatePolicy/summary",
		"Creates a managed policy.", "マネージドポリシーを作成します。")
	policyOther = catalog.Text(Service, "CreatePolicy/other",
		"policy {policy} is there with another document; compare it, and delete it if nothing needs it",
		"ポリシー {policy} は別の内容ですでに存在します。内容を比較し、不要なら削除してください")
)

type policyParams struct {
	// Document is the policy, as JSON.
	Document    string `json:"document"`
	Description string `json:"description"`
}

var createPolicyFor = catalog.Remediation(Service, catalog.RemediationSpec[iam.Policy, policyParams]{
	Name:    "CreatePolicy",
	Own:     true,
	Helper:  true,
	Makes:   plan.Creates,
	File:    "create_policy",
	Summary: policySummary,
	Reads:   []string{"Document"},
	Writes:  []*awsop.Op{createPolicy.Op, deletePolicy.Op},
	Plan: func(o iam.Policy, p policyParams, _ time.Time) catalog.Edit[iam.Policy] {
		e := catalog.Edit[iam.Policy]{After: o}
		switch document, there := o.Document.Get(); {
		case there && !sameJSON(document, p.Document):
			e.Refused = policyOther.With("policy", o.Name)
			return e
		case there:
			return e
		}
		// How often it is attached is for what comes later to say.
		e.After = iam.Policy{Ref: o.Ref, Document: resource.Is(p.Document), Tags: resource.Is(resource.Created())}
		e.Moves = []catalog.Move{{
			Do: createPolicy.With(policyInput(o.Name, p)), Undo: deletePolicy.With(&sdk.DeletePolicyInput{PolicyArn: &o.ID}),
		}}
		return e
	},
})

func policyInput(name string, p policyParams) *sdk.CreatePolicyInput {
	in := &sdk.CreatePolicyInput{PolicyName: &name, PolicyDocument: &p.Document}
	if p.Description != "" {
		in.Description = &p.Description
	}
	for k, v := range resource.Created() {
		in.Tags = append(in.Tags, types.Tag{Key: aws.String(k), Value: aws.String(v)})
	}
	return in
}

// sameJSON tells whether two documents say the same; what is no JSON is compared as text.
func sameJSON(a, b string) bool {
	var x, y any
	if json.Unmarshal([]byte(a), &x) != nil || json.Unmarshal([]byte(b), &y) != nil {
		return a == b
	}
	return reflect.DeepEqual(x, y)
}
