package awsconf_test

import (
	"encoding/pem"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/mantenhq/manten/internal/awsconf"
	"github.com/mantenhq/manten/internal/awstest"
	"github.com/mantenhq/manten/internal/fault"
)

// act puts an account's environment into the test's.
func act(t *testing.T, a *awstest.Account) {
	t.Helper()
	for _, v := range a.Env() {
		name, value, _ := strings.Cut(v, "=")
		t.Setenv(name, value)
	}
}

// AWS's own variables work, for the role too.
func TestEnvironment(t *testing.T) {
	a, member := awstest.New(t), awstest.New(t)
	act(t, a)
	t.Setenv("AWS_REGION", tokyo)
	s, err := awsconf.Open(t.Context(), awsconf.Options{Reads: reads})
	if err != nil {
		t.Fatal(err)
	}
	if s.Account != a.ID || s.Region != tokyo || a.Count("", "") != 1 || a.Calls()[0].Region != tokyo {
		t.Errorf("got %s, %s, calls %+v", s.Account, s.Region, a.Calls())
	}
	s, err = awsconf.Open(t.Context(), awsconf.Options{Reads: reads, Role: "arn:aws:iam::" + member.ID + ":role/auditor"})
	if err != nil {
		t.Fatal(err)
	}
	if err := listKeys(t, s.Config(ireland)); err != nil {
		t.Error(err)
	}
	if s.Account != member.ID || a.Count("sts", "AssumeRole") != 1 || member.Count("", "") != 2 {
		t.Errorf("got %s, calls %+v and %+v", s.Account, a.Calls(), member.Calls())
	}
}

// An endpoint for one service only is taken for that one.
func TestEndpointOfOneService(t *testing.T) {
	a := awstest.New(t)
	act(t, a)
	t.Setenv("AWS_ENDPOINT_URL", closedPort(t))
	t.Setenv("AWS_ENDPOINT_URL_STS", a.Endpoint())
	s, err := awsconf.Open(t.Context(), awsconf.Options{Reads: reads, Attempts: 1})
	if err != nil || s.Account != a.ID {
		t.Fatalf("got %+v, %v", s, err)
	}
	if err := listKeys(t, s.Config(ireland)); err == nil || awsconf.Code(err) != "" {
		t.Errorf("got %v", err)
	}
}

// The flag is stronger than the environment.
func TestEndpointOfTheFlag(t *testing.T) {
	a := awstest.New(t)
	act(t, a)
	t.Setenv("AWS_ENDPOINT_URL", closedPort(t))
	if s, err := awsconf.Open(t.Context(), awsconf.Options{Endpoint: a.Endpoint()}); err != nil || s.Account != a.ID {
		t.Errorf("got %+v, %v", s, err)
	}
}

func TestCABundle(t *testing.T) {
	server := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = fmt.Fprint(w, identity) }))
	defer server.Close()
	t.Setenv("AWS_ACCESS_KEY_ID", "a")
	t.Setenv("AWS_SECRET_ACCESS_KEY", "b")
	t.Setenv("AWS_ENDPOINT_URL", server.URL)
	if _, err := awsconf.Open(t.Context(), awsconf.Options{Attempts: 1}); fault.CodeOf(err) != fault.Unavailable || !strings.Contains(err.Error(), "certificate") {
		t.Errorf("a stranger's certificate gives %v", err)
	}
	bundle := filepath.Join(t.TempDir(), "ca.pem")
	certificate := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: server.Certificate().Raw})
	if err := os.WriteFile(bundle, certificate, 0o600); err != nil {
		t.Fatal(err)
	}
	t.Setenv("AWS_CA_BUNDLE", bundle)
	if s, err := awsconf.Open(t.Context(), awsconf.Options{Attempts: 1}); err != nil || s.Account != "111122223333" {
		t.Errorf("got %+v, %v", s, err)
	}
}

// profiles writes AWS's configuration file with a profile "member" that assumes a role, with a code of a device.
func profiles(t *testing.T, a, member *awstest.Account) {
	t.Helper()
	c, err := a.Credentials().Retrieve(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "config")
	if err := os.WriteFile(file, fmt.Appendf(nil, `[profile base]
aws_access_key_id = %s
aws_secret_access_key = %s
aws_session_token = %s
[profile member]
region = %s
source_profile = base
role_arn = arn:aws:iam::%s:role/auditor
mfa_serial = arn:aws:iam::%s:mfa/anna
`, c.AccessKeyID, c.SecretAccessKey, c.SessionToken, tokyo, member.ID, a.ID), 0o600); err != nil {
		t.Fatal(err)
	}
	t.Setenv("AWS_CONFIG_FILE", file)
}

func TestProfileWithRoleAndDevice(t *testing.T) {
	a, member := awstest.New(t), awstest.New(t)
	profiles(t, a, member)
	asked := 0
	o := awsconf.Options{Profile: "member", Endpoint: a.Endpoint(), Reads: reads, MFA: func() (string, error) {
		asked++
		return "123456", nil
	}}
	s, err := awsconf.Open(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	for _, region := range []string{ireland, tokyo} {
		if err := listKeys(t, s.Config(region)); err != nil {
			t.Error(err)
		}
	}
	if s.Account != member.ID || s.Region != tokyo || asked != 1 || a.Count("sts", "AssumeRole") != 1 || member.Count("", "") != 3 {
		t.Errorf("got %s, %s, asked %d times, calls %+v and %+v", s.Account, s.Region, asked, a.Calls(), member.Calls())
	}
	if body := string(a.Calls()[0].Body); !strings.Contains(body, "TokenCode=123456") || !strings.Contains(body, "mfa%2Fanna") {
		t.Errorf("the role was asked for with %s", body)
	}
	// Where nobody can be asked, that is what the error says.
	o.MFA = nil
	if _, err := awsconf.Open(t.Context(), o); fault.CodeOf(err) != fault.Invalid || fault.NextOf(err) == "" {
		t.Errorf("without anybody to ask, got %v", err)
	}
}

// So it does with an endpoint from the environment, of which the SDK's own client for profiles does not know.
func TestProfileWithRoleInTheEnvironment(t *testing.T) {
	a, member := awstest.New(t), awstest.New(t)
	profiles(t, a, member)
	t.Setenv("AWS_ENDPOINT_URL", a.Endpoint())
	s, err := awsconf.Open(t.Context(), awsconf.Options{Profile: "member", Reads: reads, MFA: func() (string, error) { return "123456", nil }})
	if err != nil {
		t.Fatal(err)
	}
	if s.Account != member.ID || a.Count("sts", "AssumeRole") != 1 {
		t.Errorf("got %s, calls %+v", s.Account, a.Calls())
	}
}
