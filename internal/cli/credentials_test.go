package cli_test

import (
	"bytes"
	"context"
	"encoding/xml"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/mantenhq/manten/internal/apply"
	"github.com/mantenhq/manten/internal/awstest"
	"github.com/mantenhq/manten/internal/cli"
	"github.com/mantenhq/manten/internal/plan"
	"github.com/mantenhq/manten/internal/service/all"
	"github.com/mantenhq/manten/internal/store"
	"github.com/mantenhq/manten/internal/store/sqlite"
)

func TestNoCredentials(t *testing.T) {
	t.Parallel()
	for _, args := range [][]string{{"scan"}, {"plan"}, {"snapshot", "save", "s.json"}, {"scan", "--role", "arn:aws:iam::111122223333:role/reader"}} {
		saysNext(t, manten(t, nil, args...), 2, "no AWS credentials", "AWS_PROFILE", "aws sso login")
	}
	saysNext(t, manten(t, nil, "scan", "--profile", "nosuchprofile"), 2, "nosuchprofile", "--profile")
	if _, err := os.Stat(file(t, "s.json")); err == nil {
		t.Error("a snapshot was written")
	}
}

// expiry is how services say that credentials have expired.
func expiry(x *awstest.Exchange) *awstest.Reply {
	switch x.Call.Service {
	case "ec2":
		return x.Refuse(400, "RequestExpired", "Request has expired.")
	case "kms":
		return x.Refuse(400, "ExpiredTokenException", "The security token included in the request is expired")
	case "s3":
		return x.Refuse(400, "ExpiredToken", "The provided token has expired.")
	}
	return x.Refuse(403, "ExpiredToken", "The security token included in the request is expired")
}

func TestExpiredCredentials(t *testing.T) {
	t.Parallel()
	a := newSmall(t, "S3.5")
	remove := a.Rule(awstest.Rule{Do: expiry})
	for _, args := range [][]string{{"scan", "--region", virginia}, {"plan"}, applyAll} {
		saysNext(t, manten(t, a.Account, args...), 5, "expired", "sign in again")
	}
	nothingWritten(t, a.Account)
	remove()
	for code, status := range map[string]int{"InvalidClientTokenId": 5, "SignatureDoesNotMatch": 5, "AccessDenied": 5} {
		remove := a.Rule(awstest.Rule{Service: "sts", Do: awstest.Refuse(403, code, "no")})
		saysNext(t, manten(t, a.Account, "scan", "--region", virginia), status, code, "credentials")
		remove()
	}
}

// TestExpiryInMidApply lets the credentials expire after each number of calls. The run stops, and goes on with fresh ones
// where it stopped.
func TestExpiryInMidApply(t *testing.T) {
	t.Parallel()
	controls := []string{"EC2.2", "S3.5", "KMS.4", "IAM.15"}
	a := newSmall(t, controls...)
	must(t, a.Account, applyAll...)
	state, calls, most := a.state(t), written(a.Account), len(a.Calls())
	for n := 1; n < most; n += 2 {
		t.Run("after "+strconv.Itoa(n), func(t *testing.T) {
			t.Parallel()
			a := newSmall(t, controls...)
			old, fresh := renewed(t, a.Account)
			a.Rule(awstest.Rule{After: n, Do: func(x *awstest.Exchange) *awstest.Reply {
				if strings.Contains(x.Request.Header.Get("Authorization"), old) {
					return expiry(x)
				}
				return x.Next()
			}})
			r := manten(t, a.Account, applyAll...)
			saysNext(t, r, 5, "expired", "run the same command")
			if all := allRuns(t, a.Account); len(all) != 1 || !all[0].Finished.IsZero() {
				t.Fatalf("runs %+v, want one that has not ended", all)
			}
			var run plan.Run
			must(t, fresh, applyAll...).parse(t, &run)
			allAre(t, run, plan.Verified)
			made, failed := written(a.Account), refusedCalls(run)
			if len(made)-failed != len(calls) {
				t.Errorf("written: %v, of which %d refused, want %v", made, failed, calls)
			}
			if got := a.state(t); got != state {
				t.Errorf("the account is\n%s, undisturbed\n%s", got, state)
			}
		})
	}
}

// refusedCalls counts the calls of a run that AWS turned away.
func refusedCalls(r plan.Run) int {
	n := 0
	for _, s := range r.Steps {
		for _, c := range s.Calls {
			if c.Error != "" {
				n++
			}
		}
	}
	return n
}

