package kms

import (
	"testing"

	"github.com/mantenhq/manten/internal/catalog/catalogtest"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/kms"
)

func TestEnableKeyRotation(t *testing.T) {
	t.Parallel()
	primary := "arn:aws:kms:us-east-1:111122223333:key/mrk-1"
	off := resource.Is(false)
	for name, k := range map[string]kms.Key{
		"off":     keyWith(customer(nil), off),
		"already": keyWith(customer(nil), resource.Is(true)),
		"fixed":   keyWith(customer(func(m *kms.Metadata) { m.State = "Disabled" }), resource.None[bool]()),
		"replica": keyWith(customer(func(m *kms.Metadata) { m.MultiRegion, m.Primary, m.Replicas = "REPLICA", primary, 2 }), off),
		"primary": keyWith(customer(func(m *kms.Metadata) { m.MultiRegion, m.Primary, m.Replicas = "PRIMARY", primary, 2 }), off),
		"unread":  keyWith(customer(nil), resource.HiddenFor[bool](catalogtest.Denied)),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := catalogtest.Golden(t, enableKeyRotation, name, k, nil)
			if again := enableKeyRotation.Derive(d.After, enableKeyRotation.Params.Defaults, catalogtest.Now); len(again.Moves) > 0 {
				t.Error("planning again finds more to do")
			}
		})
	}
}
