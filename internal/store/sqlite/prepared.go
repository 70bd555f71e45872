package sqlite

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"strings"
)

// The driver below parses a statement, and every trigger it fires, each time it is given as text: more than half
// of what a small write costs. So each connection keeps the statements it has been given, prepared, by their text.
// The store's texts are few and fixed; values are always arguments.

// maxPrepared bounds what one connection keeps. Lists have a text for each combination of filters.
const maxPrepared = 256

// openPrepared opens a pool whose connections keep their statements prepared.
func openPrepared(name, dsn string) (*sql.DB, error) {
	db, err := sql.Open(name, "") // only this knows drivers by name; it does not connect
	if err != nil {
		return nil, err
	}
	d := db.Driver()
	if err := db.Close(); err != nil {
		return nil, err
	}
	return sql.OpenDB(preparing{d, dsn}), nil
}

type preparing struct {
	driver driver.Driver
	dsn    string
}

// Driver is the driver below.
func (p preparing) Driver() driver.Driver { return p.driver }

// Connect opens a connection that keeps its statements.
func (p preparing) Connect(ctx context.Context) (driver.Conn, error) {
	inner, err := p.open(ctx)
	if err != nil {
		return nil, err
	}
	c, ok := inner.(able)
	if !ok {
		return nil, errors.Join(fmt.Errorf("sqlite: the driver's connection %T lacks what the store needs", inner), inner.Close())
	}
	return &conn{able: c, kept: map[string]kept{}}, nil
}

func (p preparing) open(ctx context.Context) (driver.Conn, error) {
	d, ok := p.driver.(driver.DriverContext)
	if !ok {
		return p.driver.Open(p.dsn)
	}
	c, err := d.OpenConnector(p.dsn)
	if err != nil {
		return nil, err
	}
	return c.Connect(ctx)
}

// able is what the driver's connections can do, and what database/sql asks of one.
type able interface {
	driver.Conn
	driver.Pinger
	driver.ExecerContext
	driver.QueryerContext
	driver.ConnPrepareContext
	driver.ConnBeginTx
	driver.SessionResetter
	driver.Validator
}

// kept is a statement that can be executed again.
type kept interface {
	driver.Stmt
	driver.StmtExecContext
	driver.StmtQueryContext
}

// conn is a connection with the statements that nobody is executing at the moment. One that is being executed is
// taken out, so that the same text within a loop over its rows gets a statement of its own.
type conn struct {
	able
	kept map[string]kept
}

// CheckNamedValue is the driver's, or database/sql's own rules where it has none.
func (c *conn) CheckNamedValue(nv *driver.NamedValue) error {
	if n, ok := c.able.(driver.NamedValueChecker); ok {
		return n.CheckNamedValue(nv)
	}
	return driver.ErrSkip
}

// repeats reports whether a statement is one of the store's, which come again. What changes the schema does not.
func repeats(query string) bool {
	head, _, _ := strings.Cut(strings.TrimSpace(query), " ")
	switch head {
	case "SELECT", "INSERT", "REPLACE", "UPDATE", "DELETE", "WITH", "SAVEPOINT", "RELEASE":
		return true
	}
	return false
}

func (c *conn) take(ctx context.Context, query string) (kept, error) {
	if s, ok := c.kept[query]; ok {
		delete(c.kept, query)
		return s, nil
	}
	s, err := c.PrepareContext(ctx, query)
	if err != nil {
		return nil, err
	}
	k, ok := s.(kept)
	if !ok {
		return nil, errors.Join(fmt.Errorf("sqlite: the driver's statement %T lacks what the store needs", s), s.Close())
	}
	return k, nil
}

// give keeps a statement for the next time, in place of any other when there are too many.
func (c *conn) give(query string, s kept) error {
	if _, ok := c.kept[query]; ok {
		return s.Close()
	}
	var err error
	if len(c.kept) >= maxPrepared {
		for other, old := range c.kept {
			delete(c.kept, other)
			err = old.Close()
			break
		}
	}
	c.kept[query] = s
	return err
}

// ExecContext executes a statement that was prepared before, or prepares it.
func (c *conn) ExecContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Result, error) {
	if !repeats(query) {
		return c.able.ExecContext(ctx, query, args)
	}
	s, err := c.take(ctx, query)
	if err != nil {
		return nil, err
	}
	r, err := s.ExecContext(ctx, args)
	if err != nil {
		return nil, errors.Join(err, s.Close()) // whatever state it is in, it is not used again
	}
	return r, c.give(query, s)
}

// QueryContext is like ExecContext; the statement comes back when its rows are closed.
func (c *conn) QueryContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Rows, error) {
	if !repeats(query) {
		return c.able.QueryContext(ctx, query, args)
	}
	s, err := c.take(ctx, query)
	if err != nil {
		return nil, err
	}
	r, err := s.QueryContext(ctx, args)
	if err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return &rows{Rows: r, conn: c, query: query, stmt: s}, nil
}

// Close closes the statements first: SQLite keeps a connection, and its locks, until the last one is closed.
func (c *conn) Close() error {
	var err error
	for _, s := range c.kept {
		err = errors.Join(err, s.Close())
	}
	c.kept = nil
	return errors.Join(err, c.able.Close())
}

// rows gives its statement back at the end.
type rows struct {
	driver.Rows
	conn  *conn
	query string
	stmt  kept
}

// Close ends the execution; database/sql calls it once.
func (r *rows) Close() error {
	if err := r.Rows.Close(); err != nil {
		return errors.Join(err, r.stmt.Close())
	}
	if r.conn.kept == nil {
		return r.stmt.Close()
	}
	return r.conn.give(r.query, r.stmt)
}
