package cli_test

import (
	"bytes"
	"encoding/json"
	"net/http"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ec2"
	ec2types "github.com/aws/aws-sdk-go-v2/service/ec2/types"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	iamtypes "github.com/aws/aws-sdk-go-v2/service/iam/types"
	"github.com/aws/aws-sdk-go-v2/service/kms"
	kmstypes "github.com/aws/aws-sdk-go-v2/service/kms/types"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	s3types "github.com/aws/aws-sdk-go-v2/service/s3/types"

	"github.com/mantenhq/manten/internal/awstest"
	"github.com/mantenhq/manten/internal/awstest/loop"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/plan"
)

// nasty is what somebody with the right to name things may write to harm who looks at them: for the shell, for the
// terminal, and for the eye.
const nasty = "it's $(touch pwned) `touch pwned` ${HOME} \\n\"; touch pwned #\n| x\r\t\x1b[2J\x1b]0;owned\a\u202e\u2066drowssap\u200b\u009b31m<b>&amp;"

// nastyName is as much of it as the name of a user may hold here.
const nastyName = "eve'$(touch pwned)`touch pwned`\u202e\x1b[31m;touch pwned"

// nastyAccount makes resources that fail with nasty texts wherever they can be written.
func nastyAccount(t testing.TB, a *awstest.Account) {
	t.Helper()
	ctx := t.Context()
	c := ec2.NewFromConfig(a.Config(virginia))
	g := got[*ec2.CreateSecurityGroupOutput](t)(c.CreateSecurityGroup(ctx, &ec2.CreateSecurityGroupInput{
		GroupName: aws.String(plainXML(nastyName)), Description: aws.String(plainXML(nasty)),
	}))
	got[*ec2.AuthorizeSecurityGroupIngressOutput](t)(c.AuthorizeSecurityGroupIngress(ctx, &ec2.AuthorizeSecurityGroupIngressInput{
		GroupId: g.GroupId, IpPermissions: []ec2types.IpPermission{{
			IpProtocol: aws.String("tcp"), FromPort: aws.Int32(22), ToPort: aws.Int32(22),
			IpRanges: []ec2types.IpRange{{CidrIp: aws.String("0.0.0.0/0"), Description: aws.String(plainXML(nasty))}},
		}},
	}))
	got[*ec2.CreateTagsOutput](t)(c.CreateTags(ctx, &ec2.CreateTagsInput{
		Resources: []string{*g.GroupId}, Tags: []ec2types.Tag{{Key: aws.String("Name"), Value: aws.String(plainXML(nasty))}},
	}))

	i := iam.NewFromConfig(a.Config(virginia))
	name := plainXML(nastyName)
	got[*iam.CreateUserOutput](t)(i.CreateUser(ctx, &iam.CreateUserInput{
		UserName: &name, Tags: []iamtypes.Tag{{Key: aws.String("note"), Value: aws.String(plainXML(nasty))}},
	}))
	got[*iam.CreateLoginProfileOutput](t)(i.CreateLoginProfile(ctx, &iam.CreateLoginProfileInput{UserName: &name, Password: aws.String("Correct-horse-7")}))
	got[*iam.CreateAccessKeyOutput](t)(i.CreateAccessKey(ctx, &iam.CreateAccessKeyInput{UserName: &name}))

	got[*kms.CreateKeyOutput](t)(kms.NewFromConfig(a.Config(virginia)).CreateKey(ctx, &kms.CreateKeyInput{
		Description: aws.String(nasty), Tags: []kmstypes.Tag{{TagKey: aws.String(nastyName), TagValue: aws.String(nasty)}},
	}))

	b := s3.NewFromConfig(a.Config(virginia))
	site := bucket(a, "site")
	got[*s3.CreateBucketOutput](t)(b.CreateBucket(ctx, &s3.CreateBucketInput{Bucket: &site}))
	got[*s3.PutBucketWebsiteOutput](t)(b.PutBucketWebsite(ctx, &s3.PutBucketWebsiteInput{
		Bucket: &site, WebsiteConfiguration: &s3types.WebsiteConfiguration{IndexDocument: &s3types.IndexDocument{Suffix: aws.String("index.html")}},
	}))
	sid := string(got[[]byte](t)(json.Marshal(nasty)))
	putPolicy(t, a, site, `{"Version":"2012-10-17","Statement":[{"Sid":`+sid+`,"Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"arn:aws:s3:::`+site+`/*","Condition":{"StringEquals":{"aws:UserAgent":[`+sid+`]}}},
	 {"Sid":"Everybody `+"`touch pwned`"+`","Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"arn:aws:s3:::`+site+`/*"}]}`)
}

// plainXML leaves out what XML 1.0 cannot hold, and with it AWS's query services: the escape and bell characters. What
// C1 controls, line breaks and directions do stays.
func plainXML(s string) string {
	return strings.NewReplacer("\x1b", "", "\a", "").Replace(s)
}

