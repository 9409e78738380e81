package awsop

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"time"
	"unicode/utf8"
)

// Encode writes an SDK input as JSON: fields under their Go names in the order of the struct, nil pointers, nil slices
// and zero values that are no pointers left out; pointers to false and empty slices are kept. The same input always
// gives the same bytes. It refuses what would not come back: text that is not UTF-8, unions, readers.
func Encode(input any) (json.RawMessage, error) {
	var b bytes.Buffer
	v := reflect.ValueOf(input)
	for v.Kind() == reflect.Pointer && !v.IsNil() {
		v = v.Elem()
	}
	if v.Kind() != reflect.Struct {
		return nil, fmt.Errorf("encode %T: an input is a struct", input)
	}
	if err := encode(&b, v); err != nil {
		return nil, fmt.Errorf("encode %T: %w", input, err)
	}
	return b.Bytes(), nil
}

var (
	timeType  = reflect.TypeFor[time.Time]()
	bytesType = reflect.TypeFor[[]byte]()
)

func encode(b *bytes.Buffer, v reflect.Value) error {
	if t, ok := reflect.TypeAssert[time.Time](v); ok {
		t = t.UTC()
		if t.Year() < 0 || t.Year() > 9999 {
			return errors.New("a moment beyond the year 9999 cannot stand in a plan")
		}
		return scalar(b, t.Format(time.RFC3339Nano))
	}
	if v.Type() == bytesType {
		return scalar(b, base64.StdEncoding.EncodeToString(v.Bytes()))
	}
	switch v.Kind() {
	case reflect.Pointer:
		if v.IsNil() { // in a list or a map; elsewhere it is left out
			return errors.New("nil cannot stand in a list")
		}
		return encode(b, v.Elem())
	case reflect.Struct:
		return encodeStruct(b, v)
	case reflect.Slice:
		return encodeSlice(b, v)
	case reflect.Map:
		return encodeMap(b, v)
	case reflect.String:
		if !utf8.ValidString(v.String()) {
			return errors.New("text is not UTF-8") // not printed: it may be what nobody should read
		}
		return scalar(b, v.String())
	case reflect.Bool, reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64, reflect.Float32, reflect.Float64:
		return scalar(b, v.Interface())
	default:
		return fmt.Errorf("a value of type %s cannot stand in a plan", v.Type())
	}
}

func scalar(b *bytes.Buffer, v any) error {
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return err
	}
	b.Write(bytes.TrimSpace(out.Bytes()))
	return nil
}

func encodeStruct(b *bytes.Buffer, v reflect.Value) error {
	b.WriteByte('{')
	first := true
	for f, fv := range v.Fields() {
		if !f.IsExported() || f.Anonymous || unset(fv) {
			continue
		}
		if !first {
			b.WriteByte(',')
		}
		first = false
		fmt.Fprintf(b, "%q:", f.Name)
		if err := encode(b, fv); err != nil {
			return fmt.Errorf("%s: %w", f.Name, err)
		}
	}
	b.WriteByte('}')
	return nil
}

// unset tells whether the SDK would not send the field.
func unset(v reflect.Value) bool {
	switch v.Kind() {
	case reflect.Struct:
		return v.Type() == timeType && v.IsZero()
	default:
		return v.IsZero()
	}
}

func encodeSlice(b *bytes.Buffer, v reflect.Value) error {
	b.WriteByte('[')
	for i := range v.Len() {
		if i > 0 {
			b.WriteByte(',')
		}
		if err := encode(b, v.Index(i)); err != nil {
			return err
		}
	}
	b.WriteByte(']')
	return nil
}

func encodeMap(b *bytes.Buffer, v reflect.Value) error {
	if v.Type().Key().Kind() != reflect.String {
		return fmt.Errorf("keys of type %s cannot stand in a plan", v.Type().Key())
	}
	entries := map[string]reflect.Value{}
	for _, k := range v.MapKeys() {
		entries[k.String()] = v.MapIndex(k)
	}
	b.WriteByte('{')
	for i, k := range slices.Sorted(maps.Keys(entries)) {
		if i > 0 {
			b.WriteByte(',')
		}
		if err := encode(b, reflect.ValueOf(k)); err != nil {
			return err
		}
		b.WriteByte(':')
		if err := encode(b, entries[k]); err != nil {
			return fmt.Errorf("%s: %w", k, err)
		}
	}
	b.WriteByte('}')
	return nil
}

// decode reads what Encode wrote into a new input and refuses anything else: encoding the result must give the same
// bytes again.
func decode(data json.RawMessage, t reflect.Type) (any, error) {
	in := reflect.New(t).Interface()
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.DisallowUnknownFields()
	if err := dec.Decode(in); err != nil {
		return nil, err
	}
	again, err := Encode(in)
	if err != nil {
		return nil, err
	}
	var want bytes.Buffer
	if err := json.Compact(&want, data); err != nil {
		return nil, err
	}
	if !bytes.Equal(again, want.Bytes()) {
		return nil, fmt.Errorf("the input is not in the form that it was written in")
	}
	return in, nil
}
