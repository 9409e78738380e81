//go:build !unix

package sqlite_test

import (
	"context"
	"errors"
)

// unprivileged has no meaning here.
func unprivileged(context.Context, string) error { return errors.ErrUnsupported }
