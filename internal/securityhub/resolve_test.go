package securityhub_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/collect"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/demo"
	"github.com/mantenhq/manten/internal/evaluate"
	"github.com/mantenhq/manten/internal/plan"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/securityhub"
	"github.com/mantenhq/manten/internal/service/all"
)

const account = "111122223333"

// sample is the sample account with all controls.
func sample(t *testing.T) (*catalog.Catalog, *collect.Snapshot) {
	t.Helper()
	cat, err := catalog.New(all.Services()...)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "sample.json")
	if err := os.WriteFile(path, demo.Account, 0o600); err != nil {
		t.Fatal(err)
	}
	s, err := collect.OpenSnapshot(cat, path)
	if err != nil {
		t.Fatal(err)
	}
	return cat, s
}

// told is what Security Hub may say of a resource.
func told(kind, id string, names ...control.ID) securityhub.Item {
	return securityhub.Item{
		ID: "f", Account: account, Region: "us-east-1", Names: names, Resources: []securityhub.Thing{{Type: kind, ID: id}},
		Standing: securityhub.Standing{Status: control.Failed, Workflow: control.New},
	}
}

// but is a finding with something changed.
func but(x securityhub.Item, change func(*securityhub.Item)) securityhub.Item {
	change(&x)
	return x
}

func resolve(t *testing.T, regions []string, items ...securityhub.Item) []string {
	t.Helper()
	cat, src := sample(t)
	r := &securityhub.Resolver{Catalog: cat, Source: src, Regions: regions}
	targets, left, err := r.Resolve(t.Context(), securityhub.Findings{Items: items})
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, x := range targets {
		if !x.Ref.Consistent() || x.Ref.Type != x.Unit.Type {
			t.Errorf("%+v is not one resource", x.Ref)
		}
		out = append(out, fmt.Sprintf("%s %s %s %s", x.Control.ID, x.Ref.Type, x.Ref.Region, x.Ref.ID))
	}
	return append(out, words(left)...)
}

func words(left []plan.Left) []string {
	var out []string
	for _, l := range left {
		out = append(out, fmt.Sprintf("left %s %s %s: %s", l.Control, l.Region, l.Resource, l.Why.Text))
	}
	return out
}

