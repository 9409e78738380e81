package s3

import (
	"testing"

	"github.com/mantenhq/manten/internal/catalog/catalogtest"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/s3"
)

func TestControl5(t *testing.T) {
	t.Parallel()
	const (
		here   = `["arn:aws:s3:::b","arn:aws:s3:::b/*"]`
		noTLS  = `{"Bool":{"aws:SecureTransport":"false"}}`
		bucket = `"arn:aws:s3:::b"`
	)
	deny := func(principal, action, resource, condition string) string {
		return `{"Effect":"Deny","Principal":` + principal + `,"Action":` + action + `,"Resource":` + resource + `,"Condition":` + condition + `}`
	}
	on := func(statements string) resource.Resource { return theBucket(withPolicy(statements)) }
	catalogtest.Judge(t, control5, map[string]catalogtest.Case{
		"in one statement":      {Resource: on(deny(`"*"`, `"s3:*"`, here, noTLS)), Want: control.Passed},
		"in two statements":     {Resource: on(deny(`"*"`, `"s3:*"`, bucket, noTLS) + "," + deny(`{"AWS":"*"}`, `["S3:*"]`, `"arn:aws:s3:::b/*"`, noTLS)), Want: control.Passed},
		"by wildcards":          {Resource: on(deny(`{"AWS":["*"]}`, `"*"`, `"arn:aws:s3:::b*"`, `{"Bool":{"AWS:securetransport":false}}`)), Want: control.Passed},
		"on all but another":    {Resource: on(`{"Effect":"Deny","Principal":"*","Action":"s3:*","NotResource":"arn:aws:s3:::other","Condition":` + noTLS + `}`), Want: control.Passed},
		"beside others":         {Resource: on(`{"Effect":"Allow","Principal":"*","Action":"s3:*","Resource":"*"},` + deny(`"*"`, `"s3:*"`, here, noTLS)), Want: control.Passed},
		"in a single statement": {Resource: theBucket(func(b *s3.Bucket) { b.Policy = resource.Is(`{"Statement":` + deny(`"*"`, `"s3:*"`, here, noTLS) + `}`) }), Want: control.Passed},

		"no policy":                {Resource: theBucket(func(*s3.Bucket) {}), Want: control.Failed, Reason: "there is no bucket policy"},
		"no statements":            {Resource: on(""), Want: control.Failed, Reason: "no statement denies"},
		"only the bucket":          {Resource: on(deny(`"*"`, `"s3:*"`, bucket, noTLS)), Want: control.Failed},
		"only the objects":         {Resource: on(deny(`"*"`, `"s3:*"`, `"arn:aws:s3:::b/*"`, noTLS)), Want: control.Failed},
		"another bucket":           {Resource: on(deny(`"*"`, `"s3:*"`, `["arn:aws:s3:::c","arn:aws:s3:::c/*"]`, noTLS)), Want: control.Failed},
		"some actions":             {Resource: on(deny(`"*"`, `["s3:Get*","s3:Put*"]`, here, noTLS)), Want: control.Failed},
		"all but some actions":     {Resource: on(`{"Effect":"Deny","Principal":"*","NotAction":"s3:GetObject","Resource":"*","Condition":` + noTLS + `}`), Want: control.Failed},
		"some principals":          {Resource: on(deny(`{"AWS":"444455556666"}`, `"s3:*"`, here, noTLS)), Want: control.Failed},
		"all but some principals":  {Resource: on(`{"Effect":"Deny","NotPrincipal":{"AWS":"1"},"Action":"s3:*","Resource":"*","Condition":` + noTLS + `}`), Want: control.Failed},
		"allowed, not denied":      {Resource: on(`{"Effect":"Allow","Principal":"*","Action":"s3:*","Resource":` + here + `,"Condition":{"Bool":{"aws:SecureTransport":"true"}}}`), Want: control.Failed},
		"with TLS":                 {Resource: on(deny(`"*"`, `"s3:*"`, here, `{"Bool":{"aws:SecureTransport":"true"}}`)), Want: control.Failed},
		"under a condition more":   {Resource: on(deny(`"*"`, `"s3:*"`, here, `{"Bool":{"aws:SecureTransport":"false"},"StringEquals":{"aws:PrincipalOrgID":"o-1"}}`)), Want: control.Failed},
		"under a key more":         {Resource: on(deny(`"*"`, `"s3:*"`, here, `{"Bool":{"aws:SecureTransport":"false","aws:ViaAWSService":"false"}}`)), Want: control.Failed},
		"under another condition":  {Resource: on(deny(`"*"`, `"s3:*"`, here, `{"Bool":{"aws:MultiFactorAuthPresent":"false"}}`)), Want: control.Failed},
		"under no condition":       {Resource: on(`{"Effect":"Deny","Principal":"*","Action":"s3:*","Resource":"*"}`), Want: control.Failed},
		"policy that is no JSON":   {Resource: theBucket(func(b *s3.Bucket) { b.Policy = resource.Is("oops") }), Want: control.NotAvailable, Reason: "cannot be judged"},
		"policy that is no policy": {Resource: theBucket(func(b *s3.Bucket) { b.Policy = resource.Is(`{"Statement":["x"]}`) }), Want: control.NotAvailable, Reason: "cannot be judged"},
		"denied":                   {Resource: theBucket(func(b *s3.Bucket) { b.Policy = hiddenPolicy }), Want: control.NotAvailable, Reason: "AccessDenied"},
	})
}
