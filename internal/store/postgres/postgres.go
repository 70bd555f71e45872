// Package postgres opens the engine for installations that outgrow one machine or one file.
package postgres

import (
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"net"
	"net/url"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
	_ "github.com/jackc/pgx/v5/stdlib" // registers the driver "pgx"

	"github.com/huiyin/huiyin/internal/store"
)

// Options for Open.
type Options struct {
	Now     func() time.Time
	Writers int    // connections for writing; 0: 16
	Readers int    // connections for reading; 0: 16
	Driver  string // name of the database/sql driver; tests put a faulty one here
}

// lanes of register and number series: openings in different lanes do not wait for each other.
const lanes = 8

// Open connects to a database by URL (postgres://…). It does not migrate.
func Open(rawURL string, o Options) (*store.DB, error) {
	name := o.Driver
	if name == "" {
		name = "pgx"
	}
	dsn, err := withDefaults(rawURL)
	if err != nil {
		return nil, err
	}
	writer, err := sql.Open(name, dsn)
	if err != nil {
		return nil, fmt.Errorf("postgres: %w", err)
	}
	pool(writer, o.Writers)
	reader, err := sql.Open("pgx", dsn)
	if err != nil {
		return nil, errors.Join(fmt.Errorf("postgres: %w", err), writer.Close())
	}
	pool(reader, o.Readers)
	files, err := store.MigrationsOf("postgres")
	if err != nil {
		return nil, errors.Join(err, writer.Close(), reader.Close())
	}
	d := store.Dialect{Name: "postgres", Classify: classify, Lanes: lanes, TSVector: true, SkipLocked: " FOR UPDATE SKIP LOCKED", Migrations: files, Goose: "postgres"}
	return store.New(d, writer, reader, store.Options{Now: o.Now}), nil
}

func pool(db *sql.DB, n int) {
	if n == 0 {
		n = 16
	}
	db.SetMaxOpenConns(n)
	db.SetMaxIdleConns(n)
	db.SetConnMaxIdleTime(5 * time.Minute)
}

// withDefaults adds what Huiyin relies on: no acknowledged act may wait in memory (synchronous_commit=on,
// whatever the server's default), and statements survive a pooler (cache_describe).
func withDefaults(raw string) (string, error) {
	u, err := url.Parse(raw)
	if err != nil || u.Scheme != "postgres" && u.Scheme != "postgresql" {
		return "", fmt.Errorf("postgres: %q is not a postgres:// address", redact(raw))
	}
	q := u.Query()
	for k, v := range map[string]string{
		"synchronous_commit": "on", "application_name": "huiyin", "default_query_exec_mode": "cache_describe",
	} {
		if q.Get(k) == "" {
			q.Set(k, v)
		}
	}
	u.RawQuery = q.Encode()
	return u.String(), nil
}

// redact keeps passwords out of error texts.
func redact(raw string) string {
	if u, err := url.Parse(raw); err == nil {
		return u.Redacted()
	}
	return "(address)"
}

// classify goes by SQLSTATE, never by text.
func classify(err error) store.Class {
	if pe, ok := errors.AsType[*pgconn.PgError](err); ok {
		switch pe.Code {
		case "23505":
			return store.Duplicate
		case "40001", "40P01":
			return store.Retry
		case "53100":
			return store.Full
		case "25006":
			return store.ReadOnly
		case "57P01", "57P02", "57P03":
			return store.Lost
		}
		return store.Other
	}
	var ne net.Error
	var ce *pgconn.ConnectError
	if errors.As(err, &ne) || errors.As(err, &ce) || errors.Is(err, pgconn.ErrConnClosed) || errors.Is(err, driver.ErrBadConn) || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF) {
		return store.Lost
	}
	return store.Other
}
