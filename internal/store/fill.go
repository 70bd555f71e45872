package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/huiyin/huiyin/internal/congress"
	"github.com/huiyin/huiyin/internal/matter"
)

const (
	// searchVersion is the version of the rules by which words become an index. Another one makes it anew.
	searchVersion = 1
	// fillBatch is how many matters one transaction takes into the index at most.
	fillBatch = 256
	// fillAt is how many changes of words wait for the index before it takes them up: a search reads those matters one
	// by one. What is raised, answered and rated in one stretch is taken up once.
	fillAt = 256
)

// fillSoon lets the index take up what waits, when it is enough; at most one at a time does it, beside the work.
func (db *DB) fillSoon() {
	if db.waiting.Load() < fillAt || !db.filling.CompareAndSwap(false, true) {
		return
	}
	db.background.Go(func() {
		defer db.filling.Store(false)
		db.waiting.Store(0)
		// What fails now is taken up the next time; until then searches read it one by one.
		_ = db.TakeUp(context.Background())
	})
}

// TakeUp brings everything that waits into the index. Words are cut up before the writing begins, so that acts wait
// for the rows alone.
func (db *DB) TakeUp(ctx context.Context) error {
	for !db.closing.Load() {
		var all []prepared
		err := db.View(ctx, func(t *Tx) (err error) {
			all, err = t.waitingWords()
			return err
		})
		if err != nil || len(all) == 0 {
			return err
		}
		if err := db.chore(ctx, func(t *Tx) error { return t.takeUp(all) }); err != nil {
			return err
		}
	}
	return nil
}

// chore is a write that belongs to nobody's act.
func (db *DB) chore(ctx context.Context, fn func(*Tx) error) error {
	_, _, err := db.update(ctx, Request{}, func(t *Tx) (string, error) { return "", fn(t) })
	return err
}

// waitingWords reads the next matters that wait, and cuts up their words.
func (t *Tx) waitingWords() ([]prepared, error) {
	var all []matter.Matter
	err := t.eachState(func(m matter.Matter) error {
		all = append(all, m)
		return nil
	}, `SELECT m.state FROM (SELECT DISTINCT congress, matter FROM search_todo ORDER BY congress, matter LIMIT $1) x
		JOIN matter m ON m.congress = x.congress AND m.id = x.matter`, fillBatch)
	if err != nil {
		return nil, err
	}
	out := make([]prepared, 0, len(all))
	for _, m := range all {
		p, err := t.prepare(m)
		if err != nil {
			return nil, err
		}
		out = append(out, p)
	}
	return out, nil
}

func (t *Tx) takeUp(all []prepared) error {
	for _, x := range all {
		if err := t.index(x); err != nil {
			return err
		}
		// A change that came in meanwhile has a later revision and stays.
		if err := t.exec(`DELETE FROM search_todo WHERE congress = $1 AND matter = $2 AND rev <= $3`, x.m.Congress, x.m.ID, x.m.Rev); err != nil {
			return err
		}
	}
	return nil
}

// FillSearch makes the index of every congress that has none, or one by older rules: at the first start after an
// update, and after ResetSearch. It goes on where it was interrupted, in small transactions; tell (may be nil) is
// called after each with how many matters were taken up.
func (db *DB) FillSearch(ctx context.Context, tell func(n int)) error {
	var ids []string
	old := false
	err := db.View(ctx, func(t *Tx) (err error) {
		if old, err = t.exists(`SELECT 1 FROM search_made WHERE version <> $1`, searchVersion); err != nil {
			return err
		}
		ids, err = t.Congresses()
		return err
	})
	if err != nil {
		return err
	}
	if old {
		if err := db.ResetSearch(ctx); err != nil {
			return err
		}
	}
	for _, id := range ids {
		for n, done := 0, false; !done; {
			err := db.chore(ctx, func(t *Tx) (err error) {
				n, done, err = t.fillSome(id)
				return err
			})
			if err != nil {
				return err
			}
			if tell != nil && n > 0 {
				tell(n)
			}
		}
	}
	return nil
}

