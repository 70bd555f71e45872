package bench

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/huiyin/huiyin/internal/journal"
	"github.com/huiyin/huiyin/internal/matter"
)

// Filling: a number of matters are worked through the office, dated over the last months, some of them late. Their
// rows are then copied with other ids, numbers and salts, every hash and the register computed anew, so that verify
// accepts each. Copies share the times of the matter they were copied from.
const (
	filledFull  = 8   // matters that lived a whole life, every tenth copy
	filledShort = 32  // matters that were declined with an answer
	filledOpen  = 120 // open matters, the same at every size
	commitEvery = 2000
)

// copied are the tables that a finished matter has rows in, with the column that names it.
var copied = []struct{ table, id string }{
	{"matter", "id"},
	{"subject", "id"},
	{"entry", "subject"},
	{"matter_raiser", "matter"},
	{"matter_org", "matter"},
	{"lateness", "matter"},
	{"milestone", "matter"},
}

// model is a finished matter as it lies in the tables, cut at what every copy must have of its own.
type model struct {
	tmpl    *template
	entries []modelEntry
	rows    []modelRow
}

// modelEntry is one entry: tokens of its hashes, and its body.
type modelEntry struct {
	hash, body int // tokens; body -1: none
	salt       int
	canonical  []piece
	text       []piece
}

// modelRow is one row of a table.
type modelRow struct {
	into   string // "INSERT INTO t (columns) VALUES "
	values []any
	pieces [][]piece
}

// fill brings the number of finished matters to n and gives how many there are.
func fill(ctx context.Context, w *worker, n int) (int64, error) {
	if w.models == nil {
		if err := w.makeModels(ctx); err != nil {
			return 0, err
		}
	}
	have, err := w.finished(ctx)
	if err != nil {
		return 0, err
	}
	f := &filler{w: w, bulk: newBulk(w.db.Writer())}
	if err := f.begin(ctx); err != nil {
		return have, err
	}
	for ; have < int64(n); have++ {
		if err := ctx.Err(); err != nil {
			return have, err
		}
		m := w.models[filledFull+int(have)%filledShort]
		if have%10 == 0 {
			m = w.models[int(have/10)%filledFull]
		}
		if err := f.copy(ctx, m); err != nil {
			return have, err
		}
	}
	if err := f.end(ctx); err != nil {
		return have, err
	}
	if w.db.Batch == 0 { // what autovacuum would do a little later
		if _, err := w.db.Writer().ExecContext(ctx, "ANALYZE"); err != nil {
			return have, err
		}
	}
	return have, nil
}

func (w *worker) finished(ctx context.Context) (n int64, err error) {
	err = w.db.Writer().QueryRowContext(ctx, `SELECT count(*) FROM matter WHERE congress = $1 AND NOT is_open`, Congress).Scan(&n)
	return n, err
}

// declined is the shortest life with an answer.
var declined = []step{life[0], {act: "decline", who: ofStation, fields: func(int) map[string]string {
	return map[string]string{"reasonCode": "personal", "answer": done}
}}}

// makeModels works matters through the office, each dated earlier than the next, and reads their rows.
func (w *worker) makeModels(ctx context.Context) error {
	day := 24 * time.Hour
	defer w.shift.Store(0)
	run := func(steps []step, client, ago, each int) (id string, err error) {
		for i, s := range steps {
			w.shift.Store(int64(time.Duration(ago-i*each) * day))
			v, err := viewer(ctx, w.office, s.who(client))
			if err != nil {
				return "", err
			}
			if id, err = do(ctx, w.office, v, id, s, client); err != nil {
				return "", fmt.Errorf("bench: filling, %q: %w", s.act, err)
			}
		}
		return id, nil
	}
	for i := range filledOpen {
		if _, err := run(life[:1+i%4], i, 40-i%30, i%3); err != nil {
			return err
		}
	}
	var ids []string
	for i := range filledFull {
		id, err := run(life, i, 280-30*i, 1+4*(i%2)) // every second is late at each step
		if err != nil {
			return err
		}
		ids = append(ids, id)
	}
	for i := range filledShort {
		id, err := run(declined, i, 290-8*i, 1+9*(i%2))
		if err != nil {
			return err
		}
		ids = append(ids, id)
	}
	w.shift.Store(0)
	for _, id := range ids {
		m, err := readModel(ctx, w.db.Writer(), id)
		if err != nil {
			return err
		}
		w.models = append(w.models, m)
	}
	return nil
}

// readModel reads every row of a matter.
func readModel(ctx context.Context, db *sql.DB, id string) (*model, error) {
	m := &model{tmpl: &template{}}
	index := map[string]int{}
	err := eachRow(ctx, db, `SELECT e.canonical, e.hash, e.body_hash, b.salt, b.body FROM entry e
		LEFT JOIN body b ON b.congress = e.congress AND b.hash = e.body_hash
		WHERE e.congress = $1 AND e.kind = 'matter' AND e.subject = $2 ORDER BY e.seq`, func(_ []string, v []any) error {
		e := modelEntry{body: -1, salt: -1}
		e.canonical = m.tmpl.cut(text1(v[0]), index)
		e.hash = m.tmpl.token(text1(v[1]), index)
		if h := text1(v[2]); h != "" {
			e.body, e.salt = m.tmpl.token(h, index), m.tmpl.token(text1(v[3]), index)
			if e.text = m.tmpl.cut(text1(v[4]), index); e.text == nil {
				e.text = []piece{{text1(v[4]), -1}}
			}
		}
		m.entries = append(m.entries, e)
		return nil
	}, Congress, id)
	if err != nil {
		return nil, err
	}
	for _, t := range copied {
		kind := ""
		if t.table == "subject" || t.table == "entry" {
			kind = " AND kind = 'matter'"
		}
		err := eachRow(ctx, db, "SELECT * FROM "+t.table+" WHERE congress = $1 AND "+t.id+" = $2"+kind, func(columns []string, v []any) error {
			r := modelRow{into: "INSERT INTO " + t.table + " (" + strings.Join(columns, ", ") + ") VALUES ", values: v}
			for _, x := range v {
				var p []piece
				if s, ok := x.(string); ok {
					p = m.tmpl.cut(s, index)
				}
				r.pieces = append(r.pieces, p)
			}
			m.rows = append(m.rows, r)
			return nil
		}, Congress, id)
		if err != nil {
			return nil, err
		}
	}
	return m, nil
}

