package config_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/config"
	"github.com/mantenhq/manten/internal/exception"
)

var now = time.Date(2026, 10, 1, 12, 0, 0, 0, time.UTC)

// home makes a directory with files and gives the path of manten.yaml.
func home(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, data := range files {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(data), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return filepath.Join(dir, "manten.yaml")
}

func excepted(t *testing.T, path string) ([]config.Exception, error) {
	t.Helper()
	cat, err := catalog.New()
	if err != nil {
		t.Fatal(err)
	}
	c, err := config.Find(path)
	if err != nil {
		return nil, err
	}
	return c.Excepted(cat, now)
}

const website = `exceptions:
  - control: s3.8
    resource: website-*
    account: 012345678901 # as it is written, not as a number
    region: eu-west-1
    reason: the website
    owner: web team
    approver: anna
    until: 2027-01-31
`

func TestExceptions(t *testing.T) {
	t.Parallel()
	path := home(t, map[string]string{
		"manten.yaml": website + "exceptions_file: more.yaml\n",
		"more.yaml":   "# reviewed\n" + strings.Replace(strings.Replace(website, "s3.8", "IAM.6", 1), "2027-01-31", "2027-01-31T08:00:00Z", 1),
	})
	got, err := excepted(t, path)
	if err != nil {
		t.Fatal(err)
	}
	one := exception.Exception{
		Covers: exception.Covers{Control: "S3.8", Resource: "website-*", Account: "012345678901", Region: "eu-west-1"},
		Reason: "the website", Owner: "web team", Approver: "anna", Ends: time.Date(2027, 2, 1, 0, 0, 0, 0, time.UTC),
	}
	two := one
	two.Control, two.Ends = "IAM.6", time.Date(2027, 1, 31, 8, 0, 0, 0, time.UTC)
	one.ID, two.ID = one.Digest(), two.Digest()
	want := []config.Exception{{one, path, 2}, {two, filepath.Join(filepath.Dir(path), "more.yaml"), 3}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	none, err := excepted(t, home(t, map[string]string{"manten.yaml": "exceptions: []\n"}))
	if err != nil || len(none) != 0 {
		t.Errorf("an empty list: %v, %v", none, err)
	}
}

// A mistake is named with its line, and with what was probably meant.
func TestExceptionMistakes(t *testing.T) {
	t.Parallel()
	change := func(from, to string) map[string]string {
		return map[string]string{"manten.yaml": strings.Replace(website, from, to, 1)}
	}
	for name, c := range map[string]struct {
		files map[string]string
		want  string
	}{
		"a key":           {change("owner:", "ownr:"), `line 7: exceptions: unknown key "ownr", did you mean "owner"?`},
		"a date":          {change("2027-01-31", "31.1.2027"), `line 2: exceptions: until "31.1.2027" is no day: write it as 2027-01-31`},
		"no date":         {change("until: 2027-01-31", "until:"), "line 2: exceptions: until is missing"},
		"too far away":    {change("2027-01-31", "2028-01-31"), "line 2: exceptions: until 2028-01-31 is too far away"},
		"no reason":       {change("    reason: the website\n", ""), "line 2: exceptions: reason is missing"},
		"a control":       {change("s3.8", "S3.88888"), `line 2: exceptions: "S3.88888" is no control`},
		"a list":          {change("s3.8", "[S3.8]"), "line 2: exceptions: control is no text"},
		"everything":      {change("  - control: s3.8\n    resource: website-*\n    account: 012345678901 #", "  - resource: '*' #"), "line 2: exceptions: it covers everything"},
		"a word":          {map[string]string{"manten.yaml": "exceptions: [S3.8]"}, "line 1: exceptions: it is written as control, resource"},
		"twice":           {map[string]string{"manten.yaml": website + strings.TrimPrefix(website, "exceptions:\n")}, "line 10: exceptions: it covers the same as the one of line 2 in"},
		"no file":         {map[string]string{"manten.yaml": "exceptions_file: no.yaml"}, "no.yaml: open"},
		"in the file":     {map[string]string{"manten.yaml": "exceptions_file: e.yaml", "e.yaml": "\n" + change("owner:", "ownr:")["manten.yaml"]}, `e.yaml: line 8: exceptions: unknown key "ownr"`},
		"another file":    {map[string]string{"manten.yaml": "exceptions_file: e.yaml", "e.yaml": "regions: [a]"}, `e.yaml: unknown key "regions"`},
		"the file's name": {map[string]string{"manten.yaml": "exception_file: e.yaml"}, `did you mean "exceptions_file"?`},
	} {
		if got, err := excepted(t, home(t, c.files)); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, %v, want %q", name, got, err, c.want)
		}
	}
}

// One that has ended stands in a file until somebody takes it out; it is no mistake.
func TestEndedInFile(t *testing.T) {
	t.Parallel()
	path := home(t, map[string]string{"manten.yaml": strings.Replace(website, "2027-01-31", "2020-01-31", 1)})
	if got, err := excepted(t, path); err != nil || len(got) != 1 || got[0].Active(now) {
		t.Errorf("got %v, %v", got, err)
	}
}

// A file of exceptions that is not there is an error also where manten.yaml was found by itself.
func TestMissingExceptionsFile(t *testing.T) {
	dir := filepath.Dir(home(t, map[string]string{"manten.yaml": "exceptions_file: no.yaml"}))
	t.Chdir(dir)
	if c, err := config.Find(""); err == nil {
		t.Errorf("got %+v, want an error", c)
	}
}
