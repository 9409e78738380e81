package collect

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"time"

	"github.com/mantenhq/manten/internal/awsop"
	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/fault"
	"github.com/mantenhq/manten/internal/plan"
	"github.com/mantenhq/manten/internal/resource"
)

// SnapshotSchema is the version of a snapshot's JSON.
const SnapshotSchema = "manten.snapshot/1"

// Snapshot is an offline account: resources as they were read once. It can be scanned and planned on, and a plan made
// from it can be applied to it, without AWS.
type Snapshot struct {
	cat       *catalog.Catalog
	path      string
	head      snapshotHead
	mu        sync.Mutex
	resources []resource.Resource
}

type snapshotHead struct {
	Schema string `json:"schema"`
	// ID stays the same when the snapshot is changed by applying to it.
	ID       string            `json:"id"`
	Account  string            `json:"account"`
	Global   string            `json:"global_region"`
	Regions  []string          `json:"regions"`
	Taken    time.Time         `json:"taken"`
	Listings []snapshotListing `json:"listings"`
}

type snapshotListing struct {
	Type   resource.Type    `json:"type"`
	Region string           `json:"region"`
	Why    *resource.Reason `json:"why,omitempty"`
}

type snapshotFile struct {
	snapshotHead
	Resources []snapshotResource `json:"resources"`
}

type snapshotResource struct {
	Version  int             `json:"version"`
	Resource json.RawMessage `json:"resource"`
}

// NewSnapshot makes a snapshot of what was collected, not saved yet.
func NewSnapshot(cat *catalog.Catalog, path, id string, src Source, res Result, taken time.Time) *Snapshot {
	s := &Snapshot{cat: cat, path: path, resources: res.Resources, head: snapshotHead{
		Schema: SnapshotSchema, ID: id, Account: src.Account(), Global: src.Global(), Regions: src.Regions(), Taken: taken,
	}}
	for _, l := range res.Listings {
		s.head.Listings = append(s.head.Listings, snapshotListing{Type: l.Unit.Type, Region: l.Region, Why: l.Why})
	}
	return s
}

// OpenSnapshot reads a snapshot's file.
func OpenSnapshot(cat *catalog.Catalog, path string) (*Snapshot, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, fault.New(fault.Invalid, "read snapshot: %w", err).Do("name a file that manten snapshot save wrote")
	}
	s, err := decodeSnapshot(cat, data)
	if err != nil {
		return nil, fault.New(fault.Invalid, "read snapshot %s: %w", path, err).Do("take it again: manten snapshot save %s", path)
	}
	s.path = path
	return s, nil
}

func decodeSnapshot(cat *catalog.Catalog, data []byte) (*Snapshot, error) {
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.DisallowUnknownFields()
	var f snapshotFile
	if err := dec.Decode(&f); err != nil {
		return nil, fmt.Errorf("it is damaged: %w", err)
	}
	if _, err := dec.Token(); !errors.Is(err, io.EOF) {
		return nil, errors.New("it is damaged: something follows the snapshot")
	}
	if f.Schema != SnapshotSchema {
		return nil, fmt.Errorf("its schema is %q, this release reads %q", f.Schema, SnapshotSchema)
	}
	if f.Account == "" || f.Global == "" {
		return nil, errors.New("it is damaged: it names no account or no global region")
	}
	s := &Snapshot{cat: cat, head: f.snapshotHead}
	for i, raw := range f.Resources {
		r, err := Decode(cat, raw.Version, raw.Resource)
		if err != nil {
			return nil, fmt.Errorf("resource %d: %w", i+1, err)
		}
		s.resources = append(s.resources, r)
	}
	return s, nil
}

// Decode reads a stored resource by its type and version.
func Decode(cat *catalog.Catalog, version int, data []byte) (resource.Resource, error) {
	var ref resource.Ref
	if err := json.Unmarshal(data, &ref); err != nil {
		return nil, fmt.Errorf("it is damaged: %w", err)
	}
	u, ok := cat.Collector(ref.Type)
	if !ok {
		return nil, fmt.Errorf("type %q is not known", ref.Type)
	}
	if version != u.Version {
		return nil, fmt.Errorf("%s is stored in version %d, this release reads %d", ref.Type, version, u.Version)
	}
	return u.Decode(data)
}

// Save writes the snapshot's file, readable by nobody else, whole or not at all.
func (s *Snapshot) Save() error { return s.save(s.all()) }

func (s *Snapshot) save(resources []resource.Resource) error {
	data, err := s.encode(resources)
	if err != nil {
		return err
	}
	return replaceFile(s.path, data)
}

func (s *Snapshot) encode(resources []resource.Resource) ([]byte, error) {
	f := snapshotFile{snapshotHead: s.head, Resources: []snapshotResource{}}
	for _, r := range resources {
		u, _ := s.cat.Collector(r.Reference().Type)
		raw, err := json.Marshal(r)
		if err != nil {
			return nil, fmt.Errorf("encode %s: %w", r.Reference(), err)
		}
		f.Resources = append(f.Resources, snapshotResource{Version: u.Version, Resource: raw})
	}
	data, err := json.MarshalIndent(f, "", " ")
	if err != nil {
		return nil, fmt.Errorf("encode snapshot: %w", err)
	}
	return data, nil
}

