package awstest

import (
	"slices"
	"sync"
	"time"
)

// A Call is one request that came to the proxy.
type Call struct {
	Account   string    // whose credentials signed it
	At        time.Time // when it came
	Body      []byte    // of the request
	Method    string
	Operation string // name in the SDK: GetBucketPolicy; empty if not known
	Path      string // with the query
	Region    string
	Service   string // package in the SDK: s3control
	Status    int    // of the answer; 0 while there is none, and if the connection was cut

	protocol protocol
}

// A journal keeps the calls in the order in which they came.
type journal struct {
	mu    sync.Mutex
	calls []*Call
}

// open notes a call at once, so that one which hangs is seen too.
func (j *journal) open(c Call) *Call {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.calls = append(j.calls, &c)
	return &c
}

func (j *journal) close(c *Call, reply *Reply) {
	if reply == nil {
		return
	}
	j.mu.Lock()
	defer j.mu.Unlock()
	c.Status = reply.Status
}

func (j *journal) of(account string) []Call {
	j.mu.Lock()
	defer j.mu.Unlock()
	var calls []Call
	for _, c := range j.calls {
		if c.Account == account {
			calls = append(calls, *c)
		}
	}
	return calls
}

func (j *journal) forget(account string) {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.calls = slices.DeleteFunc(j.calls, func(c *Call) bool { return c.Account == account })
}
