package cli_test

import (
	"bytes"
	"context"
	"database/sql"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ec2"
	ec2types "github.com/aws/aws-sdk-go-v2/service/ec2/types"
	"github.com/google/go-cmp/cmp"

	"github.com/mantenhq/manten/internal/awstest"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/plan"
)

// TestPlanFiles gives apply what is no plan, or no longer the one that was made.
func TestPlanFiles(t *testing.T) {
	t.Parallel()
	a := newSmall(t, oneOfEach...)
	good, dir := read(t, "plan.json"), home(t)
	replace := func(before, after string) []byte {
		t.Helper()
		out := bytes.Replace(good, []byte(before), []byte(after), 1)
		if bytes.Equal(out, good) {
			t.Fatalf("the plan has no %s", before)
		}
		return out
	}
	for name, c := range map[string]struct {
		data   []byte
		status int
		says   string
	}{
		"empty":               {nil, 2, "empty"},
		"blank":               {[]byte(" \n"), 2, "empty"},
		"truncated":           {good[:len(good)/2], 2, "ends in the middle"},
		"a byte short":        {bytes.TrimRight(good, "\n}"), 2, "ends in the middle"},
		"two of them":         {slices.Concat(good, good), 2, "something follows"},
		"no JSON":             {[]byte("PLAN\n"), 2, "invalid character"},
		"UTF-16":              {[]byte("\xff\xfe{\x00}\x00"), 2, "invalid character"},
		"a list":              {[]byte("[]"), 2, "array"},
		"null":                {[]byte("null"), 2, "schema"},
		"other JSON":          {[]byte(`{"Version":"2012-10-17"}`), 2, "schema"},
		"another schema":      {replace(plan.Schema, "manten.plan/99"), 2, "manten.plan/99"},
		"an unknown field":    {replace(`"schema"`, `"force": true, "schema"`), 4, "no part of a plan"},
		"a field twice":       {replace(`"account"`, `"account": "000000000000", "account"`), 4, "no part of a plan"},
		"a field in capitals": {replace(`"account"`, `"ACCOUNT"`), 4, "no part of a plan"},
		"no steps":            {noSteps(t, good), 2, "no steps"},
		"another partition":   {bytes.ReplaceAll(good, []byte("arn:aws:s3"), []byte("arn:aws-cn:s3")), 4, "step"},
		"a step twice":        {stepTwice(t, good), 4, "step"},
		"after itself":        {replace(`"after": []`, `"after": ["1"]`), 4, "step"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			work(t, dir)
			altered := strings.ReplaceAll(name, " ", "-") + ".json"
			write(t, altered, c.data)
			saysNext(t, manten(t, a.Account, "apply", altered, "--approve"), c.status, c.says)
			if name != "no steps" { // which may be shown
				saysNext(t, manten(t, a.Account, "show", altered), c.status, c.says)
			}
		})
	}
	t.Cleanup(func() { nothingWritten(t, a.Account) })
}

// work lets a test work in the directory of another one.
func work(t testing.TB, dir string) {
	t.Helper()
	homes.Store(t, dir)
	t.Cleanup(func() { homes.Delete(t) })
}

func noSteps(t *testing.T, data []byte) []byte {
	t.Helper()
	return edited(t, data, func(p *plan.Plan) { p.Steps = []plan.Step{} })
}

func stepTwice(t *testing.T, data []byte) []byte {
	t.Helper()
	return edited(t, data, func(p *plan.Plan) { p.Steps = append(p.Steps, p.Steps[0]) })
}