// ResetSearch empties the index of all congresses. Until FillSearch has been through, searches miss matters.
func (db *DB) ResetSearch(ctx context.Context) error {
	return db.chore(ctx, func(t *Tx) error {
		empty := `INSERT INTO search_words (search_words) VALUES ('delete-all')`
		if db.TSVector {
			empty = `TRUNCATE search_words`
		}
		for _, query := range []string{empty, `DELETE FROM search_doc`, `DELETE FROM search_name`, `DELETE FROM search_made`} {
			if err := t.exec(query); err != nil {
				return err
			}
		}
		return nil
	})
}

// fillSome takes up the next matters of a congress, and its names at the beginning.
func (t *Tx) fillSome(id string) (n int, done bool, err error) {
	var upto string
	err = t.row(`SELECT upto, done FROM search_made WHERE congress = $1`, id).Scan(&upto, &done)
	isNew := errors.Is(err, sql.ErrNoRows)
	switch {
	case isNew:
		if err := t.fillNames(id); err != nil {
			return 0, false, err
		}
	case err != nil:
		return 0, false, fmt.Errorf("store: search: %w", err)
	case done:
		return 0, true, nil
	}
	var some []matter.Matter
	err = t.eachState(func(m matter.Matter) error {
		some = append(some, m)
		return nil
	}, `SELECT state FROM matter WHERE congress = $1 AND id > $2 ORDER BY id LIMIT $3`, id, upto, fillBatch)
	if err != nil {
		return 0, false, err
	}
	for _, m := range some {
		x, err := t.prepare(m)
		if err != nil {
			return 0, false, err
		}
		if err := t.index(x); err != nil {
			return 0, false, err
		}
		upto = m.ID
	}
	done = len(some) < fillBatch
	return len(some), done, t.exec(`INSERT INTO search_made (congress, version, upto, done) VALUES ($1, $2, $3, $4)
		ON CONFLICT (congress) DO UPDATE SET version = excluded.version, upto = excluded.upto, done = excluded.done`, id, searchVersion, upto, done)
}

func (t *Tx) fillNames(id string) error {
	for _, kind := range []string{congress.KindPerson, congress.KindOrganization} {
		names := map[string]string{}
		err := t.each(func(rows *sql.Rows) error {
			var key, name string
			if err := rows.Scan(&key, &name); err != nil {
				return err
			}
			names[key] = name
			return nil
		}, `SELECT id, name FROM `+kind+` WHERE congress = $1`, id)
		if err != nil {
			return err
		}
		for key, name := range names {
			if err := t.putName(id, kind, key, name, false); err != nil {
				return err
			}
		}
	}
	return nil
}

// PurgeSearch takes up what waits and rewrites the parts of the index that still hold words which no document has any
// more: after an erasure they must not lie in the file. It goes in small steps, so that acts are not held up.
func (db *DB) PurgeSearch(ctx context.Context) error {
	if err := db.TakeUp(ctx); err != nil || db.TSVector {
		return err // PostgreSQL: with the next VACUUM, like all that was replaced
	}
	const pages, steps = 400, 100_000
	// A negative number of pages begins a merge of everything; positive ones go on with it until nothing is left to do.
	sign := int64(-1)
	for range steps {
		moved := false
		err := db.chore(ctx, func(t *Tx) error {
			var before, after int64
			if err := t.row(`SELECT total_changes()`).Scan(&before); err != nil {
				return fmt.Errorf("store: search: %w", err)
			}
			if err := t.exec(`INSERT INTO search_words (search_words, rank) VALUES ('merge', $1)`, sign*pages); err != nil {
				return err
			}
			if err := t.row(`SELECT total_changes()`).Scan(&after); err != nil {
				return fmt.Errorf("store: search: %w", err)
			}
			moved = after-before >= 2
			return nil
		})
		if err != nil || !moved {
			return err
		}
		sign = 1
	}
	return nil
}
