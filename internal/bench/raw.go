package bench

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/huiyin/huiyin/internal/store"
)

// raw performs the row writes of recorded lifecycles against the engine and does nothing else: no HTTP, no JSON,
// no reading. On SQLite one connection commits as many acts together as there are clients; on PostgreSQL each
// client has a connection and commits alone, as the store does.
type raw struct {
	db    *store.DB
	tmpl  *template
	next  atomic.Uint64 // number of the next matter
	lives []rawLife     // by client, kept between runs
	clock func() time.Time
}

// rawLife is the matter that a client is at.
type rawLife struct {
	tokens []string
	seq    int64
	act    int
}

func newRaw(db *store.DB, s script, clock func() time.Time) *raw {
	return &raw{db: db, tmpl: newTemplate(s.writes()), lives: make([]rawLife, people), clock: clock}
}

func (r *raw) run(ctx context.Context, clients int, long time.Duration) (load, error) {
	end := r.clock().Add(long)
	began := r.clock()
	var l load
	var err error
	if r.db.Batch > 0 {
		l, err = r.together(ctx, clients, end)
	} else {
		l, err = r.apart(ctx, clients, end)
	}
	l.Took = r.clock().Sub(began)
	return l, err
}

// hand is a connection with its prepared statements.
type hand struct {
	conn  *sql.Conn
	stmts map[string]*sql.Stmt
}

func (r *raw) hand(ctx context.Context) (*hand, error) {
	c, err := r.db.Writer().Conn(ctx)
	if err != nil {
		return nil, fmt.Errorf("bench: raw: %w", err)
	}
	return &hand{c, map[string]*sql.Stmt{}}, nil
}

func (h *hand) close() error {
	var err error
	for _, s := range h.stmts {
		err = errors.Join(err, s.Close())
	}
	return errors.Join(err, h.conn.Close())
}

// stmt is the statement, prepared once.
func (h *hand) stmt(ctx context.Context, query string) (*sql.Stmt, error) {
	s := h.stmts[query]
	if s == nil {
		var err error
		if s, err = h.conn.PrepareContext(ctx, query); err != nil {
			return nil, fmt.Errorf("bench: %.60s: %w", query, err)
		}
		h.stmts[query] = s
	}
	return s, nil
}

func (h *hand) exec(ctx context.Context, query string, args ...any) error {
	s, err := h.stmt(ctx, query)
	if err != nil {
		return err
	}
	if !strings.Contains(query, "RETURNING") {
		if _, err := s.ExecContext(ctx, args...); err != nil {
			return fmt.Errorf("bench: raw: %.60s: %w", query, err)
		}
		return nil
	}
	rows, err := s.QueryContext(ctx, args...)
	if err != nil {
		return fmt.Errorf("bench: raw: %.60s: %w", query, err)
	}
	defer rows.Close()
	for rows.Next() { // what is returned is of no interest
	}
	return rows.Err()
}

// act performs the next act of a client's matter.
func (r *raw) act(ctx context.Context, h *hand, client int) error {
	l := &r.lives[client]
	if l.act == len(r.tmpl.acts) || l.tokens == nil {
		k := r.next.Add(1)
		*l = rawLife{tokens: r.tmpl.fresh(k), seq: int64(k) + 1<<32}
	}
	for n, x := range r.tmpl.acts[l.act] {
		if err := h.exec(ctx, x.query, r.tmpl.args(l.act, n, l.tokens, l.seq)...); err != nil {
			return err
		}
	}
	l.act++
	return nil
}

func (r *raw) together(ctx context.Context, clients int, end time.Time) (l load, err error) {
	h, err := r.hand(ctx)
	if err != nil {
		return l, err
	}
	defer func() { err = errors.Join(err, h.close()) }()
	for r.clock().Before(end) {
		began := r.clock()
		if err := r.batch(ctx, h, 0, clients); err != nil {
			return l, err
		}
		took := r.clock().Sub(began)
		for range clients {
			l.each = append(l.each, took)
		}
	}
	return l, nil
}

func (r *raw) batch(ctx context.Context, h *hand, first, clients int) error {
	begin := "BEGIN"
	if r.db.Batch > 0 {
		begin = "BEGIN IMMEDIATE"
	}
	if _, err := h.conn.ExecContext(ctx, begin); err != nil {
		return fmt.Errorf("bench: raw: %w", err)
	}
	for i := range clients {
		if err := r.act(ctx, h, first+i); err != nil {
			_, back := h.conn.ExecContext(ctx, "ROLLBACK")
			return errors.Join(err, back)
		}
	}
	if _, err := h.conn.ExecContext(ctx, "COMMIT"); err != nil {
		return fmt.Errorf("bench: raw: %w", err)
	}
	return nil
}

func (r *raw) apart(ctx context.Context, clients int, end time.Time) (load, error) {
	loads, errs := make([]load, clients), make([]error, clients)
	var wg sync.WaitGroup
	for i := range clients {
		wg.Go(func() {
			h, err := r.hand(ctx)
			if err != nil {
				errs[i] = err
				return
			}
			for errs[i] == nil && r.clock().Before(end) {
				began := r.clock()
				errs[i] = r.batch(ctx, h, i, 1)
				loads[i].each = append(loads[i].each, r.clock().Sub(began))
			}
			errs[i] = errors.Join(errs[i], h.close())
		})
	}
	wg.Wait()
	return joined(loads), errors.Join(errs...)
}

// load is what a run at one number of clients came to.
type load struct {
	Took time.Duration
	each []time.Duration // of every act
}

func joined(all []load) load {
	var l load
	for _, x := range all {
		l.each = append(l.each, x.each...)
	}
	return l
}

// at is the q-quantile of the acts' times.
func (l load) at(q float64) time.Duration { return quantile(l.each, q) }

func quantile(each []time.Duration, q float64) time.Duration {
	if len(each) == 0 {
		return 0
	}
	s := slices.Clone(each)
	slices.Sort(s)
	return s[min(len(s)-1, int(q*float64(len(s))))]
}