// edited changes a plan as a program would that knows what plans look like.
func edited(t *testing.T, data []byte, edit func(*plan.Plan)) []byte {
	t.Helper()
	p, err := plan.Decode(data)
	if err != nil {
		t.Fatal(err)
	}
	edit(p)
	out, err := plan.Encode(p)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestPlanPaths(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	if err := os.Mkdir(file(t, "directory"), 0o700); err != nil {
		t.Fatal(err)
	}
	saysNext(t, manten(t, a, "apply", "directory", "--approve"), 2, "is a directory")
	saysNext(t, manten(t, a, "apply", "missing.json", "--approve"), 2, "missing.json")
	saysNext(t, manten(t, a, "apply", "", "--approve"), 2, "plan")
	saysNext(t, manten(t, a, "undo", "nosuchrun", "--approve"), 2, "nosuchrun")
	saysNext(t, manten(t, a, "plan"), 2, "no scan", "manten scan")
	nothingWritten(t, a)
}

// TestOtherAccount applies a plan with credentials of an account that it was not made for.
func TestOtherAccount(t *testing.T) {
	t.Parallel()
	a, other := newSmall(t, "S3.5"), awstest.New(t)
	for _, args := range [][]string{applyAll, {"approve", "plan.json"}} {
		saysNext(t, manten(t, other, args...), 4, a.ID, other.ID)
	}
	for _, args := range [][]string{
		{"scan", "--account", a.ID, "--region", virginia}, {"plan", "--account", a.ID}, {"snapshot", "save", "s.json", "--account", a.ID, "--region", virginia},
	} {
		saysNext(t, manten(t, other, args...), 2, "--account", a.ID, other.ID)
	}
	nothingWritten(t, a.Account)
	nothingWritten(t, other)
}

// TestBrokenPolicy has a bucket policy that no parser reads: it is not judged, and not touched.
func TestBrokenPolicy(t *testing.T) {
	t.Parallel()
	a := newSmall(t, "S3.5")
	putPolicy(t, a.Account, a.bucket, `{"Version":"2012-10-17","Statement":`)
	var doc struct {
		Left []struct {
			Control string
			Why     struct{ Text string }
		}
		Steps []any
	}
	must(t, a.Account, "plan", "--format", "json").parse(t, &doc)
	if len(doc.Steps) != 0 || len(doc.Left) != 1 || !strings.Contains(doc.Left[0].Why.Text, "cannot be changed safely") {
		t.Errorf("planned on the scan from before: %+v", doc)
	}
	r := manten(t, a.Account, "scan", "--region", virginia, "--control", "S3.2,S3.3,S3.5,S3.8", "--format", "json")
	var scan struct {
		Findings []struct {
			Control string
			Status  control.Status
			Reason  string
		}
	}
	r.parse(t, &scan)
	for _, f := range scan.Findings {
		want := control.NotAvailable
		if f.Control == "S3.8" {
			want = control.Failed
		}
		if f.Status != want {
			t.Errorf("%s is %s (%s), want %s", f.Control, f.Status, f.Reason, want)
		}
	}
	if len(scan.Findings) != 4 {
		t.Errorf("%d findings, want 4", len(scan.Findings))
	}
	nothingWritten(t, a.Account)
}

// TestMalformedPolicy has AWS refuse the policy that a step puts: the step fails, the others go on.
func TestMalformedPolicy(t *testing.T) {
	t.Parallel()
	a := newSmall(t, oneOfEach...)
	a.Rule(awstest.Rule{Operation: "PutBucketPolicy", Do: awstest.Refuse(400, "MalformedPolicy", "Policy has invalid resource")})
	var run plan.Run
	ends(t, a.Account, 3, applyAll...).parse(t, &run)
	for _, s := range run.Steps {
		if want := "MalformedPolicy: Policy has invalid resource"; s.State == plan.Failed && !strings.Contains(s.Reason, want) {
			t.Errorf("the reason is %s", s.Reason)
		}
	}
	if got := count(statesOf(run)); got["failed"] != 1 || got["verified"] != len(oneOfEach)-1 {
		t.Errorf("states %v", got)
	}
	if n := a.Count("s3", "PutBucketPolicy"); n != 1 {
		t.Errorf("the policy was put %d times", n)
	}
}

// TestEveryKindOfPeer takes the public sources from a group that has every kind of peer, and puts exactly them back.
func TestEveryKindOfPeer(t *testing.T) {
	t.Parallel()
	a := newSmall(t, "S3.5")
	c := a.ec2()
	list := got[*ec2.CreateManagedPrefixListOutput](t)(c.CreateManagedPrefixList(t.Context(), &ec2.CreateManagedPrefixListInput{
		PrefixListName: aws.String("offices"), AddressFamily: aws.String("IPv4"), MaxEntries: aws.Int32(2),
	}))
	peers := func(protocol string, from, to int32) ec2types.IpPermission {
		p := ec2types.IpPermission{
			IpProtocol: &protocol,
			IpRanges: []ec2types.IpRange{
				{CidrIp: aws.String("0.0.0.0/0"), Description: aws.String("temporary, remove!")},
				{CidrIp: aws.String("10.0.0.0/8")},
				{CidrIp: aws.String("198.51.100.7/32"), Description: aws.String("a partner (a=b; c:d)")},
			},
			Ipv6Ranges: []ec2types.Ipv6Range{
				{CidrIpv6: aws.String("::/0"), Description: aws.String("all of it")}, {CidrIpv6: aws.String("2001:db8::/32")},
			},
			PrefixListIds: []ec2types.PrefixListId{{PrefixListId: list.PrefixList.PrefixListId, Description: aws.String("offices")}},
			UserIdGroupPairs: []ec2types.UserIdGroupPair{
				{GroupId: &a.group, Description: aws.String("among themselves")}, {GroupId: &a.fallback},
			},
		}
		if protocol != "-1" {
			p.FromPort, p.ToPort = &from, &to
		}
		return p
	}
	g := got[*ec2.CreateSecurityGroupOutput](t)(c.CreateSecurityGroup(t.Context(), &ec2.CreateSecurityGroupInput{
		GroupName: aws.String("everything"), Description: aws.String("every kind of peer"),
	}))
	got[*ec2.AuthorizeSecurityGroupIngressOutput](t)(c.AuthorizeSecurityGroupIngress(t.Context(), &ec2.AuthorizeSecurityGroupIngressInput{
		GroupId: g.GroupId, IpPermissions: []ec2types.IpPermission{
			peers("tcp", 22, 22), peers("tcp", 0, 65535), peers("udp", 3389, 3389), peers("icmp", -1, -1), peers("-1", 0, 0),
		},
	}))
	before := groupState(t, c, *g.GroupId)
	a.plan(t, "EC2.13", "EC2.14")
	var run, back plan.Run
	must(t, a.Account, applyAll...).parse(t, &run)
	allAre(t, run, plan.Verified)
	taken := groupState(t, c, *g.GroupId)
	if cmp.Equal(before, taken) {
		t.Error("nothing was taken")
	}
	must(t, a.Account, undoAll(run.ID)...).parse(t, &back)
	allAre(t, back, plan.Undone)
	if after := groupState(t, c, *g.GroupId); !cmp.Equal(before, after) {
		t.Errorf("undone, the group is %v, was %v", after, before)
	}
}

func TestRegions(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	for region, says := range map[string]string{
		"mars": "is no region", "eu-west-1a": "is no region", "": "--region is empty", "eu_west_1": "is no region", "us-east-1/": "is no region",
	} {
		saysNext(t, manten(t, a, "scan", "--region", region), 2, says)
	}
	saysNext(t, manten(t, a, "scan", "--region", "eu-west-9"), 2, "eu-west-9", "enabled", "eu-west-1")
	saysNext(t, manten(t, a, "scan", "--region", virginia, "--region", "eu-west-9"), 2, "eu-west-9", "enabled", "eu-west-1")
	saysNext(t, manten(t, a, "snapshot", "save", "s.json", "--region", "eu-west-9"), 2, "eu-west-9")
	// One that exists but has not been enabled is no different to the account.
	a.Rule(awstest.Rule{Operation: "DescribeRegions", Do: func(x *awstest.Exchange) *awstest.Reply {
		r := x.Next()
		r.Body = bytes.ReplaceAll(r.Body, []byte("<regionName>eu-west-1</regionName>"), []byte("<regionName>eu-west-2</regionName>"))
		return r
	}})
	saysNext(t, manten(t, a, "scan", "--region", ireland), 2, ireland, "not enabled")
	nothingWritten(t, a)
}

// TestNoAWS scans where nobody answers, or something that is not AWS.
func TestNoAWS(t *testing.T) {
	t.Parallel()
	serve := func(h http.HandlerFunc) string {
		s := httptest.NewServer(h)
		t.Cleanup(s.Close)
		return s.URL
	}
	a := awstest.New(t)
	// All at once: to try again takes a command a while, but nothing else.
	waiting := map[string]<-chan result{}
	for name, url := range map[string]string{
		"nobody": "http://127.0.0.1:1",
		"a web page": serve(func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "text/html")
			_, _ = w.Write([]byte("\n<!DOCTYPE html><title>Sign in to the network</title>"))
		}),
		"half an answer": serve(func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", "1000")
			_, _ = w.Write([]byte("<GetCallerIdentityResponse><GetCallerId"))
		}),
		"an empty answer": serve(func(http.ResponseWriter, *http.Request) {}),
		"an error page":   serve(func(w http.ResponseWriter, _ *http.Request) { http.Error(w, "bad gateway", http.StatusBadGateway) }),
	} {
		_, waiting[name] = start(t, command(t, a, "scan", "--region", virginia, "--endpoint-url", url))
	}
	for name, ended := range waiting {
		t.Run(name, func(t *testing.T) { saysNext(t, <-ended, 5, "ask AWS who we are") })
	}
	saysNext(t, manten(t, a, "scan", "--endpoint-url", "localhost:4566"), 2, "--endpoint-url")
}

