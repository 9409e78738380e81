package cli_test

import (
	"bytes"
	"fmt"
	"maps"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/mantenhq/manten/internal/awstest"
	"github.com/mantenhq/manten/internal/standard"
)

const (
	// promised is how many calls a scan of the whole large account takes at most.
	promised = 3500
	// few is how often a scan calls an operation at most that it does not call for each of something.
	few = 2
)

// each has the operations that a scan calls for each of something, and of what. Whatever stands here must be needed one by
// one: no list shows it.
func (l large) each() map[string]int {
	return map[string]int{
		"s3.GetBucketPolicy":                   l.Buckets + 1,
		"s3.GetPublicAccessBlock":              l.Buckets + 1,
		"s3.GetBucketAcl":                      l.Open + 1,         // the bucket's block leaves the question open
		"s3.GetBucketLogging":                  1,                  // of the trail's bucket
		"kms.DescribeKey":                      l.Keys,             // the list has only ids
		"kms.GetKeyRotationStatus":             l.Keys,             // of keys that can rotate
		"lambda.GetPolicy":                     l.Functions,        //
		"rds.DescribeDBSnapshotAttributes":     l.DBSnapshots / 2,  // of those that are not encrypted: others cannot be public
		"ec2.DescribeSnapshotAttribute":        l.EBSSnapshots / 2, // the same, as the local AWS takes no heed of RestorableByUserIds
		"iam.GetAccountAuthorizationDetails":   4,                  // for users, groups, roles and policies
		"cloudtrail.GetTrailStatus":            1,
		"cloudtrail.GetEventSelectors":         1,
		"cloudwatchlogs.DescribeMetricFilters": 1, // of the trail's log group
	}
}

// most is how many calls these are at most, with what else is called.
func (l large) most(others map[string]int) int {
	n := 0
	for _, all := range []map[string]int{l.each(), others} {
		for _, times := range all {
			n += times
		}
	}
	return n
}

// TestCallsOfLargeAccount counts the calls of scanning a tenth of the large account, by the formula that holds for the
// whole one, and writes docs/api-calls-large.md with -update. BenchmarkLargeAccount counts those of the whole.
func TestCallsOfLargeAccount(t *testing.T) {
	t.Parallel()
	l := aLarge(10)
	others := l.scanned(t, l.account(t))
	whole := aLarge(1)
	half, worst := whole.most(others), whole
	worst.Open = worst.Buckets
	if n := worst.most(others); n > promised {
		t.Errorf("where no bucket ignores public ACLs, a scan takes %d calls, promised are %d", n, promised)
	}
	page := filepath.Join("..", "..", "docs", "api-calls-large.md")
	now := whole.page(others, half, worst.most(others))
	if *update {
		if err := os.WriteFile(page, []byte(now), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if old, err := os.ReadFile(page); err != nil || string(old) != now {
		t.Errorf("%s is stale (%v); write it with -update. Now it is:\n%s", page, err, now)
	}
}

// BenchmarkLargeAccount scans the whole large account, and holds its calls against the promise.
func BenchmarkLargeAccount(b *testing.B) {
	l := aLarge(1)
	a := l.account(b)
	for b.Loop() {
		n := l.most(l.scanned(b, a))
		if n > promised {
			b.Errorf("a scan takes %d calls, promised are %d", n, promised)
		}
		b.ReportMetric(float64(n), "calls/op")
	}
}

func (l large) account(t testing.TB) *awstest.Account {
	t.Helper()
	a := awstest.New(t)
	l.make(t, a)
	a.Rule(awstest.Rule{Service: "s3", Operation: "ListBuckets", Do: tellRegions})
	return a
}

// scanned scans the account for CIS 1.2.0 and the core, and holds the calls against the formula. It gives those that are
// not called for each of something.
func (l large) scanned(t testing.TB, a *awstest.Account) map[string]int {
	t.Helper()
	args := []string{"scan", "--format", "json", "--region", virginia}
	wanted := map[string]bool{"sts.GetCallerIdentity": true, "ec2.DescribeRegions": true}
	for _, id := range inScope(standard.CIS120) {
		args = append(args, "--control", string(id))
		u, _ := everything().Control(id)
		for _, op := range everything().CallsOf(u) {
			wanted[op.Name] = true
		}
	}
	a.ResetCalls()
	must(t, a, args...)
	n := map[string]int{}
	for _, c := range a.Calls() {
		n[operation(c)]++
	}
	for name, times := range l.each() {
		if n[name] != times {
			t.Errorf("%s is called %d times, want %d", name, n[name], times)
		}
		delete(n, name)
	}
	for name, times := range n {
		if !wanted[name] {
			t.Errorf("%s is called, which no selected control asks for", name)
		}
		if times > few {
			t.Errorf("%s is called %d times, want %d at most", name, times, few)
		}
	}
	return n
}

var endOfBucket = regexp.MustCompile(`</CreationDate>`)

// tellRegions puts the region into a list of buckets, as S3 does where the call has a page size. All are in one.
func tellRegions(x *awstest.Exchange) *awstest.Reply {
	reply := x.Next()
	if reply != nil && reply.Status == http.StatusOK && x.Request.URL.Query().Has("max-buckets") {
		reply.Body = endOfBucket.ReplaceAllLiteral(reply.Body, []byte("</CreationDate><BucketRegion>"+virginia+"</BucketRegion>"))
	}
	return reply
}

// page is docs/api-calls-large.md.
func (l large) page(others map[string]int, half, worst int) string {
	var b bytes.Buffer
	fmt.Fprintf(&b, `# API calls of a scan of a large account

Generated by a test from what the local AWS of the tests was asked; not to be edited.

One region with %d buckets, half of which do not ignore public ACLs, %d roles, %d users, %d customer policies, %d security
groups, %d VPCs, %d keys, %d functions, %d DB instances, %d DB snapshots and %d EBS snapshots, half of them encrypted, and
one trail of all regions. The %d controls are those of CIS 1.2.0, and those that the established solution remediates first.

| operation | calls |
|---|--:|
`, l.Buckets, l.Roles, l.Users, l.Policies, l.Groups, l.Networks, l.Keys, l.Functions, l.Instances, l.DBSnapshots, l.EBSSnapshots, len(inScope(standard.CIS120)))
	all := l.each()
	for _, name := range slices.Sorted(maps.Keys(all)) {
		fmt.Fprintf(&b, "| %s | %d |\n", name, all[name])
	}
	var once []string
	for _, name := range slices.Sorted(maps.Keys(others)) {
		once = append(once, times(name, others[name]))
	}
	fmt.Fprintf(&b, `
The others are not called for each of something: %s.

Together these are %d calls, and %d where no bucket ignores public ACLs; promised are %d.
`, strings.Join(once, ", "), half, worst, promised)
	return b.String()
}
