package es

import (
	"testing"

	"github.com/mantenhq/manten/internal/catalog/catalogtest"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/elasticsearch"
)

func TestControl2(t *testing.T) {
	t.Parallel()
	with := func(vpc resource.Fact[elasticsearch.VPC]) elasticsearch.Domain {
		return elasticsearch.Domain{Ref: resource.Ref{Type: "AWS::Elasticsearch::Domain", Account: "111122223333", Region: "eu-west-1", ID: "arn:aws:es:eu-west-1:111122223333:domain/logs", Name: "logs"}, VPC: vpc}
	}
	catalogtest.Judge(t, control2, map[string]catalogtest.Case{
		"inside":    {Resource: with(resource.Is(elasticsearch.VPC{ID: "vpc-1", Subnets: []string{"subnet-1"}})), Want: control.Passed, Reason: "inside of vpc-1"},
		"public":    {Resource: with(resource.None[elasticsearch.VPC]()), Want: control.Failed, Reason: "the endpoint is public"},
		"denied":    {Resource: with(resource.HiddenFor[elasticsearch.VPC](catalogtest.Denied)), Want: control.NotAvailable, Reason: "x.GetX gave AccessDenied"},
		"not asked": {Resource: with(resource.Fact[elasticsearch.VPC]{}), Want: control.NotAvailable, Reason: "VPC was not asked for"},
	})
}