// TestGarbage answers single reads and writes with something that is not AWS's.
func TestGarbage(t *testing.T) {
	t.Parallel()
	page := awstest.Answer(200, "text/html", "<!doctype html><title>Sign in</title>")
	t.Run("reads", func(t *testing.T) {
		t.Parallel()
		a := newSmall(t, oneOfEach...)
		for _, op := range []string{"GetBucketPolicy", "GetKeyRotationStatus", "DescribeSecurityGroups", "GetAccountPasswordPolicy"} {
			a.Rule(awstest.Rule{Operation: op, Do: page})
		}
		var scan struct {
			Coverage []struct{ Operation string }
			Findings []struct {
				Control string
				Status  control.Status
			}
		}
		ends(t, a.Account, 3, "scan", "--region", virginia, "--control", strings.Join(oneOfEach, ","), "--format", "json").parse(t, &scan)
		for _, f := range scan.Findings {
			if want := f.Control != "S3.8"; (f.Status == control.NotAvailable) != want {
				t.Errorf("%s is %s", f.Control, f.Status)
			}
		}
		// What cannot be read again is not written.
		a.ResetCalls()
		var run plan.Run
		ends(t, a.Account, 3, applyAll...).parse(t, &run)
		if w := written(a.Account); !slices.Equal(w, []string{"s3.PutPublicAccessBlock"}) {
			t.Errorf("written: %v", w)
		}
	})
	for name, c := range map[string]struct {
		do    awstest.Action
		doubt bool // whether the call may have to be made again
	}{
		"a page instead of each call": {page, true},
		"a page after each call": {func(x *awstest.Exchange) *awstest.Reply {
			x.Next()
			return page(x)
		}, false},
		"half an answer": {func(x *awstest.Exchange) *awstest.Reply {
			r := x.Next()
			r.Body = r.Body[:len(r.Body)/2]
			return r
		}, false},
		"cut after each call": {awstest.CutAfter(), false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := newSmall(t, oneOfEach...)
			for _, op := range writeOperations {
				a.Rule(awstest.Rule{Operation: op, Times: 1, Do: c.do})
			}
			var run plan.Run
			must(t, a.Account, applyAll...).parse(t, &run)
			allAre(t, run, plan.Verified)
			want := len(oneOfEach) + 1
			if c.doubt {
				want += len(writeOperations) // two steps revoke ingress: the second one meets the rule no more
			}
			if w := written(a.Account); len(w) != want {
				t.Errorf("%d writes, want %d: %v", len(w), want, w)
			}
		})
	}
}

