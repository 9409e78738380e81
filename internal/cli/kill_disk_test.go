//go:build linux || darwin

package cli_test

import (
	"os/signal"
	"syscall"
)

const canFillDisk = true

// fillDisk lets this process write no more to any file. SQLite is told so by the operating system, as by a full disk.
func fillDisk() error {
	signal.Ignore(syscall.SIGXFSZ)
	var limit syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_FSIZE, &limit); err != nil {
		return err
	}
	limit.Cur = 0
	return syscall.Setrlimit(syscall.RLIMIT_FSIZE, &limit)
}
