package bench

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"strings"
	"time"

	"github.com/huiyin/huiyin/internal/access"
	"github.com/huiyin/huiyin/internal/office"
	"github.com/huiyin/huiyin/internal/store"
	"github.com/huiyin/huiyin/internal/store/postgres"
	"github.com/huiyin/huiyin/internal/store/sqlite"
)

// Script is one lifecycle as the store performs it: for each act every statement that was given to the engine.
type script [][]line

// record performs two lifecycles on an installation and keeps the second: the first has filled what is filled once.
func record(ctx context.Context, at place, now func() time.Time) (_ script, err error) {
	t := &tape{}
	db, err := at.openTaped(t, now)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	if err := db.Migrate(ctx); err != nil {
		return nil, err
	}
	o := office.New(db)
	if err := Found(ctx, o); err != nil {
		return nil, err
	}
	var s script
	for range 2 {
		s = nil
		id := ""
		for _, step := range life {
			v, err := viewer(ctx, o, step.who(0))
			if err != nil {
				return nil, err
			}
			t.start()
			if id, err = do(ctx, o, v, id, step, 0); err != nil {
				return nil, fmt.Errorf("bench: recording %q: %w", step.act, err)
			}
			s = append(s, t.take())
		}
	}
	return s, nil
}

// do performs one step of a lifecycle in the office itself.
func do(ctx context.Context, o *office.Office, v access.Viewer, id string, s step, client int) (string, error) {
	key := newKey()
	if s.act == "" {
		r, err := o.Raise(ctx, v, office.RaiseInput{
			Procedure: "opinion", Title: title, Text: text, Fields: s.fields(client), Station: station(client), Public: true, Key: key,
		})
		return r.ID, err
	}
	_, err := o.Act(ctx, v, id, office.ActInput{Act: s.act, Fields: s.fields(client), Key: key})
	return id, err
}

// viewer signs a person in, as the pages do.
func viewer(ctx context.Context, o *office.Office, login string) (access.Viewer, error) {
	token, err := o.SignIn(ctx, Congress, login, password)
	if err != nil {
		return access.Viewer{}, err
	}
	return o.Viewer(ctx, token, Congress)
}

// openTaped opens the store with the tape in between on its writing side.
func (p place) openTaped(t *tape, now func() time.Time) (*store.DB, error) {
	if p.DB != "" {
		name, err := t.driver("pgx")
		if err != nil {
			return nil, err
		}
		return postgres.Open(p.DB, postgres.Options{Now: now, Driver: name, Writers: 1, Readers: 2})
	}
	name, err := t.driver("sqlite")
	if err != nil {
		return nil, err
	}
	return sqlite.Open(p.file(), sqlite.Options{Now: now, Driver: name})
}

// only keeps the statements that write to one of the tables.
func (s script) only(tables ...string) script {
	out := make(script, len(s))
	for i, act := range s {
		for _, l := range act {
			if !l.writes() {
				continue
			}
			for _, t := range tables {
				if l.table() == t {
					out[i] = append(out[i], l)
				}
			}
		}
	}
	return out
}

// writes keeps the statements that write at all.
func (s script) writes() script {
	out := make(script, len(s))
	for i, act := range s {
		for _, l := range act {
			if l.writes() {
				out[i] = append(out[i], l)
			}
		}
	}
	return out
}

// count is how many statements the lifecycle has.
func (s script) count() int {
	n := 0
	for _, act := range s {
		n += len(act)
	}
	return n
}

// tokens are what must differ between one matter and the next wherever it stands: ids, hashes, the number.
var tokens = regexp.MustCompile(`[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|[0-9a-f]{64}|[0-9a-f]{32}|\b\d{4}-\d{6}\b`)

// piece is fixed text, or the n-th token.
type piece struct {
	text  string
	token int // -1: text
}

// template is a script made ready for being performed again and again with other tokens.
type template struct {
	acts   [][]line
	pieces [][][][]piece // act, line, argument: nil where the argument stays as it is
	first  []string      // the tokens as they were recorded
}

func newTemplate(s script) *template {
	t := &template{acts: s}
	index := map[string]int{}
	for _, act := range s {
		var lines [][][]piece
		for _, l := range act {
			args := make([][]piece, len(l.args))
			for i, a := range l.args {
				if text, ok := a.(string); ok {
					args[i] = t.cut(text, index)
				}
			}
			lines = append(lines, args)
		}
		t.pieces = append(t.pieces, lines)
	}
	return t
}

func (t *template) cut(text string, index map[string]int) []piece {
	var out []piece
	rest := 0
	for _, at := range tokens.FindAllStringIndex(text, -1) {
		token := text[at[0]:at[1]]
		n, ok := index[token]
		if !ok {
			n = len(t.first)
			index[token] = n
			t.first = append(t.first, token)
		}
		out = append(out, piece{text[rest:at[0]], -1}, piece{"", n})
		rest = at[1]
	}
	if out == nil {
		return nil
	}
	return append(out, piece{text[rest:], -1})
}

// fresh draws tokens for the k-th matter. Ids sort by k, as ids by time do; hashes fall anywhere.
func (t *template) fresh(k uint64) []string {
	out := make([]string, len(t.first))
	for i, old := range t.first {
		switch len(old) {
		case 36:
			out[i] = fmt.Sprintf("%08x-%04x-7%s-%012x", uint32(k>>16), uint16(k), old[15:23], uint64(i))
		case 64, 32:
			out[i] = fmt.Sprintf("%016x", mix(k<<8|uint64(i))) + old[16:]
		default:
			out[i] = fmt.Sprintf("%s-%09d", old[:4], 100_000_000+k)
		}
	}
	return out
}

// mix scatters counters over all 64 bits (the finalizer of MurmurHash3).
func mix(x uint64) uint64 {
	x ^= x >> 33
	x *= 0xff51afd7ed558ccd
	x ^= x >> 33
	x *= 0xc4ceb9fe1a85ec53
	return x ^ x>>33
}

// args gives the arguments of a line for one matter. seq is the matter's place in its lane of the register.
func (t *template) args(act, n int, tokens []string, seq int64) []any {
	l := t.acts[act][n]
	out := make([]any, len(l.args))
	for i, a := range l.args {
		out[i] = a
		if p := t.pieces[act][n][i]; p != nil {
			out[i] = join(p, tokens)
		}
	}
	if strings.HasPrefix(l.query, "INSERT INTO register ") {
		out[2] = seq
	}
	return out
}

func join(p []piece, tokens []string) string {
	var b strings.Builder
	for _, x := range p {
		if x.token < 0 {
			b.WriteString(x.text)
		} else {
			b.WriteString(tokens[x.token])
		}
	}
	return b.String()
}
