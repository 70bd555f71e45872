package pgtest_test

import (
	"bufio"
	"context"
	"crypto/rand"
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/huiyin/huiyin/internal/testkit/pgtest"
)

func connect(t *testing.T, url string) *pgx.Conn {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), url)
	if err != nil {
		t.Fatalf("connect: %v", err)
	}
	t.Cleanup(func() { _ = conn.Close(context.Background()) })
	return conn
}

func exec1(t *testing.T, conn *pgx.Conn, sql string, args ...any) {
	t.Helper()
	if _, err := conn.Exec(t.Context(), sql, args...); err != nil {
		t.Fatalf("%s: %v", sql, err)
	}
}

func scan[T any](t *testing.T, conn *pgx.Conn, sql string, args ...any) T {
	t.Helper()
	var v T
	if err := conn.QueryRow(t.Context(), sql, args...).Scan(&v); err != nil {
		t.Fatalf("%s: %v", sql, err)
	}
	return v
}

func TestEveryTestHasItsOwnDatabase(t *testing.T) {
	t.Parallel()
	a, b := connect(t, pgtest.URL(t)), connect(t, pgtest.URL(t))
	exec1(t, a, "CREATE TABLE only_here (n BIGINT)")
	if got := scan[int](t, b, "SELECT count(*) FROM pg_tables WHERE tablename = 'only_here'"); got != 0 {
		t.Fatalf("a table of one database shows in another")
	}
}

func TestDatabaseIsDroppedWithSessionsOpen(t *testing.T) {
	t.Parallel()
	var name string
	t.Run("inner", func(t *testing.T) {
		conn, err := pgx.Connect(t.Context(), pgtest.URL(t))
		if err != nil {
			t.Fatal(err)
		}
		name = scan[string](t, conn, "SELECT current_database()") // conn stays open on purpose
	})
	admin := connect(t, pgtest.URL(t))
	if got := scan[int](t, admin, "SELECT count(*) FROM pg_database WHERE datname = $1", name); got != 0 {
		t.Fatalf("database %s is still there", name)
	}
}

func TestPreparedRunsOnceAndCopies(t *testing.T) {
	t.Parallel()
	key := rand.Text() // a test may run more than once in a process
	var runs atomic.Int64
	prepare := func(url string) error {
		runs.Add(1)
		conn, err := pgx.Connect(context.Background(), url)
		if err != nil {
			return err
		}
		defer conn.Close(context.Background())
		_, err = conn.Exec(context.Background(), "CREATE TABLE seeded (n BIGINT); INSERT INTO seeded VALUES (7)")
		return err
	}
	a := connect(t, pgtest.Prepared(t, key, prepare))
	b := connect(t, pgtest.Prepared(t, key, prepare))
	exec1(t, a, "DELETE FROM seeded")
	if got := scan[int](t, b, "SELECT n FROM seeded"); got != 7 {
		t.Fatalf("the copy holds %d, want 7", got)
	}
	if runs.Load() != 1 {
		t.Fatalf("prepare ran %d times, want 1", runs.Load())
	}
}

// A server that did not flush would make every crash test meaningless.
func TestServerIsDurableAndLocal(t *testing.T) {
	t.Parallel()
	conn := connect(t, pgtest.URL(t))
	for setting, want := range map[string]string{
		"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on", "server_encoding": "UTF8",
	} {
		if got := scan[string](t, conn, "SELECT current_setting($1)", setting); got != want {
			t.Errorf("%s is %s, want %s", setting, got, want)
		}
	}
	if os.Getenv(pgtest.EnvURL) == "" {
		if got := scan[string](t, conn, "SELECT current_setting('listen_addresses')"); got != "127.0.0.1" {
			t.Errorf("the server listens on %q", got)
		}
	}
}

func TestKill9KeepsWhatWasCommitted(t *testing.T) {
	t.Parallel()
	s := pgtest.Start(t)
	url := s.Database(t)
	conn := connect(t, url)
	exec1(t, conn, "CREATE TABLE note (n BIGINT)")
	exec1(t, conn, "INSERT INTO note VALUES (1)")
	exec1(t, conn, "BEGIN")
	exec1(t, conn, "INSERT INTO note VALUES (2)")
	s.Kill9(t)
	if err := conn.Ping(t.Context()); err == nil {
		t.Fatalf("the server answers after kill -9")
	}
	s.Restart(t)
	again := connect(t, url)
	if got := scan[string](t, again, "SELECT string_agg(n::text, ',' ORDER BY n) FROM note"); got != "1" {
		t.Fatalf("after the crash the table holds %q, want the committed row only", got)
	}
	s.Stop(t)
	s.Restart(t)
	if got := scan[int](t, connect(t, url), "SELECT count(*) FROM note"); got != 1 {
		t.Fatalf("after a stop and a start there are %d rows, want 1", got)
	}
}

// The server must go when the test process is killed: this test starts itself
// anew as a process that only starts a server, kills it, and waits for the
// server's folder to vanish.
func TestServerDiesWithTheTestProcess(t *testing.T) {
	t.Parallel()
	if os.Getenv("PGTEST_CHILD") != "" {
		s := pgtest.Start(t)
		_, _ = os.Stdout.WriteString("URL " + s.URL("postgres") + "\nDIR " + s.Dir() + "\n")
		select {} // until killed
	}
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	child := exec.Command(self, "-test.run=^TestServerDiesWithTheTestProcess$")
	child.Env = append(os.Environ(), "PGTEST_CHILD=1")
	out, err := child.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	var url, dir string
	for lines := bufio.NewScanner(out); dir == "" && lines.Scan(); {
		if v, ok := strings.CutPrefix(lines.Text(), "URL "); ok {
			url = v
		}
		if v, ok := strings.CutPrefix(lines.Text(), "DIR "); ok {
			dir = v
		}
	}
	if dir == "" {
		t.Fatalf("the child process did not start a server")
	}
	connect(t, url) // it runs
	if err := child.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = child.Wait()
	deadline := time.After(30 * time.Second)
	for {
		if _, err := os.Stat(filepath.Join(dir, "data")); errors.Is(err, fs.ErrNotExist) {
			break
		}
		select {
		case <-deadline:
			t.Fatalf("the server in %s outlived its test process", dir)
		case <-time.After(20 * time.Millisecond):
		}
	}
	if conn, err := pgx.Connect(t.Context(), url); err == nil {
		_ = conn.Close(t.Context())
		t.Fatalf("the server still answers")
	}
}
