package store_test

import (
	"fmt"
	"runtime"
	"sync"
	"testing"

	"github.com/huiyin/huiyin/internal/store"
	"github.com/huiyin/huiyin/internal/testkit/faultdb"
)

// queued gives n acts to a store whose single writer is busy, arms the plan, lets the writer go when all of
// them wait, and gives what each was told.
func queued(t testing.TB, db *store.DB, p *faultdb.Plan, n int, act func(i int) (string, bool, error)) []told {
	t.Helper()
	busy, release := make(chan struct{}), make(chan struct{})
	once := sync.OnceFunc(func() { close(busy) })
	var wg sync.WaitGroup
	wg.Go(func() {
		// The fault may strike this act, too: it is not looked at.
		_, _, _ = db.Update(t.Context(), store.Request{Congress: "c1"}, func(*store.Tx) (string, error) {
			once()
			<-release
			return "", nil
		})
	})
	<-busy
	p.Arm()
	out := make([]told, n)
	for i := range n {
		wg.Go(func() {
			out[i].result, out[i].replayed, out[i].err = act(i)
		})
	}
	for db.Waiting() < n {
		yield()
	}
	close(release)
	wg.Wait()
	return out
}

type told struct {
	result   string
	replayed bool
	err      error
}

// Group commit: all acts that wait share one flush, up to the size of a batch; each is durable when it is
// acknowledged, which faultdb's count of commits with something to write shows.
func TestFlushesPerBatch(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ acts, flushes int }{{1, 2}, {64, 2}, {128, 2}, {129, 3}, {300, 4}} {
		p := faultdb.NewPlan()
		db := sqliteAt(t)(t, now, p)
		found(t, db)
		for i, got := range queued(t, db, p, c.acts, func(i int) (string, bool, error) { return putPerson(db, fmt.Sprintf("p%03d", i)) }) {
			if got.err != nil || got.replayed || got.result != fmt.Sprintf("p%03d", i) {
				t.Fatalf("act %d was told %+v", i, got)
			}
		}
		p.Disarm()
		// One flush is that of the act that kept the writer busy: it has a key to store.
		if n := p.Flushes(); n != c.flushes {
			t.Errorf("%d acts cost %d flushes, want %d", c.acts, n, c.flushes)
		}
		if n := len(people(t, db)); n != c.acts {
			t.Errorf("%d of %d acts are there", n, c.acts)
		}
		verify(t, db)
	}
}

// PostgreSQL flushes for each act; its own group commit joins those of different connections.
func TestFlushesOnPostgres(t *testing.T) {
	t.Parallel()
	p := faultdb.NewPlan()
	db := postgresAt(t)(t, now, p)
	found(t, db)
	p.Arm()
	for i := range 12 {
		if _, _, err := putPerson(db, fmt.Sprintf("p%02d", i)); err != nil {
			t.Fatal(err)
		}
	}
	p.Disarm()
	if n := p.Flushes(); n != 12 {
		t.Errorf("12 acts cost %d flushes", n)
	}
}

// When a batch fails as a whole its members run singly; when its commit happened although it was reported
// failed, each finds what it did. Nobody is told of a failure that was none, nothing is done twice, and who
// did it himself is not told that somebody did it before him.
func TestLostBatch(t *testing.T) {
	t.Parallel()
	open := sqliteAt(t)
	const acts = 3
	run := 0
	found(t, open(t, now, nil))
	faultdb.Matrix(t, func(t *testing.T, p *faultdb.Plan) {
		run++
		db := open(t, now, p)
		id := func(i int) string { return fmt.Sprintf("r%d-%d", run, i) }
		got := queued(t, db, p, acts, func(i int) (string, bool, error) { return putPerson(db, id(i)) })
		p.Disarm()
		failed := 0
		for i, x := range got {
			if x.err != nil {
				failed++
				continue
			}
			if x.replayed || x.result != id(i) {
				t.Errorf("act %d was told %+v", i, x)
			}
		}
		if failed > 1 {
			t.Errorf("one fault made %d acts fail", failed)
		}
		if err := db.Close(); err != nil {
			t.Error(err)
		}
		db = open(t, now, nil)
		there := people(t, db)
		for i, x := range got {
			if x.err == nil && there[id(i)] != 1 {
				t.Errorf("act %d was acknowledged and is not there", i)
			}
			if result, replayed, err := putPerson(db, id(i)); err != nil || result != id(i) || replayed != (there[id(i)] == 1) {
				t.Errorf("repeating act %d: %q, replayed %v, %v", i, result, replayed, err)
			}
		}
		if n := people(t, db); n[id(0)] != 1 || n[id(acts-1)] != 1 {
			t.Errorf("after repeating: %v", n)
		}
		if run%20 == 0 {
			verify(t, db)
		}
	})
	verify(t, open(t, now, nil))
}

// yield lets other goroutines go on.
func yield() { runtime.Gosched() }
