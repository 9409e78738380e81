//go:build !linux && !darwin

package cli_test

import "errors"

const canFillDisk = false

func fillDisk() error { return errors.ErrUnsupported }
