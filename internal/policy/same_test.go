package policy_test

import (
	"testing"

	"github.com/mantenhq/manten/internal/policy"
)

func TestSame(t *testing.T) {
	t.Parallel()
	const one = `{"Version":"2012-10-17","Statement":[{"Sid":"A","Effect":"Allow","Principal":{"AWS":["arn:aws:iam::111122223333:root"]},"Action":["s3:PutObject","s3:GetObject"],"Resource":["arn:aws:s3:::b/*"],"Condition":{"Bool":{"aws:SecureTransport":false}}}]}`
	for name, c := range map[string]struct {
		b    string
		want bool
	}{
		"itself": {one, true},
		"other words": {` {"Statement":{"Effect":"Allow","Sid":"A","Action":["s3:GetObject","s3:PutObject"],"Principal":{"AWS":"111122223333"},` +
			`"Resource":"arn:aws:s3:::b/*","Condition":{"Bool":{"aws:SecureTransport":"false"}}},"Version":"2012-10-17"}`, true},
		"another action":     {`{"Version":"2012-10-17","Statement":[{"Sid":"A","Effect":"Allow","Principal":{"AWS":"111122223333"},"Action":["s3:PutObject"],"Resource":"arn:aws:s3:::b/*","Condition":{"Bool":{"aws:SecureTransport":"false"}}}]}`, false},
		"another account":    {`{"Version":"2012-10-17","Statement":[{"Sid":"A","Effect":"Allow","Principal":{"AWS":"444455556666"},"Action":["s3:PutObject","s3:GetObject"],"Resource":"arn:aws:s3:::b/*","Condition":{"Bool":{"aws:SecureTransport":"false"}}}]}`, false},
		"no condition":       {`{"Version":"2012-10-17","Statement":[{"Sid":"A","Effect":"Allow","Principal":{"AWS":"111122223333"},"Action":["s3:PutObject","s3:GetObject"],"Resource":"arn:aws:s3:::b/*"}]}`, false},
		"no JSON":            {`oops`, false},
		"a list":             {`[]`, false},
		"an older language":  {`{"Version":"2008-10-17","Statement":[]}`, false},
		"half of a document": {one[:40], false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if policy.Same(one, c.b) != c.want || policy.Same(c.b, one) != c.want {
				t.Errorf("same = %v, want %v", !c.want, c.want)
			}
		})
	}
	if policy.Same(`{"Statement":[{"Sid":"A"},{"Sid":"B"}]}`, `{"Statement":[{"Sid":"B"},{"Sid":"A"}]}`) {
		t.Error("the order of statements counts")
	}
}

func FuzzSame(f *testing.F) {
	f.Add(`{"Statement":[{"Action":["a","b"]}]}`, `{"Statement":{"Action":["b","a"]}}`)
	f.Add(`{"Statement":[{"Principal":{"AWS":["arn:aws:iam::1:root"]}}]}`, `{}`)
	f.Add(`{"a":[[1],{"b":[true]}]}`, `{"a":null}`)
	f.Fuzz(func(t *testing.T, a, b string) {
		if policy.Same(a, b) != policy.Same(b, a) || !policy.Same(a, a) {
			t.Errorf("%q and %q: it depends on the side", a, b)
		}
	})
}
