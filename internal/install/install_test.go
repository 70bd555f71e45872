package install_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/huiyin/huiyin/internal/install"
	"github.com/huiyin/huiyin/internal/store"
	"github.com/huiyin/huiyin/internal/testkit/pgtest"
)

func open(w install.Where, mode install.Mode) (*store.DB, error) {
	return install.Open(context.Background(), w, mode, time.Now)
}

func mustOpen(t *testing.T, w install.Where, mode install.Mode) *store.DB {
	t.Helper()
	db, err := open(w, mode)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() }) // again is harmless
	return db
}

// A folder is made and filled on first use, for nobody else to look into, and opened again later.
func TestFolder(t *testing.T) {
	t.Parallel()
	w := install.Where{Data: filepath.Join(t.TempDir(), "deep", "data")}
	if install.Exists(w) {
		t.Error("it exists before it is made")
	}
	if _, err := open(w, install.Read); !errors.Is(err, install.ErrMissing) {
		t.Errorf("reading what is not there: %v", err)
	}
	if _, err := os.Stat(w.Data); err == nil {
		t.Error("looking made the folder")
	}
	db := mustOpen(t, w, install.Write)
	if err := db.CheckSchema(t.Context()); err != nil {
		t.Error(err)
	}
	if info, err := os.Stat(w.Data); err != nil || info.Mode().Perm() != 0o700 {
		t.Errorf("folder %v, %v", info.Mode(), err)
	}
	if !install.Exists(w) {
		t.Error("it does not exist once it is made")
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	if err := mustOpen(t, w, install.Serve).Close(); err != nil {
		t.Error(err)
	}
}

// One writer to a folder: whoever comes second is told so and may still look; when the first has gone, or has
// failed to open, the folder is free.
func TestOneWriter(t *testing.T) {
	t.Parallel()
	w := install.Where{Data: t.TempDir()}
	first := mustOpen(t, w, install.Serve)
	for _, mode := range []install.Mode{install.Write, install.Serve} {
		if _, err := open(w, mode); !errors.Is(err, install.ErrHeld) {
			t.Errorf("a second writer (%d): %v", mode, err)
		}
	}
	look := mustOpen(t, w, install.Read)
	if err := errors.Join(look.Ping(t.Context()), look.CheckSchema(t.Context())); err != nil {
		t.Errorf("a look beside the server: %v", err)
	}
	if _, _, err := look.Update(t.Context(), store.Request{}, func(tx *store.Tx) (string, error) { return "", tx.Sweep(0) }); err == nil {
		t.Error("a look wrote")
	}
	if err := errors.Join(look.Close(), first.Close()); err != nil {
		t.Fatal(err)
	}
	if err := mustOpen(t, w, install.Write).Close(); err != nil {
		t.Error(err)
	}
}

// A database that cannot be opened leaves the folder free, and says what is wrong.
func TestBrokenDatabase(t *testing.T) {
	t.Parallel()
	w := install.Where{Data: t.TempDir()}
	path := filepath.Join(w.Data, "huiyin.db")
	if err := os.WriteFile(path, []byte("this is no database, however long one looks at it"), 0o600); err != nil {
		t.Fatal(err)
	}
	for range 2 { // the second time it must not be "held"
		if _, err := open(w, install.Write); err == nil || errors.Is(err, install.ErrHeld) {
			t.Errorf("no database: %v", err)
		}
	}
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	if err := mustOpen(t, w, install.Write).Close(); err != nil {
		t.Errorf("once it is out of the way: %v", err)
	}
}

// A database of another version is not read as if it were ours, and not changed by looking.
func TestOldSchema(t *testing.T) {
	t.Parallel()
	w := install.Where{Data: t.TempDir()}
	if err := os.WriteFile(filepath.Join(w.Data, "huiyin.db"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := open(w, install.Read); !errors.Is(err, store.ErrOldSchema) {
		t.Errorf("an empty file: %v", err)
	}
	if err := mustOpen(t, w, install.Write).Close(); err != nil {
		t.Fatal(err)
	}
	if err := mustOpen(t, w, install.Read).Close(); err != nil {
		t.Errorf("after migrating: %v", err)
	}
}

func TestWhere(t *testing.T) {
	t.Parallel()
	for _, w := range []install.Where{{}, {Data: "x", DB: "postgres://h/d"}} {
		if _, err := open(w, install.Write); !errors.Is(err, install.ErrWhere) {
			t.Errorf("%+v: %v", w, err)
		}
	}
	if _, err := open(install.Where{DB: "mysql://h/d"}, install.Write); err == nil {
		t.Error("another engine was taken")
	}
	if _, err := open(install.Where{DB: "postgres://127.0.0.1:1/none?connect_timeout=1"}, install.Write); err == nil {
		t.Error("a server that is not there answered")
	}
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := open(install.Where{Data: filepath.Join(file, "sub")}, install.Write); err == nil {
		t.Error("a file became a folder")
	}
}

// PostgreSQL has no lock: several processes may write, and a look does not migrate.
func TestPostgres(t *testing.T) {
	t.Parallel()
	w := install.Where{DB: pgtest.URL(t)}
	if !install.Exists(w) {
		t.Error("an address names what exists")
	}
	if _, err := open(w, install.Read); !errors.Is(err, store.ErrOldSchema) {
		t.Errorf("a look at an empty database: %v", err)
	}
	mustOpen(t, w, install.Serve)
	mustOpen(t, w, install.Write)
	mustOpen(t, w, install.Read)
}
