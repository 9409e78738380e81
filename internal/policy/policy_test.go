package policy_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/mantenhq/manten/internal/policy"
)

func TestMatch(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		pattern, s string
		want       bool
	}{
		{"*", "", true},
		{"", "", true},
		{"", "a", false},
		{"s3:*", "s3:GetObject", true},
		{"s3:Get*", "s3:PutObject", false},
		{"s3:*Object*", "s3:PutObjectAcl", true},
		{"s3:?etObject", "s3:GetObject", true},
		{"arn:aws:s3:::b/*", "arn:aws:s3:::b", false},
		{"a*b*c", "aXbYbZc", true},
		{"a*b*c", "aXbYbZ", false},
	} {
		if got := policy.Match(c.pattern, c.s); got != c.want {
			t.Errorf("Match(%q, %q) = %v", c.pattern, c.s, got)
		}
	}
}

func TestPublic(t *testing.T) {
	t.Parallel()
	read := []string{"s3:GetObject", "s3:ListBucket"}
	for name, c := range map[string]struct {
		statement string
		want      bool
	}{
		"anybody":                {`{"Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"*"}`, true},
		"anybody as AWS":         {`{"Effect":"Allow","Principal":{"AWS":["*"]},"Action":["s3:*"],"Resource":"*"}`, true},
		"action in another case": {`{"Effect":"Allow","Principal":"*","Action":"S3:getobject","Resource":"*"}`, true},
		"deny":                   {`{"Effect":"Deny","Principal":"*","Action":"s3:GetObject","Resource":"*"}`, false},
		"one account":            {`{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::1:root"},"Action":"s3:*","Resource":"*"}`, false},
		"a service":              {`{"Effect":"Allow","Principal":{"Service":"*"},"Action":"s3:*","Resource":"*"}`, false},
		"other action":           {`{"Effect":"Allow","Principal":"*","Action":"s3:PutObject","Resource":"*"}`, false},
		"all but one action":     {`{"Effect":"Allow","Principal":"*","NotAction":"s3:PutObject","Resource":"*"}`, true},
		"all but one principal":  {`{"Effect":"Allow","NotPrincipal":{"AWS":"arn:aws:iam::1:root"},"Action":"s3:*","Resource":"*"}`, true},
		"fixed vpc endpoint":     {`{"Effect":"Allow","Principal":"*","Action":"s3:*","Resource":"*","Condition":{"StringEquals":{"aws:SourceVpce":"vpce-1"}}}`, false},
		"wildcard in the value":  {`{"Effect":"Allow","Principal":"*","Action":"s3:*","Resource":"*","Condition":{"StringLike":{"aws:SourceArn":"arn:aws:*"}}}`, true},
		"variable in the value":  {`{"Effect":"Allow","Principal":"*","Action":"s3:*","Resource":"*","Condition":{"StringEquals":{"aws:userid":"${aws:userid}"}}}`, true},
		"key that pins nothing":  {`{"Effect":"Allow","Principal":"*","Action":"s3:*","Resource":"*","Condition":{"StringEquals":{"aws:Referer":"x"}}}`, true},
		"negative operator":      {`{"Effect":"Allow","Principal":"*","Action":"s3:*","Resource":"*","Condition":{"StringNotEquals":{"aws:SourceVpce":"vpce-1"}}}`, true},
		"narrow addresses":       {`{"Effect":"Allow","Principal":"*","Action":"s3:*","Resource":"*","Condition":{"IpAddress":{"aws:SourceIp":["10.0.0.0/8","192.0.2.1"]}}}`, false},
		"half of the internet":   {`{"Effect":"Allow","Principal":"*","Action":"s3:*","Resource":"*","Condition":{"IpAddress":{"aws:SourceIp":"0.0.0.0/1"}}}`, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d, err := policy.Parse(`{"Statement":` + c.statement + `}`)
			if err != nil {
				t.Fatal(err)
			}
			if got := len(d.Public(read)) > 0; got != c.want {
				t.Errorf("public = %v, want %v", got, c.want)
			}
		})
	}
}

func TestParseRefuses(t *testing.T) {
	t.Parallel()
	for _, s := range []string{"", "null", "[]", "not json", `{"Statement":[1]}`, `{"a":1,"a":2}`, `{"a":1`, `{} {}`, `{"Statement":[{"Condition":{"Bool":{"k":{}}}}]}`} {
		if _, err := policy.Parse(s); err == nil {
			t.Errorf("Parse(%q) gave no error", s)
		}
	}
}

func TestAppendKeepsWhatItDoesNotKnow(t *testing.T) {
	t.Parallel()
	d, err := policy.Parse(`{"Id": "x<y", "Statement": {"Sid":"A","Effect":"Allow","Unknown":{"b":1,"a":2}}, "Later": true}`)
	if err != nil {
		t.Fatal(err)
	}
	got, err := d.Append(map[string]string{"Sid": "B"})
	if err != nil {
		t.Fatal(err)
	}
	want := `{"Id":"x<y","Statement":[{"Sid":"A","Effect":"Allow","Unknown":{"b":1,"a":2}},{"Sid":"B"}],"Later":true}`
	if got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func FuzzParse(f *testing.F) {
	f.Add(`{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"s3:*","Resource":"*"}]}`)
	f.Add(`{"Statement":{"Effect":"Deny","Condition":{"Bool":{"aws:SecureTransport":false}}}}`)
	f.Fuzz(func(t *testing.T, s string) {
		d, err := policy.Parse(s)
		if err != nil {
			return
		}
		d.Public([]string{"s3:GetObject"})
		out, err := d.Append(map[string]string{"Sid": "Z"})
		if err != nil {
			t.Fatalf("append to %q: %v", s, err)
		}
		again, err := policy.Parse(out)
		if err != nil || !json.Valid([]byte(out)) {
			t.Fatalf("%q became %q, which does not parse: %v", s, out, err)
		}
		if len(again.Statements) != len(d.Statements)+1 || !again.Has("Z") {
			t.Fatalf("%q lost statements: %q", s, out)
		}
	})
}

func FuzzMatch(f *testing.F) {
	f.Add("a*b?c", "axxbyc")
	f.Fuzz(func(t *testing.T, pattern, s string) {
		if !policy.Match("*", s) || !policy.Match(strings.ReplaceAll(s, "*", "?"), s) {
			t.Fatalf("a text must match itself: %q", s)
		}
		if policy.Match(pattern, s) && !policy.Match(pattern+"*", s) {
			t.Fatalf("a star more matches less: %q, %q", pattern, s)
		}
	})
}
