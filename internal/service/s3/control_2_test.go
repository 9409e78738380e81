package s3

import (
	"testing"

	"github.com/mantenhq/manten/internal/catalog/catalogtest"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/s3"
)

func TestControl2(t *testing.T) {
	t.Parallel()
	public := withPolicy(`{"Sid":"Everybody","Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"arn:aws:s3:::b/*"}`)
	where := func(condition string) func(*s3.Bucket) {
		return withPolicy(`{"Effect":"Allow","Principal":{"AWS":"*"},"Action":["s3:List*","s3:PutObject"],"Resource":"*","Condition":` + condition + `}`)
	}
	broken := func(b *s3.Bucket) { b.Policy = resource.Is(`{"Statement":`) }
	unasked := func(b *s3.Bucket) { b.Grants = resource.Fact[[]s3.Grant]{} }
	ignoring, restricting := blocking(s3.PublicAccessBlock{IgnorePublicAcls: true}), blocking(s3.PublicAccessBlock{RestrictPublicBuckets: true})
	catalogtest.Judge(t, control2, map[string]catalogtest.Case{
		"nothing open":    {Resource: theBucket(func(*s3.Bucket) {}), Want: control.Passed, Reason: "nobody outside"},
		"all blocked":     {Resource: theBucket(both(public, both(granted(allUsers, "READ"), blocking(all)))), Want: control.Passed},
		"public policy":   {Resource: theBucket(public), Want: control.Failed, Reason: "policy statement Everybody"},
		"without a Sid":   {Resource: theBucket(withPolicy(`{"Effect":"Deny","Principal":"*","Action":"s3:*","Resource":"*"},{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*"}`)), Want: control.Failed, Reason: "policy statement #2"},
		"only writing":    {Resource: theBucket(withPolicy(`{"Effect":"Allow","Principal":"*","Action":"s3:PutObject","Resource":"*"}`)), Want: control.Passed},
		"another account": {Resource: theBucket(withPolicy(`{"Effect":"Allow","Principal":{"AWS":"444455556666"},"Action":"s3:*","Resource":"*"}`)), Want: control.Passed},
		"a service":       {Resource: theBucket(withPolicy(`{"Effect":"Allow","Principal":{"Service":"cloudtrail.amazonaws.com"},"Action":"s3:GetBucketAcl","Resource":"*"}`)), Want: control.Passed},
		"all but one":     {Resource: theBucket(withPolicy(`{"Effect":"Allow","NotPrincipal":{"AWS":"444455556666"},"NotAction":"s3:PutObject","Resource":"*"}`)), Want: control.Failed, Reason: "#1"},

		"pinned to an endpoint":      {Resource: theBucket(where(`{"StringEquals":{"aws:SourceVpce":"vpce-1"}}`)), Want: control.Passed},
		"pinned to an organization":  {Resource: theBucket(where(`{"StringEquals":{"aws:PrincipalOrgID":["o-1","o-2"]}}`)), Want: control.Passed},
		"pinned by a wildcard":       {Resource: theBucket(where(`{"StringLike":{"aws:SourceArn":"arn:aws:*"}}`)), Want: control.Failed},
		"pinned by a variable":       {Resource: theBucket(where(`{"StringEquals":{"aws:userid":"${aws:userid}"}}`)), Want: control.Failed},
		"few addresses":              {Resource: theBucket(where(`{"IpAddress":{"aws:SourceIp":["192.0.2.0/24","2001:db8::/32"]}}`)), Want: control.Passed},
		"many addresses":             {Resource: theBucket(where(`{"IpAddress":{"aws:SourceIp":["192.0.2.0/24","0.0.0.0/1"]}}`)), Want: control.Failed},
		"all addresses but some":     {Resource: theBucket(where(`{"NotIpAddress":{"aws:SourceIp":"192.0.2.0/24"}}`)), Want: control.Failed},
		"a condition that is no pin": {Resource: theBucket(where(`{"Bool":{"aws:SecureTransport":"true"}}`)), Want: control.Failed},

		"grant to everybody":        {Resource: theBucket(granted(allUsers, "READ")), Want: control.Failed, Reason: "grant READ to AllUsers"},
		"grant to any account":      {Resource: theBucket(granted(anyAWS, "FULL_CONTROL")), Want: control.Failed, Reason: "grant FULL_CONTROL to AuthenticatedUsers"},
		"grant to write":            {Resource: theBucket(granted(allUsers, "WRITE")), Want: control.Passed},
		"grant to read the list":    {Resource: theBucket(granted(allUsers, "READ_ACP")), Want: control.Passed},
		"grant to the log delivery": {Resource: theBucket(granted("http://acs.amazonaws.com/groups/s3/LogDelivery", "READ")), Want: control.Passed},
		"grant ignored":             {Resource: theBucket(both(granted(allUsers, "READ"), ignoring)), Want: control.Passed},
		"grant, policy restricted":  {Resource: theBucket(both(granted(allUsers, "READ"), restricting)), Want: control.Failed},
		"policy restricted":         {Resource: theBucket(both(public, restricting)), Want: control.Passed},
		"policy, grants ignored":    {Resource: theBucket(both(public, ignoring)), Want: control.Failed},
		"two ways":                  {Resource: theBucket(both(public, granted(allUsers, "READ"))), Want: control.Failed, Reason: "policy statement Everybody, grant READ"},

		"grants not asked, ignored": {Resource: theBucket(both(unasked, ignoring)), Want: control.Passed},
		"grants not asked":          {Resource: theBucket(unasked), Want: control.NotAvailable, Reason: "Grants was not asked for"},
		"grants denied, ignored":    {Resource: theBucket(both(hiding("Grants"), ignoring)), Want: control.Passed},
		"grants denied":             {Resource: theBucket(hiding("Grants")), Want: control.NotAvailable, Reason: "AccessDenied"},
		"grants denied, public":     {Resource: theBucket(both(hiding("Grants"), public)), Want: control.Failed, Reason: "Everybody"},
		"policy denied":             {Resource: theBucket(hiding("Policy")), Want: control.NotAvailable},
		"policy denied, restricted": {Resource: theBucket(both(hiding("Policy"), restricting)), Want: control.Passed},
		"policy denied, public":     {Resource: theBucket(both(hiding("Policy"), granted(allUsers, "READ"))), Want: control.Failed, Reason: "grant READ"},
		"block denied":              {Resource: theBucket(hiding("PublicAccessBlock")), Want: control.NotAvailable},
		"block denied, public":      {Resource: theBucket(both(hiding("PublicAccessBlock"), public)), Want: control.NotAvailable, Reason: "AccessDenied"},
		"all denied":                {Resource: theBucket(hiding("PublicAccessBlock", "Policy", "Grants")), Want: control.NotAvailable},

		"broken policy":             {Resource: theBucket(broken), Want: control.NotAvailable, Reason: "cannot be judged"},
		"broken policy, restricted": {Resource: theBucket(both(broken, restricting)), Want: control.Passed},
		"broken policy, public":     {Resource: theBucket(both(broken, granted(allUsers, "READ"))), Want: control.Failed},
	})
}