// writeOperations are what the steps of the small account call.
var writeOperations = []string{
	"PutPublicAccessBlock", "PutBucketPolicy", "UpdateAccountPasswordPolicy", "RevokeSecurityGroupIngress",
	"RevokeSecurityGroupEgress", "EnableKeyRotation",
}

// TestDatabases gives the commands a file that is no database of theirs.
func TestDatabases(t *testing.T) {
	t.Parallel()
	a := newSmall(t, "S3.5")
	must(t, a.Account, "scan", "--region", virginia, "--control", "S3.5", "--db", "good.db")
	good, dir := read(t, "good.db"), home(t)
	if err := os.Mkdir(file(t, "directory.db"), 0o700); err != nil {
		t.Fatal(err)
	}
	write(t, "newer.db", good)
	execute(t, file(t, "newer.db"), "INSERT INTO goose_db_version (version_id, is_applied) VALUES (9999, 1)")
	write(t, "random.db", bytes.Repeat([]byte{0xa7, 0x01, 0x5c, 0xee}, 4096))
	write(t, "text.db", []byte("no database\n"))
	write(t, "cut.db", good[:len(good)/2])
	write(t, "head.db", good[:50])
	execute(t, file(t, "other.db"), "CREATE TABLE bookmarks (url TEXT)")
	for db, says := range map[string]string{
		"directory.db": "is a directory", "newer.db": "version 9999", "random.db": "not a database", "text.db": "not a database",
		"cut.db": "malformed", "head.db": "malformed", "other.db": "another program", "text.db/manten.db": "not a directory",
	} {
		t.Run(db, func(t *testing.T) {
			t.Parallel()
			work(t, dir)
			for _, args := range [][]string{applyAll, {"runs"}, {"findings"}, {"scan", "--region", virginia, "--control", "S3.5"}} {
				saysNext(t, manten(t, a.Account, append(slices.Clone(args), "--db", db)...), 2, says, strings.Split(db, "/")[0])
			}
		})
	}
	t.Cleanup(func() { nothingWritten(t, a.Account) })
}

