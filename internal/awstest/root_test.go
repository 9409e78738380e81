package awstest_test

import (
	"encoding/csv"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/iam/types"

	"github.com/mantenhq/manten/internal/awstest"
)

func TestRootInTheSummary(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	client := iam.NewFromConfig(a.Through(region))
	for _, test := range []struct {
		root      awstest.Root
		keys, mfa int32
	}{
		{awstest.Root{}, 0, 1},
		{awstest.Root{AccessKey: true, MFA: awstest.NoMFA}, 1, 0},
		{awstest.Root{MFA: awstest.VirtualMFA}, 0, 1},
	} {
		a.Root(test.root)
		got, err := client.GetAccountSummary(t.Context(), &iam.GetAccountSummaryInput{})
		if err != nil {
			t.Fatal(err)
		}
		m := got.SummaryMap
		if m["AccountAccessKeysPresent"] != test.keys || m["AccountMFAEnabled"] != test.mfa || m["AccountPasswordPresent"] != 1 || m["UsersQuota"] == 0 {
			t.Errorf("%+v: summary is %v", test.root, m)
		}
	}
}

func TestRootsVirtualDevice(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	client := iam.NewFromConfig(a.Through(region))
	list := func(status types.AssignmentStatusType) []types.VirtualMFADevice {
		got, err := client.ListVirtualMFADevices(t.Context(), &iam.ListVirtualMFADevicesInput{AssignmentStatus: status})
		if err != nil {
			t.Fatal(err)
		}
		return got.VirtualMFADevices
	}
	if got := list(types.AssignmentStatusTypeAssigned); len(got) != 0 {
		t.Errorf("a hardware device is listed: %+v", got)
	}
	a.Root(awstest.Root{MFA: awstest.VirtualMFA})
	if got := list(types.AssignmentStatusTypeUnassigned); len(got) != 0 {
		t.Errorf("root's device is unassigned: %+v", got)
	}
	_, err := client.CreateVirtualMFADevice(t.Context(), &iam.CreateVirtualMFADeviceInput{VirtualMFADeviceName: aws.String("spare")})
	if err != nil {
		t.Fatal(err)
	}
	for status, want := range map[types.AssignmentStatusType]int{types.AssignmentStatusTypeAny: 2, types.AssignmentStatusTypeAssigned: 1} {
		got := list(status)
		if len(got) != want {
			t.Fatalf("%s: %+v", status, got)
		}
		root := got[want-1]
		if *root.SerialNumber != "arn:aws:iam::"+a.ID+":mfa/root-account-mfa-device" || *root.User.Arn != "arn:aws:iam::"+a.ID+":root" {
			t.Errorf("%s: root's device is %+v", status, root)
		}
	}
}

func TestRootInTheReport(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	a.Root(awstest.Root{AccessKey: true, MFA: awstest.NoMFA})
	client := iam.NewFromConfig(a.Through(region))
	_, err := client.GetCredentialReport(t.Context(), &iam.GetCredentialReportInput{})
	wantCode(t, err, "ReportNotPresent")
	user(t, client, "key")
	user(t, client, "password")
	if _, err := client.CreateAccessKey(t.Context(), &iam.CreateAccessKeyInput{UserName: aws.String("key")}); err != nil {
		t.Fatal(err)
	}
	_, err = client.CreateLoginProfile(t.Context(), &iam.CreateLoginProfileInput{Password: aws.String("Corr3ct-horse"), UserName: aws.String("password")})
	if err != nil {
		t.Fatal(err)
	}
	rows, generated := report(t, client)
	if age := time.Since(generated); age < -time.Minute || age > time.Minute {
		t.Errorf("generated at %v", generated)
	}
	want := map[string][]string{
		"<root_account>": {"arn:aws:iam::" + a.ID + ":root", "TIME", "not_supported", "no_information", "not_supported", "not_supported", "false", "true", "TIME", "N/A", "N/A", "N/A", "false", "N/A", "N/A", "N/A", "N/A", "false", "N/A", "false", "N/A"},
		"key":            {"arn:aws:iam::" + a.ID + ":user/key", "TIME", "false", "N/A", "N/A", "N/A", "false", "true", "TIME", "N/A", "N/A", "N/A", "false", "N/A", "N/A", "N/A", "N/A", "false", "N/A", "false", "N/A"},
		"password":       {"arn:aws:iam::" + a.ID + ":user/password", "TIME", "true", "no_information", "TIME", "N/A", "false", "false", "N/A", "N/A", "N/A", "N/A", "false", "N/A", "N/A", "N/A", "N/A", "false", "N/A", "false", "N/A"},
	}
	if len(rows) != 4 || rows[1][0] != "<root_account>" {
		t.Fatalf("rows are %q", rows)
	}
	for _, row := range rows[1:] {
		for i, field := range row[1:] {
			w := want[row[0]][i]
			if _, err := time.Parse(time.RFC3339, field); w == "TIME" && err == nil || w == field {
				continue
			}
			t.Errorf("%s: %s is %q, want %q", row[0], rows[0][i+1], field, w)
		}
	}
}

func user(t *testing.T, client *iam.Client, name string) {
	t.Helper()
	if _, err := client.CreateUser(t.Context(), &iam.CreateUserInput{UserName: &name}); err != nil {
		t.Fatal(err)
	}
}

func report(t *testing.T, client *iam.Client) ([][]string, time.Time) {
	t.Helper()
	if _, err := client.GenerateCredentialReport(t.Context(), &iam.GenerateCredentialReportInput{}); err != nil {
		t.Fatal(err)
	}
	got, err := client.GetCredentialReport(t.Context(), &iam.GetCredentialReportInput{})
	if err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(strings.NewReader(string(got.Content))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return rows, *got.GeneratedTime
}
