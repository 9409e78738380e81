package cli

import (
	"strings"
	"testing"
	"time"

	"github.com/mantenhq/manten/internal/exception"
)

// One id in a file and in the database is a mistake; else both hold, the next one to end first.
func TestTogether(t *testing.T) {
	t.Parallel()
	at := func(id string, day int) exception.Exception {
		return exception.Exception{ID: id, Ends: time.Date(2027, 1, day, 0, 0, 0, 0, time.UTC)}
	}
	listed := []given{{at("f1", 3), "a.yaml"}, {at("f2", 1), "b.yaml"}}
	all, err := together(listed, []exception.Exception{at("x", 2)})
	if err != nil {
		t.Fatal(err)
	}
	var ids []string
	for _, e := range all {
		ids = append(ids, e.ID+e.file)
	}
	if got := strings.Join(ids, " "); got != "f2b.yaml x f1a.yaml" {
		t.Errorf("got %s", got)
	}
	if _, err := together(listed, []exception.Exception{at("x", 2), at("f1", 9)}); err == nil || err.Error() != "exception f1 stands in a.yaml and in the database" {
		t.Errorf("one id for two: %v", err)
	}
}
