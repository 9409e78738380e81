package iam

import (
	"testing"

	"github.com/mantenhq/manten/internal/awstest"
	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/iam"
)

func key(id, status, created string) string {
	return "<AccessKeyId>" + id + "</AccessKeyId><Status>" + status + "</Status><CreateDate>" + created + "T00:00:00Z</CreateDate>"
}

// Lists of a user come in two pages here, which moto never does.
func TestUsersListsInPages(t *testing.T) {
	t.Parallel()
	for operation, c := range map[string]struct {
		list, first, second, fact string
		want                      iam.User
	}{
		"ListAccessKeys": {
			"AccessKeyMetadata", key("AKIA2", "Active", "2026-02-02"), key("AKIA3", "Inactive", "2026-01-01") + "</member><member>" + key("AKIA1", "Active", "2026-03-03"), "ActiveKeyIDs",
			iam.User{ActiveKeyIDs: resource.Is([]string{"AKIA2", "AKIA1"})},
		},
		"ListMFADevices": {
			"MFADevices", "<SerialNumber>GAHT2</SerialNumber>", "<SerialNumber>GAHT1</SerialNumber>", "MFA",
			iam.User{MFA: resource.Is(true)},
		},
		"ListAttachedUserPolicies": {
			"AttachedPolicies", "<PolicyArn>arn:b</PolicyArn>", "<PolicyArn>arn:a</PolicyArn>", "AttachedPolicies",
			iam.User{AttachedPolicies: resource.Is([]string{"arn:a", "arn:b"})},
		},
		"ListUserPolicies": {"PolicyNames", "b", "a", "InlinePolicies", iam.User{InlinePolicies: resource.Is([]string{"a", "b"})}},
		"ListUserTags": {
			"Tags", "<Key>a</Key><Value>1</Value>", "<Key>b</Key><Value>2</Value>", "Tags",
			iam.User{Tags: resource.Is(map[string]string{"a": "1", "b": "2"})},
		},
	} {
		t.Run(operation, func(t *testing.T) {
			t.Parallel()
			a := awstest.New(t)
			page := func(member, more string) awstest.Action {
				return awstest.Answer(200, "text/xml", "<"+operation+"Response><"+operation+"Result><"+c.list+"><member>"+member+
					"</member></"+c.list+">"+more+"</"+operation+"Result></"+operation+"Response>")
			}
			a.Rule(awstest.Rule{Service: "iam", Operation: operation, Do: page(c.second, "<IsTruncated>false</IsTruncated>")})
			a.Rule(awstest.Rule{Service: "iam", Operation: operation, Times: 1, Do: page(c.first, "<IsTruncated>true</IsTruncated><Marker>next</Marker>")})
			at := catalog.Place{Account: a.ID, Region: region, Config: a.Through(region), Facts: []string{c.fact}}
			got := must(users.Get(t.Context(), at, users.Empty(at.Ref("AWS::IAM::User", "arn:aws:iam::1:user/ada", "ada"))))(t)
			sameFacts(t, got, c.want, at.Facts)
		})
	}
}
