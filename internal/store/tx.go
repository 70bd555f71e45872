package store

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/huiyin/huiyin/internal/problem"
)

// Tx is one transaction. Its methods are the only place where SQL meets Go.
type Tx struct {
	Now time.Time // one instant for everything the transaction writes
	ctx context.Context
	db  *DB
	tx  querier
}

type querier interface {
	ExecContext(context.Context, string, ...any) (sql.Result, error)
	QueryContext(context.Context, string, ...any) (*sql.Rows, error)
	QueryRowContext(context.Context, string, ...any) *sql.Row
}

// errText refuses what PostgreSQL cannot keep and SQLite would: the same on both engines, before either sees it.
var errText = problem.New(problem.Invalid, "badText", "含有无法识别的字符，没有保存；请删去后重试。",
	"It contains characters that cannot be kept and was not saved; please remove them and try again.")

// keepable reports errText for a string with a NUL or broken UTF-8 among args.
func keepable(args []any) error {
	for _, a := range args {
		if s, ok := a.(string); ok && (strings.IndexByte(s, 0) >= 0 || !utf8.ValidString(s)) {
			return errText
		}
	}
	return nil
}

func (t *Tx) exec(query string, args ...any) error {
	if err := keepable(args); err != nil {
		return err
	}
	if _, err := t.tx.ExecContext(t.ctx, query, args...); err != nil {
		return fmt.Errorf("store: %w", err)
	}
	return nil
}

// execOne runs a statement that must touch exactly one row.
func (t *Tx) execOne(missed error, query string, args ...any) error {
	if err := keepable(args); err != nil {
		return err
	}
	res, err := t.tx.ExecContext(t.ctx, query, args...)
	if err != nil {
		return fmt.Errorf("store: %w", err)
	}
	n, err := res.RowsAffected()
	if err != nil {
		return fmt.Errorf("store: %w", err)
	}
	if n != 1 {
		return missed
	}
	return nil
}

func (t *Tx) row(query string, args ...any) oneRow {
	if err := keepable(args); err != nil {
		return oneRow{err: err}
	}
	return oneRow{row: t.tx.QueryRowContext(t.ctx, query, args...)}
}

// oneRow is a *sql.Row, or the reason why it was not asked for.
type oneRow struct {
	row *sql.Row
	err error
}

// Scan copies the columns, or gives sql.ErrNoRows.
func (r oneRow) Scan(dest ...any) error {
	if r.err != nil {
		return r.err
	}
	return r.row.Scan(dest...)
}

// each calls scan for every row.
func (t *Tx) each(scan func(*sql.Rows) error, query string, args ...any) error {
	if err := keepable(args); err != nil {
		return err
	}
	rows, err := t.tx.QueryContext(t.ctx, query, args...)
	if err != nil {
		return fmt.Errorf("store: %w", err)
	}
	defer rows.Close()
	for rows.Next() {
		if err := scan(rows); err != nil {
			return fmt.Errorf("store: %w", err)
		}
	}
	if err := rows.Err(); err != nil {
		return fmt.Errorf("store: %w", err)
	}
	return nil
}

// View runs fn on one consistent snapshot. fn must not write; the reading pool refuses it.
func (db *DB) View(ctx context.Context, fn func(*Tx) error) error {
	tx, err := db.beginOn(ctx, db.reader, &sql.TxOptions{ReadOnly: true, Isolation: db.snapshot()})
	if err != nil {
		return db.mapError(err)
	}
	defer tx.Rollback() //nolint:errcheck // a reading transaction has nothing to lose
	return db.mapError(fn(&Tx{Now: db.Clock(), ctx: ctx, db: db, tx: tx}))
}

// Look runs fn without a transaction: for what is read with every request and needs no common snapshot, a row or
// two by their keys. fn must not write; the reading pool refuses it.
func (db *DB) Look(ctx context.Context, fn func(*Tx) error) error {
	return db.mapError(fn(&Tx{Now: db.Clock(), ctx: ctx, db: db, tx: db.reader}))
}

// snapshot is the isolation under which all statements of a View see the same data. SQLite gives that by itself.
func (db *DB) snapshot() sql.IsolationLevel {
	if db.Batch > 0 {
		return sql.LevelDefault
	}
	return sql.LevelRepeatableRead
}
