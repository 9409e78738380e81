package s3

import (
	"strings"
	"testing"

	"github.com/mantenhq/manten/internal/catalog/catalogtest"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/s3"
)

func TestSetSSLBucketPolicy(t *testing.T) {
	t.Parallel()
	bucket := func(p resource.Fact[string]) s3.Bucket {
		return s3.Bucket{
			Ref:    resource.Ref{Type: "AWS::S3::Bucket", Region: "eu-west-1", ID: "arn:aws:s3:::b", Name: "b"},
			Policy: p, Website: resource.Is(true),
		}
	}
	for name, p := range map[string]resource.Fact[string]{
		"none":      resource.None[string](),
		"others":    resource.Is(`{"Version":"2008-10-17","Id":"keep","Statement":[{"Sid":"AllowSSLRequestsOnly","Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111122223333:root"},"Action":"s3:GetObject","Resource":"arn:aws:s3:::b/*","Future":"<kept>"}]}`),
		"not-json":  resource.Is("oops"),
		"too-large": resource.Is(`{"Statement":[{"Sid":"` + strings.Repeat("x", maxPolicy-300) + `"}]}`),
		"already":   resource.Is(`{"Statement":[{"Effect":"Deny","Principal":"*","Action":"s3:*","Resource":"arn:aws:s3:::b*","Condition":{"Bool":{"aws:SecureTransport":false}}}]}`),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			catalogtest.Golden(t, setSSLBucketPolicy, name, bucket(p), nil)
		})
	}
	unseen := bucket(resource.None[string]())
	unseen.Website = resource.HiddenFor[bool](catalogtest.Denied)
	catalogtest.Golden(t, setSSLBucketPolicy, "hidden-website", unseen, nil)
}