// renewed gives the account's access key, and the account with another one.
func renewed(t *testing.T, a *awstest.Account) (old string, fresh *awstest.Account) {
	t.Helper()
	fresh, err := a.Server().Account(t.Context(), a.ID)
	if err != nil {
		t.Fatal(err)
	}
	credentials, err := a.Credentials().Retrieve(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return credentials.AccessKeyID, fresh
}

// witness notes which role makes which calls.
type witness struct {
	mu    sync.Mutex
	roles map[string]string // by access key
	calls map[string][]string
}

// watch notes what the account, and roles that are assumed with its credentials, call.
func watch(t *testing.T, a, target *awstest.Account) *witness {
	t.Helper()
	w := &witness{roles: map[string]string{}, calls: map[string][]string{}}
	a.Rule(awstest.Rule{Do: w.see})
	if target.ID != a.ID {
		target.Rule(awstest.Rule{Do: w.see})
	}
	return w
}

func (w *witness) see(x *awstest.Exchange) *awstest.Reply {
	r := x.Next()
	key, _, _ := strings.Cut(afterWord(x.Request.Header.Get("Authorization"), "Credential="), "/")
	w.mu.Lock()
	defer w.mu.Unlock()
	role := w.roles[key]
	w.calls[role] = append(w.calls[role], x.Call.Service+"."+x.Call.Operation)
	if x.Call.Operation == "AssumeRole" && r != nil {
		form, _ := url.ParseQuery(string(x.Body)) // a body that is none names no role
		var out struct {
			Key string `xml:"AssumeRoleResult>Credentials>AccessKeyId"`
		}
		if xml.Unmarshal(r.Body, &out) == nil {
			w.roles[out.Key] = afterWord(form.Get("RoleArn"), "role/")
		}
		w.calls[role] = append(w.calls[role], "MFA code "+form.Get("TokenCode"))
	}
	return r
}

func afterWord(s, word string) string {
	_, after, _ := strings.Cut(s, word)
	return after
}

// of lists the calls of a role, and which of them are writes.
func (w *witness) of(role string) (calls, writes []string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, c := range w.calls[role] {
		_, operation, _ := strings.Cut(c, ".")
		if isWrite(awstest.Call{Operation: operation}) && operation != "" {
			writes = append(writes, c)
		}
	}
	return w.calls[role], writes
}

// keysOf writes an AWS configuration with the account's keys as profile base, and more, and gives the environment for
// it: no keys of its own, no endpoint.
func keysOf(t *testing.T, a *awstest.Account, more string) []string {
	t.Helper()
	c, err := a.Credentials().Retrieve(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	write(t, "aws.config", fmt.Appendf(nil, "[profile base]\naws_access_key_id = %s\naws_secret_access_key = %s\naws_session_token = %s\nregion = %s\n\n%s",
		c.AccessKeyID, c.SecretAccessKey, c.SessionToken, virginia, more))
	return []string{
		"AWS_CONFIG_FILE=" + file(t, "aws.config"), "AWS_SHARED_CREDENTIALS_FILE=/dev/null", "AWS_EC2_METADATA_DISABLED=true",
	}
}

// with makes a command with another way to credentials.
func with(t *testing.T, env []string, args ...string) *exec.Cmd {
	t.Helper()
	c := command(t, nil, args...)
	c.Env = append(slices.DeleteFunc(c.Env, func(kv string) bool { return strings.HasPrefix(kv, "AWS_") }), env...)
	return c
}

// TestRoles reaches an account from another one by a role: named by a flag, by a profile, with the endpoint in the
// environment and on the command line.
func TestRoles(t *testing.T) {
	t.Parallel()
	hub := awstest.New(t)
	for name, c := range map[string]struct {
		flags []string
		flag  bool // the endpoint is given by a flag, and the environment has a wrong one
	}{
		"--role":                        {[]string{"--profile", "base", "--role", "arn:aws:iam::TARGET:role/reader"}, false},
		"--role and --endpoint-url":     {[]string{"--profile", "base", "--role", "arn:aws:iam::TARGET:role/reader"}, true},
		"a profile":                     {[]string{"--profile", "target"}, false},
		"a profile and --endpoint-url":  {[]string{"--profile", "target"}, true},
		"a profile that goes on to one": {[]string{"--profile", "via", "--role", "arn:aws:iam::TARGET:role/reader"}, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := newSmall(t, "KMS.4")
			env := keysOf(t, hub, "[profile target]\nrole_arn = arn:aws:iam::"+a.ID+":role/reader\nsource_profile = base\n\n"+
				"[profile via]\nrole_arn = arn:aws:iam::"+hub.ID+":role/via\nsource_profile = base\n")
			flags := strings.Split(strings.ReplaceAll(strings.Join(c.flags, " "), "TARGET", a.ID), " ")
			if c.flag {
				flags, env = append(flags, "--endpoint-url", a.Endpoint()), append(env, "AWS_ENDPOINT_URL=http://127.0.0.1:1")
			} else {
				env = append(env, "AWS_ENDPOINT_URL="+a.Endpoint())
			}
			w := watch(t, hub, a.Account)
			var doc struct{ Accounts []string }
			r := run(t, with(t, env, append([]string{"scan", "--region", virginia, "--control", "KMS.4", "--format", "json"}, flags...)...))
			if r.status != 0 {
				t.Fatalf("status %d: %s", r.status, r.stderr)
			}
			r.parse(t, &doc)
			if len(doc.Accounts) != 1 || doc.Accounts[0] != a.ID {
				t.Errorf("accounts %v, want %s", doc.Accounts, a.ID)
			}
			if calls, _ := w.of("reader"); !slices.Contains(calls, "kms.ListKeys") {
				t.Errorf("the role has called %v", calls)
			}
			for _, kv := range w.calls[""] {
				if !strings.HasPrefix(kv, "sts.") && !strings.HasPrefix(kv, "MFA") {
					t.Errorf("without the role %s was called", kv)
				}
			}
		})
	}
}

// TestApplyRole writes with one role and reads with another.
func TestApplyRole(t *testing.T) {
	t.Parallel()
	a := newSmall(t, oneOfEach...)
	role := func(name string) string { return "arn:aws:iam::" + a.ID + ":role/" + name }
	w := watch(t, a.Account, a.Account)
	var run plan.Run
	must(t, a.Account, append(slices.Clone(applyAll), "--role", role("reader"), "--apply-role", role("writer"))...).parse(t, &run)
	allAre(t, run, plan.Verified)
	if !strings.Contains(run.By.ARN, "/writer/") {
		t.Errorf("the run is by %s", run.By.ARN)
	}
	calls, writes := w.of("writer")
	if len(writes) != len(oneOfEach)+1 || len(calls) != len(writes)+1 {
		t.Errorf("the writer has called %v, want the writes and who it is", calls)
	}
	if calls, writes := w.of("reader"); len(writes) > 0 || !slices.Contains(calls, "kms.GetKeyRotationStatus") {
		t.Errorf("the reader has called %v", calls)
	}
	other := awstest.New(t)
	saysNext(t, manten(t, a.Account, append(slices.Clone(applyAll), "--apply-role", "arn:aws:iam::"+other.ID+":role/writer")...), 2,
		"--apply-role", other.ID, a.ID)
	saysNext(t, manten(t, a.Account, append(slices.Clone(applyAll), "--apply-role", "writer")...), 2, `"writer" is no ARN of a role`)
	remove := a.Rule(awstest.Rule{Operation: "AssumeRole", Do: awstest.Deny()})
	saysNext(t, manten(t, a.Account, append(slices.Clone(applyAll), "--apply-role", role("writer"))...), 5, "AssumeRole", "not authorized")
	remove()
	nothingWritten(t, other)
}

const mfaProfile = "[profile mfa]\nrole_arn = arn:aws:iam::%s:role/admin\nsource_profile = base\nmfa_serial = arn:aws:iam::%s:mfa/me\n"

// TestMFAWithoutTerminal has a profile that wants a code, and nobody to ask.
func TestMFAWithoutTerminal(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	env := append(keysOf(t, a, fmt.Sprintf(mfaProfile, a.ID, a.ID)), "AWS_ENDPOINT_URL="+a.Endpoint())
	saysNext(t, run(t, with(t, env, "scan", "--region", virginia, "--profile", "mfa")), 2, "MFA", "terminal")
}

// TestMFA asks a person at the terminal, once, also where a second role is assumed for writing.
func TestMFA(t *testing.T) {
	a := newSmall(t, "KMS.4")
	for _, kv := range append(keysOf(t, a.Account, fmt.Sprintf(mfaProfile, a.ID, a.ID)), "AWS_ENDPOINT_URL="+a.Endpoint()) {
		name, value, _ := strings.Cut(kv, "=")
		t.Setenv(name, value)
	}
	for _, name := range []string{"AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_PROFILE", "AWS_REGION"} {
		t.Setenv(name, "")
	}
	w := watch(t, a.Account, a.Account)
	var out, asked bytes.Buffer
	app := &cli.App{
		Catalog: everything(), Version: "test", Now: time.Now,
		Open:    func(ctx context.Context, path string) (store.Store, error) { return sqlite.Open(ctx, path) },
		Streams: cli.Streams{In: strings.NewReader("123456\n"), Out: &out, Err: &asked, TerminalErr: true},
		AWS:     cli.AWS{Regions: all.Regions, Reads: all.RegionReads()},
		Waits:   apply.Waits{Verify: 5 * time.Second, Settle: time.Second, Lease: 5 * time.Second},
	}
	status := app.Main(t.Context(), []string{
		"apply", file(t, "plan.json"), "--approve", "--profile", "mfa", "--apply-role", "arn:aws:iam::" + a.ID + ":role/writer",
		"--db", file(t, "data/manten/manten.db"), "--format", "json",
	})
	if status != 0 || strings.Count(asked.String(), "MFA code") != 1 {
		t.Fatalf("status %d; it says %s", status, asked.String())
	}
	if calls, _ := w.of(""); !slices.Contains(calls, "MFA code 123456") {
		t.Errorf("calls %v", calls)
	}
	if _, writes := w.of("writer"); !slices.Equal(writes, []string{"kms.EnableKeyRotation"}) {
		t.Errorf("the writer wrote %v", writes)
	}
}
