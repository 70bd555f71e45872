//go:build unix

package install

import (
	"errors"
	"fmt"
	"os"
	"syscall"
)

// lock takes the folder for this process. The kernel gives it free when the process dies, however it dies.
func lock(path string) (unlock func() error, err error) {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, fmt.Errorf("lock file: %w", err)
	}
	if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		closeErr := f.Close()
		if errors.Is(err, syscall.EWOULDBLOCK) {
			return nil, ErrHeld
		}
		return nil, errors.Join(fmt.Errorf("lock file: %w", err), closeErr)
	}
	return f.Close, nil
}
