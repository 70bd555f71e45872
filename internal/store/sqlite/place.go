package sqlite

import (
	"errors"
	"fmt"
	"os"
	"sync"
)

// place watches over the file that holds everything. SQLite goes on writing into a file that was deleted, moved or
// replaced under it, and all of that would be gone at the next start: acts acknowledged and lost.
type place struct {
	path string
	mu   sync.Mutex
	file os.FileInfo // as it was first seen
}

var errMoved = errors.New("sqlite: the database file was moved, replaced or deleted while it was open; put it back, or restart")

// there reports errMoved when path no longer leads to the file that was opened.
func (p *place) there() error {
	now, err := os.Stat(p.path)
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.file == nil {
		if err == nil {
			p.file = now
		}
		return nil // not opened yet: the first statement makes it
	}
	if err != nil {
		return fmt.Errorf("%w: %w", errMoved, err)
	}
	if !os.SameFile(p.file, now) {
		return errMoved
	}
	return nil
}
