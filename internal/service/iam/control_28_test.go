package iam

import (
	"testing"

	"github.com/mantenhq/manten/internal/catalog/catalogtest"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/accessanalyzer"
)

func TestControl28(t *testing.T) {
	t.Parallel()
	with := func(analyzers resource.Fact[[]accessanalyzer.Analyzer]) accessanalyzer.Account {
		return accessanalyzer.Account{Ref: resource.Ref{
			Type: "AWS::AccessAnalyzer::Account", Account: "111122223333", Region: "eu-west-1",
			ID: resource.AccountID("111122223333"), Name: "111122223333",
		}, Analyzers: analyzers}
	}
	are := func(analyzers ...accessanalyzer.Analyzer) accessanalyzer.Account { return with(resource.Is(analyzers)) }
	active := accessanalyzer.Analyzer{Name: "main", Type: "ACCOUNT", Status: "ACTIVE"}
	unused := accessanalyzer.Analyzer{Name: "unused", Type: "ACCOUNT_UNUSED_ACCESS", Status: "ACTIVE"}
	cases := map[string]catalogtest.Case{
		"active": {Resource: are(active), Want: control.Passed, Reason: "analyzer main is active"},
		"one of": {Resource: are(unused, active), Want: control.Passed, Reason: "analyzer main is active"},
		"none":   {Resource: are(), Want: control.Failed, Reason: "there is no external access analyzer"},
		"other type": {
			Resource: are(unused, accessanalyzer.Analyzer{Name: "org", Type: "ORGANIZATION", Status: "ACTIVE"}),
			Want:     control.Failed, Reason: "there are: unused (ACCOUNT_UNUSED_ACCESS, ACTIVE), org (ORGANIZATION, ACTIVE)",
		},
		"denied":    {Resource: with(resource.HiddenFor[[]accessanalyzer.Analyzer](catalogtest.Denied)), Want: control.NotAvailable, Reason: "x.GetX gave AccessDenied"},
		"not asked": {Resource: with(resource.Fact[[]accessanalyzer.Analyzer]{}), Want: control.NotAvailable, Reason: "Analyzers was not asked for"},
	}
	for _, status := range []string{"CREATING", "DISABLED", "FAILED"} {
		cases[status] = catalogtest.Case{
			Resource: are(accessanalyzer.Analyzer{Name: "main", Type: "ACCOUNT", Status: status}),
			Want:     control.Failed, Reason: "there are: main (ACCOUNT, " + status + ")",
		}
	}
	catalogtest.Judge(t, control28, cases)
}
