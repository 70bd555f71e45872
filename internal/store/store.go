// Package store keeps subjects and their journal in a database: the same SQL text on SQLite and PostgreSQL.
//
// Every write goes through DB.Update and every read through DB.View. Files are grouped by table: matters,
// records (the registers of people and places), entries (journal), sessions. What truly differs between the
// engines is in a Dialect, made by the packages sqlite and postgres.
package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"sync"
	"sync/atomic"
	"time"

	"github.com/huiyin/huiyin/internal/problem"
)

// Class is what an engine's error means to us.
type Class int

// The error classes that lead to different behaviour.
const (
	Other     Class = iota
	Duplicate       // a unique key is taken
	Retry           // deadlock or serialization: run the transaction again
	Lost            // the connection broke: a COMMIT under way may or may not have happened
	Full            // the disk is full
	ReadOnly        // the database refuses writes
)

// Dialect is where the two engines differ.
type Dialect struct {
	Name       string
	Classify   func(error) Class
	Batch      int    // > 0: one writer, up to so many acts in one commit; 0: acts commit in parallel
	Lanes      int    // lanes of a new congress's register and number series
	SkipLocked string // ends a SELECT that claims rows, where several writers may want the same ones
	Loose      bool   // a column may hold a value of another type than its own
	TSVector   bool   // the index of words is a tsvector; else it is an FTS5 table
	Migrations fs.FS  // files of its own, beside the common ones
	Goose      string
}

// DB is an open store.
type DB struct {
	Dialect
	writer *sql.DB
	reader *sql.DB
	now    func() time.Time
	batch  *batcher // nil when acts commit in parallel
	there  func() error
	close  func() error

	// The index of words (search.go, fill.go).
	written    atomic.Int64 // writes of this process, whatever came of them
	waiting    atomic.Int64 // about how many matters wait for it
	filling    atomic.Bool
	closing    atomic.Bool
	background sync.WaitGroup
	books      sync.Map // *rulebook.Book by congress and version: parsed once
}

// Options for New.
type Options struct {
	Now   func() time.Time // the clock; required
	Close func() error     // called after the pools are closed
	// There reports an error when what is written would not be found again although the engine accepts it: the file
	// was moved away under an open connection. It is asked before and after every commit; nil: always there.
	There func() error
}

// New makes a store from opened pools. reader must refuse writes.
func New(d Dialect, writer, reader *sql.DB, o Options) *DB {
	db := &DB{Dialect: d, writer: writer, reader: reader, now: o.Now, there: o.There, close: o.Close}
	if db.there == nil {
		db.there = func() error { return nil }
	}
	if d.Batch > 0 {
		db.batch = newBatcher(db)
	}
	return db
}

// Close waits for the batch under way, then closes the pools.
func (db *DB) Close() error {
	db.closing.Store(true)
	db.background.Wait()
	if db.batch != nil {
		db.batch.stop()
	}
	err := errors.Join(db.reader.Close(), db.writer.Close())
	if db.close != nil {
		err = errors.Join(err, db.close())
	}
	return err
}

// Ping reports whether the store can serve.
func (db *DB) Ping(ctx context.Context) error {
	if err := db.kept(); err != nil {
		return err
	}
	if err := db.reader.PingContext(ctx); err != nil {
		return fmt.Errorf("store: %w", err)
	}
	return nil
}

// Writer gives tests and migrations the writing pool.
func (db *DB) Writer() *sql.DB { return db.writer }

// Clock is the time that transactions carry.
func (db *DB) Clock() time.Time { return db.now().UTC().Truncate(time.Microsecond) }

// Request names one write, so that repeating it does nothing twice.
type Request struct {
	Congress string
	Key      string // idempotency key; empty: one is drawn, for the resolution of a doubtful COMMIT
}

// Errors of the store that callers may meet.
var (
	ErrNotFound = problem.New(problem.NotFound, "notFound", "没有找到，或者您无权查看。", "Not found, or not for you to see.")
	ErrStale    = problem.New(problem.Conflict, "raced",
		"这件事项刚刚被别人办理过，您的操作没有执行，填写的内容已为您保留；请看清最新情况后再提交。",
		"Somebody acted on this matter just before you. Nothing was changed and what you typed was kept; look at the latest state, then submit again.")
	ErrDuplicate   = problem.New(problem.Conflict, "duplicate", "已经有相同的记录，没有重复保存。", "There is one like it already; nothing was saved twice.")
	ErrUnavailable = problem.New(problem.Unavailable, "unavailable",
		"数据库暂时不能保存，您填写的内容没有保存；请稍后再试。", "The database cannot save at the moment and nothing was saved; please try again later.")
)

// mapError turns an engine's error into ours; what is not known stays internal.
func (db *DB) mapError(err error) error {
	if err == nil {
		return nil
	}
	if errors.Is(err, sql.ErrNoRows) {
		return ErrNotFound
	}
	if _, ok := errors.AsType[*problem.Problem](err); ok {
		return err
	}
	switch db.Classify(err) {
	case Duplicate:
		return ErrDuplicate.Because(err)
	case Lost, Full, ReadOnly, Retry:
		return ErrUnavailable.Because(err)
	}
	return err
}
