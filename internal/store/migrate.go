package store

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"github.com/pressly/goose/v3"
)

//go:embed migrations
var migrations embed.FS

// MigrationsOf gives the migrations of one engine: the common ones and its own, as one folder.
func MigrationsOf(engine string) (fs.FS, error) {
	common, err := fs.Sub(migrations, "migrations/common")
	if err != nil {
		return nil, fmt.Errorf("store: %w", err)
	}
	own, err := fs.Sub(migrations, "migrations/"+engine)
	if err != nil {
		return nil, fmt.Errorf("store: %w", err)
	}
	return overlay{own, common}, nil
}

// Migrate brings the schema up to date. Several processes may try at once: each migration is one transaction,
// so one of them does it and the others fail on what is there by then, look again and go on from there.
func (db *DB) Migrate(ctx context.Context) error {
	p, err := goose.NewProvider(goose.Dialect(db.Goose), db.writer, db.Migrations, goose.WithVerbose(false))
	if err != nil {
		return fmt.Errorf("store: migrations: %w", err)
	}
	seen := int64(-1)
	for {
		_, err := p.Up(ctx)
		if err == nil {
			return db.fillMilestones(ctx)
		}
		version, lookErr := p.GetDBVersion(ctx)
		if lookErr != nil || version <= seen {
			return fmt.Errorf("store: migrate: %w", err)
		}
		seen = version
	}
}

// ErrOldSchema says that the database needs migrating (or is newer than this program).
var ErrOldSchema = errors.New("the database has another schema version than this program")

// CheckSchema reports whether a database opened for reading has the version this program knows.
func (db *DB) CheckSchema(ctx context.Context) error {
	var have int64
	err := db.reader.QueryRowContext(ctx, `SELECT max(version_id) FROM goose_db_version`).Scan(&have)
	if err != nil && db.Classify(err) == Lost {
		return fmt.Errorf("the database cannot be read: %w", err)
	}
	if err != nil {
		return fmt.Errorf("%w: %w", ErrOldSchema, err)
	}
	names, err := fs.Glob(db.Migrations, "*.sql")
	if err != nil {
		return fmt.Errorf("store: %w", err)
	}
	if int64(len(names)) != have {
		return fmt.Errorf("%w: it has %d, the program knows %d", ErrOldSchema, have, len(names))
	}
	return nil
}

// overlay shows several folders as one; the first that has a file wins.
type overlay []fs.FS

// Open implements fs.FS.
func (o overlay) Open(name string) (fs.File, error) {
	for _, f := range o {
		file, err := f.Open(name)
		if err == nil || !errors.Is(err, fs.ErrNotExist) {
			return file, err
		}
	}
	return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
}

// ReadDir implements fs.ReadDirFS.
func (o overlay) ReadDir(name string) ([]fs.DirEntry, error) {
	var out []fs.DirEntry
	for _, f := range o {
		entries, err := fs.ReadDir(f, name)
		if err != nil {
			return nil, err
		}
		out = append(out, entries...)
	}
	slices.SortFunc(out, func(a, b fs.DirEntry) int { return strings.Compare(a.Name(), b.Name()) })
	return out, nil
}

// Glob implements fs.GlobFS, which goose uses.
func (o overlay) Glob(pattern string) ([]string, error) {
	var out []string
	for _, f := range o {
		names, err := fs.Glob(f, pattern)
		if err != nil {
			return nil, err
		}
		out = append(out, names...)
	}
	slices.Sort(out)
	return out, nil
}
