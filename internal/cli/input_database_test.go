package cli_test

import (
	"bytes"
	"context"
	"database/sql"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/mantenhq/manten/internal/plan"
)

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
