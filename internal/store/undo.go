package store

import (
	"fmt"

	"github.com/huiyin/huiyin/internal/matter"
)

// BeforeLast gives a matter as it stood before its last event, and that event: what an undo needs to know. The
// cost is that of the matter's own history.
func (t *Tx) BeforeLast(congress, id string) (before matter.Matter, last matter.Event, err error) {
	entries, err := t.Entries(congress, matter.Subject, id)
	if err != nil {
		return before, last, err
	}
	if len(entries) == 0 {
		return before, last, ErrNotFound
	}
	n := len(entries) - 1
	if before, err = foldEntries(congress, id, entries[:n]); err != nil {
		return before, last, err
	}
	if last, err = matter.FromRecord(entries[n].Entry, entries[n].Body); err != nil {
		return before, last, fmt.Errorf("store: matter %s: %w", id, err)
	}
	return before, last, nil
}
