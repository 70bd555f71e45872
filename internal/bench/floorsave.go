package bench

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/huiyin/huiyin/internal/store"
)

// floorBatcher is the floor's single writer: it commits all who wait in one flush.
type floorBatcher struct {
	hand  *hand
	queue chan *floorWrite
	quit  chan struct{}
	ended chan struct{}
	most  int
}

type floorWrite struct {
	fn   func(handle) error
	done chan error
}

func newFloorBatcher(ctx context.Context, db *store.DB) (*floorBatcher, error) {
	c, err := db.Writer().Conn(ctx)
	if err != nil {
		return nil, fmt.Errorf("bench: floor: %w", err)
	}
	b := &floorBatcher{
		hand: &hand{c, map[string]*sql.Stmt{}}, queue: make(chan *floorWrite, 4*db.Batch),
		quit: make(chan struct{}), ended: make(chan struct{}), most: db.Batch,
	}
	go b.loop()
	return b, nil
}

func (b *floorBatcher) close() error {
	close(b.quit)
	<-b.ended
	return b.hand.close()
}

func (b *floorBatcher) do(_ context.Context, fn func(handle) error) error {
	w := &floorWrite{fn, make(chan error, 1)}
	b.queue <- w
	return <-w.done
}

func (b *floorBatcher) loop() {
	defer close(b.ended)
	for {
		select {
		case w := <-b.queue:
			b.run(b.gather(w))
		case <-b.quit:
			return
		}
	}
}

func (b *floorBatcher) gather(first *floorWrite) []*floorWrite {
	batch := []*floorWrite{first}
	for len(batch) < b.most {
		select {
		case w := <-b.queue:
			batch = append(batch, w)
		default:
			return batch
		}
	}
	return batch
}

// run commits a batch. One write that fails them all: the floor has no savepoints.
func (b *floorBatcher) run(batch []*floorWrite) {
	ctx := context.Background()
	err := b.hand.exec(ctx, "BEGIN IMMEDIATE")
	for _, w := range batch {
		if err == nil {
			err = w.fn(b.hand)
		}
	}
	if err == nil {
		err = b.hand.exec(ctx, "COMMIT")
	} else {
		err = errors.Join(err, b.hand.exec(ctx, "ROLLBACK"))
	}
	for _, w := range batch {
		w.done <- err
	}
}

// text reads one text.
func (h *hand) text(ctx context.Context, query string, args ...any) (string, error) {
	s, err := h.stmt(ctx, query)
	if err != nil {
		return "", err
	}
	var out string
	err = s.QueryRowContext(ctx, args...).Scan(&out)
	return out, err
}

// floorPool commits each act on a connection of its own, as PostgreSQL likes it. Its driver keeps statements
// prepared by their text.
type floorPool struct{ db *sql.DB }

func (p floorPool) close() error { return nil }

func (p floorPool) do(_ context.Context, fn func(handle) error) error {
	tx, err := p.db.BeginTx(context.Background(), nil)
	if err != nil {
		return fmt.Errorf("bench: floor: %w", err)
	}
	if err := fn(floorTx{tx}); err != nil {
		return errors.Join(err, tx.Rollback())
	}
	return tx.Commit()
}

type floorTx struct{ tx *sql.Tx }

func (t floorTx) exec(_ context.Context, query string, args ...any) error {
	_, err := t.tx.ExecContext(context.Background(), query, args...)
	return err
}

func (t floorTx) text(_ context.Context, query string, args ...any) (string, error) {
	var out string
	err := t.tx.QueryRowContext(context.Background(), query, args...).Scan(&out)
	return out, err
}
