package faultdb

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
)

// conn is one connection. It has every optional interface of database/sql; each
// passes the inner connection's answer on, or gives the answer that makes
// database/sql do what it does without the interface. So both engines behave
// as they do unwrapped.
type conn struct {
	inner driver.Conn
	plan  *Plan

	dropped bool
	inTx    bool
	wrote   bool // in the open transaction
	open    map[*stmt]struct{}
}

var (
	_ driver.Pinger             = (*conn)(nil)
	_ driver.ExecerContext      = (*conn)(nil)
	_ driver.QueryerContext     = (*conn)(nil)
	_ driver.ConnPrepareContext = (*conn)(nil)
	_ driver.ConnBeginTx        = (*conn)(nil)
	_ driver.SessionResetter    = (*conn)(nil)
	_ driver.NamedValueChecker  = (*conn)(nil)
	_ driver.Validator          = (*conn)(nil)
)

// Unwrap returns the inner driver's connection, for sql.Conn.Raw callers that
// need it (PostgreSQL's COPY, SQLite's backup). What they do there is neither
// counted nor made to fail.
func (c *conn) Unwrap() driver.Conn { return c.inner }

// drop loses the connection. Statements go first: SQLite keeps a connection,
// and its locks, until the last one is closed.
func (c *conn) drop() {
	c.dropped, c.inTx, c.wrote = true, false, false
	for s := range c.open {
		_ = s.inner.Close() // a lost connection has nobody to report to
	}
	_ = c.inner.Close()
}

func (c *conn) Close() error {
	if c.dropped {
		return nil
	}
	return c.inner.Close()
}

func (c *conn) Ping(ctx context.Context) error {
	if c.dropped {
		return driver.ErrBadConn
	}
	if p, ok := c.inner.(driver.Pinger); ok {
		return p.Ping(ctx)
	}
	return nil
}

func (c *conn) ResetSession(ctx context.Context) error {
	if c.dropped {
		return driver.ErrBadConn
	}
	if r, ok := c.inner.(driver.SessionResetter); ok {
		return r.ResetSession(ctx)
	}
	return nil
}

func (c *conn) IsValid() bool {
	if c.dropped {
		return false
	}
	if v, ok := c.inner.(driver.Validator); ok {
		return v.IsValid()
	}
	return true
}

func (c *conn) CheckNamedValue(nv *driver.NamedValue) error {
	if n, ok := c.inner.(driver.NamedValueChecker); ok {
		return n.CheckNamedValue(nv)
	}
	return driver.ErrSkip
}

func (c *conn) Prepare(query string) (driver.Stmt, error) {
	return c.PrepareContext(context.Background(), query)
}

func (c *conn) PrepareContext(ctx context.Context, query string) (driver.Stmt, error) {
	if c.dropped {
		return nil, driver.ErrBadConn
	}
	prepare := func() (driver.Stmt, error) { return c.inner.Prepare(query) }
	if p, ok := c.inner.(driver.ConnPrepareContext); ok {
		prepare = func() (driver.Stmt, error) { return p.PrepareContext(ctx, query) }
	}
	inner, err := prepare()
	if err != nil {
		return nil, err
	}
	s := &stmt{inner: inner, conn: c, query: query}
	if c.open == nil {
		c.open = map[*stmt]struct{}{}
	}
	c.open[s] = struct{}{}
	return s, nil
}

// ExecContext runs a statement without preparing it. ErrSkip, when the inner
// driver cannot, sends database/sql to PrepareContext; the call is counted
// there.
func (c *conn) ExecContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Result, error) {
	e, ok := c.inner.(driver.ExecerContext)
	if !ok {
		return nil, driver.ErrSkip
	}
	return call(c, query, func() (driver.Result, error) { return e.ExecContext(ctx, query, args) }, nil)
}

func (c *conn) QueryContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Rows, error) {
	q, ok := c.inner.(driver.QueryerContext)
	if !ok {
		return nil, driver.ErrSkip
	}
	return call(c, query, func() (driver.Rows, error) { return q.QueryContext(ctx, query, args) }, drain)
}

