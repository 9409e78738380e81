package rds

import (
	"bytes"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/rds"

	"github.com/mantenhq/manten/internal/awstest"
	"github.com/mantenhq/manten/internal/awstest/loop"
	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/catalog/catalogtest"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/plan"
	"github.com/mantenhq/manten/internal/propose"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/rds"
)

func TestEncryptSnapshot(t *testing.T) {
	t.Parallel()
	described := func(kind, of string) func(*rds.Snapshot) {
		return func(s *rds.Snapshot) {
			s.Description = resource.Is(rds.Description{Kind: kind, Type: of, Source: "orders"})
		}
	}
	for name, c := range map[string]struct {
		change  func(*rds.Snapshot)
		keep    bool
		asks    string
		refused string
		short   bool
	}{
		"manual":    {func(*rds.Snapshot) {}, false, "CopyRDSSnapshot before-encrypted, DeleteRDSSnapshot before", "", false},
		"kept":      {func(*rds.Snapshot) {}, true, "CopyRDSSnapshot before-encrypted", "", true},
		"encrypted": {func(s *rds.Snapshot) { s.Encrypted = resource.Is(true) }, false, "", "", false},
		"automated": {described(rds.OfInstance, rds.Automated), false, "", "deletes it after the retention period", false},
		"of backup": {described(rds.OfInstance, rds.Backup), false, "", "belongs to AWS Backup", false},
		"cluster":   {described(rds.OfCluster, rds.Manual), false, "", "restore it into a new cluster", false},
		"automated cluster": {
			described(rds.OfCluster, rds.Automated), false, "", "deletes it after the retention period", false,
		},
		"creating": {func(s *rds.Snapshot) { s.Status = resource.Is("creating") }, false, "", "its status is creating", false},
		"unread":   {func(s *rds.Snapshot) { s.Tags = resource.HiddenFor[map[string]string](catalogtest.Denied) }, false, "", "AccessDenied", false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := aSnapshot(c.change)
			params, err := encryptSnapshot.Params.With(map[string]any{"keepOriginal": c.keep})
			if err != nil {
				t.Fatal(err)
			}
			b := encryptSnapshot.Gather(s, catalog.NewWorld([]resource.Resource{s}), params, catalogtest.Now)
			var asks []string
			for _, q := range b.Requests {
				asks = append(asks, q.Remediation+" "+q.On.Name)
			}
			if got := strings.Join(asks, ", "); got != c.asks {
				t.Errorf("it asks for %q", got)
			}
			if why := b.Refused.Text; !strings.Contains(why, c.refused) || (why == "") != (c.refused == "") {
				t.Errorf("refused: %q", why)
			}
			if _, short := b.Short["RDS.4"]; short != c.short {
				t.Errorf("short: %v", b.Short)
			}
		})
	}
}

// What was not listed is not copied.
func TestEncryptSnapshotNotListed(t *testing.T) {
	t.Parallel()
	w := catalog.NewWorld(nil)
	s := aSnapshot(func(*rds.Snapshot) {})
	if b := encryptSnapshot.Gather(s, w, encryptSnapshot.Params.Defaults, catalogtest.Now); !strings.Contains(b.Refused.Text, "deleted") {
		t.Errorf("got %+v", b)
	}
	w.Unlisted(snapshots, catalogtest.Denied)
	if b := encryptSnapshot.Gather(s, w, encryptSnapshot.Params.Defaults, catalogtest.Now); !strings.Contains(b.Refused.Text, "AccessDenied") {
		t.Errorf("got %+v", b)
	}
}

// newUnbacked makes an instance of which RDS has taken no snapshot by itself.
func newUnbacked(t *testing.T, a *awstest.Account) {
	t.Helper()
	newInstance(t, a, "us-east-1", "orders", nil)
	c := sdk.NewFromConfig(a.Config("us-east-1"))
	all, err := c.DescribeDBSnapshots(t.Context(), &sdk.DescribeDBSnapshotsInput{})
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range all.DBSnapshots {
		if _, err := c.DeleteDBSnapshot(t.Context(), &sdk.DeleteDBSnapshotInput{DBSnapshotIdentifier: s.DBSnapshotIdentifier}); err != nil {
			t.Fatal(err)
		}
	}
}

func twoSnapshots(t *testing.T, a *awstest.Account) {
	t.Helper()
	newUnbacked(t, a)
	newSnapshot(t, a, "us-east-1", "orders", "before")
	newSnapshot(t, a, "us-east-1", "orders", "after", "222233334444")
}

var encryptLoop = loop.Case{
	Service: Service, Remediation: encryptSnapshot.Name, Controls: []control.ID{"RDS.4"}, Setup: twoSnapshots, OneWay: true,
}

func TestEncryptSnapshotLoop(t *testing.T) {
	t.Parallel()
	loop.Run(t, encryptLoop)
}

// A public snapshot goes, too, and nothing public is left.
func TestEncryptPublicSnapshotLoop(t *testing.T) {
	t.Parallel()
	c := encryptLoop
	c.Controls = []control.ID{"RDS.1", "RDS.4"}
	c.Setup = func(t *testing.T, a *awstest.Account) {
		t.Helper()
		newUnbacked(t, a)
		newSnapshot(t, a, "us-east-1", "orders", "before", "all")
	}
	loop.Run(t, c)
}