func TestResolve(t *testing.T) {
	t.Parallel()
	const (
		whole = "AWS::::Account:" + account
		photo = "arn:aws:s3:::photos-" + account
		key   = "arn:aws:kms:eu-west-1:" + account + ":key/1a9f0251-8845-4c12-925c-86cf4906d592"
		group = "arn:aws:ec2:us-east-1:" + account + ":security-group/sg-3f96d369e4e8fc46a"
		alice = "arn:aws:iam::" + account + ":user/alice"
	)
	ireland := func(x *securityhub.Item) { x.Region = "eu-west-1" }
	for name, c := range map[string]struct {
		x    securityhub.Item
		want []string
	}{
		"a bucket":            {told("AwsS3Bucket", photo, "S3.8"), []string{"S3.8 AWS::S3::Bucket us-east-1 " + photo}},
		"a bucket, by OCSF":   {told("AWS::S3::Bucket", photo, "S3.8"), []string{"S3.8 AWS::S3::Bucket us-east-1 " + photo}},
		"of no named type":    {told("Other", photo, "S3.8"), []string{"S3.8 AWS::S3::Bucket us-east-1 " + photo}},
		"in another region":   {but(told("AwsKmsKey", key, "KMS.4"), ireland), []string{"KMS.4 AWS::KMS::Key eu-west-1 " + key}},
		"an id in lower case": {told("AwsS3Bucket", photo, "s3.8"), []string{"S3.8 AWS::S3::Bucket us-east-1 " + photo}},
		"a group":             {told("AwsEc2SecurityGroup", group, "EC2.13"), []string{"EC2.13 AWS::EC2::SecurityGroup us-east-1 " + group}},
		"a group, by another ARN": {
			told("AwsEc2SecurityGroup", strings.Replace(group, "security-group/", "sg/", 1), "EC2.13"), []string{"EC2.13 AWS::EC2::SecurityGroup us-east-1 " + group},
		},
		"an account, by region":  {but(told("AwsAccount", whole, "EC2.7"), ireland), []string{"EC2.7 AWS::EC2::Account eu-west-1 " + whole}},
		"a global account":       {but(told("AwsAccount", whole, "IAM.7"), ireland), []string{"IAM.7 AWS::IAM::Account us-east-1 " + whole}},
		"a global one, nowhere":  {but(told("AwsIamUser", alice, "IAM.3"), func(x *securityhub.Item) { x.Region = "" }), []string{"IAM.3 AWS::IAM::User us-east-1 " + alice}},
		"a global one, far away": {but(told("AwsIamUser", alice, "IAM.3"), func(x *securityhub.Item) { x.Region = "ap-northeast-1" }), []string{"IAM.3 AWS::IAM::User us-east-1 " + alice}},
		"a bucket, its region":   {but(told("AwsS3Bucket", photo, "S3.8"), func(x *securityhub.Item) { x.Region = "" }), []string{"S3.8 AWS::S3::Bucket us-east-1 " + photo}},
		"an alarm of the account": {
			told("AwsCloudWatchAlarm", "arn:aws:cloudwatch:us-east-1:"+account+":alarm:Root", "CloudWatch.1"), []string{"CloudWatch.1 AWS::CloudWatch::Account us-east-1 " + whole},
		},
		// A requirement of several controls is of those that judge the type.
		"2.1.5 on a bucket":   {told("AwsS3Bucket", photo, "S3.1", "S3.8"), []string{"S3.8 AWS::S3::Bucket us-east-1 " + photo}},
		"2.1.5 on an account": {told("AwsAccount", whole, "S3.1", "S3.8"), []string{"S3.1 AWS::S3::Account us-east-1 " + whole}},
		"two that both judge": {told("AwsS3Bucket", photo, "S3.2", "S3.3"), []string{"S3.2 AWS::S3::Bucket us-east-1 " + photo, "S3.3 AWS::S3::Bucket us-east-1 " + photo}},
		"2.1.5 on a key":      {told("AwsKmsKey", key, "S3.1", "S3.8"), []string{"left  us-east-1 " + key + ": what it is about cannot be told: a resource of type AwsKmsKey is not judged by S3.1, S3.8"}},
		"another type":        {told("AwsKmsKey", key, "S3.8"), []string{"left S3.8 us-east-1 " + key + ": what it is about cannot be told: a resource of type AwsKmsKey is not judged by S3.8"}},
		"all buckets at once": {told("AwsAccount", whole, "S3.8"), []string{"left S3.8 us-east-1 " + whole + ": it names the account as a whole, and S3.8 is about single resources: manten scan --control S3.8"}},

		"not evaluated":       {told("AwsS3Bucket", photo, "S3.9"), []string{"left S3.9 us-east-1 " + photo + ": Manten does not evaluate S3.9"}},
		"unknown":             {told("AwsS3Bucket", photo, "S3.99"), []string{"left S3.99 us-east-1 " + photo + ": Manten knows no control of this id"}},
		"no control":          {told("AwsS3Bucket", photo), []string{"left  us-east-1 " + photo + ": it is not a finding of a control"}},
		"no resource":         {but(told("", "", "S3.8"), func(x *securityhub.Item) { x.Resources = nil }), []string{"left S3.8 us-east-1 f: it names no resource"}},
		"gone":                {told("AwsS3Bucket", "arn:aws:s3:::gone", "S3.8"), []string{"left S3.8 us-east-1 arn:aws:s3:::gone: the resource no longer exists"}},
		"a key elsewhere":     {told("AwsKmsKey", key, "KMS.4"), []string{"left KMS.4 us-east-1 " + key + ": the resource no longer exists"}},
		"no region":           {but(told("AwsKmsKey", key, "KMS.4"), func(x *securityhub.Item) { x.Region = "" }), []string{"left KMS.4  " + key + ": it names no region, and its resource is in one"}},
		"a region not worked": {but(told("AwsKmsKey", key, "KMS.4"), func(x *securityhub.Item) { x.Region = "eu-north-1" }), []string{"left KMS.4 eu-north-1 " + key + ": it is in eu-north-1, where this command does not look: --region eu-north-1"}},
		"of another account":  {but(told("AwsS3Bucket", photo, "S3.8"), func(x *securityhub.Item) { x.Account = "444455556666" }), []string{"left S3.8 us-east-1 " + photo + ": it is of account 444455556666, and this command works on another one"}},
		"of two accounts": {
			told("AwsIamUser", strings.Replace(alice, account, "444455556666", 1), "IAM.3"),
			[]string{"left IAM.3 us-east-1 arn:aws:iam::444455556666:user/alice: its resource is of account 444455556666, the finding of another one"},
		},
		"archived":     {but(told("AwsS3Bucket", photo, "S3.8"), func(x *securityhub.Item) { x.Archived = true }), []string{"left S3.8 us-east-1 " + photo + ": it is archived"}},
		"suppressed":   {but(told("AwsS3Bucket", photo, "S3.8"), func(x *securityhub.Item) { x.Workflow = control.Suppressed }), []string{"left S3.8 us-east-1 " + photo + ": it is suppressed in Security Hub"}},
		"passed":       {but(told("AwsS3Bucket", photo, "S3.8"), func(x *securityhub.Item) { x.Status, x.Workflow = control.Passed, control.Resolved }), []string{"left S3.8 us-east-1 " + photo + ": Security Hub itself says that it passes"}},
		"set resolved": {but(told("AwsS3Bucket", photo, "S3.8"), func(x *securityhub.Item) { x.Workflow = control.Resolved }), []string{"S3.8 AWS::S3::Bucket us-east-1 " + photo}},
		"not told":     {but(told("AwsS3Bucket", photo, "S3.8"), func(x *securityhub.Item) { x.Status = control.NotAvailable }), []string{"S3.8 AWS::S3::Bucket us-east-1 " + photo}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(c.want, resolve(t, []string{"eu-west-1", "us-east-1"}, c.x)); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}

// Findings of several standards on one thing are one, and so are those that nothing is done about for the same reason.
func TestResolveOnce(t *testing.T) {
	t.Parallel()
	x, gone := told("AwsS3Bucket", "arn:aws:s3:::photos-"+account, "S3.8"), told("AwsS3Bucket", "arn:aws:s3:::gone", "S3.8")
	got := resolve(t, []string{"us-east-1"}, x, gone, x, but(x, func(x *securityhub.Item) { x.ID, x.Names = "g", []control.ID{"S3.1", "S3.8"} }), gone)
	if len(got) != 2 {
		t.Errorf("got %v", got)
	}
}

// What the scan knows of is not listed again, and what it does not know is looked for.
func TestResolveKnown(t *testing.T) {
	t.Parallel()
	cat, src := sample(t)
	u, _ := cat.Collector("AWS::S3::Bucket")
	known := told("", "", "").Resources[0]
	known.ID = "arn:aws:s3:::of-the-scan"
	ref := u.Empty(refOf(known.ID)).Reference()
	r := &securityhub.Resolver{Catalog: cat, Source: src, Regions: []string{"us-east-1"}}
	r.Known = append(r.Known, u.Empty(ref))
	targets, left, err := r.Resolve(t.Context(), securityhub.Findings{Items: []securityhub.Item{
		told("AwsS3Bucket", known.ID, "S3.8"), told("AwsS3Bucket", "arn:aws:s3:::photos-"+account, "S3.8"),
	}})
	if err != nil || len(left) != 0 || len(targets) != 2 || targets[0].Ref != ref {
		t.Errorf("got %v, %v, %v", targets, left, err)
	}
}

// Of what stands in several regions under one id, that of the finding's region is meant; what there is once is meant
// wherever it stands.
func TestResolveKnownRegions(t *testing.T) {
	t.Parallel()
	cat, src := sample(t)
	const trail = "arn:aws:cloudtrail:us-east-1:" + account + ":trail/all"
	r := &securityhub.Resolver{Catalog: cat, Source: src, Regions: src.Regions()}
	for _, ref := range []resource.Ref{
		{Type: "AWS::EC2::Account", Account: account, Region: "us-east-1", ID: resource.AccountID(account), Name: account},
		{Type: "AWS::EC2::Account", Account: account, Region: "eu-west-1", ID: resource.AccountID(account), Name: account},
		{Type: "AWS::CloudTrail::Trail", Account: account, Region: "us-east-1", ID: trail, Name: "all"},
	} {
		u, _ := cat.Collector(ref.Type)
		r.Known = append(r.Known, u.Empty(ref))
	}
	ireland := func(x *securityhub.Item) { x.Region = "eu-west-1" }
	targets, left, err := r.Resolve(t.Context(), securityhub.Findings{Items: []securityhub.Item{
		but(told("AwsAccount", resource.AccountID(account), "EC2.7"), ireland), but(told("AwsCloudTrailTrail", trail, "CloudTrail.4"), ireland),
	}})
	if err != nil || len(left) != 0 || len(targets) != 2 || targets[0].Ref.Region != "eu-west-1" || targets[1].Ref.Region != "us-east-1" {
		t.Errorf("got %v, %v, %v", targets, left, err)
	}
}

// Each target is read and evaluated now; what fails no longer is left, with the reason.
func TestJudge(t *testing.T) {
	t.Parallel()
	cat, src := sample(t)
	items := []securityhub.Item{
		told("AwsS3Bucket", "arn:aws:s3:::photos-"+account, "S3.8"), told("AwsS3Bucket", "arn:aws:s3:::logs-"+account, "S3.2"),
		told("AwsAccount", "AWS::::Account:"+account, "CloudWatch.1"), told("AwsIamUser", "arn:aws:iam::"+account+":user/deploy-bot", "IAM.5"),
		told("AwsS3Bucket", "arn:aws:s3:::photos-"+account, "CloudTrail.7"), told("AwsAccount", "AWS::::Account:"+account, "EC2.7"),
	}
	r := &securityhub.Resolver{Catalog: cat, Source: src, Regions: src.Regions()}
	targets, left, err := r.Resolve(t.Context(), securityhub.Findings{Items: items})
	if err != nil || len(left) > 0 || len(targets) != len(items) {
		t.Fatalf("got %v, %v, %v", targets, left, err)
	}
	var selected []evaluate.Selected
	for _, x := range targets {
		if !slices.ContainsFunc(selected, func(c evaluate.Selected) bool { return c.Unit == x.Control }) {
			selected = append(selected, evaluate.Selected{Unit: x.Control, Params: x.Control.Params.Defaults})
		}
	}
	j := &securityhub.Judge{Catalog: cat, Source: src, Controls: selected, Now: time.Date(2026, 10, 1, 0, 0, 0, 0, time.UTC)}
	gone := targets[0]
	gone.Ref.ID, gone.Ref.Name = "arn:aws:s3:::gone", "gone"
	v, err := j.Targets(t.Context(), append(targets, gone))
	if err != nil {
		t.Fatal(err)
	}
	got := words(v.Left)
	for _, f := range v.Failed {
		got = append(got, fmt.Sprintf("%s %s %s", f.Status, f.Control, f.Resource.ID))
	}
	slices.Sort(got)
	want := []string{
		"FAILED CloudWatch.1 AWS::::Account:" + account,
		"FAILED EC2.7 AWS::::Account:" + account,
		"FAILED S3.8 arn:aws:s3:::photos-" + account,
		"left CloudTrail.7 us-east-1 arn:aws:s3:::photos-" + account + ": the control is not about this resource",
		"left IAM.5 us-east-1 arn:aws:iam::" + account + ":user/deploy-bot: it already passes: the resource was read again just now",
		"left S3.2 us-east-1 arn:aws:s3:::logs-" + account + ": it already passes: the resource was read again just now",
		"left S3.8 us-east-1 arn:aws:s3:::gone: the resource no longer exists",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

func refOf(id string) resource.Ref {
	return resource.Ref{Type: "AWS::S3::Bucket", Account: account, Region: "us-east-1", ID: id, Name: id[strings.LastIndexByte(id, ':')+1:]}
}
