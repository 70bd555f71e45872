package bench

import (
	"context"
	"database/sql"
	"fmt"
	"os"
	"strconv"
	"strings"
	"time"

	"github.com/huiyin/huiyin/internal/store"
)

// Usage is what a process has used so far.
type Usage struct {
	CPU  time.Duration `json:"cpu"`  // user and system time
	RSS  int64         `json:"rss"`  // resident memory now, bytes; 0 where the system does not say
	Peak int64         `json:"peak"` // … at its most
}

// procMemory reads resident memory from Linux's /proc; zero elsewhere.
func procMemory() (rss, peak int64) {
	b, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return 0, 0
	}
	for line := range strings.Lines(string(b)) {
		f := strings.Fields(line)
		if len(f) < 2 {
			continue
		}
		kb, _ := strconv.ParseInt(f[1], 10, 64) // not a number: another line
		switch f[0] {
		case "VmRSS:":
			rss = kb << 10
		case "VmHWM:":
			peak = kb << 10
		}
	}
	return rss, peak
}

// engineCPU is the processor time of a PostgreSQL server on this machine with all its processes; 0 where it runs
// elsewhere or the system does not say.
func engineCPU(ctx context.Context, admin *sql.DB) time.Duration {
	var pid int
	if admin == nil || admin.QueryRowContext(ctx, `SELECT pg_backend_pid()`).Scan(&pid) != nil {
		return 0
	}
	self, ok := procStat(pid)
	if !ok || self.name != "postgres" {
		return 0
	}
	var ticks int64
	if post, ok := procStat(self.parent); ok {
		ticks = post.ticks + post.children
	}
	all, err := os.ReadDir("/proc")
	if err != nil {
		return 0
	}
	for _, e := range all {
		n, err := strconv.Atoi(e.Name())
		if err != nil {
			continue
		}
		if s, ok := procStat(n); ok && s.parent == self.parent {
			ticks += s.ticks + s.children
		}
	}
	return time.Duration(ticks) * 10 * time.Millisecond // USER_HZ is 100 on Linux
}

type stat struct {
	name            string
	parent          int
	ticks, children int64
}

// procStat reads a process's line; false when it is not there.
func procStat(pid int) (s stat, ok bool) {
	b, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return s, false
	}
	text := string(b)
	open, end := strings.IndexByte(text, '('), strings.LastIndexByte(text, ')')
	if open < 0 || end < open {
		return s, false
	}
	s.name = text[open+1 : end]
	f := strings.Fields(text[end+1:])
	if len(f) < 15 {
		return s, false
	}
	num := func(i int) int64 { n, _ := strconv.ParseInt(f[i], 10, 64); return n } // the kernel writes numbers
	s.parent, s.ticks, s.children = int(num(1)), num(11)+num(12), num(13)+num(14)
	return s, true
}

// asker is the connection that writes: the pool, or the one connection that the floor holds.
type asker interface {
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

// size is how many bytes the database takes, and how many matters are in it.
func size(ctx context.Context, db *store.DB, w asker) (bytes, matters int64, err error) {
	if err := w.QueryRowContext(ctx, `SELECT count(*) FROM matter`).Scan(&matters); err != nil {
		return 0, 0, fmt.Errorf("bench: %w", err)
	}
	if db.Batch > 0 {
		var pages, each int64
		for q, n := range map[string]*int64{"PRAGMA page_count": &pages, "PRAGMA page_size": &each} {
			if err := w.QueryRowContext(ctx, q).Scan(n); err != nil {
				return 0, 0, fmt.Errorf("bench: %w", err)
			}
		}
		return pages * each, matters, nil
	}
	err = w.QueryRowContext(ctx, `SELECT CAST(coalesce(sum(pg_total_relation_size(c.oid)), 0) AS BIGINT) FROM pg_class c
		JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = current_schema() AND c.relkind = 'r'`).Scan(&bytes)
	if err != nil {
		return 0, 0, fmt.Errorf("bench: %w", err)
	}
	return bytes, matters, nil
}

// durable reads back what durability rests on, from the connection that writes.
func durable(ctx context.Context, db *store.DB, w asker) (map[string]string, error) {
	out := map[string]string{}
	names := []string{"SHOW synchronous_commit", "SHOW fsync", "SHOW full_page_writes"}
	want := map[string]string{"SHOW synchronous_commit": "on", "SHOW fsync": "on", "SHOW full_page_writes": "on"}
	if db.Batch > 0 {
		names = []string{"PRAGMA synchronous", "PRAGMA journal_mode", "PRAGMA secure_delete"}
		want = map[string]string{"PRAGMA synchronous": "2", "PRAGMA journal_mode": "wal", "PRAGMA secure_delete": "1"}
	}
	for _, n := range names {
		var v string
		if err := w.QueryRowContext(ctx, n).Scan(&v); err != nil {
			return nil, fmt.Errorf("bench: %w", err)
		}
		if v != want[n] {
			return nil, fmt.Errorf("bench: %s is %q, not %q: what is measured would not be durable", n, v, want[n])
		}
		out[n] = v
	}
	return out, nil
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }
