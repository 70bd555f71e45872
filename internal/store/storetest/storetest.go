// Package storetest is the contract of package store as tests. Every engine runs all of it on databases of
// its own: Run tries what the store promises, Tamper proves that Verify sees every change behind its back.
//
// The worlds here are built with the pure core and the store alone, so that a fault shows where it is.
package storetest

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"github.com/huiyin/huiyin/internal/store"
)

// Engine is one engine under test.
type Engine struct {
	Fresh func(t testing.TB) Home // a migrated database without contents
	Empty func(t testing.TB) Home // a database without a schema
}

// Home is one database. It goes when its test ends.
type Home struct {
	// Open opens the database, again or for the first time, for writing. The test closes it.
	Open func(t testing.TB, now func() time.Time) *store.DB
}

// Run tries the contract on an engine.
func Run(t *testing.T, e Engine) {
	t.Helper()
	for _, c := range []struct {
		name string
		test func(*testing.T, Engine)
	}{
		{"records", testRecords},
		{"record conflicts", testRecordConflicts},
		{"congresses apart", testCongressesApart},
		{"journal", testJournal},
		{"append only", testAppendOnly},
		{"register", testRegister},
		{"numbers", testNumbers},
		{"matters", testMatters},
		{"matter conflicts", testMatterConflicts},
		{"erasure", testErasure},
		{"lists", testLists},
		{"milestones", testMilestones},
		{"paging while others write", testPagingUnderInserts},
		{"suggestions", testHollow},
		{"search", testSearch},
		{"search by scope", testSearchScopes},
		{"search after an erasure", testSearchErasure},
		{"what waits for the index", testSearchWaits},
		{"names", testNames},
		{"drafts", testDrafts},
		{"sessions", testSessions},
		{"sign-in failures", testSignInFailures},
		{"keys", testKeys},
		{"one key, many at once", testKeyRace},
		{"a key on a matter, many at once", testKeyRaceOnMatter},
		{"one matter, many at once", testRevisionRace},
		{"sweep", testSweep},
		{"jobs", testJobs},
		{"job leases", testJobLease},
		{"jobs, many workers", testJobRace},
		{"notices", testNotices},
		{"runs", testRuns},
		{"files of runs", testRunFiles},
		{"kept filters", testSavedFilters},
		{"neighbours in a list", testAround},
		{"mails", testMails},
		{"snapshot", testSnapshot},
		{"views do not write", testViewsDoNotWrite},
		{"panic", testPanic},
		{"a caller who gives up", testGivingUp},
		{"one bad act among many", testOneBadAct},
		{"closing", testClosing},
		{"migrations", testMigrations},
		{"migrations at once", testMigrationsAtOnce},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			c.test(t, e)
		})
	}
}

// clock is a clock that the test moves.
type clock struct {
	mu sync.Mutex
	t  time.Time
}

func (c *clock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.t
}

func (c *clock) set(t time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.t = t
}

// zone is the zone of every congress here.
var zone = time.FixedZone("UTC+8", 8*60*60)

// at is a civil time: "2026-03-02 09:00".
func at(s string) time.Time {
	t, err := time.ParseInLocation("2006-01-02 15:04", s, zone)
	if err != nil {
		panic(err) // a mistake in the test itself
	}
	return t.UTC()
}

// update runs fn as one write and fails the test when it is refused.
func update(t testing.TB, db *store.DB, fn func(*store.Tx) error) {
	t.Helper()
	if err := tryUpdate(db, fn); err != nil {
		t.Fatal(err)
	}
}

func tryUpdate(db *store.DB, fn func(*store.Tx) error) error {
	_, _, err := db.Update(context.Background(), store.Request{Congress: "c1"}, func(tx *store.Tx) (string, error) { return "", fn(tx) })
	return err
}

// view runs fn on a snapshot and fails the test when it fails.
func view(t testing.TB, db *store.DB, fn func(*store.Tx) error) {
	t.Helper()
	if err := db.View(context.Background(), fn); err != nil {
		t.Fatal(err)
	}
}

// wantErr fails unless err is target.
func wantErr(t testing.TB, what string, err, target error) {
	t.Helper()
	if !errors.Is(err, target) {
		t.Fatalf("%s: got %v, want %v", what, err, target)
	}
}

// verify proves the whole database.
func verify(t testing.TB, db *store.DB) store.Verified {
	t.Helper()
	v, err := db.Verify(context.Background())
	if err != nil {
		t.Fatalf("verify: %v", err)
	}
	return v
}

// count counts rows by raw SQL, behind the store's back.
func count(t testing.TB, db *store.DB, query string, args ...any) int {
	t.Helper()
	var n int
	if err := db.Writer().QueryRowContext(context.Background(), query, args...).Scan(&n); err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	return n
}

// together runs n functions at once and gives their errors in order.
func together(n int, fn func(i int) error) []error {
	errs := make([]error, n)
	start := make(chan struct{})
	var wg sync.WaitGroup
	for i := range n {
		wg.Go(func() {
			<-start
			errs[i] = fn(i)
		})
	}
	close(start)
	wg.Wait()
	return errs
}
