package kms

import (
	"testing"

	"github.com/mantenhq/manten/internal/catalog/catalogtest"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/kms"
)

// customer is the metadata of a key that can rotate, with one change.
func customer(change func(*kms.Metadata)) resource.Fact[kms.Metadata] {
	m := kms.Metadata{Manager: "CUSTOMER", Spec: "SYMMETRIC_DEFAULT", Usage: "ENCRYPT_DECRYPT", Origin: "AWS_KMS", State: "Enabled"}
	if change != nil {
		change(&m)
	}
	return resource.Is(m)
}

func keyWith(m resource.Fact[kms.Metadata], rotation resource.Fact[bool]) kms.Key {
	id := "1234abcd-12ab-34cd-56ef-1234567890ab"
	return kms.Key{
		Ref: resource.Ref{
			Type: "AWS::KMS::Key", Account: "111122223333", Region: "eu-west-1",
			ID: "arn:aws:kms:eu-west-1:111122223333:key/" + id, Name: id,
		},
		Metadata: m, Rotation: rotation,
	}
}

func TestControl4(t *testing.T) {
	t.Parallel()
	on, off := resource.Is(true), resource.Is(false)
	none, denied := resource.None[bool](), resource.HiddenFor[bool](catalogtest.Denied)
	cases := map[string]catalogtest.Case{
		"on":              {Resource: keyWith(customer(nil), on), Want: control.Passed},
		"off":             {Resource: keyWith(customer(nil), off), Want: control.Failed, Reason: "rotation is off"},
		"metadata denied": {Resource: keyWith(resource.HiddenFor[kms.Metadata](catalogtest.Denied), on), Want: control.NotAvailable, Reason: "x.GetX gave AccessDenied"},
		"status denied":   {Resource: keyWith(customer(nil), denied), Want: control.NotAvailable, Reason: "x.GetX gave AccessDenied"},
		"not asked":       {Resource: keyWith(customer(nil), resource.Fact[bool]{}), Want: control.NotAvailable, Reason: "Rotation was not asked for"},
		"replica off":     {Resource: keyWith(customer(func(m *kms.Metadata) { m.MultiRegion = kms.Replica }), off), Want: control.Failed},
	}
	for want, change := range map[string]func(*kms.Metadata){
		"KeyManager AWS":                  func(m *kms.Metadata) { *m = kms.Metadata{Manager: "AWS"} },
		"KeySpec RSA_2048":                func(m *kms.Metadata) { m.Spec = "RSA_2048" },
		"KeySpec HMAC_256":                func(m *kms.Metadata) { m.Spec = "HMAC_256" },
		"Origin EXTERNAL":                 func(m *kms.Metadata) { m.Origin = "EXTERNAL" },
		"CustomKeyStoreId cks-1":          func(m *kms.Metadata) { m.CustomKeyStore, m.Origin = "cks-1", "AWS_CLOUDHSM" },
		"KeyState Disabled":               func(m *kms.Metadata) { m.State = "Disabled" },
		"KeyState PendingDeletion":        func(m *kms.Metadata) { m.State = "PendingDeletion" },
		"KeyState PendingReplicaDeletion": func(m *kms.Metadata) { m.State = "PendingReplicaDeletion" },
	} {
		cases[want] = catalogtest.Case{Resource: keyWith(customer(change), none), Want: control.NotApplicable, Reason: want}
	}
	catalogtest.Judge(t, control4, cases)
}
