package securityhub_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/mantenhq/manten/internal/fault"
	"github.com/mantenhq/manten/internal/securityhub"
)

// line is a finding on one line: account, region, controls, resources, and how it stands.
func line(x securityhub.Item) string {
	var names, things []string
	for _, id := range x.Names {
		names = append(names, string(id))
	}
	for _, t := range x.Resources {
		things = append(things, t.Type+"="+t.ID)
	}
	state := "active"
	if x.Archived {
		state = "archived"
	}
	return fmt.Sprintf("%s %s [%s] [%s] %s %s %s %q", x.Account, x.Region, strings.Join(names, " "), strings.Join(things, " "),
		x.Status, x.Workflow, state, x.Note)
}

func read(t *testing.T, name string) securityhub.Findings {
	t.Helper()
	f, err := os.Open(filepath.Join("testdata", "parse", name))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close() //nolint:errcheck // only read from
	found, err := securityhub.Parse(f)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return found
}

// Each form in which findings come.
func TestParse(t *testing.T) {
	t.Parallel()
	const bucket = "AwsS3Bucket=arn:aws:s3:::holiday-photos"
	for name, want := range map[string][]string{
		"consolidated.json": {
			`111122223333 eu-west-1 [S3.8] [` + bucket + `] FAILED NEW active ""`,
			`111122223333 us-east-1 [IAM.6] [AwsAccount=AWS::::Account:111122223333] FAILED SUPPRESSED active "Virtual MFA is what we use. Accepted by the board."`,
			`111122223333 eu-west-1 [KMS.4] [AwsKmsKey=arn:aws:kms:eu-west-1:111122223333:key/1a9f0251-8845-4c12-925c-86cf4906d592] PASSED RESOLVED archived ""`,
		},
		"standards.json": {
			`111122223333 eu-west-1 [KMS.4] [AwsKmsKey=arn:aws:kms:eu-west-1:111122223333:key/7d7b7cae-8bf0-4c0d-a362-3bd42447c445] FAILED NOTIFIED active ""`,
			`111122223333 us-east-1 [ELB.1] [AwsElbv2LoadBalancer=arn:aws:elasticloadbalancing:us-east-1:111122223333:loadbalancer/app/web/50dc6c495c0c9188] WARNING NEW active ""`,
			`111122223333 us-east-1 [S3.1 S3.8] [` + bucket + `] FAILED NEW active ""`,
			`111122223333 us-east-1 [KMS.4] [AwsKmsKey=arn:aws:kms:us-east-1:111122223333:key/0001] FAILED NEW active ""`,
			`111122223333 us-east-1 [EC2.7] [AwsAccount=AWS::::Account:111122223333] FAILED NEW active ""`,
			`111122223333 us-east-1 [CloudWatch.1] [AwsAccount=AWS::::Account:111122223333] FAILED NEW active ""`,
			`111122223333 us-east-1 [] [AwsEc2Instance=arn:aws:ec2:us-east-1:111122223333:instance/i-0abc]   active ""`,
		},
		"lines.jsonl": {
			`111122223333 eu-west-1 [EC2.13] [AwsEc2SecurityGroup=arn:aws:ec2:eu-west-1:111122223333:security-group/sg-0a1] FAILED  active ""`,
			`111122223333  [IAM.3] [AwsIamUser=arn:aws:iam::111122223333:user/alice] FAILED  active ""`,
			`skipped c: it names no account of 12 digits`,
			`skipped d: the finding is not in its form: json: cannot unmarshal number into Go struct field asff.AwsAccountId of type string`,
			`skipped #5: this is no finding of Security Hub, neither in ASFF nor in OCSF`,
			`skipped #6: this is no finding of Security Hub, neither in ASFF nor in OCSF`,
		},
		// The envelope says who got the event, not what it is about.
		"imported.json": {`111122223333 eu-west-1 [S3.8] [` + bucket + `] FAILED NEW active ""`},
		"events.json": {
			`111122223333 us-east-1 [EC2.2] [AwsEc2SecurityGroup=arn:aws:ec2:us-east-1:111122223333:security-group/sg-0b2] FAILED NEW active ""`,
			`111122223333 us-east-1 [EC2.7] [AWS::::Account=AWS::::Account:111122223333] FAILED NEW active ""`,
			`skipped #2: results of an insight are counts: send the findings themselves`,
		},
		"ocsf.json": {
			`111122223333 eu-west-1 [S3.8] [` + bucket + `] FAILED SUPPRESSED active "until the migration is over"`,
			`111122223333  [IAM.3] [AWS::IAM::User=arn:aws:iam::111122223333:user/alice] PASSED RESOLVED archived ""`,
			`skipped CVE-2026-1: it is of class 2002 of OCSF: controls write class 2003`,
			`skipped 9: it names no account of 12 digits`,
		},
		"one.json":   {`111122223333 us-gov-west-1 [CloudTrail.1] [AwsAccount=AWS::::Account:111122223333] FAILED NEW active ""`},
		"empty.json": nil,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var got []string
			found := read(t, name)
			for _, x := range found.Items {
				got = append(got, line(x))
			}
			for _, s := range found.Skipped {
				got = append(got, "skipped "+s.ID+": "+s.Why.Text)
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
			if found.Seen() != len(want) {
				t.Errorf("%d findings were seen, there are %d", found.Seen(), len(want))
			}
		})
	}
}

// Every file of samples is in the table above.
func TestParseSamples(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("testdata/parse/*")
	if err != nil || len(files) != 8 {
		t.Errorf("%d samples, the table of TestParse has 8: %v, %v", len(files), files, err)
	}
}

// What is not JSON to its end is refused as a whole, with what to do.
func TestParseRefuses(t *testing.T) {
	t.Parallel()
	whole, err := os.ReadFile("testdata/parse/consolidated.json")
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct{ in, want string }{
		"nothing":          {"", "nothing in it"},
		"white space":      {" \n\t", "nothing in it"},
		"cut off":          {string(whole[:len(whole)/2]), "in the middle"},
		"a cut-off line":   {`{"Id":"a"}` + "\n" + `{"Id":`, "in the middle"},
		"text":             {"Findings:\n- Id: a\n", "not JSON"},
		"binary":           {"\x7fELF\x02\x01\x01\x00", "not JSON"},
		"UTF-16":           {"\xff\xfe{\x00}\x00", "not JSON"},
		"something behind": {string(whole) + "}", "not JSON"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			found, err := securityhub.Parse(strings.NewReader(c.in))
			if fault.CodeOf(err) != fault.Invalid || !strings.Contains(err.Error(), c.want) || fault.NextOf(err) == "" {
				t.Errorf("got %v, next %q, want %q", err, fault.NextOf(err), c.want)
			}
			if found.Seen() != 0 {
				t.Errorf("half of it was read: %+v", found)
			}
		})
	}
}

// PowerShell and others put a mark before UTF-8.
func TestParseByteOrderMark(t *testing.T) {
	t.Parallel()
	one, err := os.ReadFile("testdata/parse/one.json")
	if err != nil {
		t.Fatal(err)
	}
	found, err := securityhub.Parse(bytes.NewReader(slices.Concat([]byte("\ufeff"), one)))
	if err != nil || len(found.Items) != 1 {
		t.Errorf("got %+v, %v", found, err)
	}
}
