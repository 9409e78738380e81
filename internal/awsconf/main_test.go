package awsconf_test

import (
	"os"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/kms"

	"github.com/mantenhq/manten/internal/awsconf"
	"github.com/mantenhq/manten/internal/awsop"
	"github.com/mantenhq/manten/internal/awstest"
)

const (
	ireland = "eu-west-1"
	tokyo   = "ap-northeast-1"
)

// TestMain takes AWS's variables away, so that tests find nobody's credentials or endpoints but their own.
func TestMain(m *testing.M) {
	for _, v := range os.Environ() {
		if name, _, _ := strings.Cut(v, "="); strings.HasPrefix(name, "AWS_") {
			_ = os.Unsetenv(name)
		}
	}
	for name, value := range map[string]string{
		"AWS_CONFIG_FILE": os.DevNull, "AWS_SHARED_CREDENTIALS_FILE": os.DevNull, "AWS_EC2_METADATA_DISABLED": "true",
		"HTTPS_PROXY": "http://127.0.0.1:1", // nobody is there: AWS itself is never reached; this machine is, without it
	} {
		_ = os.Setenv(name, value)
	}
	os.Exit(m.Run())
}

// reads are what the tests' gate lets pass.
var reads = []awsop.Op{
	awsop.Read((*iam.Client).ListUsers, "iam:ListUsers"),
	awsop.Read((*kms.Client).DescribeKey, "kms:DescribeKey"),
	awsop.Read((*kms.Client).ListAliases, "kms:ListAliases"),
	awsop.Read((*kms.Client).ListKeys, "kms:ListKeys"),
}

// options reach an account on the tests' AWS.
func options(a *awstest.Account) awsconf.Options {
	return awsconf.Options{Endpoint: a.Endpoint(), Credentials: a.Credentials(), Reads: reads}
}

// open opens a session and forgets the calls that it took.
func open(t *testing.T, a *awstest.Account, o awsconf.Options) *awsconf.Session {
	t.Helper()
	s, err := awsconf.Open(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	a.ResetCalls()
	return s
}

func listKeys(t *testing.T, cfg aws.Config) error {
	t.Helper()
	_, err := kms.NewFromConfig(cfg).ListKeys(t.Context(), &kms.ListKeysInput{})
	return err
}
