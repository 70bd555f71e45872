package storetest

import (
	"errors"
	"testing"
	"time"

	"github.com/huiyin/huiyin/internal/store"
)

// A session lives until it expires or ends; touching it moves the expiry on.
func testSessions(t *testing.T, e Engine) {
	t.Helper()
	w := newWorld(t, e)
	begin := w.clock.now()
	add := func(hash string, d time.Duration) {
		update(t, w.db, func(tx *store.Tx) error {
			return tx.AddSession(store.Session{TokenHash: hash, Congress: "c1", Account: "a1", CreatedAt: tx.Now, TouchedAt: tx.Now, ExpiresAt: tx.Now.Add(d)})
		})
	}
	live := func(hash string) (s store.Session, ok bool) {
		view(t, w.db, func(tx *store.Tx) (err error) {
			if s, err = tx.Session(hash); errors.Is(err, store.ErrNotFound) {
				return nil
			}
			ok = err == nil
			return err
		})
		return s, ok
	}
	add("short", time.Hour)
	add("long", 3*time.Hour)
	s, ok := live("short")
	if !ok || s.Congress != "c1" || s.Account != "a1" || !s.CreatedAt.Equal(begin) || !s.ExpiresAt.Equal(begin.Add(time.Hour)) {
		t.Fatalf("session %+v", s)
	}
	w.clock.set(begin.Add(time.Hour - time.Microsecond))
	if _, ok := live("short"); !ok {
		t.Error("it ended before its time")
	}
	w.clock.set(begin.Add(time.Hour))
	if _, ok := live("short"); ok {
		t.Error("it outlived its time")
	}
	update(t, w.db, func(tx *store.Tx) error { return tx.TouchSession("long", tx.Now.Add(9*time.Hour)) })
	if s, _ := live("long"); !s.TouchedAt.Equal(w.clock.now()) || !s.ExpiresAt.Equal(w.clock.now().Add(9*time.Hour)) || !s.CreatedAt.Equal(begin) {
		t.Errorf("touched: %+v", s)
	}
	err := tryUpdate(w.db, func(tx *store.Tx) error { return tx.AddSession(store.Session{TokenHash: "long"}) })
	wantErr(t, "a token twice", err, store.ErrDuplicate)
	update(t, w.db, func(tx *store.Tx) error { return tx.DropSession("long") })
	if _, ok := live("long"); ok {
		t.Error("it was dropped and lives")
	}
	verify(t, w.db)
}

// Wrong passwords in a row are counted per login, and forgotten when one is right.
func testSignInFailures(t *testing.T, e Engine) {
	t.Helper()
	w := newWorld(t, e)
	failures := func(login string) (n int64, last time.Time) {
		view(t, w.db, func(tx *store.Tx) (err error) { n, last, err = tx.SignInFailures("c1", login); return err })
		return n, last
	}
	if n, last := failures("luo"); n != 0 || !last.IsZero() {
		t.Errorf("at first %d, %v", n, last)
	}
	for i := range 3 {
		w.clock.set(w.clock.now().Add(time.Minute))
		update(t, w.db, func(tx *store.Tx) error { return tx.SignInFailed("c1", "luo") })
		if n, last := failures("luo"); n != int64(i+1) || !last.Equal(w.clock.now()) {
			t.Errorf("after %d: %d, %v", i+1, n, last)
		}
	}
	update(t, w.db, func(tx *store.Tx) error { return tx.SignInFailed("c1", "han") })
	update(t, w.db, func(tx *store.Tx) error { return tx.SignInWorked("c1", "luo") })
	if n, _ := failures("luo"); n != 0 {
		t.Errorf("%d after signing in", n)
	}
	if n, _ := failures("han"); n != 1 {
		t.Errorf("somebody else's %d were forgotten", n)
	}
}

// Sweeping removes sessions that expired and keys that are old, nothing else.
func testSweep(t *testing.T, e Engine) {
	t.Helper()
	w := newWorld(t, e)
	w.open("m1")
	begin := w.clock.now()
	act := func(key string) bool {
		t.Helper()
		_, replayed, err := w.db.Update(ctx, store.Request{Congress: "c1", Key: key}, func(tx *store.Tx) (string, error) { return "", nil })
		if err != nil {
			t.Fatal(err)
		}
		return replayed
	}
	session := func(hash string, until time.Time) {
		update(t, w.db, func(tx *store.Tx) error { return tx.AddSession(store.Session{TokenHash: hash, ExpiresAt: until}) })
	}
	act("old")
	session("over", begin.Add(time.Hour))
	session("on", begin.Add(100*time.Hour))
	w.clock.set(begin.Add(30 * time.Hour))
	act("young")
	w.clock.set(begin.Add(48 * time.Hour))
	update(t, w.db, func(tx *store.Tx) error { return tx.Sweep(24 * time.Hour) })
	if n := count(t, w.db, "SELECT count(*) FROM session"); n != 1 {
		t.Errorf("%d sessions are left", n)
	}
	if act("old") || !act("young") {
		t.Error("the wrong keys were swept")
	}
	if v := verify(t, w.db); v.Matters != 1 {
		t.Errorf("%+v", v)
	}
}
