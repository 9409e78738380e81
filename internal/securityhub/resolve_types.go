package securityhub

import (
	"slices"
	"strings"

	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/text"
)

// pairs are the controls with those of their types that a resource may be of.
func (r *Resolver) pairs(units []*catalog.ControlUnit, t Thing) []pair {
	var out []pair
	for _, u := range units {
		for _, c := range r.Catalog.CollectorsOf(u) {
			if mayBe(c, t) {
				out = append(out, pair{control: u, unit: c})
			}
		}
	}
	if len(out) > 0 || len(units) != 1 {
		return out
	}
	// Security Hub names a trail or an alarm where Manten judges the account as a whole: it is about the same account.
	for _, c := range r.Catalog.CollectorsOf(units[0]) {
		if isWhole(c) {
			out = append(out, pair{control: units[0], unit: c})
		}
	}
	return out
}

// noPair says why none of the controls can be about a resource.
func (r *Resolver) noPair(units []*catalog.ControlUnit, t Thing) text.Message {
	var ids []control.ID
	for _, u := range units {
		ids = append(ids, u.ID)
	}
	if isAccount(t) {
		return textNoSingle.With("control", list(ids))
	}
	return textOtherType.With("control", list(ids), "type", t.Type)
}

// meant is the resource that a pair is about: the account where the control judges the account as a whole.
func (p pair) meant(account string, t Thing) Thing {
	if isWhole(p.unit) {
		t.ID = resource.AccountID(account)
	}
	return t
}

// isWhole tells whether a collector's resources stand for the account as a whole.
func isWhole(c *catalog.CollectorUnit) bool { return strings.HasSuffix(string(c.Type), "::Account") }

func isAccount(t Thing) bool {
	return t.Type == "AwsAccount" || resource.Ref{ID: t.ID}.IsAccount()
}

// mayBe tells whether a resource may be of a collector's type, by what the finding calls it. Security Hub calls types that
// its format has no words for "Other".
func mayBe(c *catalog.CollectorUnit, t Thing) bool {
	if isAccount(t) || isWhole(c) {
		return isAccount(t) && isWhole(c)
	}
	return t.Type == "" || t.Type == "Other" || word(t.Type) == word(string(c.Type)) ||
		slices.Contains(otherWords()[c.Type], t.Type)
}

// word is a type as the forms of both worlds have it in common: "AwsS3Bucket" and "AWS::S3::Bucket" are "awss3bucket".
func word(s string) string { return strings.ToLower(strings.ReplaceAll(s, "::", "")) }

// otherWords are the types for which Security Hub has words of its own, or more than one. Source: Security Hub User Guide,
// "Resources ASFF object"; SSM.1 and its kin are about instances.
func otherWords() map[resource.Type][]string {
	return map[resource.Type][]string{
		"AWS::ElasticLoadBalancingV2::LoadBalancer": {"AwsElbv2LoadBalancer"},
		"AWS::OpenSearch::Domain":                   {"AwsOpenSearchServiceDomain", "AWS::OpenSearchService::Domain"},
		"AWS::RDS::DBSnapshot":                      {"AwsRdsDbClusterSnapshot", "AWS::RDS::DBClusterSnapshot"},
		"AWS::SSM::Instance":                        {"AwsEc2Instance", "AWS::EC2::Instance"},
		"AWS::SSM::PatchCompliance":                 {"AwsEc2Instance", "AWS::EC2::Instance"},
		"AWS::SSM::AssociationCompliance":           {"AwsEc2Instance", "AWS::EC2::Instance"},
	}
}

// ownerOf is the account that a resource's id names, empty where it names none. AWS's own resources have "aws" there.
func ownerOf(id string) string {
	if account, is := strings.CutPrefix(id, string(resource.Account)+":"); is {
		return account
	}
	if of := accountOf(id); accountID.MatchString(of) {
		return of
	}
	return ""
}

func list(ids []control.ID) string {
	words := make([]string, len(ids))
	for i, id := range ids {
		words[i] = string(id)
	}
	return strings.Join(words, ", ")
}
