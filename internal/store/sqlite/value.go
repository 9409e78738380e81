package sqlite

import (
	"encoding/json"
	"fmt"
	"time"

	"github.com/mantenhq/manten/internal/fault"
)

// stamp is a time as it is stored.
func stamp(t time.Time) *int64 {
	if t.IsZero() {
		return nil
	}
	n := t.UnixNano()
	return &n
}

// moment is a stored time.
func moment(n *int64) time.Time {
	if n == nil {
		return time.Time{}
	}
	return time.Unix(0, *n).UTC()
}

// encode is a list or a message as it is stored.
func encode(v any) (string, error) {
	b, err := json.Marshal(v)
	if err != nil {
		return "", fmt.Errorf("encode %T: %w", v, err)
	}
	return string(b), nil
}

// decode reads what encode wrote.
func decode[T any](text, column string) (v T, err error) {
	if err := json.Unmarshal([]byte(text), &v); err != nil {
		return v, fault.New(fault.Invalid, "the stored %s is damaged: %w", column, err).Do("%s", damaged)
	}
	return v, nil
}

// among is a list for a query to choose from; NULL, which the queries take for anything, where it is empty.
func among[T ~string](values []T) any {
	if len(values) == 0 {
		return nil
	}
	return list(values)
}

// list is a list for a query to choose from; nothing is in an empty one.
func list[T ~string](values []T) string {
	if len(values) == 0 {
		return "[]" // null would be one value, and nothing is outside of it
	}
	b, err := json.Marshal(values)
	if err != nil {
		panic(err) // JSON can say every string
	}
	return string(b)
}

// nullable is a parameter that may be NULL.
func nullable[T any](v *T) any {
	if v == nil {
		return nil
	}
	return *v
}
