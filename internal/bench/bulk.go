package bench

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// bulk gathers rows by table and writes many with one statement.
type bulk struct {
	db   *sql.DB
	tx   *sql.Tx
	rows map[string][][]any // by the beginning of the statement
}

// together is how many rows one statement writes: far below both engines' limits of arguments.
const together = 100

func newBulk(db *sql.DB) *bulk { return &bulk{db: db, rows: map[string][][]any{}} }

func (b *bulk) begin(ctx context.Context) (err error) {
	b.tx, err = b.db.BeginTx(ctx, nil)
	return err
}

func (b *bulk) add(into string, values ...any) { b.rows[into] = append(b.rows[into], values) }

// flushFull writes the tables of which there are enough rows.
func (b *bulk) flushFull(ctx context.Context) error {
	for into, rows := range b.rows {
		for len(rows) >= together {
			if err := b.write(ctx, into, rows[:together]); err != nil {
				return err
			}
			rows = rows[together:]
		}
		b.rows[into] = rows
	}
	return nil
}

// commit writes everything and commits.
func (b *bulk) commit(ctx context.Context) error {
	if err := b.flushFull(ctx); err != nil {
		return err
	}
	for into, rows := range b.rows {
		for _, r := range rows {
			if err := b.write(ctx, into, [][]any{r}); err != nil {
				return err
			}
		}
		delete(b.rows, into)
	}
	return b.tx.Commit()
}

func (b *bulk) write(ctx context.Context, into string, rows [][]any) error {
	var q strings.Builder
	q.WriteString(into)
	args := make([]any, 0, len(rows)*len(rows[0]))
	for i, r := range rows {
		if i > 0 {
			q.WriteString(", ")
		}
		q.WriteByte('(')
		for j := range r {
			if j > 0 {
				q.WriteString(", ")
			}
			fmt.Fprintf(&q, "$%d", len(args)+j+1)
		}
		q.WriteByte(')')
		args = append(args, r...)
	}
	return b.exec(ctx, q.String(), slices.Clip(args)...)
}

func (b *bulk) exec(ctx context.Context, query string, args ...any) error {
	if _, err := b.tx.ExecContext(ctx, query, args...); err != nil {
		return errors.Join(fmt.Errorf("bench: fill: %.60s: %w", query, err), b.tx.Rollback())
	}
	return nil
}
