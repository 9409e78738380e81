package logs

import (
	"testing"

	"github.com/mantenhq/manten/internal/catalog/catalogtest"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/logs"
)

func TestCreateLogGroup(t *testing.T) {
	t.Parallel()
	ref := logs.GroupRef(account, region, "CloudTrail/main")
	there := func(days int32) logs.Group {
		return logs.Group{Ref: ref, Retention: resource.Is(days), Key: resource.None[string](), Tags: resource.Is(map[string]string{})}
	}
	catalogtest.Goldens(t, createGroup, map[string]catalogtest.Edited{
		"missing":   {Resource: groups.Missing(ref)},
		"year":      {Resource: groups.Missing(ref), Params: map[string]any{"retentionInDays": 365}},
		"own-key":   {Resource: groups.Missing(ref), Params: map[string]any{"kmsKeyId": "arn:aws:kms:eu-west-1:111122223333:key/1"}},
		"there":     {Resource: there(0), Params: map[string]any{"retentionInDays": 365}},
		"half-made": {Resource: halfMade(there(0)), Params: map[string]any{"retentionInDays": 365}},
		"unread":    {Resource: logs.Group{Ref: ref, Retention: resource.HiddenFor[int32](catalogtest.Denied), Key: resource.None[string]()}},
	})
}
