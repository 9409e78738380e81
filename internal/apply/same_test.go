package apply

import (
	"encoding/json"
	"testing"

	"github.com/mantenhq/manten/internal/resource"
)

func TestSame(t *testing.T) {
	t.Parallel()
	encoded := func(v any) json.RawMessage {
		b, err := json.Marshal(v)
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	put := encoded(resource.Is(`{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":["s3:*"]}]}`))
	for name, c := range map[string]struct {
		got  json.RawMessage
		want bool
	}{
		"itself":            {put, true},
		"in other words":    {encoded(resource.Is(`{"Statement":[{"Action":"s3:*","Effect":"Deny"}],"Version":"2012-10-17"}`)), true},
		"another policy":    {encoded(resource.Is(`{"Statement":[{"Action":"s3:Get*","Effect":"Deny"}],"Version":"2012-10-17"}`)), false},
		"absent":            {encoded(resource.None[string]()), false},
		"hidden":            {encoded(resource.HiddenFor[string](resource.Reason{Code: "AccessDenied"})), false},
		"of another type":   {encoded(resource.Is(7)), false},
		"no policy":         {encoded(resource.Is("oops")), false},
		"no fact at all":    {json.RawMessage(`{}`), false},
		"nothing, not JSON": {nil, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if same(c.got, put) != c.want {
				t.Errorf("same = %v, want %v", !c.want, c.want)
			}
		})
	}
	if !same(encoded(resource.None[string]()), encoded(resource.None[string]())) {
		t.Error("absent is absent")
	}
}
