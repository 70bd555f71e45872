package store_test

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"sync/atomic"
	"testing"
	"time"

	"github.com/huiyin/huiyin/internal/congress"
	"github.com/huiyin/huiyin/internal/journal"
	"github.com/huiyin/huiyin/internal/store"
	"github.com/huiyin/huiyin/internal/store/postgres"
	"github.com/huiyin/huiyin/internal/store/sqlite"
	"github.com/huiyin/huiyin/internal/testkit/faultdb"
	"github.com/huiyin/huiyin/internal/testkit/pgtest"
)

// opener opens one database, again and again; with a plan its writing connections can be made to fail.
type opener func(t testing.TB, now func() time.Time, p *faultdb.Plan) *store.DB

// engines runs a test on a new database of each engine.
func engines(t *testing.T, test func(t *testing.T, open opener)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) { t.Parallel(); test(t, sqliteAt(t)) })
	t.Run("postgres", func(t *testing.T) { t.Parallel(); test(t, postgresAt(t)) })
}

func sqliteAt(t *testing.T) opener {
	path := filepath.Join(t.TempDir(), "store.db")
	open := func(t testing.TB, now func() time.Time, p *faultdb.Plan) *store.DB {
		t.Helper()
		return must(t)(sqlite.Open(path, sqlite.Options{Now: now, Driver: faulty(t, "sqlite", p)}))
	}
	if err := open(t, now, nil).Migrate(context.Background()); err != nil {
		t.Fatal(err)
	}
	return open
}

func postgresAt(t *testing.T) opener {
	url := pgtest.Prepared(t, "migrated", func(url string) error {
		db, err := postgres.Open(url, postgres.Options{Now: time.Now, Writers: 1, Readers: 1})
		if err != nil {
			return err
		}
		return errors.Join(db.Migrate(context.Background()), db.Close())
	})
	return func(t testing.TB, now func() time.Time, p *faultdb.Plan) *store.DB {
		t.Helper()
		return must(t)(postgres.Open(url, postgres.Options{Now: now, Writers: 2, Readers: 2, Driver: faulty(t, "pgx", p)}))
	}
}

func must(t testing.TB) func(db *store.DB, err error) *store.DB {
	return func(db *store.DB, err error) *store.DB {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = db.Close() }) // again is harmless
		return db
	}
}

var drivers atomic.Int64

// faulty registers a driver with the plan in between; "" without a plan.
func faulty(t testing.TB, inner string, p *faultdb.Plan) string {
	t.Helper()
	if p == nil {
		return ""
	}
	name := fmt.Sprintf("faulty-%s-%d", inner, drivers.Add(1))
	if err := faultdb.Register(name, inner, p); err != nil {
		t.Fatal(err)
	}
	return name
}

var start = time.Date(2026, 3, 2, 1, 0, 0, 0, time.UTC)

func now() time.Time { return start }

// found puts congress c1 into a database.
func found(t testing.TB, db *store.DB) {
	t.Helper()
	if _, _, err := put(db, "found", congress.KindCongress, "c1", congress.Congress{ID: "c1", Zone: "Asia/Shanghai"}); err != nil {
		t.Fatal(err)
	}
}

// put is an act under a key; its result is the id.
func put(db *store.DB, key, kind, id string, value any) (result string, replayed bool, err error) {
	return db.Update(context.Background(), store.Request{Congress: "c1", Key: key}, func(tx *store.Tx) (string, error) {
		return id, tx.Put("c1", kind, id, 0, "put", journal.Actor{Role: "system"}, value)
	})
}

func putPerson(db *store.DB, id string) (result string, replayed bool, err error) {
	return put(db, "key of "+id, congress.KindPerson, id, congress.Person{ID: id, Name: "丁"})
}

func people(t testing.TB, db *store.DB) map[string]int {
	t.Helper()
	got := map[string]int{}
	err := db.View(context.Background(), func(tx *store.Tx) error {
		return tx.Find("c1", congress.KindPerson, func(id string, rev int64, _ []byte) error { got[id] = int(rev); return nil })
	})
	if err != nil {
		t.Fatal(err)
	}
	return got
}

func verify(t testing.TB, db *store.DB) {
	t.Helper()
	if _, err := db.Verify(context.Background()); err != nil {
		t.Fatalf("verify: %v", err)
	}
}
