package office

import (
	"context"
	"sync"
	"time"

	"github.com/huiyin/huiyin/internal/access"
	"github.com/huiyin/huiyin/internal/congress"
	"github.com/huiyin/huiyin/internal/store"
)

// seats remembers who the accounts of a congress are today: name and seats, which change rarely and are asked for
// with every request. It lives as long as its house, some seconds, and goes when this process changes a register.
// What must hold at once is not in it: the session or token, and whether the account is closed, are read every time.
type seats struct {
	mu   sync.Mutex
	all  map[string]seated    // by account
	used map[string]time.Time // when a token was used last, as far as it was read
}

type seated struct {
	rev    int64 // of the account
	viewer access.Viewer
}

func newSeats() *seats { return &seats{all: map[string]seated{}, used: map[string]time.Time{}} }

// viewer is who an account is, in the house of its congress.
func (o *Office) viewer(ctx context.Context, congressID string, acc congress.Account, rev int64) (access.Viewer, error) {
	h, err := o.house(ctx, congressID)
	if err != nil {
		return access.Viewer{}, err
	}
	h.seats.mu.Lock()
	known, ok := h.seats.all[acc.ID]
	h.seats.mu.Unlock()
	if ok && known.rev == rev {
		return known.viewer, nil
	}
	var v access.Viewer
	err = o.db.View(ctx, func(tx *store.Tx) (err error) {
		v, err = viewerOf(tx, h, acc, congressID)
		return err
	})
	if err != nil {
		return v, err
	}
	h.seats.mu.Lock()
	h.seats.all[acc.ID] = seated{rev, v}
	h.seats.mu.Unlock()
	return v, nil
}

// usedAt is when a token was used last; zero when it is not known here.
func (s *seats) usedAt(token string) time.Time {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.used[token]
}

func (s *seats) use(token string, at time.Time) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.used[token] = at
}
