package e2e_test

import (
	"context"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/huiyin/huiyin/internal/testkit/pgtest"
	"github.com/huiyin/huiyin/internal/testkit/world"
	"github.com/huiyin/huiyin/internal/web"
)

// onBothEngines runs a test on a stage of either engine.
func onBothEngines(t *testing.T, test func(t *testing.T, st *stage)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) {
		t.Parallel()
		test(t, setUp(t, world.SQLite(t)))
	})
	t.Run("postgres", func(t *testing.T) {
		t.Parallel()
		test(t, setUp(t, world.Postgres(t, pgtest.URL(t))))
	})
}

// stage is a tiny congress with its pages on 127.0.0.1.
type stage struct {
	*world.World
	t    *testing.T
	url  string
	gate gate
	sent atomic.Int64 // forms that reached the server
	seen sync.Map     // paths of the pages that were asked for
}

// setUp serves the pages of a world until the test ends, and fails the test for every error in their log.
func setUp(t *testing.T, w *world.World, change ...func(*web.Config)) *stage {
	t.Helper()
	st := &stage{World: w, t: t}
	errs := &errorLog{}
	cfg := web.Config{Congress: world.ID, Log: slog.New(errs)}
	for _, c := range change {
		c(&cfg)
	}
	pages := web.New(w.Office, cfg)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodGet {
			st.seen.Store(r.URL.Path, true)
		}
		if r.Method == http.MethodPost {
			st.sent.Add(1)
			st.gate.pass()
		}
		pages.ServeHTTP(w, r)
	}))
	st.url = server.URL
	t.Cleanup(func() {
		server.Close()
		for _, line := range errs.all() {
			t.Errorf("the server's log: %s", line)
		}
		st.Verify() // whatever was clicked, the journal still proves every row
	})
	return st
}

// of is the same stage for a part of the test that runs on its own.
func (st *stage) of(t *testing.T) *stage {
	t.Helper()
	return &stage{World: st.World, t: t, url: st.url}
}

// at moves the clock of the congress: "2026-03-02 09:00".
func (st *stage) at(when string) { st.Clock.Set(world.At(when)) }

// gate lets forms through one by one, until a test wants several at the very same time.
type gate struct {
	mu      sync.Mutex
	missing int
	open    chan struct{}
	late    bool
}

// gather makes the next n forms wait for each other.
func (g *gate) gather(n int) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.missing, g.open = n, make(chan struct{})
}

// gateTime bounds how long a form waits for the others.
const gateTime = 20 * time.Second

func (g *gate) pass() {
	g.mu.Lock()
	if g.missing == 0 {
		g.mu.Unlock()
		return
	}
	g.missing--
	open := g.open
	if g.missing == 0 {
		close(open)
	}
	g.mu.Unlock()
	select {
	case <-open:
	case <-time.After(gateTime):
		g.mu.Lock()
		g.late = true
		g.mu.Unlock()
	}
}

// met fails the test unless all that were gathered came.
func (g *gate) met(t *testing.T) {
	t.Helper()
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.missing > 0 || g.late {
		t.Errorf("%d of the forms that should have been sent at the same time did not come", g.missing)
	}
}

// errorLog keeps what the server logs as an error.
type errorLog struct {
	mu    sync.Mutex
	lines []string
}

func (l *errorLog) Enabled(_ context.Context, level slog.Level) bool { return level >= slog.LevelError }
func (l *errorLog) WithAttrs([]slog.Attr) slog.Handler               { return l }
func (l *errorLog) WithGroup(string) slog.Handler                    { return l }

func (l *errorLog) Handle(_ context.Context, r slog.Record) error {
	var line strings.Builder
	line.WriteString(r.Message)
	r.Attrs(func(a slog.Attr) bool {
		line.WriteString(" " + a.String())
		return true
	})
	l.mu.Lock()
	defer l.mu.Unlock()
	l.lines = append(l.lines, line.String())
	return nil
}

func (l *errorLog) all() []string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return append([]string(nil), l.lines...)
}

// setUpSQLite is a stage for what does not depend on the engine.
func setUpSQLite(t *testing.T, change ...func(*web.Config)) *stage {
	t.Helper()
	return setUp(t, world.SQLite(t), change...)
}
