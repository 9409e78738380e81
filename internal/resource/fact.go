package resource

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
)

// State says how well a fact is known.
type State string

// The states of a fact. The zero value is the same as NotAsked.
const (
	NotAsked State = "not-asked" // nobody needed it, so it was not read
	Known    State = "known"     // AWS told the value
	Absent   State = "absent"    // AWS said that there is none
	Hidden   State = "hidden"    // AWS did not let us read it
)

// Reason says why a fact is hidden.
type Reason struct {
	// Operation is the AWS operation that failed, "s3.GetBucketPolicy".
	Operation string `json:"operation"`
	// Code is AWS's error code, "AccessDenied".
	Code string `json:"code"`
	// Action is the IAM action that is missing, empty where permission is not the cause.
	Action string `json:"action,omitempty"`
	// Message is AWS's text.
	Message string `json:"message"`
}

// String is the reason on one line.
func (r Reason) String() string {
	return fmt.Sprintf("%s: %s: %s", r.Operation, r.Code, r.Message)
}

// Fact is a value with the state of our knowledge about it. Only known and absent facts may lead to a verdict of passed
// or failed, or to a write. The zero value was not asked for.
type Fact[T any] struct {
	state  State
	value  T
	reason Reason
}

// Is makes a known fact.
func Is[T any](v T) Fact[T] { return Fact[T]{state: Known, value: v} }

// None makes an absent fact.
func None[T any]() Fact[T] { return Fact[T]{state: Absent} }

// HiddenFor makes a hidden fact.
func HiddenFor[T any](why Reason) Fact[T] { return Fact[T]{state: Hidden, reason: why} }

// State is how well the fact is known.
func (f Fact[T]) State() State {
	if f.state == "" {
		return NotAsked
	}
	return f.state
}

// Get gives the value and whether it is known.
func (f Fact[T]) Get() (T, bool) { return f.value, f.state == Known }

// Value gives the value, T's zero value unless the fact is known.
func (f Fact[T]) Value() T { return f.value }

// Sure tells whether the fact is known or absent.
func (f Fact[T]) Sure() bool { return f.state == Known || f.state == Absent }

// Why gives the reason of a hidden fact.
func (f Fact[T]) Why() Reason { return f.reason }

// hide makes the fact hidden.
func (f *Fact[T]) hide(why Reason) { *f = HiddenFor[T](why) }

// vanish makes the fact absent.
func (f *Fact[T]) vanish() { *f = None[T]() }

// factJSON is the stored form.
type factJSON struct {
	State  State           `json:"state"`
	Value  json.RawMessage `json:"value,omitempty"`
	Reason *Reason         `json:"reason,omitempty"`
}

// MarshalJSON writes {"state":"known","value":…}; the state always stands.
func (f Fact[T]) MarshalJSON() ([]byte, error) {
	out := factJSON{State: f.State()}
	switch f.state {
	case Known:
		value, err := plain(f.value)
		if err != nil {
			return nil, err
		}
		out.Value = value
	case Hidden:
		out.Reason = &f.reason
	case NotAsked, Absent:
	}
	return plain(out)
}

// plain is JSON without escapes for HTML.
func plain(v any) (json.RawMessage, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return nil, err
	}
	return bytes.TrimSpace(b.Bytes()), nil
}

// UnmarshalJSON reads what MarshalJSON wrote and refuses a known fact without a value, members that the value's type
// does not have, and an unknown state. After an error the fact is as it was.
func (f *Fact[T]) UnmarshalJSON(b []byte) error {
	var in factJSON
	if err := strict(b, &in); err != nil {
		return err
	}
	out := Fact[T]{state: in.State}
	switch {
	case in.State == Known && in.Value != nil:
		if string(in.Value) == "null" && !nillable[T]() {
			return errors.New("known fact with the value null")
		}
		if err := strict(in.Value, &out.value); err != nil {
			return err
		}
	case in.State == Hidden && in.Reason != nil:
		out.reason = *in.Reason
	case in.State == NotAsked, in.State == Absent:
	default:
		return fmt.Errorf("fact with state %q and no matching value", in.State)
	}
	*f = out
	return nil
}

// strict decodes JSON and refuses members that the type does not have.
func strict(data []byte, into any) error {
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.DisallowUnknownFields()
	return dec.Decode(into)
}

// nillable tells whether null is how a value of the type can be stored.
func nillable[T any]() bool {
	switch reflect.TypeFor[T]().Kind() {
	case reflect.Slice, reflect.Map, reflect.Pointer:
		return true
	default:
		return false
	}
}