// slow has RDS copy until done says so.
func slow(a *awstest.Account, done *atomic.Bool) {
	a.Rule(awstest.Rule{Service: "rds", Operation: "DescribeDBSnapshots", Do: func(x *awstest.Exchange) *awstest.Reply {
		reply := x.Next()
		if reply == nil || done.Load() {
			return reply
		}
		all := bytes.SplitAfter(reply.Body, []byte("</DBSnapshot>"))
		for i, one := range all {
			if bytes.Contains(one, []byte("-encrypted</DBSnapshotIdentifier>")) {
				all[i] = bytes.Replace(one, []byte("<Status>available"), []byte("<Status>creating"), 1)
			}
		}
		reply.Body = bytes.Join(all, nil)
		return reply
	}})
}

// The original goes only after the copy is available: in the next run of the same command, if need be.
func TestEncryptSnapshotPending(t *testing.T) {
	t.Parallel()
	b := loop.New(t, encryptLoop)
	twoSnapshots(t, b.AWS)
	var done atomic.Bool
	slow(b.AWS, &done)
	res, findings := b.Scan()
	p := b.Plan(res, findings, propose.Options{Remediations: []string{encryptSnapshot.Name}})
	states := func(r *plan.Run, copies, originals plan.State) {
		t.Helper()
		for _, s := range r.Steps {
			want := copies
			if p.Find(s.Step).Remediations[0] == deleteOriginal.Name {
				want = originals
			}
			if s.State != want {
				t.Errorf("step %s is %s (%s), want %s", s.Step, s.State, s.Reason, want)
			}
		}
	}
	states(b.Apply("r1", p), plan.Pending, plan.Planned)
	if n := b.AWS.Count("rds", "DeleteDBSnapshot"); n > 0 {
		t.Fatalf("%d originals were deleted", n)
	}
	res, findings = b.Scan()
	if again := b.Plan(res, findings, propose.Options{Remediations: []string{encryptSnapshot.Name}}); len(again.Steps) > 0 || !strings.Contains(again.Left[0].Why.Text, "its status is creating") {
		t.Errorf("meanwhile another plan has %d steps, and leaves %+v", len(again.Steps), again.Left)
	}
	done.Store(true)
	states(b.Apply("r1", p), plan.Verified, plan.Verified)
	if n := b.AWS.Count("rds", "CopyDBSnapshot"); n != 2 {
		t.Errorf("%d copies were made", n)
	}
	left := snapshotsIn(t, b.AWS, "us-east-1")
	if len(left) != 2 || !left["before-encrypted"].Encrypted.Value() || left["before-encrypted"].Tags.Value()["team"] != "a" {
		t.Errorf("left are %+v", left)
	}
}

// With keepOriginal the copies are made, and undoing takes them away again.
func TestEncryptSnapshotKept(t *testing.T) {
	t.Parallel()
	b := loop.New(t, encryptLoop)
	twoSnapshots(t, b.AWS)
	res, findings := b.Scan()
	options := propose.Options{
		Remediations: []string{encryptSnapshot.Name}, Params: map[string]map[string]any{encryptSnapshot.Name: {"keepOriginal": true}},
	}
	p := b.Plan(res, findings, options)
	if len(p.Steps) != 2 || len(p.Left) != 2 {
		t.Fatalf("planned are %d steps, left %+v", len(p.Steps), p.Left)
	}
	run := b.Apply("r1", p)
	u, err := propose.Undo("u1", p, run, nil, b.Now())
	if err != nil || len(u.Steps) != 2 {
		t.Fatalf("undo is %+v (%v)", u, err)
	}
	if n := len(snapshotsIn(t, b.AWS, "us-east-1")); n != 4 {
		t.Errorf("%d snapshots are there", n)
	}
	for _, s := range b.Apply("r2", u).Steps {
		if s.State != plan.Undone {
			t.Errorf("step %s is %s: %s", s.Step, s.State, s.Reason)
		}
	}
	if n := len(snapshotsIn(t, b.AWS, "us-east-1")); n != 2 {
		t.Errorf("%d snapshots are left", n)
	}
}

// A copy that somebody else made of other data is no reason to delete anything.
func TestEncryptSnapshotOther(t *testing.T) {
	t.Parallel()
	b := loop.New(t, encryptLoop)
	twoSnapshots(t, b.AWS)
	c := sdk.NewFromConfig(b.AWS.Config("us-east-1"))
	if _, err := c.CopyDBSnapshot(t.Context(), &sdk.CopyDBSnapshotInput{
		SourceDBSnapshotIdentifier: aws.String("after"), TargetDBSnapshotIdentifier: aws.String("before-encrypted"), KmsKeyId: aws.String("alias/aws/rds"),
	}); err != nil {
		t.Fatal(err)
	}
	res, findings := b.Scan()
	p := b.Plan(res, findings, propose.Options{Remediations: []string{encryptSnapshot.Name}})
	if len(p.Steps) != 2 || len(p.Left) != 1 || p.Left[0].Why.Key != "CopyRDSSnapshot/other" {
		t.Errorf("planned are %d steps, left %+v", len(p.Steps), p.Left)
	}
}
