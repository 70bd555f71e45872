//go:build !unix

package install

import (
	"errors"
	"fmt"
	"os"
)

// lock takes the folder for this process by creating the file exclusively. A process that dies leaves it
// behind; the message says which file to remove.
func lock(path string) (unlock func() error, err error) {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_RDWR, 0o600)
	if errors.Is(err, os.ErrExist) {
		return nil, fmt.Errorf("%w (if none runs, remove %s)", ErrHeld, path)
	}
	if err != nil {
		return nil, fmt.Errorf("lock file: %w", err)
	}
	return func() error { return errors.Join(f.Close(), os.Remove(path)) }, nil
}
