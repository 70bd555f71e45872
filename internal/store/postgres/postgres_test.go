package postgres_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/huiyin/huiyin/internal/store"
	"github.com/huiyin/huiyin/internal/store/postgres"
	"github.com/huiyin/huiyin/internal/store/storetest"
	"github.com/huiyin/huiyin/internal/testkit/pgtest"
)

// home is a database of its own on the tests' server.
func home(url string) storetest.Home {
	return storetest.Home{Open: func(t testing.TB, now func() time.Time) *store.DB {
		t.Helper()
		db, err := postgres.Open(url, postgres.Options{Now: now, Writers: 4, Readers: 4})
		if err != nil {
			t.Fatal(err)
		}
		return db
	}}
}

// migrate brings a new database's schema up.
func migrate(url string) error {
	db, err := postgres.Open(url, postgres.Options{Now: time.Now, Writers: 1, Readers: 1})
	if err != nil {
		return err
	}
	return errors.Join(db.Migrate(context.Background()), db.Close())
}

func engine() storetest.Engine {
	return storetest.Engine{
		Empty: func(t testing.TB) storetest.Home { t.Helper(); return home(pgtest.URL(t)) },
		Fresh: func(t testing.TB) storetest.Home { t.Helper(); return home(pgtest.Prepared(t, "migrated", migrate)) },
	}
}

func TestContract(t *testing.T) {
	t.Parallel()
	storetest.Run(t, engine())
}

func TestTamper(t *testing.T) {
	t.Parallel()
	storetest.Tamper(t, engine())
}
