package awsconf_test

import (
	"context"
	"errors"
	"net/http"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/kms"
	"github.com/aws/smithy-go/middleware"

	"github.com/mantenhq/manten/internal/awsconf"
)

func TestUnresolvable(t *testing.T) {
	t.Parallel()
	for endpoint, want := range map[string]bool{
		"http://127.0.0.1:5000": true, "https://10.1.2.3": true, "http://[::1]:4566": true, "http://localhost": true,
		"http://localhost:4566": true, "http://s3.localhost:4566/x": true, "https://s3.localhost.localstack.cloud:4566": false,
		"https://s3.eu-west-1.amazonaws.com": false, "https://mylocalhost": false, "http://127.0.0.1.nip.io": false,
		"": false, "://": false, "localhost:4566": false,
	} {
		if got := awsconf.Unresolvable(&endpoint); got != want {
			t.Errorf("that names below %q cannot be looked up is %v", endpoint, got)
		}
	}
	if awsconf.Unresolvable(nil) {
		t.Error("without an endpoint, AWS's own names cannot be looked up")
	}
}

var errNoted = errors.New("noted")

// noted is an HTTP client that notes where requests go and sends none.
type noted struct{ host string }

func (n *noted) Do(r *http.Request) (*http.Response, error) {
	n.host = r.URL.Host
	return nil, errNoted
}

func TestWithoutHostPrefix(t *testing.T) {
	t.Parallel()
	for endpoint, want := range map[string]string{
		"http://111122223333.127.0.0.1:5000": "127.0.0.1:5000",
		"http://111122223333.localhost":      "localhost",
		"http://127.0.0.1:5000":              "127.0.0.1:5000",
		"http://11112222333.localhost":       "11112222333.localhost",
		"http://x.111122223333.localhost":    "x.111122223333.localhost",
	} {
		n := &noted{}
		_, err := kms.NewFromConfig(aws.Config{
			Region: ireland, BaseEndpoint: &endpoint, HTTPClient: n, RetryMaxAttempts: 1,
			Credentials: aws.CredentialsProviderFunc(func(context.Context) (aws.Credentials, error) {
				return aws.Credentials{AccessKeyID: "a", SecretAccessKey: "b"}, nil
			}),
			APIOptions: []func(*middleware.Stack) error{awsconf.WithoutHostPrefix},
		}).ListKeys(t.Context(), &kms.ListKeysInput{})
		if !errors.Is(err, errNoted) || n.host != want {
			t.Errorf("what is for %s went to %s, want %s, %v", endpoint, n.host, want, err)
		}
	}
}
