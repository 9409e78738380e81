package catalog

import (
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
)

// misfit says in words for whoever wrote the configuration what kind of value a parameter takes; other errors stay.
func misfit(err error) error {
	wrong, is := errors.AsType[*json.UnmarshalTypeError](err)
	if !is {
		return err
	}
	return fmt.Errorf("%s must be %s, not a %s", wrong.Field, kindOf(wrong.Type), wrong.Value)
}

func kindOf(t reflect.Type) string {
	switch t.Kind() {
	case reflect.Bool:
		return "true or false"
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		return "a whole number"
	case reflect.String:
		return "a text"
	case reflect.Slice:
		return "a list"
	default:
		return "a " + t.String()
	}
}
