package awstest

import (
	"math/rand/v2"
	"net/url"
	"slices"
	"strings"
	"sync"
)

// A Rule says what happens to certain calls. A field left empty matches every call.
type Rule struct {
	Account   string
	After     int     // lets so many matching calls pass first
	Chance    float64 // probability with which it acts; 0 means always
	Do        Action
	Operation string // name in the SDK: GetBucketPolicy
	Region    string
	Resource  string // a part of path, query or body, as it is or percent-decoded
	Service   string // package in the SDK: s3control
	Times     int    // acts so many times; 0 means without end
}

// A rule is a Rule in force, with its counts.
type rule struct {
	Rule
	acted int
	ended chan struct{}
	seen  int
}

// rules are those in force, the newest first.
type rules struct {
	mu   sync.Mutex
	dice *rand.Rand
	list []*rule
}

func newRules(seed uint64) *rules {
	return &rules{dice: rand.New(rand.NewPCG(seed, seed))}
}

func (rs *rules) add(r Rule) (remove func()) {
	added := &rule{Rule: r, ended: make(chan struct{})}
	rs.mu.Lock()
	defer rs.mu.Unlock()
	rs.list = slices.Insert(rs.list, 0, added)
	return sync.OnceFunc(func() {
		rs.mu.Lock()
		defer rs.mu.Unlock()
		rs.list = slices.DeleteFunc(rs.list, func(r *rule) bool { return r == added })
		close(added.ended)
	})
}

func (rs *rules) snapshot() []*rule {
	rs.mu.Lock()
	defer rs.mu.Unlock()
	return slices.Clone(rs.list)
}

// takes reports whether the rule acts on this call, and counts it.
func (rs *rules) takes(r *rule, x *Exchange) bool {
	if !r.matches(x) {
		return false
	}
	rs.mu.Lock()
	defer rs.mu.Unlock()
	r.seen++
	if r.seen <= r.After || r.Times > 0 && r.acted >= r.Times {
		return false
	}
	if r.Chance > 0 && rs.dice.Float64() >= r.Chance {
		return false
	}
	r.acted++
	return true
}

func (r *rule) matches(x *Exchange) bool {
	return (r.Account == "" || r.Account == x.Call.Account) &&
		(r.Operation == "" || r.Operation == x.Call.Operation) &&
		(r.Region == "" || r.Region == x.Call.Region) &&
		(r.Service == "" || r.Service == x.Call.Service) &&
		(r.Resource == "" || x.mentions(r.Resource))
}

// mentions looks for a resource where protocols have it: in the path, in the query, in a body
// of JSON or XML, and in the percent-encoded body of a form.
func (x *Exchange) mentions(resource string) bool {
	for _, s := range []string{x.Request.URL.RequestURI(), string(x.Body)} {
		if strings.Contains(s, resource) {
			return true
		}
		if plain, err := url.QueryUnescape(s); err == nil && strings.Contains(plain, resource) {
			return true
		}
	}
	return false
}
