package apply_test

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/kms"
	"github.com/aws/smithy-go"

	"github.com/mantenhq/manten/internal/apply"
	"github.com/mantenhq/manten/internal/awsconf"
	"github.com/mantenhq/manten/internal/awsop"
	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/plan"
	"github.com/mantenhq/manten/internal/store/sqlite"
)

const canary = "hush-4711"

// vault is AWS as far as a call with a secret needs it. It repeats what it is sent when it refuses.
func vault(t *testing.T, refuse bool) (*awsconf.Session, *[]string) {
	t.Helper()
	var sent []string
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			t.Error(err)
		}
		if strings.Contains(string(body), "GetCallerIdentity") {
			_, _ = io.WriteString(w, `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult><Arn>arn:aws:iam::111122223333:user/a</Arn><Account>111122223333</Account></GetCallerIdentityResult></GetCallerIdentityResponse>`)
			return
		}
		sent = append(sent, string(body))
		w.Header().Set("Content-Type", "application/x-amz-json-1.1")
		if refuse {
			w.WriteHeader(http.StatusBadRequest)
			_, _ = io.WriteString(w, `{"__type":"ValidationException","message":"not valid: `+canary+`-a"}`)
			return
		}
		_, _ = io.WriteString(w, "{}")
	}))
	t.Cleanup(srv.Close)
	session, err := awsconf.Open(t.Context(), awsconf.Options{
		Endpoint: srv.URL, Region: "eu-west-1", Credentials: credentials.NewStaticCredentialsProvider("AKID", "key", ""),
	})
	if err != nil {
		t.Fatal(err)
	}
	return session, &sent
}

// A secret is read when the call is made, goes to AWS, and is to be found nowhere else: not in the run, not in the error,
// not in the database's file.
func TestSecret(t *testing.T) {
	t.Parallel()
	denied := &smithy.GenericAPIError{Code: "AccessDeniedException", Message: "you may not", Fault: smithy.FaultClient}
	for name, c := range map[string]struct {
		refuse bool
		fail   error
		want   plan.State
		sends  int
		reason string
	}{
		"works":          {false, nil, plan.Pending, 1, "does not show"},
		"refused by AWS": {true, nil, plan.Failed, 1, "kms.EnableKey was refused: ValidationException: its text is not shown"},
		"cannot be read": {false, denied, plan.Failed, 0, "read the value for KeyId, nothing was called"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			session, sent := vault(t, c.refuse)
			s := catalog.NewService("toy")
			catalog.Collector(s, catalog.CollectorSpec[tree]{Type: "Toy::Tree", Version: 1, Scope: catalog.Regional})
			catalog.Write(s, awsop.NewWrite(kms.NewFromConfig, (*kms.Client).EnableKey, "toy:Water").Repeatable())
			word := catalog.Secret(s, "toy.Word", nil, func(_ context.Context, _ aws.Config, args map[string]string) (string, error) {
				return canary + args["of"], c.fail
			})
			cat, err := catalog.New(s)
			if err != nil {
				t.Fatal(err)
			}
			y := newYard(t)
			file := filepath.Join(t.TempDir(), "secret.db")
			if y.db, err = sqlite.Open(t.Context(), file); err != nil {
				t.Fatal(err)
			}
			y.Catalog, y.cat, y.Journal, y.Controls = cat, cat, listening{y.db, y}, nil
			y.tree("a", 1)
			y.Account = writes{y, apply.Live{Catalog: cat, Writer: session}}
			st := growing(t, "1", "a")
			st.Do, st.Undo, st.Controls = st.Do[1:], st.Undo[:1], nil
			st.Do[0].Move, st.Do[0].Input, st.Do[0].Secrets = 0, []byte("{}"), []plan.Secret{word.From("KeyId", map[string]string{"of": "-a"})}
			p := y.planOf(st)
			run := y.runPlan(t, p)
			if got := run.Steps[0]; got.State != c.want || !strings.Contains(got.Reason, c.reason) {
				t.Errorf("got %s: %s", got.State, got.Reason)
			}
			if len(*sent) != c.sends || slices.ContainsFunc(*sent, func(b string) bool { return !strings.Contains(b, canary+"-a") }) {
				t.Errorf("sent %q", *sent)
			}
			_ = y.db.Shut()
			nowhere(t, file)
		})
	}
}

// nowhere holds that the canary is in no file of a database.
func nowhere(t *testing.T, file string) {
	t.Helper()
	files, err := filepath.Glob(file + "*")
	if err != nil || len(files) == 0 {
		t.Fatalf("no files: %v", err)
	}
	for _, f := range files {
		data, err := os.ReadFile(f)
		if err != nil || strings.Contains(string(data), canary) || len(data) == 0 {
			t.Errorf("%s: %d bytes, %v; it may hold the secret", f, len(data), err)
		}
	}
}

// writes reads from a yard and writes to AWS.
type writes struct {
	*yard
	live apply.Live
}

func (w writes) Call(ctx context.Context, s *plan.Step, c *plan.Call) (awsop.Answer, error) {
	return w.live.Call(ctx, s, c)
}
