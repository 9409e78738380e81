package s3

import (
	"testing"

	"github.com/mantenhq/manten/internal/catalog/catalogtest"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/s3"
)

// encrypting is a bucket with an encryption rule; without an algorithm the rule is about something else.
func encrypting(algorithm string) func(*s3.Bucket) {
	return func(b *s3.Bucket) {
		rule := s3.EncryptionRule{BlockedEncryptionTypes: &s3.BlockedEncryptionTypes{EncryptionType: []string{"SSE-C"}}}
		if algorithm != "" {
			rule = s3.EncryptionRule{ApplyServerSideEncryptionByDefault: &s3.EncryptionDefault{SSEAlgorithm: algorithm}}
		}
		b.Encryption = resource.Is(s3.Encryption{Rules: []s3.EncryptionRule{rule}})
	}
}

func TestControl4(t *testing.T) {
	t.Parallel()
	deny := func(condition string) func(*s3.Bucket) {
		return withPolicy(`{"Effect":"Deny","Principal":"*","Action":"s3:PutObject","Resource":"arn:aws:s3:::b/*"` + condition + `}`)
	}
	null := deny(`,"Condition":{"Null":{"s3:x-amz-server-side-encryption":"true"}}`)
	broken := func(b *s3.Bucket) { b.Policy = resource.Is("oops") }
	catalogtest.Judge(t, control4, map[string]catalogtest.Case{
		"SSE-S3":                     {Resource: theBucket(encrypting("AES256")), Want: control.Passed, Reason: "with AES256"},
		"SSE-KMS":                    {Resource: theBucket(encrypting("aws:kms")), Want: control.Passed},
		"policy unread":              {Resource: theBucket(both(encrypting("AES256"), hiding("Policy"))), Want: control.Passed},
		"denied without":             {Resource: theBucket(null), Want: control.Passed, Reason: "denies everybody"},
		"denied, encryption unread":  {Resource: theBucket(both(null, hiding("Encryption"))), Want: control.Passed},
		"denied but one algorithm":   {Resource: theBucket(deny(`,"Condition":{"StringNotEquals":{"s3:x-amz-server-side-encryption":["AES256","aws:kms"]}}`)), Want: control.Passed},
		"nothing":                    {Resource: theBucket(func(*s3.Bucket) {}), Want: control.Failed, Reason: "no default encryption rule"},
		"a rule of something else":   {Resource: theBucket(encrypting("")), Want: control.Failed},
		"denied always":              {Resource: theBucket(deny("")), Want: control.Failed},
		"denied with":                {Resource: theBucket(deny(`,"Condition":{"Null":{"s3:x-amz-server-side-encryption":"false"}}`)), Want: control.Failed},
		"denied one algorithm":       {Resource: theBucket(deny(`,"Condition":{"StringEquals":{"s3:x-amz-server-side-encryption":"AES256"}}`)), Want: control.Failed},
		"denied under another key":   {Resource: theBucket(deny(`,"Condition":{"Null":{"s3:x-amz-acl":"true"}}`)), Want: control.Failed},
		"denied under a key more":    {Resource: theBucket(deny(`,"Condition":{"Null":{"s3:x-amz-server-side-encryption":"true","aws:SourceVpc":"true"}}`)), Want: control.Failed},
		"denied under two operators": {Resource: theBucket(deny(`,"Condition":{"Null":{"s3:x-amz-server-side-encryption":"true"},"Bool":{"aws:SecureTransport":"false"}}`)), Want: control.Failed},
		"denied some objects":        {Resource: theBucket(withPolicy(`{"Effect":"Deny","Principal":"*","Action":"s3:*","Resource":"arn:aws:s3:::b/logs/*","Condition":{"Null":{"s3:x-amz-server-side-encryption":"true"}}}`)), Want: control.Failed},
		"denied some principals":     {Resource: theBucket(withPolicy(`{"Effect":"Deny","Principal":{"AWS":"444455556666"},"Action":"s3:*","Resource":"*","Condition":{"Null":{"s3:x-amz-server-side-encryption":"true"}}}`)), Want: control.Failed},
		"encryption denied":          {Resource: theBucket(hiding("Encryption")), Want: control.NotAvailable, Reason: "AccessDenied"},
		"policy denied":              {Resource: theBucket(hiding("Policy")), Want: control.NotAvailable, Reason: "AccessDenied"},
		"broken policy":              {Resource: theBucket(broken), Want: control.NotAvailable, Reason: "cannot be judged"},
	})
	if control4.Retired != "2023-12" || len(control4.Standards) > 0 {
		t.Errorf("retired %q, in %v", control4.Retired, control4.Standards)
	}
}
