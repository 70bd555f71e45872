package store

import (
	"database/sql"
	"errors"
	"fmt"
	"hash/fnv"

	"github.com/huiyin/huiyin/internal/access"
	"github.com/huiyin/huiyin/internal/congress"
	"github.com/huiyin/huiyin/internal/matter"
	"github.com/huiyin/huiyin/internal/rulebook"
	"github.com/huiyin/huiyin/internal/search"
)

// noteWords writes down, with the change itself, that a matter's words or who may find them changed. The index takes
// them up in batches (fill.go); until then a search reads such matters one by one. Most acts change neither.
func (t *Tx) noteWords(before, after matter.Matter) error {
	if before.Rev > 0 && access.Published(before) == access.Published(after) && sameWords(before, after) {
		return nil
	}
	return t.todo(after)
}

func (t *Tx) todo(m matter.Matter) error {
	t.db.waiting.Add(1)
	return t.exec(`INSERT INTO search_todo (congress, matter, rev) VALUES ($1, $2, $3) ON CONFLICT (congress, matter, rev) DO NOTHING`,
		m.Congress, m.ID, m.Rev)
}

// sameWords compares what can be found of two states of a matter. Layers do not matter: they change with words only.
func sameWords(a, b matter.Matter) bool {
	x, y := access.Words(a, nil), access.Words(b, nil)
	if x.Number != y.Number || x.Title != y.Title || len(x.Texts) != len(y.Texts) {
		return false
	}
	for i := range x.Texts {
		if x.Texts[i] != y.Texts[i] {
			return false
		}
	}
	return true
}

// docBits are kept free under the time of raising, for matters raised in the same microsecond.
const docBits = 11

// DocKey is where a matter stands in the order of a search: by the time of raising, the newest having the greatest.
func DocKey(m matter.Matter) int64 {
	h := fnv.New32a()
	_, _ = h.Write([]byte(m.Congress + "/" + m.ID))
	return m.RaisedAt.UnixMicro()<<docBits | int64(h.Sum32()&(1<<docBits-1))
}

// prepared is a state of a matter with its words cut up for the index.
type prepared struct {
	m     matter.Matter
	words search.Indexed
}

func (t *Tx) prepare(m matter.Matter) (prepared, error) {
	p, err := t.procedure(m)
	if err != nil {
		return prepared{}, err
	}
	return prepared{m, access.Words(m, p).Index()}, nil
}

// index brings the words of a matter into the index, unless it has a later state already.
func (t *Tx) index(p prepared) error {
	m, x := p.m, p.words
	doc, err := t.docOf(m)
	isNew := errors.Is(err, ErrNotFound)
	if isNew {
		doc, isNew, err = t.newDoc(m)
	}
	if err != nil {
		return err
	}
	if !isNew {
		// Whoever has the later state wins, in whatever order writers come.
		err := t.execOne(errOlder, `UPDATE search_doc SET rev = $2, is_public = $3 WHERE doc = $1 AND rev <= $2`, doc, m.Rev, access.Published(m))
		if errors.Is(err, errOlder) {
			return nil
		}
		if err != nil {
			return err
		}
	}
	if t.db.TSVector {
		title, words := x.TSVector()
		return t.exec(`INSERT INTO search_words (rowid, title, words) VALUES ($1, CAST(CAST($2 AS TEXT) AS TSVECTOR), CAST(CAST($3 AS TEXT) AS TSVECTOR))
			ON CONFLICT (rowid) DO UPDATE SET title = excluded.title, words = excluded.words`, doc, title, words)
	}
	args := []any{doc}
	for _, c := range x.FTS5() {
		args = append(args, c)
	}
	return t.exec(`REPLACE INTO search_words (rowid, title, open, own, work, full) VALUES ($1, $2, $3, $4, $5, $6)`, args...)
}

var errOlder = errors.New("store: the index has a later state")

// docOf finds the document of a matter.
func (t *Tx) docOf(m matter.Matter) (doc int64, err error) {
	err = t.row(`SELECT doc FROM search_doc WHERE congress = $1 AND matter = $2`, m.Congress, m.ID).Scan(&doc)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, ErrNotFound
	}
	if err != nil {
		return 0, fmt.Errorf("store: search: %w", err)
	}
	return doc, nil
}

// newDoc finds a free place in the order for a matter that is not in the index. Places that were raised in the same
// microsecond fill up at random; when the whole microsecond is taken, the next one is. It is not new when somebody
// else made it in the meantime.
func (t *Tx) newDoc(m matter.Matter) (doc int64, isNew bool, err error) {
	const tries = 1 << (docBits + 2)
	for doc = DocKey(m); doc < DocKey(m)+tries; doc++ {
		err := t.execOne(errOlder, `INSERT INTO search_doc (doc, congress, matter, rev, is_public, station) VALUES ($1, $2, $3, $4, $5, $6)
			ON CONFLICT DO NOTHING`, doc, m.Congress, m.ID, m.Rev, access.Published(m), m.Station)
		if !errors.Is(err, errOlder) {
			return doc, true, err
		}
		if doc, err := t.docOf(m); !errors.Is(err, ErrNotFound) {
			return doc, false, err
		}
	}
	return 0, false, fmt.Errorf("store: search: no place for matter %s", m.ID)
}

// procedure finds the procedure a matter runs under, for the layers of its fields; nil when its rulebook is not
// there. A version of a rulebook never changes, so it is parsed once.
func (t *Tx) procedure(m matter.Matter) (*rulebook.Procedure, error) {
	id := m.Book + "@" + m.Version
	key := m.Congress + "/" + id
	if b, ok := t.db.books.Load(key); ok {
		return b.(*rulebook.Book).Procedures[m.Procedure], nil //nolint:forcetypeassert // nothing else is kept there
	}
	var r congress.Rulebook
	_, err := t.Get(m.Congress, congress.KindRulebook, id, &r)
	if errors.Is(err, ErrNotFound) {
		return nil, nil //nolint:nilnil // fields of an unknown procedure are for those who work on it
	}
	if err != nil {
		return nil, err
	}
	b, bad := rulebook.Parse(id, []byte(r.Source))
	if b == nil {
		return nil, fmt.Errorf("store: rulebook %s: %w", id, bad)
	}
	t.db.books.Store(key, b)
	return b.Procedures[m.Procedure], nil
}

// Pending are the matters that a search must read one by one: their words changed and the index does not have them yet.
func (t *Tx) Pending(congressID string) ([]matter.Matter, error) {
	var out []matter.Matter
	err := t.eachState(func(m matter.Matter) error {
		out = append(out, m)
		return nil
	}, `SELECT m.state FROM matter m WHERE m.congress = $1 AND m.id IN (SELECT matter FROM search_todo WHERE congress = $1)`, congressID)
	return out, err
}
