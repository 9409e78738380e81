package catalog

import (
	"context"
	"encoding/json"
	"fmt"
	"iter"
	"reflect"
	"slices"

	"github.com/aws/aws-sdk-go-v2/aws"

	"github.com/mantenhq/manten/internal/awsop"
	"github.com/mantenhq/manten/internal/fault"
	"github.com/mantenhq/manten/internal/resource"
)

// Scope says where a collector lists.
type Scope string

// The scopes.
const (
	// Regional resources are listed region by region.
	Regional Scope = "regional"
	// Global resources are listed once an account and stand in the partition's global region (IAM).
	Global Scope = "global"
	// Dispersed resources are listed once an account, and each stands in a region of its own (S3 buckets).
	Dispersed Scope = "dispersed"
)

// Place is where a collector reads: an account in a region, and which facts are wanted.
type Place struct {
	Account, Region string
	// Config makes the SDK's clients. For Dispersed collectors it is that of the resource's own region in reads and
	// that of the global region in List.
	Config aws.Config
	Facts  []string
}

// Wants tells whether a fact is wanted.
func (p Place) Wants(fact string) bool { return slices.Contains(p.Facts, fact) }

// Ref makes a reference in this place.
func (p Place) Ref(t resource.Type, id, name string) resource.Ref {
	return resource.Ref{Type: t, Account: p.Account, Region: p.Region, ID: id, Name: name}
}

// ReadSpec is how facts of a resource are read: Do fills them by the given operations.
type ReadSpec[T any] struct {
	Facts []string
	Calls []awsop.Op
	// Do sets the facts, known or absent. An error makes them hidden, whatever it is.
	Do func(ctx context.Context, at Place, r *T) error
}

// CollectorSpec declares how resources of a type are read. All reading of AWS is here.
type CollectorSpec[T resource.Resource] struct {
	Type resource.Type
	// Version of the type's stored form, from 1. It grows when a fact changes its meaning.
	Version int
	Scope   Scope
	// File is the collector's file without "collector_" and ".go".
	File string
	// ListCalls are the operations that List may use.
	ListCalls []awsop.Op
	// List yields the resources of a place, with the facts that listing shows anyhow. Nil where there is exactly one in
	// each place: the account itself.
	List func(ctx context.Context, at Place) iter.Seq2[T, error]
	// Reads fill the facts that listing did not.
	Reads []ReadSpec[T]
	// Gone are AWS's error codes that mean that the resource is no longer there.
	Gone []string
}

// CollectorUnit is a collector without its type.
type CollectorUnit struct {
	Service string
	Type    resource.Type
	Version int
	Scope   Scope
	File    string
	// Facts are all facts of the type.
	Facts []string
	// ListCalls are the operations that listing may use.
	ListCalls []awsop.Op
	// Go is the Go type of the resources.
	Go reflect.Type

	gone []string
	form form
}

// form is what a unit knows of its type T.
type form struct {
	list   func(ctx context.Context, at Place) iter.Seq2[resource.Resource, error]
	reads  []readUnit
	empty  func(resource.Ref) resource.Resource
	decode func(data []byte) (resource.Resource, error)
	edit   func(r resource.Resource, change func(ptr any) error) (resource.Resource, error)
}

type readUnit struct {
	facts []string
	calls []awsop.Op
	do    func(ctx context.Context, at Place, ptr any) error
}

// Collector declares a collector.
func Collector[T resource.Resource](s *Service, spec CollectorSpec[T]) *CollectorUnit {
	u := &CollectorUnit{
		Service: s.Name, Type: spec.Type, Version: spec.Version, Scope: spec.Scope, File: spec.File,
		Facts: resource.FactNames(reflect.TypeFor[T]()), ListCalls: spec.ListCalls, Go: reflect.TypeFor[T](),
		gone: spec.Gone, form: formOf(spec),
	}
	s.collectors = append(s.collectors, u)
	return u
}

