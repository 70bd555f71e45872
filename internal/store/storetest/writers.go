package storetest

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/huiyin/huiyin/internal/congress"
	"github.com/huiyin/huiyin/internal/matter"
	"github.com/huiyin/huiyin/internal/store"
)

// addPerson is an act that can be counted.
func addPerson(tx *store.Tx, id string) error {
	return tx.Put("c1", congress.KindPerson, id, 0, "add", system, congress.Person{ID: id, Name: "丁"})
}

func people(t testing.TB, db *store.DB) int {
	t.Helper()
	return count(t, db, "SELECT count(*) FROM person")
}

// A key that was seen before does nothing and gives the first result; another congress's keys are its own; an
// act that failed may be tried again under its key.
func testKeys(t *testing.T, e Engine) {
	t.Helper()
	w := newWorld(t, e)
	w.found("c2")
	do := func(congressID, key, result string, fail error) (string, bool, error) {
		return w.db.Update(ctx, store.Request{Congress: congressID, Key: key}, func(tx *store.Tx) (string, error) {
			if err := addPerson(tx, result); err != nil {
				return "", err
			}
			return result, fail
		})
	}
	for _, c := range []struct {
		congress, key, result string
		fail                  error
		want                  string
		replayed              bool
	}{
		{"c1", "k", "p1", nil, "p1", false},
		{"c1", "k", "p2", nil, "p1", true},
		{"c2", "k", "p3", nil, "p3", false},
		{"c1", "k2", "p4", context.Canceled, "", false},
		{"c1", "k2", "p5", nil, "p5", false},
		{"c1", "k2", "p6", context.Canceled, "p5", true},
		{"c1", "", "p7", nil, "p7", false},
		{"c1", "", "p8", nil, "p8", false},
	} {
		got, replayed, err := do(c.congress, c.key, c.result, c.fail)
		if c.want != "" && err != nil || c.want == "" && !errors.Is(err, c.fail) || c.want != "" && (got != c.want || replayed != c.replayed) {
			t.Errorf("%+v: %q, replayed %v, %v", c, got, replayed, err)
		}
	}
	if n := people(t, w.db); n != 5 {
		t.Errorf("%d people, want those of five acts", n)
	}
	verify(t, w.db)
}

// The same key sixteen times at once: one effect, one result for all, and only one of them did it.
func testKeyRace(t *testing.T, e Engine) {
	t.Helper()
	w := newWorld(t, e)
	for round := range 8 {
		key := fmt.Sprintf("k%d", round)
		var did atomic.Int32
		results := make([]string, 16)
		for i, err := range together(16, func(i int) error {
			result, replayed, err := w.db.Update(ctx, store.Request{Congress: "c1", Key: key}, func(tx *store.Tx) (string, error) {
				return fmt.Sprintf("of %d", i), addPerson(tx, key)
			})
			if results[i] = result; err == nil && !replayed {
				did.Add(1)
			}
			return err
		}) {
			if err != nil {
				t.Fatalf("caller %d: %v", i, err)
			}
			if results[i] != results[0] || results[i] == "" {
				t.Fatalf("results differ: %q", results)
			}
		}
		if n := did.Load(); n != 1 {
			t.Fatalf("%d of them say they did it", n)
		}
	}
	if n := people(t, w.db); n != 8 {
		t.Errorf("%d people after 8 rounds", n)
	}
	verify(t, w.db)
}

// The same form sent many times at once about one matter: whoever comes second must not be told that he came
// too late for his own act.
func testKeyRaceOnMatter(t *testing.T, e Engine) {
	t.Helper()
	w := newWorld(t, e)
	for round := range 8 {
		id := w.id("m")
		w.open(id)
		for i, err := range together(8, func(int) error {
			_, _, err := w.db.Update(ctx, store.Request{Congress: "c1", Key: "form of " + id}, func(tx *store.Tx) (string, error) {
				m, err := actIn(tx, "c1", id, "assign unit=water", 1)
				return fmt.Sprint(m.Rev), err
			})
			return err
		}) {
			if err != nil {
				t.Fatalf("round %d, caller %d: %v", round, i, err)
			}
		}
		if m := w.read(id); m.Rev != 2 {
			t.Fatalf("revision %d", m.Rev)
		}
	}
	verify(t, w.db)
}

