package s3_test

import (
	"slices"
	"testing"

	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/s3"
)

const (
	allUsers = "http://acs.amazonaws.com/groups/global/AllUsers"
	anyAWS   = "http://acs.amazonaws.com/groups/global/AuthenticatedUsers"
)

func policy(statement string) resource.Fact[string] {
	return resource.Is(`{"Version":"2012-10-17","Statement":[{"Sid":"A","Effect":"Allow","Resource":"arn:aws:s3:::b/*",` + statement + `}]}`)
}

func TestWays(t *testing.T) {
	t.Parallel()
	everybody := func(action string) resource.Fact[string] { return policy(`"Principal":"*","Action":"` + action + `"`) }
	grants := func(list ...s3.Grant) resource.Fact[[]s3.Grant] { return resource.Is(list) }
	for name, c := range map[string]struct {
		bucket      s3.Bucket
		read, write []string
	}{
		"nothing known":    {},
		"reading":          {s3.Bucket{Policy: everybody("s3:GetObject")}, []string{"policy statement A"}, nil},
		"writing":          {s3.Bucket{Policy: everybody("s3:PutObject")}, nil, []string{"policy statement A"}},
		"everything":       {s3.Bucket{Policy: everybody("s3:*")}, []string{"policy statement A"}, []string{"policy statement A"}},
		"one account":      {s3.Bucket{Policy: policy(`"Principal":{"AWS":"111122223333"},"Action":"s3:*"`)}, nil, nil},
		"a policy unread":  {s3.Bucket{Policy: resource.Is("{")}, nil, nil},
		"grants":           {s3.Bucket{Grants: grants(s3.Grant{allUsers, "READ"}, s3.Grant{anyAWS, "WRITE_ACP"})}, []string{"grant READ to AllUsers"}, []string{"grant WRITE_ACP to AuthenticatedUsers"}},
		"full control":     {s3.Bucket{Grants: grants(s3.Grant{anyAWS, "FULL_CONTROL"})}, []string{"grant FULL_CONTROL to AuthenticatedUsers"}, []string{"grant FULL_CONTROL to AuthenticatedUsers"}},
		"grant to one":     {s3.Bucket{Grants: grants(s3.Grant{"0123", "FULL_CONTROL"})}, nil, nil},
		"reading the list": {s3.Bucket{Grants: grants(s3.Grant{allUsers, "READ_ACP"})}, nil, nil},
		"policy restricted": {s3.Bucket{
			Policy: everybody("s3:*"), Grants: grants(s3.Grant{allUsers, "READ"}), PublicAccessBlock: resource.Is(s3.PublicAccessBlock{RestrictPublicBuckets: true}),
		}, []string{"grant READ to AllUsers"}, nil},
		"grants ignored": {s3.Bucket{
			Policy: everybody("s3:GetObject"), Grants: grants(s3.Grant{allUsers, "READ"}), PublicAccessBlock: resource.Is(s3.PublicAccessBlock{IgnorePublicAcls: true}),
		}, []string{"policy statement A"}, nil},
		"new ones refused only": {s3.Bucket{
			Grants: grants(s3.Grant{allUsers, "READ"}), PublicAccessBlock: resource.Is(s3.PublicAccessBlock{BlockPublicAcls: true, BlockPublicPolicy: true}),
		}, []string{"grant READ to AllUsers"}, nil},
	} {
		if got := s3.Reading.Ways(c.bucket); !slices.Equal(got, c.read) {
			t.Errorf("%s: reading by %v, want %v", name, got, c.read)
		}
		if got := s3.Writing.Ways(c.bucket); !slices.Equal(got, c.write) {
			t.Errorf("%s: writing by %v, want %v", name, got, c.write)
		}
	}
}

func TestNeeded(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		block s3.PublicAccessBlock
		want  []string
	}{
		{s3.PublicAccessBlock{}, []string{"PublicAccessBlock", "Policy", "Grants"}},
		{s3.PublicAccessBlock{RestrictPublicBuckets: true}, []string{"PublicAccessBlock", "Grants"}},
		{s3.PublicAccessBlock{IgnorePublicAcls: true}, []string{"PublicAccessBlock", "Policy"}},
		{s3.PublicAccessBlock{IgnorePublicAcls: true, RestrictPublicBuckets: true}, []string{"PublicAccessBlock"}},
	} {
		b := s3.Bucket{PublicAccessBlock: resource.Is(c.block), Policy: resource.Is("{")}
		if got := s3.Needed(b); !slices.Equal(got, c.want) {
			t.Errorf("%+v needs %v, want %v", c.block, got, c.want)
		}
		if err := s3.PolicyError(b); (err == nil) != c.block.RestrictPublicBuckets {
			t.Errorf("%+v: %v", c.block, err)
		}
	}
	if err := s3.PolicyError(s3.Bucket{}); err != nil {
		t.Error(err)
	}
}
