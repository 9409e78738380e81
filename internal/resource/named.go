package resource

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
)

// AnyFact is a fact whose type does not matter.
type AnyFact interface {
	json.Marshaler
	State() State
	Why() Reason
}

// hider is a fact that can be made hidden, or absent.
type hider interface {
	hide(why Reason)
	vanish()
}

var anyFact = reflect.TypeFor[AnyFact]()

// FactNames lists the facts of a resource type in the order of its fields.
func FactNames(t reflect.Type) []string {
	var names []string
	for f := range t.Fields() {
		if f.IsExported() && !f.Anonymous && f.Type.Implements(anyFact) {
			names = append(names, f.Name)
		}
	}
	return names
}

// FactOf gives a resource's fact by name. It panics on a name that the type does not have: names are checked when the
// catalog is made.
func FactOf(r Resource, name string) AnyFact {
	v := reflect.Indirect(reflect.ValueOf(r)).FieldByName(name)
	if !v.IsValid() {
		panic(fmt.Sprintf("%T has no fact %q", r, name))
	}
	f, ok := reflect.TypeAssert[AnyFact](v)
	if !ok {
		panic(fmt.Sprintf("%T: %s is no fact", r, name))
	}
	return f
}

// Hide makes the named facts of a resource hidden. It takes a pointer to the resource's struct.
func Hide(ptr any, why Reason, names ...string) {
	v := reflect.ValueOf(ptr).Elem()
	for _, name := range names {
		if f, ok := reflect.TypeAssert[hider](v.FieldByName(name).Addr()); ok {
			f.hide(why)
		}
	}
}

// Vanish makes the named facts of a resource absent. It takes a pointer to the resource's struct.
func Vanish(ptr any, names ...string) {
	v := reflect.ValueOf(ptr).Elem()
	for _, name := range names {
		if f, ok := reflect.TypeAssert[hider](v.FieldByName(name).Addr()); ok {
			f.vanish()
		}
	}
}

// IsMissing tells whether all facts of a resource are absent: it is not there.
func IsMissing(r Resource) bool {
	for _, name := range NamesOf(r) {
		if FactOf(r, name).State() != Absent {
			return false
		}
	}
	return true
}

// Copy copies the named facts from one resource into another of the same type. It takes pointers to the structs.
func Copy(to, from any, names ...string) {
	for _, name := range names {
		reflect.ValueOf(to).Elem().FieldByName(name).Set(reflect.ValueOf(from).Elem().FieldByName(name))
	}
}

// Facts encodes the named facts, each under its name.
func Facts(r Resource, names []string) (map[string]json.RawMessage, error) {
	out := make(map[string]json.RawMessage, len(names))
	for _, name := range names {
		b, err := FactOf(r, name).MarshalJSON()
		if err != nil {
			return nil, fmt.Errorf("encode fact %s of %s: %w", name, r.Reference(), err)
		}
		out[name] = b
	}
	return out, nil
}

// Digest is a digest over the named facts of a resource, "sha256:…". The order of the names does not matter.
func Digest(r Resource, names []string) (string, error) {
	facts, err := Facts(r, names)
	if err != nil {
		return "", err
	}
	return DigestOf(facts, names)
}

// DigestOf is the digest over the named ones of encoded facts.
func DigestOf(facts map[string]json.RawMessage, names []string) (string, error) {
	some := make(map[string]json.RawMessage, len(names))
	for _, name := range names {
		some[name] = facts[name]
	}
	b, err := json.Marshal(some) // map keys are sorted
	if err != nil {
		return "", fmt.Errorf("digest of facts: %w", err)
	}
	sum := sha256.Sum256(b)
	return "sha256:" + hex.EncodeToString(sum[:]), nil
}

// Differing lists those of the named facts that differ between two resources of one type, in the order given.
func Differing(a, b Resource, names []string) []string {
	return slices.DeleteFunc(slices.Clone(names), func(name string) bool {
		return equalFact(FactOf(a, name), FactOf(b, name))
	})
}

func equalFact(a, b AnyFact) bool {
	x, errX := a.MarshalJSON()
	y, errY := b.MarshalJSON()
	return errX == nil && errY == nil && string(x) == string(y)
}

// NamesOf lists the facts of a resource.
func NamesOf(r Resource) []string { return FactNames(reflect.Indirect(reflect.ValueOf(r)).Type()) }
