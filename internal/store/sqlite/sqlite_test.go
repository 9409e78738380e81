package sqlite_test

import (
	"context"
	"iter"
	"path/filepath"
	"testing"

	"github.com/mantenhq/manten/internal/store"
	"github.com/mantenhq/manten/internal/store/sqlite"
	"github.com/mantenhq/manten/internal/store/storetest"
)

func TestStore(t *testing.T) {
	t.Parallel()
	storetest.Exercise(t, func(t *testing.T) storetest.Opener {
		t.Helper()
		path := filepath.Join(t.TempDir(), "manten.db")
		return func(ctx context.Context) (store.Store, error) { return sqlite.Open(ctx, path) }
	})
}

// open opens a database that is in order.
func open(t testing.TB, path string) *sqlite.DB {
	t.Helper()
	db, err := sqlite.Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Shut(); err != nil {
			t.Error(err)
		}
	})
	return db
}

// count reads a sequence to its end.
func count[T any](t testing.TB, seq iter.Seq2[T, error]) int {
	t.Helper()
	n := 0
	for _, err := range seq {
		if err != nil {
			t.Fatal(err)
		}
		n++
	}
	return n
}