// execute changes a database behind the program's back.
func execute(t *testing.T, path, query string) {
	t.Helper()
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.ExecContext(context.WithoutCancel(t.Context()), query); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
}

// TestFullDisk lets the disk run full at each write of a run. Before a call, the call is not made; after it, the run
// stops; and with space the same command goes on without making a call twice.
func TestFullDisk(t *testing.T) {
	t.Parallel()
	if !canFillDisk {
		t.Skip("files cannot be limited here")
	}
	controls := []string{"EC2.2", "S3.5"}
	a := newSmall(t, controls...)
	_, writes := writesOf(t, command(t, a.Account, applyAll...))
	calls := written(a.Account)
	for i, name := range writes {
		m := mishap{i + 1, name, diskFull}
		t.Run(m.String(), func(t *testing.T) {
			t.Parallel()
			a := newSmall(t, controls...)
			saysNext(t, run(t, befall(command(t, a.Account, applyAll...), m)), 5, "manten.db", "space")
			made := 0
			for _, w := range writes[:i+1] {
				if w == "EndCall" {
					made++
				}
			}
			if w := written(a.Account); len(w) != made {
				t.Errorf("written: %v, want %d", w, made)
			}
			var after plan.Run
			must(t, a.Account, applyAll...).parse(t, &after)
			allAre(t, after, plan.Verified)
			sameWrites(t, written(a.Account), calls)
			if all := allRuns(t, a.Account); len(all) != 1 {
				t.Errorf("%d runs, want one", len(all))
			}
		})
	}
	t.Run("scan", func(t *testing.T) {
		t.Parallel()
		a := newSmall(t, controls...)
		args := []string{"scan", "--region", virginia, "--control", "S3.5", "--format", "json"}
		saysNext(t, run(t, befall(command(t, a.Account, args...), mishap{1, "SaveScan", diskFull})), 5, "manten.db", "space")
		must(t, a.Account, args...)
	})
}

// TestSnapshots gives the commands damaged snapshots.
func TestSnapshots(t *testing.T) {
	t.Parallel()
	a := newSmall(t, "S3.5")
	must(t, a.Account, "snapshot", "save", "good.json", "--region", virginia)
	good := read(t, "good.json")
	replace := func(before, after string) []byte {
		t.Helper()
		out := bytes.Replace(good, []byte(before), []byte(after), 1)
		if bytes.Equal(out, good) {
			t.Fatalf("the snapshot has no %s", before)
		}
		return out
	}
	for name, c := range map[string]struct {
		data []byte
		says string
	}{
		"empty":             {nil, "damaged"},
		"truncated":         {good[:len(good)/2], "damaged"},
		"two of them":       {slices.Concat(good, good), "damaged"},
		"another schema":    {replace("manten.snapshot/1", "manten.snapshot/9"), "manten.snapshot/9"},
		"an unknown field":  {replace(`"account"`, `"owner": "me", "account"`), "owner"},
		"a wrong type":      {replace(`"taken": "`, `"taken": 5, "x": "`), "damaged"},
		"an unknown type":   {replace("\"type\": \"AWS::S3::Bucket\",\n    \"account\"", "\"type\": \"AWS::S3::Barrel\",\n    \"account\""), "AWS::S3::Barrel"},
		"another version":   {replace(`"version": 1`, `"version": 7`), "version 7"},
		"an unknown state":  {replace(`"state": "known"`, `"state": "guessed"`), "guessed"},
		"a plan":            {read(t, "plan.json"), "damaged"},
		"an unknown fact":   {replace(`"PublicAccessBlock": {`, `"PublicAccess": {`), "PublicAccess"},
		"a value of a kind": {replace(`"Policy": {`, `"Policy": {"state":"known","value":7},"Website":{`), "resource"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			write(t, "s.json", c.data)
			saysNext(t, manten(t, nil, "scan", "--snapshot", "s.json"), 2, "s.json", c.says)
		})
	}
	saysNext(t, manten(t, nil, "scan", "--snapshot", "missing.json"), 2, "missing.json")
	saysNext(t, manten(t, nil, "scan", "--snapshot", "good.json", "--account", "000000000000"), 2, "--account")
	// A plan on AWS does not go to a snapshot, nor the other way round.
	saysNext(t, manten(t, nil, "apply", "plan.json", "--approve", "--snapshot", "good.json"), 2, "snapshot")
	must(t, nil, "scan", "--snapshot", "good.json", "--control", "S3.5")
	must(t, nil, "plan", "--snapshot", "good.json", "-o", "offline.json")
	saysNext(t, manten(t, a.Account, "apply", "offline.json", "--approve"), 2, "snapshot")
	a.ResetCalls()
	must(t, nil, "apply", "offline.json", "--approve", "--snapshot", "good.json")
	nothingWritten(t, a.Account)
}

