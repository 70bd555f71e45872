// Package office holds the acts of the house: sign in, raise, act, look, list, import, load a calendar.
// Each act is one transaction: begin, load, may he, decide, save, journal, commit. Pages, API and command
// line come through here with a viewer; none of them reaches the store.
package office

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"github.com/google/uuid"

	"github.com/huiyin/huiyin/internal/access"
	"github.com/huiyin/huiyin/internal/deadline"
	"github.com/huiyin/huiyin/internal/problem"
	"github.com/huiyin/huiyin/internal/store"
)

// Office is the house open for business.
type Office struct {
	db          *store.DB
	mu          sync.Mutex
	houses      map[string]*house        // by congress, see house.go
	blobs       Blobs                    // nil: no attachments are taken, see files.go
	photos      chan struct{}            // bounds how many files are looked into at once, and so the memory that takes
	mails       atomic.Bool              // e-mail is sent, see jobs.go
	figuresKept map[string]keptFigures   // public figures, see figurekeep.go
	days        map[string]deadline.Date // by congress: the day that this process has asked to be looked through
	hashes      chan struct{}            // bounds how many password hashes run at once
	sheets      chan struct{}            // bounds how many spreadsheets are read or written at once
	fresh       time.Duration            // how long a house may be reused before it is looked at again
	atIt        Presence                 // who has a form open, see presence.go
}

// New opens the house on a store whose schema is up to date.
func New(db *store.DB) *Office {
	return &Office{db: db, houses: map[string]*house{}, figuresKept: map[string]keptFigures{}, days: map[string]deadline.Date{}, hashes: make(chan struct{}, 2), photos: make(chan struct{}, 2), sheets: make(chan struct{}, 1), fresh: 5 * time.Second, atIt: NewPresence()}
}

// Now is the time that the house goes by.
func (o *Office) Now() time.Time { return o.db.Clock() }

// Ping reports whether the house can serve.
func (o *Office) Ping(ctx context.Context) error { return o.db.Ping(ctx) }

// Congress is what a page needs to know about the congress it shows.
type Congress struct {
	ID, Name, NameEN string
	Zone             *time.Location
	Demo             bool
}

// Congresses lists the congresses of this installation.
func (o *Office) Congresses(ctx context.Context) ([]Congress, error) {
	var ids []string
	err := o.db.View(ctx, func(tx *store.Tx) (err error) {
		ids, err = tx.Congresses()
		return err
	})
	if err != nil {
		return nil, err
	}
	out := make([]Congress, 0, len(ids))
	for _, id := range ids {
		h, err := o.house(ctx, id)
		if err != nil {
			return nil, err
		}
		out = append(out, h.public())
	}
	return out, nil
}

// Congress gives one congress.
func (o *Office) Congress(ctx context.Context, id string) (Congress, error) {
	h, err := o.house(ctx, id)
	if err != nil {
		return Congress{}, err
	}
	return h.public(), nil
}

var errNoCongress = errors.New("office: this installation has no congress yet")

// Served gives the congress that pages and API show: the one that was named, or the first of the installation.
func (o *Office) Served(ctx context.Context, named string) (Congress, error) {
	if named != "" {
		return o.Congress(ctx, named)
	}
	all, err := o.Congresses(ctx)
	if err != nil {
		return Congress{}, err
	}
	if len(all) == 0 {
		return Congress{}, errNoCongress
	}
	return all[0], nil
}

var errSignIn = problem.New(problem.Unknown, "signInNeeded", "请先登录。", "Please sign in first.")

// signedIn refuses the public.
func signedIn(v access.Viewer) error {
	if !v.SignedIn() {
		return errSignIn
	}
	return nil
}

// newID draws an id that sorts by time (UUID version 7, RFC 9562).
func newID() string {
	id, err := uuid.NewV7()
	if err != nil {
		panic(fmt.Sprintf("office: no randomness: %v", err)) // the system's random source is gone: nothing is safe
	}
	return id.String()
}
