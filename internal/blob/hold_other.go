//go:build !unix

package blob

import "context"

const lockName = "lock"

// Hold is the same within this process only: without lock files, one process at a time may use a folder.
func (d *Dir) Hold(_ context.Context, alone bool) (release func(), err error) {
	if alone {
		d.mu.Lock()
		return d.mu.Unlock, nil
	}
	d.mu.RLock()
	return d.mu.RUnlock, nil
}
