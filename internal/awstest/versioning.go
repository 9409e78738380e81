package awstest

import (
	"bytes"
	"encoding/xml"
	"net/http"
	"slices"
	"strings"
	"sync"
)

// mfaDeletes keeps which buckets want a second factor before a version is deleted. Names of buckets are of all accounts
// together.
type mfaDeletes struct {
	mu       sync.Mutex
	statuses map[string]string
}

func versioningStandIns() []StandIn {
	m := &mfaDeletes{statuses: map[string]string{}}
	return []StandIn{
		{
			Always: true, Service: "s3", Operation: "GetBucketVersioning", do: m.get,
			Why: "moto never says MfaDelete; AWS says it once it was set",
		},
		{
			Always: true, Service: "s3", Operation: "PutBucketVersioning", do: m.put,
			Why: "moto drops MfaDelete; AWS keeps it, and refuses a change of it without the header x-amz-mfa (AccessDenied)",
		},
	}
}

func (m *mfaDeletes) put(x *Exchange) *Reply {
	var asked struct {
		MfaDelete string
	}
	if err := xml.Unmarshal(x.Body, &asked); err != nil || asked.MfaDelete == "" {
		return x.Next()
	}
	if x.Request.Header.Get("X-Amz-Mfa") == "" {
		return x.Refuse(http.StatusForbidden, "AccessDenied", "Mfa Authentication must be used for this request")
	}
	reply := x.Next()
	if reply != nil && reply.Status == http.StatusOK {
		m.mu.Lock()
		defer m.mu.Unlock()
		m.statuses[bucketOf(x)] = asked.MfaDelete
	}
	return reply
}

func (m *mfaDeletes) get(x *Exchange) *Reply {
	reply := x.Next()
	m.mu.Lock()
	defer m.mu.Unlock()
	status := m.statuses[bucketOf(x)]
	if reply != nil && reply.Status == http.StatusOK && status != "" {
		end := bytes.LastIndex(reply.Body, []byte("</")) // of the outermost element, whatever moto calls it
		reply.Body = slices.Insert(reply.Body, max(end, 0), []byte("<MfaDelete>"+escape(status)+"</MfaDelete>")...)
	}
	return reply
}

// bucketOf is the first part of the path.
func bucketOf(x *Exchange) string {
	bucket, _, _ := strings.Cut(strings.TrimPrefix(x.Request.URL.Path, "/"), "/")
	return bucket
}
