package catalog

import (
	"reflect"

	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource"
)

// Need is a type of resource, with facts, that a unit looks at besides the resource that it is about.
type Need struct {
	// Go is the Go type of the resources.
	Go    reflect.Type
	Facts []string
}

// Needs names facts of the resources of type T.
func Needs[T resource.Resource](facts ...string) Need {
	return Need{Go: reflect.TypeFor[T](), Facts: facts}
}

// World is what was read of an account, for units that span resources. Its zero value is empty.
type World struct {
	// Regions are those that were selected.
	Regions []string
	// Controls are those that a bundle is run for.
	Controls []control.ID

	of    map[reflect.Type][]resource.Resource
	blind map[reflect.Type]resource.Reason
}

// NewWorld gathers resources.
func NewWorld(resources []resource.Resource) World {
	w := World{of: map[reflect.Type][]resource.Resource{}, blind: map[reflect.Type]resource.Reason{}}
	for _, r := range resources {
		t := reflect.TypeOf(r)
		w.of[t] = append(w.of[t], r)
	}
	return w
}

// Unlisted notes that the resources of a collector's type could not all be listed.
func (w World) Unlisted(u *CollectorUnit, why resource.Reason) { w.blind[u.Go] = why }

// All lists the resources of a type.
func All[T resource.Resource](w World) []T {
	all := w.of[reflect.TypeFor[T]()]
	out := make([]T, 0, len(all))
	for _, r := range all {
		out = append(out, must[T](r))
	}
	return out
}

// Find is the first resource of a type for which is holds.
func Find[T resource.Resource](w World, is func(T) bool) (T, bool) {
	for _, r := range w.of[reflect.TypeFor[T]()] {
		if t := must[T](r); is(t) {
			return t, true
		}
	}
	var none T
	return none, false
}

// Unseen gives the verdict on a type of which not all could be read: a listing that ended early, or a fact of the
// resources that is hidden. Units ask for it before they conclude from something not being there.
func Unseen[T resource.Resource](w World, facts ...string) (control.Verdict, bool) {
	t := reflect.TypeFor[T]()
	if why, is := w.blind[t]; is {
		return NotRead(why), true
	}
	for _, r := range w.of[t] {
		if v, no := Unsure(r, facts...); no {
			return v, true
		}
	}
	return control.Verdict{}, false
}