// Many different acts on one state of one matter: exactly one of them is done, and nobody waits for ever.
func testRevisionRace(t *testing.T, e Engine) {
	t.Helper()
	w := newWorld(t, e)
	w.open("m1")
	for round := range 10 {
		rev := w.read("m1").Rev
		won := 0
		for _, err := range together(8, func(i int) error {
			return tryUpdate(w.db, func(tx *store.Tx) error {
				_, err := actIn(tx, "c1", "m1", fmt.Sprintf("note note=%d", i), rev)
				return err
			})
		}) {
			switch {
			case err == nil:
				won++
			case !errors.Is(err, store.ErrStale) && !strings.Contains(err.Error(), "staleRevision"):
				t.Fatalf("round %d: %v", round, err)
			}
		}
		if m := w.read("m1"); won != 1 || m.Rev != rev+1 {
			t.Fatalf("round %d: %d won, revision %d → %d", round, won, rev, m.Rev)
		}
	}
	verify(t, w.db)
}

// A broken act harms nobody else and leaves nothing behind.
func testPanic(t *testing.T, e Engine) {
	t.Helper()
	w := newWorld(t, e)
	errs := together(24, func(i int) error {
		return tryUpdate(w.db, func(tx *store.Tx) error {
			if err := addPerson(tx, fmt.Sprintf("p%d", i)); err != nil {
				return err
			}
			if i%3 == 0 {
				panic("broken")
			}
			return nil
		})
	})
	for i, err := range errs {
		if (i%3 == 0) != (err != nil) {
			t.Errorf("act %d: %v", i, err)
		}
	}
	if n := people(t, w.db); n != 16 {
		t.Errorf("%d people, want 16", n)
	}
	verify(t, w.db)
}

// Among many acts at once those that fail alone, each with its own error.
func testOneBadAct(t *testing.T, e Engine) {
	t.Helper()
	w := newWorld(t, e)
	update(t, w.db, func(tx *store.Tx) error { return addPerson(tx, "taken") })
	ours := errors.New("ours")
	errs := together(40, func(i int) error {
		return tryUpdate(w.db, func(tx *store.Tx) error {
			if err := addPerson(tx, fmt.Sprintf("p%02d", i)); err != nil {
				return err
			}
			switch i % 4 {
			case 1:
				return addPerson(tx, "taken")
			case 2:
				return ours
			case 3:
				return tx.Put("c1", congress.KindPerson, "taken", 7, "put", system, congress.Person{})
			}
			return nil
		})
	})
	for i, err := range errs {
		if want := []error{nil, store.ErrDuplicate, ours, store.ErrStale}[i%4]; !errors.Is(err, want) {
			t.Errorf("act %d: %v, want %v", i, err, want)
		}
	}
	if n := people(t, w.db); n != 11 {
		t.Errorf("%d people, want 11", n)
	}
	verify(t, w.db)
}

// blocked runs fn while every connection for writing is taken.
func blocked(t testing.TB, db *store.DB, fn func()) {
	t.Helper()
	writers := db.Writer().Stats().MaxOpenConnections
	release, taken := make(chan struct{}), make(chan struct{}, writers)
	done := make(chan error, writers)
	for range writers {
		go func() {
			done <- tryUpdate(db, func(*store.Tx) error {
				taken <- struct{}{}
				<-release
				return nil
			})
		}()
	}
	for range writers {
		<-taken
	}
	ended := make(chan struct{})
	go func() { defer close(ended); fn() }()
	select {
	case <-ended:
	case <-time.After(20 * time.Second):
		t.Error("it waits for a connection whatever became of its caller")
	}
	close(release)
	<-ended
	for range writers {
		if err := <-done; err != nil {
			t.Error(err)
		}
	}
}

// Who gives up while he waits is told so at once and harms nobody; his act is wholly there or not at all.
func testGivingUp(t *testing.T, e Engine) {
	t.Helper()
	w := newWorld(t, e)
	gone, cancel := context.WithCancel(ctx)
	cancel()
	ran := false
	_, _, err := w.db.Update(gone, store.Request{Congress: "c1"}, func(*store.Tx) (string, error) { ran = true; return "", nil })
	if wantErr(t, "a caller who is gone already", err, context.Canceled); ran {
		t.Error("his act was begun")
	}
	others := make(chan error, 1)
	blocked(t, w.db, func() {
		short, cancel := context.WithTimeout(ctx, 20*time.Millisecond)
		defer cancel()
		_, _, err := w.db.Update(short, store.Request{Congress: "c1"}, func(tx *store.Tx) (string, error) {
			if err := addPerson(tx, "p1"); err != nil {
				return "", err
			}
			return "", addPerson(tx, "p2")
		})
		wantErr(t, "a caller who gives up", err, context.DeadlineExceeded)
		go func() { others <- tryUpdate(w.db, func(tx *store.Tx) error { return addPerson(tx, "p3") }) }()
	})
	if err := <-others; err != nil {
		t.Errorf("somebody else: %v", err)
	}
	if n := people(t, w.db); n != 1 && n != 3 {
		t.Errorf("%d people: half an act was done", n)
	}
	verify(t, w.db)
}

