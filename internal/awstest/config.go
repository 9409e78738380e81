package awstest

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net"
	"net/http"

	"github.com/aws/aws-sdk-go-v2/aws"
	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
)

// DefaultRegion is the region of Env.
const DefaultRegion = "us-east-1"

// Endpoint is the URL of the proxy.
func (a *Account) Endpoint() string { return a.server.Endpoint() }

// Credentials are those of a role in the account.
func (a *Account) Credentials() aws.CredentialsProvider {
	return aws.CredentialsProviderFunc(func(context.Context) (aws.Credentials, error) {
		return a.credentials, nil
	})
}

// Config is for what a test prepares and inspects: it goes straight to moto, so that it is
// neither counted nor denied, and meets no stand-in.
func (a *Account) Config(region string) aws.Config {
	return a.config(region, a.server.moto.url.Host)
}

// Through is like Config but goes through the proxy.
func (a *Account) Through(region string) aws.Config {
	return a.config(region, a.server.listener.Addr().String())
}

func (a *Account) config(region, address string) aws.Config {
	return aws.Config{
		BaseEndpoint: aws.String("http://" + address),
		Credentials:  a.Credentials(),
		HTTPClient:   dialing(address),
		Region:       region,
		// An operation that moto lacks fails at once, and each call counts once.
		RetryMaxAttempts: 1,
	}
}

// Env is the environment in which a started program acts in the account, through the proxy.
func (a *Account) Env() []string {
	return []string{
		"AWS_ACCESS_KEY_ID=" + a.credentials.AccessKeyID,
		"AWS_CONFIG_FILE=/dev/null",
		"AWS_EC2_METADATA_DISABLED=true",
		"AWS_ENDPOINT_URL=" + a.Endpoint(),
		"AWS_REGION=" + DefaultRegion,
		"AWS_SECRET_ACCESS_KEY=" + a.credentials.SecretAccessKey,
		"AWS_SESSION_TOKEN=" + a.credentials.SessionToken,
		"AWS_SHARED_CREDENTIALS_FILE=/dev/null",
	}
}

// dialing returns a client that connects to one address whatever the host: the S3 Control API
// puts the account in front of it (111122223333.127.0.0.1), which no name server resolves.
func dialing(address string) aws.HTTPClient {
	return wholly{awshttp.NewBuildableClient().WithTransportOptions(func(t *http.Transport) {
		t.DialContext = func(ctx context.Context, network, _ string) (net.Conn, error) {
			return (&net.Dialer{}).DialContext(ctx, network, address)
		}
		// moto closes the connection after every answer; one that is kept could be picked while it is being closed.
		t.DisableKeepAlives = true
		t.Proxy = nil
	})}
}

// wholly reads answers to their end before it hands them on. Under load the connection of one in many thousands is closed
// in the middle of its answer; the call is then made once more.
type wholly struct{ client *awshttp.BuildableClient }

// Do implements [aws.HTTPClient].
func (w wholly) Do(r *http.Request) (*http.Response, error) {
	var body []byte
	if r.Body != nil {
		var err error
		if body, err = io.ReadAll(r.Body); err != nil {
			return nil, err
		}
	}
	answer, err := w.once(r, body)
	if errors.Is(err, net.ErrClosed) {
		answer, err = w.once(r, body)
	}
	return answer, err
}

func (w wholly) once(r *http.Request, body []byte) (*http.Response, error) {
	r = r.Clone(r.Context())
	if body != nil {
		r.Body = io.NopCloser(bytes.NewReader(body))
	}
	answer, err := w.client.Do(r)
	if err != nil {
		return nil, err
	}
	defer answer.Body.Close() //nolint:errcheck // it has been read
	read, err := io.ReadAll(answer.Body)
	if err != nil {
		return nil, err
	}
	answer.Body = io.NopCloser(bytes.NewReader(read))
	return answer, nil
}
