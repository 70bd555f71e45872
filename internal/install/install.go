// Package install opens an installation: a data folder with the embedded database, or a PostgreSQL address.
// It migrates what is older than the program, and sees to it that two writers do not open one folder.
package install

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"syscall"
	"time"

	"github.com/huiyin/huiyin/internal/blob"
	"github.com/huiyin/huiyin/internal/store"
	"github.com/huiyin/huiyin/internal/store/postgres"
	"github.com/huiyin/huiyin/internal/store/sqlite"
)

// Where says where an installation is. Exactly one of Data and DB is set.
type Where struct {
	Data string // folder: everything Huiyin keeps for one installation
	DB   string // postgres://… address

	// Folder of attachments beside a PostgreSQL database; empty: none are taken. A data folder has its own.
	Files string
}

// Files gives the place of attachments of an installation, or nil where it has none.
func Files(w Where, now func() time.Time) *blob.Dir {
	switch {
	case w.Data != "":
		return blob.In(filepath.Join(w.Data, "files"), now)
	case w.Files != "":
		return blob.In(w.Files, now)
	}
	return nil
}

// Mode says what the installation is opened for.
type Mode int

// The modes.
const (
	Read  Mode = iota // look only; allowed beside a running server
	Write             // alone; refused while a server holds the folder
	Serve             // alone, for long
)

// file is the name of the database in the data folder.
const file = "huiyin.db"

// Errors of Open.
var (
	ErrWhere    = errors.New("name the installation by either --data DIR or --db URL")
	ErrHeld     = errors.New("another huiyin process is writing to this folder (a running server?); stop it first")
	ErrReadOnly = errors.New("this folder cannot be written to; give Huiyin a folder of its own that it may write in (reading commands work as it is)")
	ErrMissing  = errors.New("there is no Huiyin data in this folder")
	ErrFiles    = errors.New("--files goes with --db; a data folder keeps its attachments itself")
)

// Open opens an installation. Close the store when done: that also gives the folder free.
func Open(ctx context.Context, w Where, mode Mode, now func() time.Time) (*store.DB, error) {
	switch {
	case (w.Data == "") == (w.DB == ""):
		return nil, ErrWhere
	case w.Data != "" && w.Files != "":
		return nil, ErrFiles
	case w.DB != "":
		db, err := postgres.Open(w.DB, postgres.Options{Now: now})
		if err != nil {
			return nil, err
		}
		return ready(ctx, db, mode)
	}
	path := filepath.Join(w.Data, file)
	if mode == Read {
		if _, err := os.Stat(path); err != nil {
			return nil, fmt.Errorf("%s: %w", w.Data, ErrMissing)
		}
		db, err := sqlite.Open(path, sqlite.Options{Now: now, ReadOnly: true})
		if err != nil {
			return nil, err
		}
		return ready(ctx, db, mode)
	}
	// Only the operator may look into the folder: it holds residents' names.
	if err := os.MkdirAll(w.Data, 0o700); err != nil {
		return nil, fmt.Errorf("data folder: %w", err)
	}
	unlock, err := lock(filepath.Join(w.Data, "lock"))
	if errors.Is(err, syscall.EROFS) || errors.Is(err, os.ErrPermission) {
		return nil, fmt.Errorf("%w: %w", ErrReadOnly, err)
	}
	if err != nil {
		return nil, err
	}
	// SQLite gives its side files the mode of the database file.
	f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, errors.Join(fmt.Errorf("data folder: %w", err), unlock())
	}
	if err := f.Close(); err != nil {
		return nil, errors.Join(fmt.Errorf("data folder: %w", err), unlock())
	}
	db, err := sqlite.Open(path, sqlite.Options{Now: now, Close: unlock})
	if err != nil {
		return nil, errors.Join(err, unlock())
	}
	return ready(ctx, db, mode)
}

func ready(ctx context.Context, db *store.DB, mode Mode) (*store.DB, error) {
	step := db.Migrate
	if mode == Read {
		step = db.CheckSchema
	}
	err := step(ctx)
	if err == nil && mode != Read {
		// After an update that brings or changes the index of words, what is there already is taken into it.
		err = db.FillSearch(ctx, nil)
	}
	if err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return db, nil
}

// Exists reports whether the installation has a database already.
func Exists(w Where) bool {
	if w.Data == "" {
		return true // a PostgreSQL address names a database that exists; its schema may be empty
	}
	info, err := os.Stat(filepath.Join(w.Data, file))
	return err == nil && info.Size() > 0
}
