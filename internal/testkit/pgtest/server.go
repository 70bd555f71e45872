package pgtest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
)

const (
	// startTimeout bounds initdb and the wait for the first connection. Both
	// take about a second when the machine is idle.
	startTimeout = 90 * time.Second
	stopTimeout  = 30 * time.Second
	// startTries covers another process taking the chosen port first.
	startTries = 5
	pollEvery  = 20 * time.Millisecond
)

// Server is one PostgreSQL server on 127.0.0.1 with a data directory of its
// own. It runs with PostgreSQL's own settings for durability (fsync and
// synchronous_commit on), so a crash test tests what an installation has.
type Server struct {
	bin      string
	dir      string // holds data/, log and the password file
	account  account
	port     int
	password string
	settings []string
	watchdog io.Closer // closing it stops the server and removes dir

	mu      sync.Mutex
	process *exec.Cmd     // nil while the server is down
	exited  chan struct{} // closed when process has ended
}

// Start runs a server that only t uses and removes it when t ends. Settings are
// server settings such as "log_statement=all", on top of the defaults.
func Start(t testing.TB, settings ...string) *Server {
	t.Helper()
	s, err := start(settings)
	if err != nil {
		t.Fatalf("pgtest: %v", err)
	}
	t.Cleanup(func() {
		if err := s.remove(); err != nil {
			t.Errorf("pgtest: %v", err)
		}
	})
	return s
}

// Database returns the address of a new empty database on this server. It goes
// when the server goes.
func (s *Server) Database(t testing.TB) string {
	t.Helper()
	name := databaseName()
	if err := execAdmin(s.URL("postgres"), "CREATE DATABASE "+name+" TEMPLATE template0"); err != nil {
		t.Fatalf("pgtest: create a database: %v", err)
	}
	return s.URL(name)
}

// URL returns the address of a database by name, for a superuser. It stays the
// same over Stop, Kill9 and Restart.
func (s *Server) URL(database string) string {
	u := url.URL{
		Scheme:   "postgres",
		User:     url.UserPassword("huiyin", s.password),
		Host:     net.JoinHostPort("127.0.0.1", strconv.Itoa(s.port)),
		Path:     "/" + database,
		RawQuery: "sslmode=disable",
	}
	return u.String()
}

// Dir is the folder of everything the server keeps; its log is Dir()/log.
func (s *Server) Dir() string { return s.dir }

// Stop shuts the server down in order: sessions are ended, everything is
// flushed.
func (s *Server) Stop(t testing.TB) {
	t.Helper()
	if err := s.signal(syscall.SIGINT); err != nil {
		t.Fatalf("pgtest: stop the server: %v", err)
	}
}

// Kill9 kills the server and all its sessions where they stand, as a crash of
// the machine's software would. What was not committed is gone; what was
// acknowledged must be there after Restart.
func (s *Server) Kill9(t testing.TB) {
	t.Helper()
	s.mu.Lock()
	process := s.process
	s.mu.Unlock()
	if process == nil {
		t.Fatalf("pgtest: kill the server: it is not running")
	}
	// Stopped first, the postmaster cannot start a session while its children
	// are being listed. They would notice its death by themselves, but later.
	pid := process.Process.Pid
	_ = syscall.Kill(pid, syscall.SIGSTOP)
	children := childrenOf(pid)
	if err := s.signal(syscall.SIGKILL); err != nil {
		t.Fatalf("pgtest: kill the server: %v", err)
	}
	for _, child := range children {
		_ = syscall.Kill(child, syscall.SIGKILL) // ESRCH: it went by itself
	}
}

// Restart starts the server again after Stop or Kill9, on the same port with
// the same data, and returns when it answers. After Kill9 that is when crash
// recovery is done.
func (s *Server) Restart(t testing.TB) {
	t.Helper()
	deadline := time.Now().Add(startTimeout)
	for {
		err := s.run()
		if err == nil {
			return
		}
		// Killed sessions hold the shared memory for a moment after the kill.
		if time.Now().After(deadline) || !strings.Contains(err.Error(), "shared memory") {
			t.Fatalf("pgtest: start the server again: %v", err)
		}
		pause()
	}
}

