package all_test

import (
	"reflect"
	"strings"
	"testing"

	"github.com/mantenhq/manten/internal/catalog"
)

// Every number that configuration can set has a range, every value a kind, and the error names the parameter: a typing
// mistake must not make a control pass everything.
func TestParameterValues(t *testing.T) {
	t.Parallel()
	numbers := 0
	for _, u := range everything(t).Controls() {
		for f := range reflect.TypeOf(u.Params.Defaults).Fields() {
			name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
			switch f.Type.Kind() {
			case reflect.Int, reflect.Int32, reflect.Int64:
				numbers++
				valueRefused(t, u, name, -1, name)
				valueRefused(t, u, name, "many", name+" must be a whole number, not a string")
			case reflect.Bool:
				valueRefused(t, u, name, "yes", name+" must be true or false, not a string")
			case reflect.String:
				valueRefused(t, u, name, 5, name+" must be a text, not a number")
			case reflect.Slice:
				valueRefused(t, u, name, 5, name+" must be a list, not a number")
			default:
				t.Errorf("%s: %s is a %s, which this test does not know", u.ID, name, f.Type)
			}
		}
	}
	if numbers < 5 {
		t.Errorf("only %d parameters are numbers", numbers)
	}
}

func valueRefused(t *testing.T, u *catalog.ControlUnit, name string, value any, says string) {
	t.Helper()
	if got, err := u.Params.With(map[string]any{name: value}); err == nil || !strings.Contains(err.Error(), says) {
		t.Errorf("%s takes %v for %s: %+v, %v", u.ID, value, name, got, err)
	}
}
