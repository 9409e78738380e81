package collect_test

import (
	"context"
	"errors"
	"iter"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/kms"
	"github.com/aws/smithy-go"

	"github.com/mantenhq/manten/internal/awsop"
	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/collect"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/fault"
	"github.com/mantenhq/manten/internal/resource"
)

const (
	account = "111122223333"
	ireland = "eu-west-1"
	tokyo   = "ap-northeast-1"
	global  = "us-east-1"
)

// lamp is a made-up resource of a region.
type lamp struct {
	resource.Ref
	On         resource.Fact[bool]
	Brightness resource.Fact[int]
	Labels     resource.Fact[[]string]
}

// house is one of the whole account.
type house struct {
	resource.Ref
	Roof resource.Fact[bool]
}

// balloon is listed for the whole account and stands in a region.
type balloon struct {
	resource.Ref
	Full resource.Fact[bool]
}

// madeUp is a catalog with a type of each scope, and controls that want some of their facts.
func madeUp(t testing.TB) *catalog.Catalog {
	t.Helper()
	s := catalog.NewService("toy")
	look := awsop.Read((*kms.Client).ListKeys, "toy:Look")
	catalog.Collector(s, catalog.CollectorSpec[lamp]{
		Type: "Toy::Lamp", Version: 2, Scope: catalog.Regional, ListCalls: []awsop.Op{look},
	})
	catalog.Collector(s, catalog.CollectorSpec[house]{Type: "Toy::House", Version: 1, Scope: catalog.Global})
	catalog.Collector(s, catalog.CollectorSpec[balloon]{Type: "Toy::Balloon", Version: 1, Scope: catalog.Dispersed})
	wants[lamp](s, "Toy.1", "On")
	wants[lamp](s, "Toy.2", "Brightness", "On")
	wants[house](s, "Toy.3", "Roof")
	wants[balloon](s, "Toy.4", "Full")
	cat, err := catalog.New(s)
	if err != nil {
		t.Fatal(err)
	}
	return cat
}

// wants declares a control that only wants facts.
func wants[T resource.Resource](s *catalog.Service, id control.ID, facts ...string) {
	catalog.Control(s, catalog.ControlSpec[T, catalog.None]{
		ID: id, Title: string(id), Reads: facts,
		Evaluate: func(T, catalog.None, time.Time) control.Verdict { return control.Verdict{Status: control.Passed} },
	})
}

func unit(t testing.TB, cat *catalog.Catalog, kind resource.Type) *catalog.CollectorUnit {
	t.Helper()
	u, ok := cat.Collector(kind)
	if !ok {
		t.Fatalf("there is no collector of %s", kind)
	}
	return u
}

func ref(kind resource.Type, region, name string) resource.Ref {
	return resource.Ref{Type: kind, Account: account, Region: region, ID: "arn:aws:toy:" + region + "::" + name, Name: name}
}

func lampIn(region, name string) lamp { return lamp{Ref: ref("Toy::Lamp", region, name)} }

// place is a type in a region.
type place struct {
	kind   resource.Type
	region string
}

// street is an account in memory. Each of its functions may be left out.
type street struct {
	regions []string
	there   map[place][]resource.Resource
	// broken listings end with this error when they have yielded what is there.
	broken map[place]error
	fill   func(ctx context.Context, r resource.Resource, facts []string) (resource.Resource, error)

	mu     sync.Mutex
	listed []place
}

func (s *street) Account() string   { return account }
func (s *street) Regions() []string { return s.regions }
func (s *street) Global() string    { return global }

func (s *street) List(_ context.Context, u *catalog.CollectorUnit, region string, _ []string) iter.Seq2[resource.Resource, error] {
	at := place{u.Type, region}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.listed = append(s.listed, at)
	return func(yield func(resource.Resource, error) bool) {
		for _, r := range s.there[at] {
			if !yield(r, nil) {
				return
			}
		}
		if err := s.broken[at]; err != nil {
			yield(nil, err)
		}
	}
}

func (s *street) Fill(ctx context.Context, _ *catalog.CollectorUnit, r resource.Resource, facts []string) (resource.Resource, error) {
	if s.fill == nil {
		return r, ctx.Err()
	}
	return s.fill(ctx, r, facts)
}

func (s *street) Get(_ context.Context, _ *catalog.CollectorUnit, ref resource.Ref, _ []string) (resource.Resource, error) {
	return nil, fault.New(fault.NotFound, "%s", ref)
}

var denied = &smithy.OperationError{ServiceID: "KMS", OperationName: "ListKeys", Err: &smithy.GenericAPIError{Code: "AccessDeniedException", Message: "no"}}

var errOops = errors.New("oops")

// everything wishes for all facts of all types.
func everything(cat *catalog.Catalog) []collect.Wish {
	var out []collect.Wish
	for _, u := range cat.Collectors() {
		out = append(out, collect.Wish{Unit: u, Facts: u.Facts})
	}
	return out
}

// names are those of the collected resources, with their regions, in the order in which they come.
func names(res collect.Result) []string {
	var out []string
	for _, r := range res.Resources {
		out = append(out, r.Reference().Region+"/"+r.Reference().Name)
	}
	return out
}

// endings are the listings by place: nil where one was completed.
func endings(t *testing.T, res collect.Result) map[place]*resource.Reason {
	t.Helper()
	out := map[place]*resource.Reason{}
	for _, l := range res.Listings {
		at := place{l.Unit.Type, l.Region}
		if _, twice := out[at]; twice || l.Account != account {
			t.Errorf("listing of %v in account %s, twice: %v", at, l.Account, twice)
		}
		out[at] = l.Why
	}
	if !slices.IsSortedFunc(res.Listings, func(a, b collect.Listing) int {
		return ref(a.Unit.Type, a.Region, "").Compare(ref(b.Unit.Type, b.Region, ""))
	}) {
		t.Errorf("listings are not sorted: %+v", res.Listings)
	}
	return out
}
