package cli_test

import "github.com/mantenhq/manten/internal/store"

// storeHook stands between the commands of a test and their database.
func storeHook(s store.Store) store.Store { return withMishaps(s) }
