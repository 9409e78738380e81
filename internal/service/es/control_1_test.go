package es

import (
	"testing"

	"github.com/mantenhq/manten/internal/catalog/catalogtest"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/elasticsearch"
)

func TestControl1(t *testing.T) {
	t.Parallel()
	with := func(encrypted resource.Fact[bool]) elasticsearch.Domain {
		return elasticsearch.Domain{Ref: resource.Ref{Type: "AWS::Elasticsearch::Domain", Account: "111122223333", Region: "eu-west-1", ID: "arn:aws:es:eu-west-1:111122223333:domain/logs", Name: "logs"}, EncryptionAtRest: encrypted}
	}
	catalogtest.Judge(t, control1, map[string]catalogtest.Case{
		"encrypted": {Resource: with(resource.Is(true)), Want: control.Passed, Reason: "are encrypted"},
		"plain":     {Resource: with(resource.Is(false)), Want: control.Failed, Reason: "are not encrypted"},
		"denied":    {Resource: with(resource.HiddenFor[bool](catalogtest.Denied)), Want: control.NotAvailable, Reason: "x.GetX gave AccessDenied"},
		"not asked": {Resource: with(resource.Fact[bool]{}), Want: control.NotAvailable, Reason: "EncryptionAtRest was not asked for"},
	})
}
