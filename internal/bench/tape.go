package bench

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
)

// line is one statement as the store gave it to the engine.
type line struct {
	query string
	args  []any
}

// writes reports whether the statement changes rows.
func (l line) writes() bool {
	head, _, _ := strings.Cut(strings.TrimSpace(l.query), " ")
	return head == "INSERT" || head == "UPDATE" || head == "DELETE"
}

// table is what a writing statement writes to.
func (l line) table() string {
	w := strings.Fields(l.query)
	switch {
	case len(w) > 2 && (w[0] == "INSERT" || w[0] == "DELETE"):
		return w[2]
	case len(w) > 1 && w[0] == "UPDATE":
		return w[1]
	}
	return ""
}

// tape sits between the store and its engine and keeps what was asked of the engine: so the other contestants do
// what the store does today, not what somebody once wrote down.
type tape struct {
	mu    sync.Mutex
	on    bool
	lines []line
}

func (t *tape) note(query string, args []driver.NamedValue) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if !t.on {
		return
	}
	l := line{query: query}
	for _, a := range args {
		l.args = append(l.args, a.Value)
	}
	t.lines = append(t.lines, l)
}

// start begins anew; take gives what was kept since and begins anew.
func (t *tape) start() { t.take() }

func (t *tape) take() []line {
	t.mu.Lock()
	defer t.mu.Unlock()
	out := t.lines
	t.on, t.lines = true, nil
	return out
}

var tapes atomic.Int64

// driver registers a driver that passes everything on to the named one and keeps it on the tape.
func (t *tape) driver(inner string) (name string, err error) {
	db, err := sql.Open(inner, "")
	if err != nil {
		return "", fmt.Errorf("bench: driver %s: %w", inner, err)
	}
	d := db.Driver()
	if err := db.Close(); err != nil {
		return "", fmt.Errorf("bench: driver %s: %w", inner, err)
	}
	name = fmt.Sprintf("%s-taped-%d", inner, tapes.Add(1))
	sql.Register(name, tapedDriver{d, t})
	return name, nil
}

type tapedDriver struct {
	driver.Driver
	tape *tape
}

func (d tapedDriver) Open(dsn string) (driver.Conn, error) {
	c, err := d.Driver.Open(dsn)
	if err != nil {
		return nil, err
	}
	inner, ok := c.(wholeConn)
	if !ok {
		return nil, errors.Join(errors.New("bench: the driver lacks what database/sql uses"), c.Close())
	}
	return &tapedConn{inner, d.tape}, nil
}

// wholeConn is what both engines' drivers can do and the store uses.
type wholeConn interface {
	driver.Conn
	driver.ExecerContext
	driver.QueryerContext
	driver.ConnPrepareContext
	driver.ConnBeginTx
	driver.SessionResetter
}

type tapedConn struct {
	wholeConn
	tape *tape
}

// CheckNamedValue asks the driver, as database/sql would.
func (c *tapedConn) CheckNamedValue(nv *driver.NamedValue) error {
	if n, ok := c.wholeConn.(driver.NamedValueChecker); ok {
		return n.CheckNamedValue(nv)
	}
	return driver.ErrSkip
}

func (c *tapedConn) ExecContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Result, error) {
	c.tape.note(query, args)
	return c.wholeConn.ExecContext(ctx, query, args)
}

func (c *tapedConn) QueryContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Rows, error) {
	c.tape.note(query, args)
	return c.wholeConn.QueryContext(ctx, query, args)
}

func (c *tapedConn) PrepareContext(ctx context.Context, query string) (driver.Stmt, error) {
	s, err := c.wholeConn.PrepareContext(ctx, query)
	if err != nil {
		return nil, err
	}
	return &tapedStmt{s, c, query}, nil
}

type tapedStmt struct {
	driver.Stmt
	conn  *tapedConn
	query string
}

// CheckNamedValue is the connection's.
func (s *tapedStmt) CheckNamedValue(nv *driver.NamedValue) error {
	if n, ok := s.Stmt.(driver.NamedValueChecker); ok {
		return n.CheckNamedValue(nv)
	}
	return s.conn.CheckNamedValue(nv)
}

var errOldDriver = errors.New("bench: the driver's statements take no context")

// ExecContext notes and executes.
func (s *tapedStmt) ExecContext(ctx context.Context, args []driver.NamedValue) (driver.Result, error) {
	e, ok := s.Stmt.(driver.StmtExecContext)
	if !ok {
		return nil, errOldDriver
	}
	s.conn.tape.note(s.query, args)
	return e.ExecContext(ctx, args)
}

// QueryContext notes and asks.
func (s *tapedStmt) QueryContext(ctx context.Context, args []driver.NamedValue) (driver.Rows, error) {
	q, ok := s.Stmt.(driver.StmtQueryContext)
	if !ok {
		return nil, errOldDriver
	}
	s.conn.tape.note(s.query, args)
	return q.QueryContext(ctx, args)
}

// Ping is the driver's.
func (c *tapedConn) Ping(ctx context.Context) error {
	if p, ok := c.wholeConn.(driver.Pinger); ok {
		return p.Ping(ctx)
	}
	return nil
}

// IsValid is the driver's; one that does not say is believed to be.
func (c *tapedConn) IsValid() bool {
	v, ok := c.wholeConn.(driver.Validator)
	return !ok || v.IsValid()
}
