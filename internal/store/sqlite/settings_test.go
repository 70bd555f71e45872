package sqlite_test

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/huiyin/huiyin/internal/problem"
	"github.com/huiyin/huiyin/internal/store"
	"github.com/huiyin/huiyin/internal/store/sqlite"
)

// What durability and erasure rest on is read back from the connection that writes: killing a process proves
// that acts are whole, not that they were flushed.
func TestDurableSettings(t *testing.T) {
	t.Parallel()
	db := engine().Fresh(t).Open(t, time.Now)
	defer db.Close()
	for pragma, want := range map[string]string{
		"synchronous": "2", "journal_mode": "wal", "foreign_keys": "1", "secure_delete": "1", "busy_timeout": "10000", "query_only": "0",
	} {
		var got string
		if err := db.Writer().QueryRowContext(t.Context(), "PRAGMA "+pragma).Scan(&got); err != nil || got != want {
			t.Errorf("%s is %q, want %q (%v)", pragma, got, want, err)
		}
	}
	if n := db.Writer().Stats().MaxOpenConnections; n != 1 {
		t.Errorf("%d connections may write", n)
	}
}

// A new connection after the first was lost has the same settings: they are in the address, not in a session.
func TestSettingsOfLaterConnections(t *testing.T) {
	t.Parallel()
	db := engine().Fresh(t).Open(t, time.Now)
	defer db.Close()
	err := withConn(t.Context(), db.Writer(), func(c *sql.Conn) error {
		return c.Raw(func(any) error { return driver.ErrBadConn }) // the pool throws it away
	})
	if !errors.Is(err, driver.ErrBadConn) {
		t.Fatal(err)
	}
	var got string
	if err := db.Writer().QueryRowContext(t.Context(), "PRAGMA synchronous").Scan(&got); err != nil || got != "2" {
		t.Errorf("synchronous is %q on the next connection (%v)", got, err)
	}
}

var errGone = errors.New("gone")

func withConn(ctx context.Context, db *sql.DB, fn func(*sql.Conn) error) error {
	c, err := db.Conn(ctx)
	if err != nil {
		return err
	}
	return errors.Join(fn(c), c.Close())
}

// Erased words are overwritten in the file once the log is folded into it.
func TestErasedBytesAreGone(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "e.db")
	db, err := sqlite.Open(path, sqlite.Options{Now: time.Now})
	if err != nil {
		t.Fatal(err)
	}
	if err := db.Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	secret := strings.Repeat("我家住三单元", 40)
	for _, q := range []string{
		"INSERT INTO body (congress, hash, salt, body) VALUES ('c1', 'h', 's', '" + secret + "')",
		"PRAGMA wal_checkpoint(TRUNCATE)", "DELETE FROM body WHERE hash = 'h'", "PRAGMA wal_checkpoint(TRUNCATE)",
	} {
		if _, err := db.Writer().ExecContext(t.Context(), q); err != nil {
			t.Fatalf("%s: %v", q, err)
		}
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	for _, p := range []string{path, path + "-wal"} {
		if b, err := os.ReadFile(p); err == nil && strings.Contains(string(b), "三单元") {
			t.Errorf("the words are still in %s", filepath.Base(p))
		}
	}
}

// Opened for reading, the database takes nothing, by whatever way.
func TestReadOnly(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "r.db")
	db, err := sqlite.Open(path, sqlite.Options{Now: time.Now})
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(db.Migrate(t.Context()), db.Close()); err != nil {
		t.Fatal(err)
	}
	closed := false
	ro, err := sqlite.Open(path, sqlite.Options{Now: time.Now, ReadOnly: true, Close: func() error { closed = true; return nil }})
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(ro.Ping(t.Context()), ro.CheckSchema(t.Context())); err != nil {
		t.Error(err)
	}
	_, _, err = ro.Update(t.Context(), store.Request{Congress: "c1"}, func(tx *store.Tx) (string, error) { return "", tx.FlagHollow("c1", "m", "x") })
	if !errors.Is(err, store.ErrUnavailable) || problem.KindOf(err) != problem.Unavailable {
		t.Errorf("a write: %v", err)
	}
	if _, err := ro.Writer().ExecContext(t.Context(), "DELETE FROM goose_db_version"); err == nil {
		t.Error("raw SQL wrote")
	}
	if err := ro.Close(); err != nil || !closed {
		t.Errorf("closing: %v, told %v", err, closed)
	}
}