// TestWords gives commands words that they do not know.
func TestWords(t *testing.T) {
	t.Parallel()
	a := newSmall(t, "IAM.15")
	dir := home(t)
	for _, c := range []struct {
		args string
		says string
	}{
		{"frobnicate", "frobnicate"},
		{"scan extra", "extra"},
		{"apply", "1 arg"},
		{"--frobnicate", "frobnicate"},
		{"scan --frobnicate", "frobnicate"},
		{"scan --format yaml", "yaml"},
		{"plan --format yaml", "yaml"},
		{"scan --lang tlh", "tlh"},
		{"scan --concurrency many", "many"},
		{"scan --concurrency 0", "--concurrency"},
		{"scan --concurrency -3", "--concurrency"},
		{"scan --control S3.99", "S3.99"},
		{"scan --standard iso-9000", "iso-9000"},
		{"scan --fail-on AWFUL", "AWFUL"},
		{"scan --as-of tomorrow", "tomorrow"},
		{"scan --as-of 2027-02-30", "2027-02-30"},
		{"scan --config missing.yaml", "missing.yaml"},
		{"findings --status OPEN", "OPEN"},
		{"plan --remediation FixEverything", "FixEverything"},
		{"plan --set maxPasswordAge=60", "maxPasswordAge"},
		{"plan --set SetIAMPasswordPolicy.maxPasswordAge=old", "old"},
		{"plan --set SetIAMPasswordPolicy.nothing=1", "nothing"},
		{"plan --set FixEverything.x=1", "FixEverything"},
		{"plan --set SetIAMPasswordPolicy.maxPasswordAge", "maxPasswordAge"},
		{"plan --scan nosuchscan", "scan"},
		{"scan --account=", "--account is empty"},
		{"plan --snapshot=", "--snapshot is empty"},
		{"apply plan.json --approve --step=", "--step is empty"},
		{"apply plan.json --approve --apply-role=", "--apply-role is empty"},
		{"scan --role reader", "no ARN of a role"},
		{"scan --endpoint-url ftp", "--endpoint-url"},
		{"plan --max-age -1h", "--max-age"},
		{"plan --max-age yesterday", "yesterday"},
		{"plan --max-steps -1", "--max-steps"},
		{"plan -o missing/plan.json", "missing/plan.json"},
		{"apply plan.json --approve --step 99", "99"},
		{"apply plan.json --approve --approve-interrupting 99", "99"},
		{"apply plan.json --approve --approve-irreversible all", "step"},
		{"apply plan.json --approve --format yaml", "yaml"},
		{"explain S3.99", "S3.99"},
		{"runs show nosuchrun", "nosuchrun"},
		{"runs frobnicate", "frobnicate"},
	} {
		t.Run(c.args, func(t *testing.T) {
			t.Parallel()
			work(t, dir)
			saysNext(t, manten(t, a.Account, strings.Fields(c.args)...), 2, c.says)
		})
	}
	t.Cleanup(func() { nothingWritten(t, a.Account) })
}