func text1(v any) string { s, _ := v.(string); return s }

// token is the number of a token that stands alone.
func (t *template) token(s string, index map[string]int) int {
	if n, ok := index[s]; ok {
		return n
	}
	n := len(t.first)
	index[s] = n
	t.first = append(t.first, s)
	return n
}

func eachRow(ctx context.Context, db *sql.DB, query string, fn func([]string, []any) error, args ...any) error {
	rows, err := db.QueryContext(ctx, query, args...)
	if err != nil {
		return fmt.Errorf("bench: %w", err)
	}
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil {
		return fmt.Errorf("bench: %w", err)
	}
	for rows.Next() {
		v, p := make([]any, len(columns)), make([]any, len(columns))
		for i := range v {
			p[i] = &v[i]
		}
		if err := rows.Scan(p...); err != nil {
			return fmt.Errorf("bench: %w", err)
		}
		if err := fn(columns, v); err != nil {
			return err
		}
	}
	return rows.Err()
}

// filler writes copies.
type filler struct {
	w     *worker
	bulk  *bulk
	heads map[int]*laneHead
	next  uint64
	n     int
}

type laneHead struct {
	seq  int64
	hash string
}

func (f *filler) begin(ctx context.Context) error {
	f.heads = map[int]*laneHead{}
	for i := range journal.Lanes {
		f.heads[i] = &laneHead{}
	}
	err := eachRow(ctx, f.w.db.Writer(), `SELECT lane, seq, hash FROM register_head WHERE congress = $1`, func(_ []string, v []any) error {
		lane, ok := v[0].(int64)
		seq, ok2 := v[1].(int64)
		if !ok || !ok2 {
			return errors.New("bench: a register's head is not a number")
		}
		f.heads[int(lane)] = &laneHead{seq, text1(v[2])}
		return nil
	}, Congress)
	if err != nil {
		return err
	}
	f.next = uint64(f.w.filled)
	return f.bulk.begin(ctx)
}

// copy writes one copy: tokens drawn, hashes computed in the order of the chain.
func (f *filler) copy(ctx context.Context, m *model) error {
	f.next++
	tokens := m.tmpl.fresh(f.next)
	for i, old := range m.tmpl.first {
		if len(old) < 32 {
			tokens[i] = fmt.Sprintf("%s-%d", old[:4], 10_000_000+f.next)
		}
	}
	first := ""
	for _, e := range m.entries {
		if e.body >= 0 {
			b := journal.Body{Salt: tokens[e.salt], Text: join(e.text, tokens)}
			tokens[e.body] = b.Sum()
			f.bulk.add("INSERT INTO body (congress, hash, salt, body) VALUES ", Congress, tokens[e.body], b.Salt, b.Text)
		}
		sum := sha256.Sum256([]byte(join(e.canonical, tokens)))
		tokens[e.hash] = hex.EncodeToString(sum[:])
		if first == "" {
			first = tokens[e.hash]
		}
	}
	id := ""
	for _, r := range m.rows {
		values := make([]any, len(r.values))
		for i, v := range r.values {
			values[i] = v
			if r.pieces[i] != nil {
				values[i] = join(r.pieces[i], tokens)
			}
		}
		if id == "" { // the matter's own row comes first
			id = text1(values[1])
		}
		f.bulk.add(r.into, values...)
	}
	if err := f.register(id, first); err != nil {
		return err
	}
	if f.n++; f.n%commitEvery == 0 {
		if err := f.bulk.commit(ctx); err != nil {
			return err
		}
		return f.bulk.begin(ctx)
	}
	return f.bulk.flushFull(ctx)
}

func (f *filler) register(id, first string) error {
	lane := journal.Lane(matter.Subject, id, journal.Lanes)
	h := f.heads[lane]
	r := journal.Registration{Congress: Congress, Lane: lane, Seq: h.seq + 1, Kind: matter.Subject, Subject: id, First: first, Prev: h.hash}
	canonical, err := r.Canonical()
	if err != nil {
		return err
	}
	h.seq, h.hash = r.Seq, journal.Hash(canonical)
	f.bulk.add("INSERT INTO register (congress, lane, seq, kind, subject, first, hash) VALUES ", Congress, int64(lane), r.Seq, r.Kind, r.Subject, r.First, h.hash)
	return nil
}

// end commits the rest, with the heads of the register where it now ends.
func (f *filler) end(ctx context.Context) error {
	for lane, h := range f.heads {
		if h.seq == 0 {
			continue
		}
		if err := f.bulk.exec(ctx, `INSERT INTO register_head (congress, lane, seq, hash) VALUES ($1, $2, $3, $4)
			ON CONFLICT (congress, lane) DO UPDATE SET seq = excluded.seq, hash = excluded.hash`, Congress, int64(lane), h.seq, h.hash); err != nil {
			return err
		}
	}
	f.w.filled = int64(f.next)
	return f.bulk.commit(ctx)
}