func formOf[T resource.Resource](spec CollectorSpec[T]) form {
	f := form{empty: empty[T], decode: decodeAs[T], edit: edit[T]}
	f.list = func(ctx context.Context, at Place) iter.Seq2[resource.Resource, error] {
		if spec.List == nil {
			return theAccount[T](at, spec.Type)
		}
		return erase(spec.List(ctx, at))
	}
	for _, r := range spec.Reads {
		f.reads = append(f.reads, readUnit{facts: r.Facts, calls: r.Calls, do: func(ctx context.Context, at Place, ptr any) error {
			return r.Do(ctx, at, must[*T](ptr))
		}})
	}
	return f
}

// theAccount yields the one resource of a type that stands for the account itself.
func theAccount[T resource.Resource](at Place, t resource.Type) iter.Seq2[resource.Resource, error] {
	return func(yield func(resource.Resource, error) bool) {
		yield(empty[T](at.Ref(t, resource.AccountID(at.Account), at.Account)), nil)
	}
}

func erase[T resource.Resource](seq iter.Seq2[T, error]) iter.Seq2[resource.Resource, error] {
	return func(yield func(resource.Resource, error) bool) {
		for r, err := range seq {
			if !yield(r, err) {
				return
			}
		}
	}
}

// empty makes a resource of which nothing has been asked.
func empty[T resource.Resource](ref resource.Ref) resource.Resource {
	var r T
	reflect.ValueOf(&r).Elem().FieldByName("Ref").Set(reflect.ValueOf(ref))
	return r
}

// edit applies a change to a deep copy of the resource.
func edit[T resource.Resource](r resource.Resource, change func(ptr any) error) (resource.Resource, error) {
	t, ok := r.(T)
	if !ok {
		return nil, fault.New(fault.Internal, "edit %s: it is a %T", r.Reference(), r)
	}
	c := resource.Clone(t)
	if err := change(&c); err != nil {
		return nil, err
	}
	return c, nil
}

func decodeAs[T resource.Resource](data []byte) (resource.Resource, error) {
	var r T
	if err := strict(data, &r); err != nil {
		return nil, fmt.Errorf("decode resource: %w", err)
	}
	return r, nil
}

// Empty makes a resource of the type of which nothing has been asked.
func (u *CollectorUnit) Empty(ref resource.Ref) resource.Resource { return u.form.empty(ref) }

// Missing makes a resource that is not there: all of its facts are absent.
func (u *CollectorUnit) Missing(ref resource.Ref) resource.Resource {
	r, err := u.form.edit(u.Empty(ref), func(ptr any) error {
		resource.Vanish(ptr, u.Facts...)
		return nil
	})
	if err != nil {
		panic(err) // it has just been made of this very type
	}
	return r
}

// Decode reads a stored resource.
func (u *CollectorUnit) Decode(data []byte) (resource.Resource, error) { return u.form.decode(data) }

// With makes a resource from its reference and some encoded facts; the others were not asked for.
func (u *CollectorUnit) With(ref resource.Ref, facts map[string]json.RawMessage) (resource.Resource, error) {
	return u.form.edit(u.Empty(ref), func(ptr any) error {
		data, err := json.Marshal(facts)
		if err != nil {
			return fmt.Errorf("facts of %s: %w", ref, err)
		}
		if err := strict(data, ptr); err != nil {
			return fmt.Errorf("facts of %s: %w", ref, err)
		}
		return nil
	})
}

// List yields the resources of a place.
func (u *CollectorUnit) List(ctx context.Context, at Place) iter.Seq2[resource.Resource, error] {
	return u.form.list(ctx, at)
}

// Patch gives a copy of r with the named facts of from.
func (u *CollectorUnit) Patch(r, from resource.Resource, facts ...string) (resource.Resource, error) {
	return u.form.edit(r, func(ptr any) error {
		_, err := u.form.edit(from, func(source any) error {
			resource.Copy(ptr, source, facts...)
			return nil
		})
		return err
	})
}
