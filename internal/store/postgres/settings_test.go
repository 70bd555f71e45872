package postgres_test

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgconn"

	"github.com/huiyin/huiyin/internal/store"
	"github.com/huiyin/huiyin/internal/store/postgres"
	"github.com/huiyin/huiyin/internal/testkit/pgtest"
)

// Every connection that writes waits for the flush, whatever the database's own default is.
func TestDurableSettings(t *testing.T) {
	t.Parallel()
	url := pgtest.URL(t)
	db := home(url).Open(t, time.Now)
	if _, err := db.Writer().ExecContext(t.Context(), `DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET synchronous_commit = off', current_database()); END $$`); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	db = home(url).Open(t, time.Now)
	defer db.Close()
	for setting, want := range map[string]string{"synchronous_commit": "on", "fsync": "on", "full_page_writes": "on", "application_name": "huiyin"} {
		var got string
		if err := db.Writer().QueryRowContext(t.Context(), "SHOW "+setting).Scan(&got); err != nil || got != want {
			t.Errorf("%s is %q, want %q (%v)", setting, got, want, err)
		}
	}
}

func TestAddresses(t *testing.T) {
	t.Parallel()
	for _, bad := range []string{"", "mysql://u:geheim@h/d", "/var/lib/huiyin", "host=h password=geheim", "postgres://u:geheim@h:port/d"} {
		_, err := postgres.Open(bad, postgres.Options{Now: time.Now})
		if err == nil {
			t.Errorf("%q was taken", bad)
			continue
		}
		if strings.Contains(bad, "://") && strings.Contains(err.Error(), "geheim") {
			t.Errorf("the password is in the error: %v", err)
		}
	}
}

// Errors mean the same on both engines, and are told by code; a lost connection is one whatever lost it.
func TestClassify(t *testing.T) {
	t.Parallel()
	db := engine().Fresh(t).Open(t, time.Now)
	defer db.Close()
	for query, want := range map[string]store.Class{
		"INSERT INTO hollow SELECT 'c', 'm', 'x' UNION ALL SELECT 'c', 'm', 'y'":                                 store.Duplicate,
		"INSERT INTO account SELECT 'c', x, 1, '{}', 'same', 'p' FROM (SELECT 'a' AS x UNION SELECT 'b') AS two": store.Duplicate,
		"INSERT INTO hollow (congress) VALUES ('c')":                                                             store.Other,
		"SELECT * FROM nothing": store.Other,
	} {
		if _, err := db.Writer().ExecContext(t.Context(), query); db.Classify(err) != want {
			t.Errorf("%s: %v is class %d, want %d", query, err, db.Classify(err), want)
		}
	}
	pg := func(code string) error { return fmt.Errorf("x: %w", &pgconn.PgError{Code: code}) }
	for _, c := range []struct {
		err  error
		want store.Class
	}{
		{pg("40001"), store.Retry},
		{pg("40P01"), store.Retry},
		{pg("53100"), store.Full},
		{pg("25006"), store.ReadOnly},
		{pg("57P01"), store.Lost},
		{pg("57P02"), store.Lost},
		{pg("57P03"), store.Lost},
		{pg("42601"), store.Other},
		{driver.ErrBadConn, store.Lost},
		{fmt.Errorf("x: %w", pgconn.ErrConnClosed), store.Lost}, // found closed before anything was sent
		{io.ErrUnexpectedEOF, store.Lost},
		{&net.OpError{Op: "read", Err: errors.New("reset")}, store.Lost},
		{errors.New("ours"), store.Other},
	} {
		if got := db.Classify(c.err); got != c.want {
			t.Errorf("%v is class %d, want %d", c.err, got, c.want)
		}
	}
}

// A server that is away is "not now" to whoever acts, and nothing hangs; when it is back, so are we.
func TestServerAway(t *testing.T) {
	t.Parallel()
	server := pgtest.Start(t)
	db := home(server.Database(t)).Open(t, time.Now)
	defer db.Close()
	if err := db.Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	flag := func() error {
		_, _, err := db.Update(t.Context(), store.Request{Congress: "c1"}, func(tx *store.Tx) (string, error) { return "", tx.FlagHollow("c1", "m", "x") })
		return err
	}
	look := func() error {
		return db.View(t.Context(), func(tx *store.Tx) error { _, err := tx.Hollow("c1", "m"); return err })
	}
	if err := errors.Join(flag(), look(), db.Ping(t.Context())); err != nil {
		t.Fatal(err)
	}
	server.Kill9(t)
	for i := range 3 {
		if err := flag(); !errors.Is(err, store.ErrUnavailable) {
			t.Errorf("try %d to write: %v", i+1, err)
		}
		if err := look(); !errors.Is(err, store.ErrUnavailable) {
			t.Errorf("try %d to look: %v", i+1, err)
		}
	}
	if err := db.Ping(t.Context()); err == nil {
		t.Error("a server that is away answers")
	}
	server.Restart(t)
	// Connections that died with the server are thrown away as they are found.
	if err := errors.Join(untilWell(flag), untilWell(look)); err != nil {
		t.Error(err)
	}
}

// untilWell tries a few times.
func untilWell(fn func() error) (err error) {
	for range 10 {
		if err = fn(); err == nil {
			return nil
		}
	}
	return err
}

// Two acts that lock two matters in opposite order do not hang: one of them is run again.
func TestDeadlock(t *testing.T) {
	t.Parallel()
	db := engine().Fresh(t).Open(t, time.Now)
	defer db.Close()
	if _, err := db.Writer().ExecContext(t.Context(), "INSERT INTO hollow VALUES ('c', 'a', '0'), ('c', 'b', '0')"); err != nil {
		t.Fatal(err)
	}
	ready := make(chan struct{}, 2)
	both := make(chan struct{})
	errs := make(chan error, 2)
	for i, order := range [][2]string{{"a", "b"}, {"b", "a"}} {
		first := true
		go func() {
			_, _, err := db.Update(context.Background(), store.Request{Congress: "c"}, func(tx *store.Tx) (string, error) {
				if err := tx.FlagHollow("c", order[0], fmt.Sprint(i)); err != nil {
					return "", err
				}
				if first {
					first = false
					ready <- struct{}{}
					<-both
				}
				return "", tx.FlagHollow("c", order[1], fmt.Sprint(i))
			})
			errs <- err
		}()
	}
	<-ready
	<-ready
	close(both)
	if err := errors.Join(<-errs, <-errs); err != nil {
		t.Error(err)
	}
	var n int
	if err := db.Writer().QueryRowContext(t.Context(), "SELECT count(DISTINCT code) FROM hollow").Scan(&n); err != nil || n != 1 {
		t.Errorf("the two are mixed: %d codes, %v", n, err)
	}
}
