package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"
)

// Update runs fn in one transaction and commits it durably before it returns: when Update returns nil, a
// crash loses nothing of it. fn may be run more than once (after a conflict between writers, or when a batch
// is lost), so it must set, not accumulate, what it leaves outside.
//
// A request whose key was seen before does nothing and gives the first result with replayed set.
func (db *DB) Update(ctx context.Context, r Request, fn func(*Tx) (result string, err error)) (result string, replayed bool, err error) {
	defer db.fillSoon()
	defer db.written.Add(1) // whatever came of it: more is known to be read anew then
	return db.update(ctx, r, fn)
}

// Written changes with every write of this process, so that what was counted before can be told from what would be
// counted now. It says nothing of other processes on the same database.
func (db *DB) Written() int64 { return db.written.Load() }

func (db *DB) update(ctx context.Context, r Request, fn func(*Tx) (result string, err error)) (result string, replayed bool, err error) {
	if err := ctx.Err(); err != nil {
		return "", false, fmt.Errorf("store: %w", err)
	}
	w := &write{Request: r, keyed: r.Key != "", fn: fn, done: make(chan struct{})}
	if !w.keyed {
		w.Key = "auto:" + uuid.NewString()
	}
	if db.batch != nil {
		return db.batch.do(ctx, w)
	}
	db.runSingly(ctx, w)
	return w.result, w.replayed, db.mapError(w.err)
}

// write is one waiting Update.
type write struct {
	Request
	keyed    bool // the key is the caller's own, so somebody else may carry it too
	again    bool // it was run before, and may have been committed without our knowing
	fn       func(*Tx) (string, error)
	result   string
	replayed bool
	err      error
	done     chan struct{} // batched only: closed when the outcome is known
}

// attempts bounds how often a transaction is run again after a conflict.
const attempts = 8

// runSingly runs one write in a transaction of its own. The caller is waited for only until it begins: once an
// act has begun it is finished, whatever became of the request.
func (db *DB) runSingly(caller context.Context, w *write) {
	ctx := context.Background()
	for range attempts {
		tx, done, err := db.begin(caller)
		if err != nil {
			w.err = err
			return
		}
		defer done()
		db.runIn(ctx, tx, w)
		if w.err != nil {
			if err := tx.Rollback(); err != nil && !errors.Is(err, sql.ErrTxDone) {
				w.err = errors.Join(w.err, err)
			}
			if db.Classify(w.err) == Retry {
				continue
			}
			// The same form may have been sent twice at the same moment: whoever came second was refused because
			// of his own act, as stale or as a duplicate. He gets the result of the first.
			if w.keyed && db.replay(ctx, db.writer, w) {
				w.err = nil
			}
			return
		}
		err = tx.Commit()
		if err == nil {
			w.err = db.kept()
			return
		}
		w.err = err
		switch db.Classify(err) {
		case Retry:
			continue
		default:
			db.resolve(ctx, w)
			return
		}
	}
}

// kept reports ErrUnavailable when what is committed would not be found again.
func (db *DB) kept() error {
	if err := db.there(); err != nil {
		return ErrUnavailable.Because(err)
	}
	return nil
}

// begin waits for a connection no longer than its caller does. A transaction that has begun no longer knows him;
// done ends what belongs to it.
func (db *DB) begin(caller context.Context) (tx *sql.Tx, done context.CancelFunc, err error) {
	if err := db.kept(); err != nil {
		return nil, nil, err
	}
	ctx, cancel := context.WithCancel(context.Background())
	detach := context.AfterFunc(caller, cancel)
	tx, err = db.beginOn(ctx, db.writer, nil)
	if !detach() { // he gave up just before
		if err == nil {
			_ = tx.Rollback() // cancelling does it too
		}
		err = fmt.Errorf("store: %w", caller.Err())
	}
	if err != nil {
		cancel()
		return nil, nil, err
	}
	return tx, cancel, nil
}

// Bounds of beginOn: a pool holds no more dead connections than staleTries, and nobody waits longer than staleTime
// for a database that is away.
const (
	staleTries = 32
	staleTime  = 2 * time.Second
)

// beginOn begins a transaction. A database that was away and has come back leaves connections in the pool that are
// dead without knowing; nothing has happened on them yet, so the next one is taken.
func (db *DB) beginOn(ctx context.Context, pool *sql.DB, o *sql.TxOptions) (tx *sql.Tx, err error) {
	patience, stop := context.WithTimeout(ctx, staleTime)
	defer stop()
	for range staleTries {
		tx, err = pool.BeginTx(ctx, o)
		if err == nil || db.Classify(err) != Lost || patience.Err() != nil {
			break
		}
	}
	return tx, err
}

// runIn runs w inside an open transaction. Whether its key was seen before is asked beforehand only where that is
// likely. Otherwise storing the key at the end finds it taken, or the act is refused because of what the first one
// did: either way nothing of it remains, and the caller looks the key up then.
func (db *DB) runIn(ctx context.Context, tx querier, w *write) {
	w.result, w.replayed, w.err = "", false, nil
	t := &Tx{Now: db.Clock(), ctx: ctx, db: db, tx: tx}
	if w.again {
		seen, result, err := t.seen(w.Request)
		if err != nil || seen {
			w.result, w.replayed, w.err = result, seen, err
			return
		}
	}
	w.again = true
	if w.result, w.err = guarded(w.fn, t); w.err != nil {
		return
	}
	w.err = t.exec(`INSERT INTO act_key (congress, act_key, at, result) VALUES ($1, $2, $3, $4)`,
		w.Congress, w.Key, t.Now.UnixMicro(), w.result)
}

// guarded turns a panic in an act into an error: one broken act must not take the writer down.
func guarded(fn func(*Tx) (string, error), t *Tx) (result string, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("store: act panicked: %v", p)
		}
	}()
	return fn(t)
}

// seen looks the key up.
func (t *Tx) seen(r Request) (bool, string, error) {
	var result string
	err := t.row(`SELECT result FROM act_key WHERE congress = $1 AND act_key = $2`, r.Congress, r.Key).Scan(&result)
	switch {
	case err == nil:
		return true, result, nil
	case errors.Is(err, sql.ErrNoRows):
		return false, "", nil
	}
	return false, "", fmt.Errorf("store: %w", err)
}

// replay fills in the first outcome of w's key, if it was seen before.
func (db *DB) replay(ctx context.Context, on querier, w *write) bool {
	t := &Tx{ctx: ctx, db: db, tx: on}
	seen, result, err := t.seen(w.Request)
	if err != nil || !seen {
		return false
	}
	w.result, w.replayed = result, true
	return true
}

// resolve settles a COMMIT that reported failure: the key tells whether it happened all the same. When even
// that cannot be read, the act counts as not done; repeating it with the same key stays safe.
func (db *DB) resolve(ctx context.Context, w *write) {
	result := w.result
	if db.replay(ctx, db.writer, w) {
		w.err, w.result, w.replayed = nil, result, false
	}
}
