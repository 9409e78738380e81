package opensearch

import (
	"testing"

	"github.com/mantenhq/manten/internal/catalog/catalogtest"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/opensearch"
)

func TestControl2(t *testing.T) {
	t.Parallel()
	with := func(vpc resource.Fact[opensearch.VPC]) opensearch.Domain {
		return opensearch.Domain{Ref: resource.Ref{Type: "AWS::OpenSearch::Domain", Account: "111122223333", Region: "eu-west-1", ID: "arn:aws:es:eu-west-1:111122223333:domain/logs", Name: "logs"}, VPC: vpc}
	}
	catalogtest.Judge(t, control2, map[string]catalogtest.Case{
		"inside":    {Resource: with(resource.Is(opensearch.VPC{ID: "vpc-1", Subnets: []string{"subnet-1"}})), Want: control.Passed, Reason: "inside of vpc-1"},
		"public":    {Resource: with(resource.None[opensearch.VPC]()), Want: control.Failed, Reason: "the endpoint is public"},
		"denied":    {Resource: with(resource.HiddenFor[opensearch.VPC](catalogtest.Denied)), Want: control.NotAvailable, Reason: "x.GetX gave AccessDenied"},
		"not asked": {Resource: with(resource.Fact[opensearch.VPC]{}), Want: control.NotAvailable, Reason: "VPC was not asked for"},
	})
}
