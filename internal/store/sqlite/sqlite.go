// Package sqlite opens the embedded engine: one file, one writer, full durability.
package sqlite

import (
	"errors"
	"fmt"
	"net/url"
	"os"
	"syscall"
	"time"

	"modernc.org/sqlite" // pure Go: no C compiler is needed to build or run
	sqlite3 "modernc.org/sqlite/lib"

	"github.com/huiyin/huiyin/internal/store"
)

// Options for Open.
type Options struct {
	Now      func() time.Time
	ReadOnly bool         // open for reading only; the file must exist
	Close    func() error // called after the database is closed
	Driver   string       // name of the database/sql driver; tests put a faulty one here
}

// batch is how many acts one commit may carry at most.
const batch = 128

// readers is the size of the reading pool. SQLite's readers share one page-cache lock, more do not help.
const readers = 4

// Open opens or creates the database file at path. It does not migrate.
func Open(path string, o Options) (*store.DB, error) {
	driver := o.Driver
	if driver == "" {
		driver = "sqlite"
	}
	writer, err := openPrepared(driver, dsn(path, o.ReadOnly))
	if err != nil {
		return nil, fmt.Errorf("sqlite: %w", err)
	}
	writer.SetMaxOpenConns(1)
	reading := dsn(path, true)
	if o.ReadOnly && frozen(path) {
		reading += "&immutable=1"
	}
	reader, err := openPrepared("sqlite", reading)
	if err != nil {
		return nil, errors.Join(fmt.Errorf("sqlite: %w", err), writer.Close())
	}
	reader.SetMaxOpenConns(readers)
	reader.SetMaxIdleConns(readers)
	d, err := dialect()
	if err != nil {
		return nil, errors.Join(err, writer.Close(), reader.Close())
	}
	return store.New(d, writer, reader, store.Options{Now: o.Now, Close: o.Close, There: (&place{path: path}).there}), nil
}

// frozen reports whether a database lies where nothing can be written, like a copy on a read-only disk. A reader would
// want to make side files there; when the write-ahead log is empty, everything is in the file itself and it needs none.
func frozen(path string) bool {
	if log, err := os.Stat(path + "-wal"); err == nil && log.Size() > 0 {
		return false
	}
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return errors.Is(err, syscall.EROFS) || errors.Is(err, os.ErrPermission)
	}
	return f.Close() != nil
}

// dsn sets what durability and erasure rest on: every commit is flushed (synchronous=FULL), and erased
// bytes are overwritten (secure_delete). What a savepoint would undo is kept in memory, not in a temporary file
// (temp_store): it is not needed after a crash, and people's words shall not lie in such files either.
func dsn(path string, readOnly bool) string {
	q := url.Values{}
	q.Set("_txlock", "immediate")
	for _, p := range []string{
		"busy_timeout(10000)", "journal_mode(WAL)", "synchronous(FULL)", "foreign_keys(1)", "secure_delete(1)", "cache_size(-32768)", "temp_store(MEMORY)",
	} {
		if readOnly && p == "journal_mode(WAL)" {
			continue // a reader takes the mode the file has
		}
		q.Add("_pragma", p)
	}
	if readOnly {
		q.Set("_txlock", "deferred")
		q.Add("_pragma", "query_only(1)") // modernc does not enforce read-only transactions by itself
	}
	u := url.URL{Scheme: "file", Opaque: (&url.URL{Path: path}).EscapedPath(), RawQuery: q.Encode()}
	return u.String()
}

func dialect() (store.Dialect, error) {
	files, err := store.MigrationsOf("sqlite")
	if err != nil {
		return store.Dialect{}, err
	}
	return store.Dialect{
		Name: "sqlite", Classify: classify, Batch: batch, Lanes: 1, Loose: true, Migrations: files, Goose: "sqlite3",
	}, nil
}

// classify goes by result code, never by text.
func classify(err error) store.Class {
	var e *sqlite.Error
	if !errors.As(err, &e) {
		return store.Other
	}
	switch e.Code() {
	case sqlite3.SQLITE_CONSTRAINT_UNIQUE, sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY,
		sqlite3.SQLITE_CONSTRAINT_TRIGGER: // the journal's triggers speak before its keys do
		return store.Duplicate
	}
	switch e.Code() & 0xff {
	case sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED:
		return store.Retry
	case sqlite3.SQLITE_FULL:
		return store.Full
	case sqlite3.SQLITE_READONLY:
		return store.ReadOnly
	case sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CANTOPEN:
		return store.Lost
	}
	return store.Other
}
