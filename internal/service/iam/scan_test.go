package iam

import (
	"fmt"
	"slices"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/iam"

	"github.com/mantenhq/manten/internal/awstest/loop"
	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/collect"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/evaluate"
	"github.com/mantenhq/manten/internal/standard"
)

// many is more than the calls that a scan may take: a call for each user, role or policy would show.
const many = 12

// A scan for all controls of CIS 1.2.0 takes a handful of calls, however many users, roles and policies there are.
func TestScanCalls(t *testing.T) {
	t.Parallel()
	b := loop.New(t, loop.Case{Service: Service, With: others})
	client := sdk.NewFromConfig(b.AWS.Config(region))
	for i := range many {
		name := aws.String(fmt.Sprintf("user-%d", i))
		must(client.CreateUser(t.Context(), &sdk.CreateUserInput{UserName: name}))(t)
		must(client.CreateAccessKey(t.Context(), &sdk.CreateAccessKeyInput{UserName: name}))(t)
	}
	for i := range many {
		must(client.CreateRole(t.Context(), &sdk.CreateRoleInput{RoleName: aws.String(fmt.Sprintf("role-%d", i)), AssumeRolePolicyDocument: aws.String(trust)}))(t)
	}
	for i := range many {
		policyOf(t, client, fmt.Sprintf("policy-%d", i), allowed)
	}

	var selected []evaluate.Selected
	var units []*catalog.ControlUnit
	for _, u := range b.Catalog.Controls() {
		if u.Standards.Has(standard.CIS120) && u.Retired == "" {
			selected, units = append(selected, evaluate.Selected{Unit: u, Params: u.Params.Defaults}), append(units, u)
		}
	}
	res := must(collect.Collect(t.Context(), b.Source, collect.Wishes(b.Catalog, units), 8))(t)
	var calls []string
	for _, c := range b.AWS.Calls() {
		if c.Service == "iam" {
			calls = append(calls, c.Operation)
		}
	}
	slices.Sort(calls)
	if len(calls) > 10 {
		t.Errorf("%d calls: %v", len(calls), calls)
	}
	findings := map[control.ID]int{}
	for _, f := range evaluate.New(b.Catalog, selected, b.Now()).All(res) {
		if f.Status == control.NotAvailable {
			t.Errorf("%s on %s: %s", f.Control, f.Resource, f.Reason)
		}
		findings[f.Control]++
	}
	for id, want := range map[control.ID]int{"IAM.1": many, "IAM.2": many, "IAM.3": many, "IAM.5": many, "IAM.8": many, "IAM.18": 1} {
		if findings[id] != want {
			t.Errorf("%s has %d findings, want %d", id, findings[id], want)
		}
	}
	t.Logf("%d calls: %v", len(calls), calls)
}
