package efs

import (
	"testing"

	"github.com/mantenhq/manten/internal/catalog/catalogtest"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/efs"
)

func TestControl1(t *testing.T) {
	t.Parallel()
	encrypted, plain := resource.Is(efs.Encryption{Enabled: true, Key: aKey}), resource.Is(efs.Encryption{})
	allowed, other := map[string]any{"KmsKeyId": aKey}, map[string]any{"KmsKeyId": otherKeyARN}
	catalogtest.Judge(t, control1, map[string]catalogtest.Case{
		"encrypted":         {Resource: with(encrypted), Want: control.Passed, Reason: "encrypted with " + aKey},
		"by the key":        {Resource: with(encrypted), Params: allowed, Want: control.Passed},
		"by another key":    {Resource: with(encrypted), Params: other, Want: control.Failed, Reason: "encrypted with " + aKey + ", allowed are: " + otherKeyARN},
		"plain":             {Resource: with(plain), Want: control.Failed, Reason: "is not encrypted"},
		"plain, with a key": {Resource: with(plain), Params: allowed, Want: control.Failed, Reason: "is not encrypted"},
		"absent":            {Resource: with(resource.None[efs.Encryption]()), Want: control.Failed},
		"denied":            {Resource: with(resource.HiddenFor[efs.Encryption](catalogtest.Denied)), Want: control.NotAvailable, Reason: "x.GetX gave AccessDenied"},
		"not asked":         {Resource: with(resource.Fact[efs.Encryption]{}), Want: control.NotAvailable, Reason: "Encryption was not asked for"},
	})
}
