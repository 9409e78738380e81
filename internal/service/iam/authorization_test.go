package iam

import (
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
)

// IAM encodes documents by RFC 3986, where a plus is a plus.
func TestDocument(t *testing.T) {
	t.Parallel()
	for encoded, want := range map[string]string{
		"%7B%22a%22%3A%20%22b%2Bc%25%20%E6%97%A5%22%7D": `{"a": "b+c% 日"}`,
		`{"a":"b+c"}`: `{"a":"b+c"}`,
	} {
		if got, err := document(&encoded); err != nil || got != want {
			t.Errorf("%s is %s (%v), want %s", encoded, got, err, want)
		}
	}
	for _, none := range []*string{nil, aws.String(""), aws.String("%zz")} {
		if got, err := document(none); err == nil {
			t.Errorf("%q is a document: %s", aws.ToString(none), got)
		}
	}
}