// start creates a cluster and runs a server on it.
func start(settings []string) (*Server, error) {
	bin, err := findBin()
	if err != nil {
		return nil, err
	}
	account, err := serverAccount()
	if err != nil {
		return nil, err
	}
	dir, err := account.makeDir()
	if err != nil {
		return nil, err
	}
	s := &Server{bin: bin, dir: dir, account: account, password: randomHex(16), settings: settings}
	if err := s.guard(); err != nil {
		_ = os.RemoveAll(dir)
		return nil, err
	}
	if err := s.initdb(); err != nil {
		return nil, errors.Join(err, s.remove())
	}
	for try := 1; ; try++ {
		if s.port, err = freePort(); err != nil {
			return nil, errors.Join(err, s.remove())
		}
		if err = s.run(); err == nil {
			return s, nil
		}
		if try == startTries {
			return nil, errors.Join(err, s.remove())
		}
	}
}

// guard starts the watchdog: a shell that waits for the end of a pipe whose
// other end only this process holds. However this process ends, the pipe
// closes, and the watchdog stops the server and removes its folder.
func (s *Server) guard() error {
	read, write, err := os.Pipe()
	if err != nil {
		return fmt.Errorf("make the watchdog's pipe: %w", err)
	}
	defer read.Close()
	const script = `cat >/dev/null; "$1/pg_ctl" stop -s -m immediate -D "$2/data" -t 20 >/dev/null 2>&1; cd /; rm -rf "$2"`
	cmd := exec.Command("/bin/sh", "-c", script, "huiyin-pg-watchdog", s.bin, s.dir)
	cmd.Dir, cmd.Stdin, cmd.SysProcAttr = s.dir, read, s.account.procAttr()
	if err := cmd.Start(); err != nil {
		return errors.Join(fmt.Errorf("start the watchdog: %w", err), write.Close())
	}
	s.watchdog = closer(func() error {
		if err := write.Close(); err != nil {
			return fmt.Errorf("close the watchdog's pipe: %w", err)
		}
		if err := cmd.Wait(); err != nil {
			return fmt.Errorf("watchdog of %s: %w", s.dir, err)
		}
		return nil
	})
	return nil
}

type closer func() error

func (c closer) Close() error { return c() }

// initdb creates the cluster. It sorts text by Chinese rules where PostgreSQL
// can (15 and later), as a server set up in China would: a query that only
// works with byte order must fail here and not there.
func (s *Server) initdb() error {
	pwfile := filepath.Join(s.dir, "password")
	if err := os.WriteFile(pwfile, []byte(s.password+"\n"), 0o644); err != nil { // the folder itself is 0700
		return fmt.Errorf("write PostgreSQL's password: %w", err)
	}
	args := []string{
		"--pgdata=" + s.data(), "--username=huiyin", "--pwfile=" + pwfile,
		"--auth=scram-sha-256", "--encoding=UTF8", "--locale=C", "--no-sync",
	}
	if major := majorOf(s.bin); major >= 15 {
		args = append(args, "--locale-provider=icu", "--icu-locale=zh")
	}
	ctx, cancel := context.WithTimeout(context.Background(), startTimeout)
	defer cancel()
	cmd := exec.CommandContext(ctx, filepath.Join(s.bin, "initdb"), args...)
	cmd.Dir, cmd.SysProcAttr = s.dir, s.account.procAttr()
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("initdb: %w\n%s", err, out)
	}
	return nil
}

func (s *Server) data() string { return filepath.Join(s.dir, "data") }

