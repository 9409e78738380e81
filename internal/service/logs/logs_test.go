package logs

import (
	"testing"

	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/logs"
)

const (
	account = "111122223333"
	region  = "eu-west-1"
)

// halfMade is a group that was created and got nothing more.
func halfMade(g logs.Group) logs.Group {
	g.Tags = resource.Is(resource.Created())
	return g
}

// as gives a value by its own type.
func as[T any](t *testing.T, v any) T {
	t.Helper()
	out, ok := v.(T)
	if !ok {
		t.Fatalf("got a %T", v)
	}
	return out
}

// did ends the test where preparing it failed.
func did[Out any](t *testing.T) func(*Out, error) *Out {
	return func(out *Out, err error) *Out {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
}
