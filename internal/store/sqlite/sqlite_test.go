package sqlite_test

import (
	"path/filepath"
	"testing"
	"time"

	"github.com/huiyin/huiyin/internal/store"
	"github.com/huiyin/huiyin/internal/store/sqlite"
	"github.com/huiyin/huiyin/internal/store/storetest"
)

// home is a database file of its own.
func home(t testing.TB) storetest.Home {
	path := filepath.Join(t.TempDir(), "store.db")
	return storetest.Home{Open: func(t testing.TB, now func() time.Time) *store.DB {
		t.Helper()
		db, err := sqlite.Open(path, sqlite.Options{Now: now})
		if err != nil {
			t.Fatal(err)
		}
		return db
	}}
}

func engine() storetest.Engine {
	return storetest.Engine{Empty: home, Fresh: func(t testing.TB) storetest.Home {
		t.Helper()
		h := home(t)
		db := h.Open(t, time.Now)
		if err := db.Migrate(t.Context()); err != nil {
			t.Fatal(err)
		}
		if err := db.Close(); err != nil {
			t.Fatal(err)
		}
		return h
	}}
}

func TestContract(t *testing.T) {
	t.Parallel()
	storetest.Run(t, engine())
}

func TestTamper(t *testing.T) {
	t.Parallel()
	storetest.Tamper(t, engine())
}
