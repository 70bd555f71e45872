package store

import (
	"context"
	"database/sql"
	"fmt"
	"sync"
)

// batcher is the single writer of an engine that can have only one: it gathers the acts that wait and
// commits them in one flush, each under a savepoint of its own. Full durability, many acts a second.
type batcher struct {
	db    *DB
	queue chan *write
	quit  chan struct{}
	once  sync.Once
	ended chan struct{}
}

func newBatcher(db *DB) *batcher {
	b := &batcher{db: db, queue: make(chan *write, 4*db.Batch), quit: make(chan struct{}), ended: make(chan struct{})}
	go b.loop()
	return b
}

// stop ends the loop after the writes already queued.
func (b *batcher) stop() {
	b.once.Do(func() { close(b.quit) })
	<-b.ended
}

// do queues w and waits for its outcome. A caller that gives up while waiting does not interrupt the batch:
// its act may still be done.
func (b *batcher) do(ctx context.Context, w *write) (string, bool, error) {
	select {
	case <-b.quit:
		return "", false, ErrUnavailable
	default:
	}
	select {
	case b.queue <- w:
	case <-b.quit:
		return "", false, ErrUnavailable
	case <-ctx.Done():
		return "", false, fmt.Errorf("store: %w", ctx.Err())
	}
	select {
	case <-w.done:
		return w.result, w.replayed, b.db.mapError(w.err)
	case <-ctx.Done():
		return "", false, fmt.Errorf("store: %w", ctx.Err())
	case <-b.ended:
		// The loop drained the queue before it ended, unless this write came too late.
		select {
		case <-w.done:
			return w.result, w.replayed, b.db.mapError(w.err)
		default:
			return "", false, ErrUnavailable
		}
	}
}

func (b *batcher) loop() {
	defer close(b.ended)
	for {
		select {
		case w := <-b.queue:
			b.run(b.gather(w))
		case <-b.quit:
			for {
				select {
				case w := <-b.queue:
					b.run(b.gather(w))
				default:
					return
				}
			}
		}
	}
}

// gather takes what waits now, without waiting for more.
func (b *batcher) gather(first *write) []*write {
	batch := []*write{first}
	for len(batch) < b.db.Batch {
		select {
		case w := <-b.queue:
			batch = append(batch, w)
		default:
			return batch
		}
	}
	return batch
}

// run commits the batch, or runs its members singly when the batch as a whole is lost. Replies go out only
// after the commit.
func (b *batcher) run(batch []*write) {
	ok, doubtful := false, false
	if len(batch) > 1 {
		ok, doubtful = b.together(batch)
	}
	for _, w := range batch {
		if ok {
			break
		}
		// Who did it in a commit whose outcome was unknown finds his own key: that is no repetition.
		own := doubtful && w.err == nil && !w.replayed
		b.db.runSingly(context.Background(), w)
		w.replayed = w.replayed && !own
	}
	for _, w := range batch {
		close(w.done)
	}
}

// together runs the batch in one transaction. It is not ok when the outcome of no member is known; doubtful
// says that they may all have been committed nevertheless.
func (b *batcher) together(batch []*write) (ok, doubtful bool) {
	ctx := context.Background()
	if b.db.there() != nil {
		return false, false // each member is told singly
	}
	tx, err := b.db.writer.BeginTx(ctx, nil)
	if err != nil {
		return false, false
	}
	for _, w := range batch {
		if !b.member(ctx, tx, w) {
			_ = tx.Rollback() // the members run singly next, whatever this says
			return false, false
		}
	}
	if err = tx.Commit(); err != nil {
		return false, true
	}
	if err := b.db.kept(); err != nil {
		for _, w := range batch {
			w.err = err
		}
	}
	return true, false
}

// member runs one write under its savepoint, and reports false when the transaction itself is broken.
func (b *batcher) member(ctx context.Context, tx *sql.Tx, w *write) bool {
	if _, err := tx.ExecContext(ctx, "SAVEPOINT act"); err != nil {
		return false
	}
	b.db.runIn(ctx, tx, w)
	end := "RELEASE act"
	if w.err != nil {
		if c := b.db.Classify(w.err); c == Lost || c == Full || c == ReadOnly {
			return false
		}
		end = "ROLLBACK TO act; RELEASE act"
	}
	if _, err := tx.ExecContext(ctx, end); err != nil {
		return false
	}
	// The same form sent twice: whoever comes second is refused because of his own act, and gets its result.
	if w.err != nil && w.keyed && b.db.replay(ctx, tx, w) {
		w.err = nil
	}
	return true
}
