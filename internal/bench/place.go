package bench

import (
	"context"
	"crypto/rand"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"time"

	"github.com/huiyin/huiyin/internal/store"
	"github.com/huiyin/huiyin/internal/store/postgres"
	"github.com/huiyin/huiyin/internal/store/sqlite"
)

// place is where one contestant keeps what it writes: a folder, or a schema of a PostgreSQL database.
type place struct {
	Data string // folder
	DB   string // address whose search_path is the schema
}

func (p place) file() string { return filepath.Join(p.Data, "huiyin.db") }

// Engine is the engine's name.
func (p place) engine() string {
	if p.DB != "" {
		return "postgres"
	}
	return "sqlite"
}

// open opens the store as an installation does, with writers and readers as usual.
func (p place) open(now func() time.Time) (*store.DB, error) {
	if p.DB != "" {
		return postgres.Open(p.DB, postgres.Options{Now: now})
	}
	return sqlite.Open(p.file(), sqlite.Options{Now: now})
}

// ground is what a measurement may use, and gives back whole: a new folder, or new schemas.
type ground struct {
	dir     string
	url     string
	admin   *sql.DB
	schemas []string
}

// newGround makes a folder below data (empty: below the system's folder for temporary files), or takes the database.
func newGround(ctx context.Context, data, rawURL string) (*ground, error) {
	if rawURL != "" {
		db, err := sql.Open("pgx", rawURL)
		if err != nil {
			return nil, fmt.Errorf("bench: %w", err)
		}
		if err := db.PingContext(ctx); err != nil {
			return nil, errors.Join(fmt.Errorf("bench: %w", err), db.Close())
		}
		if err := unused(ctx, db); err != nil {
			return nil, errors.Join(err, db.Close())
		}
		return &ground{url: rawURL, admin: db}, nil
	}
	if data != "" {
		if err := os.MkdirAll(data, 0o700); err != nil {
			return nil, fmt.Errorf("bench: %w", err)
		}
		if err := unusedFolder(ctx, place{Data: data}); err != nil {
			return nil, err
		}
	}
	dir, err := os.MkdirTemp(data, "huiyin-bench-")
	if err != nil {
		return nil, fmt.Errorf("bench: %w", err)
	}
	return &ground{dir: dir}, nil
}

// unusedFolder refuses a folder in which somebody works.
func unusedFolder(ctx context.Context, p place) error {
	if info, err := os.Stat(p.file()); err != nil || info.Size() == 0 {
		return nil //nolint:nilerr // nothing there
	}
	db, err := sqlite.Open(p.file(), sqlite.Options{Now: time.Now, ReadOnly: true})
	if err != nil {
		return err
	}
	return errors.Join(unused(ctx, db.Writer()), db.Close())
}

// unused refuses a database with a congress that is not bench's own. Where there is no such table there is none.
func unused(ctx context.Context, db *sql.DB) error {
	var n int64
	if err := db.QueryRowContext(ctx, `SELECT count(*) FROM congress WHERE congress <> $1`, Congress).Scan(&n); err != nil {
		return nil //nolint:nilerr // no Huiyin here
	}
	if n > 0 {
		return errOthers
	}
	return nil
}

// lot is a place of its own for one contestant.
func (g *ground) lot(ctx context.Context, name string) (place, error) {
	if g.admin == nil {
		dir := filepath.Join(g.dir, name)
		if err := os.MkdirAll(dir, 0o700); err != nil {
			return place{}, fmt.Errorf("bench: %w", err)
		}
		return place{Data: dir}, nil
	}
	var b [6]byte
	_, _ = rand.Read(b[:]) // never fails (Go 1.24)
	schema := "huiyin_bench_" + name + "_" + hex.EncodeToString(b[:])
	if _, err := g.admin.ExecContext(ctx, "CREATE SCHEMA "+schema); err != nil {
		return place{}, fmt.Errorf("bench: %w", err)
	}
	g.schemas = append(g.schemas, schema)
	u, err := url.Parse(g.url)
	if err != nil {
		return place{}, fmt.Errorf("bench: %w", err)
	}
	q := u.Query()
	q.Set("search_path", schema)
	u.RawQuery = q.Encode()
	return place{DB: u.String()}, nil
}

// clear takes away what was made.
func (g *ground) clear() error {
	if g.admin == nil {
		return os.RemoveAll(g.dir)
	}
	var err error
	for _, s := range g.schemas {
		_, e := g.admin.ExecContext(context.Background(), "DROP SCHEMA IF EXISTS "+s+" CASCADE")
		err = errors.Join(err, e)
	}
	return errors.Join(err, g.admin.Close())
}