// A path with characters that mean something in an address is a path all the same.
func TestOddPaths(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"a b.db", "汇 音?.db", "x#y&z=1.db", "50%.db"} {
		path := filepath.Join(t.TempDir(), name)
		db, err := sqlite.Open(path, sqlite.Options{Now: time.Now})
		if err != nil {
			t.Fatal(err)
		}
		if err := errors.Join(db.Migrate(t.Context()), db.Close()); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if _, err := os.Stat(path); err != nil {
			t.Errorf("%s: the file is elsewhere: %v", name, err)
		}
	}
}

// Errors mean the same on both engines, and are told by code.
func TestClassify(t *testing.T) {
	t.Parallel()
	db := engine().Fresh(t).Open(t, time.Now)
	defer db.Close()
	for query, want := range map[string]store.Class{
		"INSERT INTO hollow SELECT 'c', 'm', 'x' UNION ALL SELECT 'c', 'm', 'y'":                          store.Duplicate, // primary key
		"INSERT INTO account SELECT 'c', x, 1, '{}', 'same', 'p' FROM (SELECT 'a' AS x UNION SELECT 'b')": store.Duplicate, // unique index
		"INSERT INTO hollow (congress) VALUES ('c')":                                                      store.Other,     // NOT NULL
		"SELECT * FROM nothing": store.Other,
	} {
		if _, err := db.Writer().ExecContext(t.Context(), query); db.Classify(err) != want {
			t.Errorf("%s: %v is class %d, want %d", query, err, db.Classify(err), want)
		}
	}
	if got := db.Classify(errGone); got != store.Other {
		t.Errorf("somebody else's error is class %d", got)
	}
}

// Somebody else's lock is waited out or told as "not now", never as our fault.
func TestBusy(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "b.db")
	db, err := sqlite.Open(path, sqlite.Options{Now: time.Now})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if err := db.Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	other, err := sql.Open("sqlite", "file:"+path+"?_txlock=immediate&_pragma=busy_timeout(1)")
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	tx, err := db.Writer().BeginTx(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	_, err = other.BeginTx(t.Context(), nil)
	if got := db.Classify(err); got != store.Retry {
		t.Errorf("%v is class %d", err, got)
	}
	if err := tx.Rollback(); err != nil {
		t.Fatal(err)
	}
}

// A disk that is full refuses the act and keeps what was there; with room again everything goes on.
func TestFullDisk(t *testing.T) {
	t.Parallel()
	db := engine().Fresh(t).Open(t, time.Now)
	defer db.Close()
	flag := func(n int) error {
		_, _, err := db.Update(t.Context(), store.Request{Congress: "c1"}, func(tx *store.Tx) (string, error) {
			return "", tx.FlagHollow("c1", "m", strings.Repeat("x", n))
		})
		return err
	}
	if err := flag(10); err != nil {
		t.Fatal(err)
	}
	limit := func(pages string) {
		if _, err := db.Writer().ExecContext(t.Context(), "PRAGMA max_page_count = "+pages); err != nil {
			t.Fatal(err)
		}
	}
	limit("1") // not below what the file has
	if err := flag(1 << 20); !errors.Is(err, store.ErrUnavailable) {
		t.Errorf("on a full disk: %v", err)
	}
	limit("1000000")
	if err := flag(20); err != nil {
		t.Errorf("with room again: %v", err)
	}
	var n int
	if err := db.Writer().QueryRowContext(t.Context(), "SELECT length(code) FROM hollow").Scan(&n); err != nil || n != 20 {
		t.Errorf("%d characters are there, %v", n, err)
	}
}
