// Package pgtest gives tests real PostgreSQL databases and throws them away
// again.
//
// URL hands every test an own empty database. Its server is the one that
// HUIYIN_TEST_POSTGRES names, or one that this package starts on 127.0.0.1 the
// first time a test of the process asks. That server cannot outlive the test
// process, not even when the process is killed: a watchdog holds the other end
// of a pipe and stops it. Start gives crash tests a server of their own, to
// kill and to start again.
//
// A machine without PostgreSQL fails the test and says what to install. A test
// that cannot run must not look like one that passed.
package pgtest

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"net/url"
	"os"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
)

// EnvURL names a PostgreSQL server that tests may use in place of starting
// one: a URL whose user may create databases. Its other databases are left
// alone.
const EnvURL = "HUIYIN_TEST_POSTGRES"

// adminTimeout bounds CREATE and DROP DATABASE. They take some 50 ms on an idle
// machine; two cores full of tests need room.
const adminTimeout = 60 * time.Second

// URL returns the address of a new empty database that only t uses. It is
// dropped when t ends, with whatever connections are still open on it.
func URL(t testing.TB) string {
	t.Helper()
	return newDatabase(t, adminURL(t), "")
}

// Prepared is URL with contents: the first call with a key creates a database
// and hands it to prepare (to run the migrations, say), and every call returns
// an own copy of the result. Copying costs a tenth of migrating. prepare must
// close its connections before it returns.
func Prepared(t testing.TB, key string, prepare func(url string) error) string {
	t.Helper()
	admin := adminURL(t)

	templates.Lock()
	defer templates.Unlock() // copying needs a template without other sessions
	name, ok := templates.byKey[key]
	if !ok {
		name = databaseName()
		if err := execAdmin(admin, "CREATE DATABASE "+name+" TEMPLATE template0"); err != nil {
			t.Fatalf("pgtest: create the template database %q: %v", key, err)
		}
		if err := prepare(withDatabase(admin, name)); err != nil {
			t.Fatalf("pgtest: prepare the template database %q: %v", key, err)
		}
		templates.byKey[key] = name
	}
	return newDatabase(t, admin, name)
}

var templates = struct {
	sync.Mutex
	byKey map[string]string
}{byKey: map[string]string{}}

// shared is the server of this process. It is never stopped here: the watchdog
// stops it when the process ends, whichever way that happens.
var shared = sync.OnceValues(func() (*Server, error) { return start(nil) })

func adminURL(t testing.TB) string {
	t.Helper()
	if u := os.Getenv(EnvURL); u != "" {
		return u
	}
	s, err := shared()
	if err != nil {
		t.Fatalf("pgtest: %v", err)
	}
	return s.URL("postgres")
}

// newDatabase creates a database, from the template where one is named, and
// has it dropped when t ends.
func newDatabase(t testing.TB, admin, template string) string {
	t.Helper()
	name := databaseName()
	if template == "" {
		template = "template0"
	}
	if err := execAdmin(admin, "CREATE DATABASE "+name+" TEMPLATE "+template); err != nil {
		t.Fatalf("pgtest: create a database: %v", err)
	}
	t.Cleanup(func() {
		if err := execAdmin(admin, "DROP DATABASE IF EXISTS "+name+" WITH (FORCE)"); err != nil {
			t.Errorf("pgtest: drop database %s: %v", name, err)
		}
	})
	return withDatabase(admin, name)
}

// execAdmin runs one statement outside a transaction, as CREATE DATABASE wants.
func execAdmin(admin, statement string) error {
	ctx, cancel := context.WithTimeout(context.Background(), adminTimeout)
	defer cancel()
	conn, err := pgx.Connect(ctx, admin)
	if err != nil {
		return fmt.Errorf("connect: %w", err)
	}
	defer conn.Close(ctx)
	if _, err := conn.Exec(ctx, statement); err != nil {
		return fmt.Errorf("%s: %w", statement, err)
	}
	return nil
}

func databaseName() string { return "huiyin_test_" + randomHex(8) }

func randomHex(n int) string {
	b := make([]byte, n)
	rand.Read(b) // never fails, by its documentation
	return hex.EncodeToString(b)
}

// withDatabase returns the address of another database on the same server.
func withDatabase(admin, name string) string {
	u, err := url.Parse(admin)
	if err != nil { // pgx connected with it just now
		panic(fmt.Sprintf("pgtest: %s is not a URL: %v", EnvURL, err))
	}
	u.Path = "/" + name
	return u.String()
}