// run starts the server process and waits until it answers. When it ends
// before that, the error carries what it wrote to its log.
func (s *Server) run() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.process != nil {
		return errors.New("the server is running already")
	}
	logPath := filepath.Join(s.dir, "log")
	log, err := os.Create(logPath)
	if err != nil {
		return fmt.Errorf("create PostgreSQL's log: %w", err)
	}
	defer log.Close()
	args := []string{"-D", s.data(), "-p", strconv.Itoa(s.port)}
	for _, setting := range append([]string{
		"listen_addresses=127.0.0.1",
		"unix_socket_directories=", // their paths are too long below some TMPDIRs
		"max_connections=200",      // many tests at once, a pool each
	}, s.settings...) {
		args = append(args, "-c", setting)
	}
	cmd := exec.Command(filepath.Join(s.bin, "postgres"), args...)
	// The server must not hold the test's own output: go test waits for that.
	cmd.Dir, cmd.Stdout, cmd.Stderr = s.dir, log, log
	cmd.SysProcAttr = s.account.procAttr()
	if err := cmd.Start(); err != nil {
		return fmt.Errorf("start postgres: %w", err)
	}
	exited := make(chan struct{})
	go func() {
		_ = cmd.Wait() // how it ended is in its log
		close(exited)
	}()
	if err := s.await(exited); err != nil {
		_ = cmd.Process.Kill()
		<-exited
		text, readErr := os.ReadFile(logPath)
		return errors.Join(fmt.Errorf("%w\n%s", err, text), readErr)
	}
	s.process, s.exited = cmd, exited
	return nil
}

// await returns when the server answers, or with an error when it ends or
// stays silent.
func (s *Server) await(exited <-chan struct{}) error {
	ctx, cancel := context.WithTimeout(context.Background(), startTimeout)
	defer cancel()
	for {
		conn, err := pgx.Connect(ctx, s.URL("postgres"))
		if err == nil {
			return conn.Close(ctx)
		}
		select {
		case <-exited:
			return errors.New("postgres ended before it answered")
		case <-ctx.Done():
			return fmt.Errorf("postgres did not answer within %v: %w", startTimeout, err)
		case <-time.After(pollEvery):
		}
	}
}

// signal sends sig to the server and waits until it has ended.
func (s *Server) signal(sig syscall.Signal) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.process == nil {
		return errors.New("it is not running")
	}
	if err := s.process.Process.Signal(sig); err != nil {
		return fmt.Errorf("send %v: %w", sig, err)
	}
	select {
	case <-s.exited:
	case <-time.After(stopTimeout):
		return fmt.Errorf("it did not end within %v of %v", stopTimeout, sig)
	}
	s.process = nil
	return nil
}

// remove stops the server, whatever its state, and removes its folder.
func (s *Server) remove() error { return s.watchdog.Close() }

// freePort asks the system for a port nobody listens on. Another process can
// take it before PostgreSQL does, so start tries more than once.
func freePort() (int, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return 0, fmt.Errorf("find a free port: %w", err)
	}
	defer l.Close()
	return l.Addr().(*net.TCPAddr).Port, nil
}

func pause() { <-time.After(pollEvery) }

// childrenOf lists the processes that pid started. Where there is no /proc it
// finds none, and the server's sessions end by themselves a moment later.
func childrenOf(pid int) []int {
	stats, err := filepath.Glob("/proc/[0-9]*/stat")
	if err != nil {
		return nil
	}
	var children []int
	for _, path := range stats {
		text, err := os.ReadFile(path)
		if err != nil {
			continue // it ended meanwhile
		}
		// "pid (name) state ppid …"; the name may hold spaces and brackets.
		after := strings.Fields(string(text[bytes.LastIndexByte(text, ')')+1:]))
		if len(after) < 2 || after[1] != strconv.Itoa(pid) {
			continue
		}
		if child, err := strconv.Atoi(filepath.Base(filepath.Dir(path))); err == nil {
			children = append(children, child)
		}
	}
	return children
}
