package cli_test

import (
	"bytes"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/mantenhq/manten/internal/awstest"
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
