package s3

import (
	"testing"

	"github.com/mantenhq/manten/internal/catalog/catalogtest"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/s3"
)

func TestControl3(t *testing.T) {
	t.Parallel()
	allow := func(action string) func(*s3.Bucket) {
		return withPolicy(`{"Sid":"Everybody","Effect":"Allow","Principal":{"AWS":["*"]},"Action":"` + action + `","Resource":"*"}`)
	}
	catalogtest.Judge(t, control3, map[string]catalogtest.Case{
		"nothing open":           {Resource: theBucket(func(*s3.Bucket) {}), Want: control.Passed, Reason: "nobody outside"},
		"everybody may put":      {Resource: theBucket(allow("s3:PutObject")), Want: control.Failed, Reason: "policy statement Everybody"},
		"everybody may delete":   {Resource: theBucket(allow("s3:Delete*")), Want: control.Failed},
		"everybody may do all":   {Resource: theBucket(allow("*")), Want: control.Failed},
		"everybody may read":     {Resource: theBucket(allow("s3:Get*")), Want: control.Passed},
		"all is blocked":         {Resource: theBucket(both(allow("s3:*"), blocking(all))), Want: control.Passed},
		"grant to write":         {Resource: theBucket(granted(allUsers, "WRITE")), Want: control.Failed, Reason: "grant WRITE to AllUsers"},
		"grant to write the ACL": {Resource: theBucket(granted(anyAWS, "WRITE_ACP")), Want: control.Failed, Reason: "grant WRITE_ACP to AuthenticatedUsers"},
		"grant of everything":    {Resource: theBucket(granted(allUsers, "FULL_CONTROL")), Want: control.Failed},
		"grant to read":          {Resource: theBucket(granted(allUsers, "READ")), Want: control.Passed},
		"grants denied":          {Resource: theBucket(hiding("Grants")), Want: control.NotAvailable, Reason: "AccessDenied"},
		"grants denied, public":  {Resource: theBucket(both(hiding("Grants"), allow("s3:PutObject"))), Want: control.Failed},
		"block denied, public":   {Resource: theBucket(both(hiding("PublicAccessBlock"), granted(allUsers, "WRITE"))), Want: control.NotAvailable},
		"broken policy":          {Resource: theBucket(func(b *s3.Bucket) { b.Policy = resource.Is("{}{}") }), Want: control.NotAvailable, Reason: "cannot be judged"},
	})
}