// Begin is only there because driver.Conn wants it.
func (c *conn) Begin() (driver.Tx, error) {
	return c.BeginTx(context.Background(), driver.TxOptions{})
}

func (c *conn) BeginTx(ctx context.Context, opts driver.TxOptions) (driver.Tx, error) {
	if c.dropped {
		return nil, driver.ErrBadConn
	}
	how, fault := c.plan.arrive(Begin, "")
	if how != 0 {
		// A transaction that began although it was reported failed is one that
		// the engine ends when the connection is reused; both ways leave nothing.
		if how&Drop != 0 {
			c.drop()
		}
		return nil, fault
	}
	inner, err := c.begin(ctx, opts)
	if err != nil {
		return nil, err
	}
	c.inTx, c.wrote = true, false
	return &tx{inner: inner, conn: c}, nil
}

func (c *conn) begin(ctx context.Context, opts driver.TxOptions) (driver.Tx, error) {
	if b, ok := c.inner.(driver.ConnBeginTx); ok {
		return b.BeginTx(ctx, opts)
	}
	if opts.Isolation != 0 || opts.ReadOnly {
		return nil, errors.New("faultdb: the inner driver does not know transaction options")
	}
	return c.inner.Begin() //nolint:staticcheck // the only way an old driver has
}

// call carries out one statement, or makes it fail. finish brings a result to
// its end when the statement is done but reported failed; nil is nothing to do.
func call[R any](c *conn, query string, do func() (R, error), finish func(R) error) (R, error) {
	var none R
	if c.dropped {
		return none, driver.ErrBadConn
	}
	kind := kindOf(query)
	var how How
	var fault error
	if kind != rollback {
		if how, fault = c.plan.arrive(kind, query); how&Before != 0 {
			if how&Drop != 0 {
				c.drop()
			}
			return none, fault
		}
	}
	res, err := do()
	if err != nil {
		return none, err // the engine's own error is the more telling one
	}
	c.note(kind, query)
	if how == 0 {
		return res, nil
	}
	if finish != nil {
		if err := finish(res); err != nil {
			return none, err
		}
	}
	if how&Drop != 0 {
		c.drop()
	}
	return none, fault
}

// note keeps track of transactions that are begun and ended as text, and of
// what there is to flush.
func (c *conn) note(kind Kind, query string) {
	switch {
	case kind == Begin:
		c.inTx, c.wrote = true, false
	case kind == rollback:
		c.inTx, c.wrote = false, false
	case kind == Commit:
		c.committed()
	case writes(query) && c.inTx:
		c.wrote = true
	case writes(query):
		c.plan.flushed()
	}
}

func (c *conn) committed() {
	wrote := c.wrote
	c.inTx, c.wrote = false, false
	if wrote {
		c.plan.flushed()
	}
}

// drain reads a result to its end: some engines do the last of the work only
// then.
func drain(rows driver.Rows) error {
	dest := make([]driver.Value, len(rows.Columns()))
	for {
		err := rows.Next(dest)
		if errors.Is(err, io.EOF) {
			return rows.Close()
		}
		if err != nil {
			return errors.Join(fmt.Errorf("faultdb: read a result to its end: %w", err), rows.Close())
		}
	}
}

type tx struct {
	inner driver.Tx
	conn  *conn
}

// Commit fails in one of two ways. Before rolls back, because a caller that is
// told of a failed commit is done with the transaction, and database/sql gives
// the connection to the next one.
func (t *tx) Commit() error {
	if t.conn.dropped {
		return driver.ErrBadConn
	}
	how, fault := t.conn.plan.arrive(Commit, "")
	switch {
	case how&Before != 0 && how&Drop != 0:
		t.conn.drop()
		return fault
	case how&Before != 0:
		t.conn.inTx, t.conn.wrote = false, false
		return errors.Join(fault, t.inner.Rollback())
	}
	if err := t.inner.Commit(); err != nil {
		return err
	}
	t.conn.committed()
	if how&Drop != 0 {
		t.conn.drop()
	}
	return fault
}

func (t *tx) Rollback() error {
	if t.conn.dropped {
		return driver.ErrBadConn
	}
	t.conn.inTx, t.conn.wrote = false, false
	return t.inner.Rollback()
}