// readable holds that a text has no character that does something else than being seen, but for line ends.
func readable(t *testing.T, what, text string) {
	t.Helper()
	if !utf8.ValidString(text) {
		t.Errorf("%s is not UTF-8: %q", what, text)
	}
	for line := range strings.Lines(text) {
		line = strings.TrimSuffix(line, "\n")
		if at := strings.IndexFunc(line, func(r rune) bool {
			return unicode.IsControl(r) || unicode.In(r, unicode.Cf, unicode.Zl, unicode.Zp, unicode.Co, unicode.Cs)
		}); at >= 0 {
			t.Errorf("%s has a character that is not to be seen: %s", what, strconv.QuoteToASCII(line))
			return
		}
	}
}

// TestInjection names things so as to harm who looks at them. No output does anything to a terminal, and no command in
// the plan does anything else than what the plan says.
func TestInjection(t *testing.T) {
	t.Parallel()
	a := withManagedPolicies(t)
	nastyAccount(t, a)
	loop.Emptied(t, a)
	ahead(t, keysAreOld)
	look := func(status int, args ...string) string {
		t.Helper()
		r := ends(t, a, status, args...)
		readable(t, strings.Join(args, " "), r.stdout)
		readable(t, strings.Join(args, " ")+" (standard error)", r.stderr)
		return r.stdout
	}
	look(0, append([]string{"scan"}, regions()...)...)
	look(0, "findings")
	look(0, "findings", "--format", "json")
	look(0, "findings", "--format", "jsonl")
	look(0, "explain", "IAM.5")
	look(0, "score")
	table := look(0, "plan", "-o", "plan.json")
	for _, seen := range []string{"touch pwned", `\u202e`, "Everybody"} {
		if !strings.Contains(table, seen) {
			t.Errorf("the plan does not show %s:\n%s", seen, table)
		}
	}
	for _, format := range []string{"table", "cli"} { // as JSON it is the file, byte by byte
		for _, lang := range []string{"en", "ja"} {
			look(0, "show", "plan.json", "--format", format, "--lang", lang)
		}
	}
	look(0, "policy", "plan.json")
	p := planFile(t, "plan.json")
	inShell(t, a, p)
	for _, name := range []string{"pwned", "bin/pwned"} {
		if _, err := os.Stat(file(t, name)); err == nil {
			t.Error("a command of somebody else was executed")
		}
	}
	look(0, wholly(p, "apply", "plan.json")...)
	id := lastRun(t, a).ID
	for _, format := range []string{"table", "markdown", "json"} {
		look(0, "runs", "show", id, "--format", format)
	}
	for _, format := range []string{"table", "cli"} {
		look(4, "undo", id, "--format", format)
	}
	look(0, "undo", id, "--approve")
	look(2, "explain", nasty)
	look(2, "show", nasty)
	look(2, "plan", "--set", nasty)
}

// lastRun is the newest run.
func lastRun(t *testing.T, a *awstest.Account) plan.Run {
	t.Helper()
	var doc struct{ Runs []plan.Run }
	must(t, a, "runs", "--format", "json").parse(t, &doc)
	if len(doc.Runs) == 0 {
		t.Fatal("there is no run")
	}
	return doc.Runs[0]
}

// TestNoUTF8 has bytes in a bucket's policy, in an error and in a list that are no UTF-8. What they stand in is said to
// be unreadable, and never written back otherwise than it was.
func TestNoUTF8(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	badBuckets(t, a)
	badGroup(t, a, virginia)
	spoil := func(service, operation, what, by string) {
		a.Rule(awstest.Rule{Service: service, Operation: operation, Do: func(x *awstest.Exchange) *awstest.Reply {
			r := x.Next()
			if r != nil && r.Status == http.StatusOK {
				r.Body = bytes.ReplaceAll(r.Body, []byte(what), []byte(by))
			}
			return r
		}})
	}
	spoil("s3", "GetBucketPolicy", "Auditors", "Audit\xff\xfeors")
	spoil("ec2", "DescribeSecurityGroups", "temporary", "tempor\xffary")
	a.Rule(awstest.Rule{Service: "kms", Operation: "ListKeys", Do: awstest.Refuse(http.StatusBadRequest, "AccessDeniedException", "no\xff\x1b[2J")})
	for _, args := range [][]string{append([]string{"scan"}, regions()...), {"findings"}, {"plan", "-o", "plan.json"}, {"show", "plan.json"}} {
		r := manten(t, a, args...)
		readable(t, args[0], r.stdout)
		readable(t, args[0]+" (standard error)", r.stderr)
		if r.status == 5 || r.status == 2 {
			t.Errorf("%v: status %d: %s", args, r.status, r.stderr)
		}
	}
	for _, f := range scan(t, a, 3).Findings {
		if f.Control == "S3.5" && strings.HasSuffix(f.Resource.ID, bucket(a, "reports")) && (f.Status != control.NotAvailable || !strings.Contains(f.Reason, "UTF-8")) {
			t.Errorf("%s is %s: %s", name(f), f.Status, f.Reason)
		}
	}
	for _, s := range planFile(t, "plan.json").Steps {
		if s.Resource.Name == bucket(a, "reports") && slices.Contains(s.Remediations, "SetSSLBucketPolicy") {
			t.Errorf("step %s would write the policy back otherwise than it was: %s", s.ID, s.Undo[0].Input)
		}
	}
}
