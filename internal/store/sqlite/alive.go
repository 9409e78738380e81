package sqlite

import (
	"errors"
	"os"
	"syscall"
)

// alive tells whether a process of this machine lives. Where the system does not say, it does: to take a run away from
// a living process is worse than to wait until its lease ends.
func alive(pid int) bool {
	p, err := os.FindProcess(pid)
	if err != nil {
		return true
	}
	defer func() { _ = p.Release() }()
	err = p.Signal(syscall.Signal(0)) // is sent to nobody: the system only looks whether it could be
	return !errors.Is(err, os.ErrProcessDone) && !errors.Is(err, syscall.ESRCH)
}
