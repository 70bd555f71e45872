package faultdb

import (
	"context"
	"database/sql/driver"
	"errors"
)

// stmt is a prepared statement. Each execution is a call of its own.
type stmt struct {
	inner driver.Stmt
	conn  *conn
	query string
}

var (
	_ driver.StmtExecContext   = (*stmt)(nil)
	_ driver.StmtQueryContext  = (*stmt)(nil)
	_ driver.NamedValueChecker = (*stmt)(nil)
)

func (s *stmt) NumInput() int { return s.inner.NumInput() }

func (s *stmt) Close() error {
	if s.conn.dropped {
		return nil // drop closed it
	}
	delete(s.conn.open, s)
	return s.inner.Close()
}

// CheckNamedValue asks the statement first and then the connection, as
// database/sql does with an unwrapped driver.
func (s *stmt) CheckNamedValue(nv *driver.NamedValue) error {
	if n, ok := s.inner.(driver.NamedValueChecker); ok {
		return n.CheckNamedValue(nv)
	}
	return s.conn.CheckNamedValue(nv)
}

// Exec and Query are only there because driver.Stmt wants them.
func (s *stmt) Exec([]driver.Value) (driver.Result, error) { return nil, errNoContext }

// Query is like Exec.
func (s *stmt) Query([]driver.Value) (driver.Rows, error) { return nil, errNoContext }

var errNoContext = errors.New("faultdb: database/sql calls the method with a context")

func (s *stmt) ExecContext(ctx context.Context, args []driver.NamedValue) (driver.Result, error) {
	return call(s.conn, s.query, func() (driver.Result, error) {
		if e, ok := s.inner.(driver.StmtExecContext); ok {
			return e.ExecContext(ctx, args)
		}
		values, err := positional(args)
		if err != nil {
			return nil, err
		}
		return s.inner.Exec(values) //nolint:staticcheck // the only way an old driver has
	}, nil)
}

func (s *stmt) QueryContext(ctx context.Context, args []driver.NamedValue) (driver.Rows, error) {
	return call(s.conn, s.query, func() (driver.Rows, error) {
		if q, ok := s.inner.(driver.StmtQueryContext); ok {
			return q.QueryContext(ctx, args)
		}
		values, err := positional(args)
		if err != nil {
			return nil, err
		}
		return s.inner.Query(values) //nolint:staticcheck // the only way an old driver has
	}, drain)
}

func positional(args []driver.NamedValue) ([]driver.Value, error) {
	values := make([]driver.Value, len(args))
	for i, arg := range args {
		if arg.Name != "" {
			return nil, errors.New("faultdb: the inner driver does not know named arguments")
		}
		values[i] = arg.Value
	}
	return values, nil
}