// replaceFile puts a file into the place of another in one step.
func replaceFile(path string, data []byte) error {
	tmp, err := os.CreateTemp(filepath.Dir(path), ".manten-*")
	if err != nil {
		return fault.New(fault.Invalid, "write %s: %w", path, err).Do("name another place")
	}
	_, err = tmp.Write(data)
	err = errors.Join(err, tmp.Sync(), tmp.Close())
	if err == nil {
		err = os.Rename(tmp.Name(), path)
	}
	if err != nil {
		return fault.New(fault.Unavailable, "write %s: %w", path, errors.Join(err, os.Remove(tmp.Name()))).
			Do("free space or name another place, and run the same command again")
	}
	return nil
}

// ID is the snapshot's own id.
func (s *Snapshot) ID() string { return s.head.ID }

// Account is the account that the snapshot was taken of.
func (s *Snapshot) Account() string { return s.head.Account }

// Regions are those that the snapshot holds.
func (s *Snapshot) Regions() []string { return s.head.Regions }

// Global is the region of the partition's global services.
func (s *Snapshot) Global() string { return s.head.Global }

// List yields the resources of a type in a region; a listing that ended early when the snapshot was taken ends so again.
func (s *Snapshot) List(_ context.Context, u *catalog.CollectorUnit, region string, _ []string) iter.Seq2[resource.Resource, error] {
	return func(yield func(resource.Resource, error) bool) {
		for _, r := range s.all() {
			ref := r.Reference()
			if ref.Type == u.Type && (u.Scope != catalog.Regional || ref.Region == region) && !yield(r, nil) {
				return
			}
		}
		for _, l := range s.head.Listings {
			// A dispersed type is listed in one region and noted in all, of which that one need not be any.
			if l.Type == u.Type && (l.Region == region || u.Scope == catalog.Dispersed) && l.Why != nil {
				yield(nil, catalog.ReasonError{Why: *l.Why})
				return
			}
		}
	}
}

func (s *Snapshot) all() []resource.Resource {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.resources)
}

// Fill does nothing: a snapshot has all that it will ever have.
func (s *Snapshot) Fill(_ context.Context, _ *catalog.CollectorUnit, r resource.Resource, _ []string) (resource.Resource, error) {
	return r, nil
}

// Gather collects, as a scan does.
func (s *Snapshot) Gather(ctx context.Context, wishes []Wish) (Result, error) {
	return Collect(ctx, s, wishes, 1)
}

// Get gives the resource as it stands in the snapshot.
func (s *Snapshot) Get(_ context.Context, _ *catalog.CollectorUnit, ref resource.Ref, _ []string) (resource.Resource, error) {
	for _, r := range s.all() {
		if r.Reference() == ref {
			return r, nil
		}
	}
	return nil, fault.New(fault.NotFound, "%s is not in the snapshot", ref)
}

// Call changes the snapshot to what the call would leave, and saves it.
func (s *Snapshot) Call(ctx context.Context, step *plan.Step, c *plan.Call) (awsop.Answer, error) {
	u, ok := s.cat.Collector(step.Resource.Type)
	if !ok {
		return awsop.Answer{}, fault.New(fault.Internal, "type %q is not known", step.Resource.Type)
	}
	before, err := s.Get(ctx, u, step.Resource, nil)
	if fault.CodeOf(err) == fault.NotFound && step.Makes != "" {
		before, err = u.Missing(step.Resource), nil
	}
	if err != nil {
		return awsop.Answer{}, err
	}
	left, err := u.With(step.Resource, c.Leaves)
	if err != nil {
		return awsop.Answer{}, err
	}
	after, err := u.Patch(before, left, slices.Sorted(maps.Keys(c.Leaves))...)
	if err != nil {
		return awsop.Answer{}, err
	}
	return given(c), s.put(after)
}

// given makes up what later calls need of the answer: nothing has been called, but the plan goes on.
func given(c *plan.Call) awsop.Answer {
	a := awsop.Answer{}
	for _, path := range c.Keep {
		if a.Outputs == nil {
			a.Outputs = map[string]string{}
		}
		a.Outputs[path] = "offline"
	}
	return a
}

// put saves the snapshot with a resource changed, added, or taken out where nothing of it is left. What cannot be
// saved has not happened.
func (s *Snapshot) put(r resource.Resource) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	resources := slices.DeleteFunc(slices.Clone(s.resources), func(o resource.Resource) bool {
		return o.Reference() == r.Reference()
	})
	if !resource.IsMissing(r) {
		resources = append(resources, r)
	}
	slices.SortStableFunc(resources, func(a, b resource.Resource) int { return a.Reference().Compare(b.Reference()) })
	if err := s.save(resources); err != nil {
		return err
	}
	s.resources = resources
	return nil
}
