package iam

import (
	"testing"

	"github.com/mantenhq/manten/internal/catalog/catalogtest"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/iam"
)

func TestCreateServiceLinkedRole(t *testing.T) {
	t.Parallel()
	with := func(path resource.Fact[string]) iam.Role {
		return iam.Role{Ref: iam.ServiceRoleRef("111122223333", "eu-west-1", "config.amazonaws.com", "AWSServiceRoleForConfig"), Path: path}
	}
	gone := with(resource.None[string]())
	resource.Vanish(&gone, roles.Facts...)
	for name, r := range map[string]iam.Role{
		"gone":   gone,
		"there":  with(resource.Is("/aws-service-role/config.amazonaws.com/")),
		"other":  with(resource.Is("/")),
		"unread": with(resource.HiddenFor[string](catalogtest.Denied)),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := catalogtest.Golden(t, createLinkedRole, name, r, nil)
			if again := createLinkedRole.Derive(d.After, createLinkedRole.Params.Defaults, catalogtest.Now); len(again.Moves) > 0 || !r.Consistent() {
				t.Errorf("planning again finds more to do, or %+v is not consistent", r.Ref)
			}
		})
	}
	if _, err := createLinkedRole.Params.With(map[string]any{"service": ""}); err == nil {
		t.Error("a role of no service is taken")
	}
}