// Closing finishes what was begun; afterwards everything is refused and nothing hangs.
func testClosing(t *testing.T, e Engine) {
	t.Helper()
	h := e.Fresh(t)
	c := &clock{t: at("2026-03-02 09:00")}
	db := h.Open(t, c.now)
	begun, release := make(chan struct{}), make(chan struct{})
	acted := make(chan error, 1)
	go func() {
		acted <- tryUpdate(db, func(tx *store.Tx) error {
			close(begun)
			<-release
			return tx.Put("c1", congress.KindCongress, "c1", 0, "found", system, congress.Congress{ID: "c1", Zone: "Asia/Shanghai"})
		})
	}()
	<-begun
	closed := make(chan error, 1)
	go func() { closed <- db.Close() }()
	close(release)
	if err := <-closed; err != nil {
		t.Errorf("close: %v", err)
	}
	acknowledged := <-acted == nil
	for range 3 {
		if err := tryUpdate(db, func(*store.Tx) error { return nil }); err == nil {
			t.Error("a write after closing was taken")
		}
		if err := db.View(ctx, func(*store.Tx) error { return nil }); err == nil {
			t.Error("a look after closing was taken")
		}
	}
	db = h.Open(t, c.now)
	defer db.Close() //nolint:errcheck // the test is over
	if n := verify(t, db).Congresses; acknowledged && n != 1 {
		t.Errorf("%d congresses after an acknowledged founding", n)
	}
}

// What one snapshot shows stays as it is, whatever is written meanwhile; the next one shows it.
func testSnapshot(t *testing.T, e Engine) {
	t.Helper()
	w := newWorld(t, e)
	w.open("m1")
	look := func(tx *store.Tx) (rev int64, entries, late int) {
		m, err := tx.Matter("c1", "m1")
		if err != nil {
			t.Fatal(err)
		}
		es, err := tx.Entries("c1", matter.Subject, "m1")
		if err != nil {
			t.Fatal(err)
		}
		return m.Rev, len(es), len(m.Visits)
	}
	view(t, w.db, func(tx *store.Tx) error {
		rev, entries, visits := look(tx)
		w.act("m1", "assign unit=water")
		w.act("m1", "note note=x")
		if r, e, v := look(tx); r != rev || e != entries || v != visits {
			t.Errorf("a snapshot moved from %d/%d/%d to %d/%d/%d", rev, entries, visits, r, e, v)
		}
		return nil
	})
	view(t, w.db, func(tx *store.Tx) error {
		if rev, entries, _ := look(tx); rev != 3 || entries != 3 {
			t.Errorf("the next snapshot shows revision %d, %d entries", rev, entries)
		}
		return nil
	})
}

// A look cannot write, on either engine, whatever it calls.
func testViewsDoNotWrite(t *testing.T, e Engine) {
	t.Helper()
	w := newWorld(t, e)
	m := w.open("m1")
	for name, write := range map[string]func(*store.Tx) error{
		"a record":  func(tx *store.Tx) error { return addPerson(tx, "p1") },
		"a session": func(tx *store.Tx) error { return tx.AddSession(store.Session{TokenHash: "x"}) },
		"a number":  func(tx *store.Tx) error { _, err := tx.NextNumber("c1", "s", "x"); return err },
		"a flag":    func(tx *store.Tx) error { return tx.FlagHollow("c1", "m1", "x") },
		"an event": func(tx *store.Tx) error {
			d, err := matter.Decide(env("case", tx.Now), m, actOf(m, "assign unit=water"))
			if err == nil {
				_, err = tx.SaveEvent(m, d.Event, zone)
			}
			return err
		},
		"a sweep": func(tx *store.Tx) error { return tx.Sweep(0) },
	} {
		if err := w.db.View(ctx, write); err == nil {
			t.Errorf("a look wrote %s", name)
		}
	}
	if w.read("m1").Rev != 1 || people(t, w.db) != 0 || count(t, w.db, "SELECT count(*) FROM session") != 0 || count(t, w.db, "SELECT count(*) FROM number_series") != 0 {
		t.Error("a look left something behind")
	}
	w.act("m1", "assign unit=water") // and nothing is locked
}
