package store

import (
	"context"
	"database/sql"
	"fmt"
	"time"
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

func (t *Tx) exec(query string, args ...any) error {
	if _, err := t.tx.ExecContext(t.ctx, query, args...); err != nil {
		return fmt.Errorf("store: %w", err)
	}
	return nil
}

// execOne runs a statement that must touch exactly one row.
func (t *Tx) execOne(missed error, query string, args ...any) error {
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

func (t *Tx) row(query string, args ...any) *sql.Row {
	return t.tx.QueryRowContext(t.ctx, query, args...)
}

// each calls scan for every row.
func (t *Tx) each(scan func(*sql.Rows) error, query string, args ...any) error {
	rows, err := t.tx.QueryContext(t.ctx, query, args...)
	if err != nil {
		return fmt.Errorf("store: %w", err)
	}
	defer rows.Close() //nolint:errcheck // read to the end below
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
	tx, err := db.reader.BeginTx(ctx, &sql.TxOptions{ReadOnly: true, Isolation: db.snapshot()})
	if err != nil {
		return db.mapError(err)
	}
	defer tx.Rollback() //nolint:errcheck // a reading transaction has nothing to lose
	return db.mapError(fn(&Tx{Now: db.Clock(), ctx: ctx, db: db, tx: tx}))
}

// snapshot is the isolation under which all statements of a View see the same data. SQLite gives that by itself.
func (db *DB) snapshot() sql.IsolationLevel {
	if db.Batch > 0 {
		return sql.LevelDefault
	}
	return sql.LevelRepeatableRead
}
