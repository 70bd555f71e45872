//go:build unix

package blob

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"syscall"
)

const lockName = "lock"

// Hold keeps others from removing blobs (alone false: while an act that names some commits) or from naming any
// (alone true: while those that nobody names are removed), in every process that uses the folder. The kernel
// gives it free when a process dies.
func (d *Dir) Hold(_ context.Context, alone bool) (release func(), err error) {
	if err := os.MkdirAll(d.root, 0o700); err != nil {
		return nil, mapError(err)
	}
	f, err := os.OpenFile(filepath.Join(d.root, lockName), os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, mapError(err)
	}
	how := syscall.LOCK_SH
	if alone {
		how = syscall.LOCK_EX
	}
	for {
		err = syscall.Flock(int(f.Fd()), how)
		if err != syscall.EINTR { //nolint:errorlint // a bare errno
			break
		}
	}
	if err != nil {
		_ = f.Close()
		return nil, fmt.Errorf("blob: lock: %w", err)
	}
	return func() { _ = f.Close() }, nil
}
