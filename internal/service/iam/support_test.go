package iam

import (
	"slices"
	"testing"

	"github.com/mantenhq/manten/internal/policy"
)

func TestTrusting(t *testing.T) {
	t.Parallel()
	for statement, want := range map[string]bool{
		`{"Effect":"Allow","Action":"sts:AssumeRole","Principal":{"Service":"ec2.amazonaws.com"}}`:               true,
		`{"Effect":"Allow","Action":"sts:AssumeRole","Principal":{"AWS":[],"Federated":["arn:x"]}}`:              true,
		`{"Effect":"Allow","Action":"sts:AssumeRole","Principal":"*"}`:                                           true,
		`{"Effect":"Allow","Action":"sts:AssumeRole","NotPrincipal":{"AWS":"arn:aws:iam::111122223333:user/a"}}`: true,
		`{"Effect":"Allow","Action":"sts:AssumeRole","Principal":{"AWS":[]}}`:                                    false,
		`{"Effect":"Allow","Action":"sts:AssumeRole"}`:                                                           false,
		`{"Effect":"Deny","Action":"sts:AssumeRole","Principal":{"AWS":"*"}}`:                                    false,
		`{"Effect":"Deny","Action":"sts:AssumeRole","NotPrincipal":{"AWS":"arn:x"}}`:                             false,
	} {
		doc := must(policy.Parse(`{"Statement":[` + statement + `]}`))(t)
		if got := slices.ContainsFunc(doc.Statements, trusting); got != want {
			t.Errorf("%s trusts somebody: %t", statement, got)
		}
	}
}
