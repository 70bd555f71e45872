package store

import (
	"crypto/rand"
	"database/sql"
	"errors"
	"fmt"

	"github.com/huiyin/huiyin/internal/journal"
)

// append writes the next entry of a subject. It takes the subject's row before it writes anything else (revision
// check, lock, sequence and new head in one statement), so whoever comes second is stale. e.Seq must be the
// revision it leads to.
func (t *Tx) append(e journal.Entry, body []byte) error {
	if e.Seq == 1 {
		return t.appendFirst(e, body)
	}
	if err := t.row(`SELECT head FROM subject WHERE congress = $1 AND kind = $2 AND id = $3`,
		e.Congress, e.Kind, e.Subject).Scan(&e.Prev); errors.Is(err, sql.ErrNoRows) {
		return ErrStale
	} else if err != nil {
		return fmt.Errorf("store: head of %s/%s: %w", e.Kind, e.Subject, err)
	}
	l, err := link(e, body)
	if err != nil {
		return err
	}
	// Between the two statements another transaction may have appended: then the revision is not this one.
	if err := t.execOne(ErrStale, `UPDATE subject SET rev = $4, head = $5 WHERE congress = $1 AND kind = $2 AND id = $3 AND rev = $6`,
		e.Congress, e.Kind, e.Subject, e.Seq, l.hash, e.Seq-1); err != nil {
		return err
	}
	return t.insertLink(l)
}

// appendFirst opens a subject: entry 1, its head row, and its place in the register.
func (t *Tx) appendFirst(e journal.Entry, body []byte) error {
	l, err := link(e, body)
	if err != nil {
		return err
	}
	if err := t.insertLink(l); err != nil {
		return err
	}
	if err := t.exec(`INSERT INTO subject (congress, kind, id, rev, head) VALUES ($1, $2, $3, 1, $4)`,
		e.Congress, e.Kind, e.Subject, l.hash); err != nil {
		return err
	}
	return t.register(e, l.hash)
}

// linked is an entry ready to be stored: salted, written canonically, hashed.
type linked struct {
	journal.Entry
	body      *journal.Body // nil: none
	canonical string
	hash      string
}

// link salts the body and computes the bytes and the hash of e, whose Prev is set.
func link(e journal.Entry, body []byte) (linked, error) {
	var l linked
	if body != nil {
		var salt [16]byte
		if _, err := rand.Read(salt[:]); err != nil {
			return l, fmt.Errorf("store: salt: %w", err)
		}
		b := journal.NewBody(salt, body)
		e.BodyHash, l.body = b.Hash, &b
	}
	canonical, err := e.Canonical()
	if err != nil {
		return l, fmt.Errorf("store: entry %s/%d: %w", e.Subject, e.Seq, err)
	}
	l.Entry, l.canonical, l.hash = e, string(canonical), journal.Hash(canonical)
	return l, nil
}

func (t *Tx) insertLink(l linked) error {
	if b := l.body; b != nil {
		if err := t.exec(`INSERT INTO body (congress, hash, salt, body) VALUES ($1, $2, $3, $4)`,
			l.Congress, b.Hash, b.Salt, b.Text); err != nil {
			return err
		}
	}
	return t.exec(`INSERT INTO entry (congress, kind, subject, seq, act, recorded_at, actor, body_hash, canonical, hash)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
		l.Congress, l.Kind, l.Subject, l.Seq, l.Act, l.RecordedAt, l.Actor.Person, l.BodyHash, l.canonical, l.hash)
}

// register writes the subject into its lane. The lane's head row is the only one that writers of different
// subjects share, and only when they open one.
func (t *Tx) register(e journal.Entry, first string) error {
	r := journal.Registration{
		Congress: e.Congress, Lane: journal.Lane(e.Kind, e.Subject, journal.Lanes),
		Kind: e.Kind, Subject: e.Subject, First: first,
	}
	err := t.row(`INSERT INTO register_head (congress, lane, seq, hash) VALUES ($1, $2, 1, '')
		ON CONFLICT (congress, lane) DO UPDATE SET seq = register_head.seq + 1 RETURNING seq, hash`,
		r.Congress, r.Lane).Scan(&r.Seq, &r.Prev)
	if err != nil {
		return fmt.Errorf("store: register: %w", err)
	}
	canonical, err := r.Canonical()
	if err != nil {
		return fmt.Errorf("store: register: %w", err)
	}
	hash := journal.Hash(canonical)
	if err := t.exec(`INSERT INTO register (congress, lane, seq, kind, subject, first, hash) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
		r.Congress, r.Lane, r.Seq, r.Kind, r.Subject, r.First, hash); err != nil {
		return err
	}
	return t.exec(`UPDATE register_head SET hash = $3 WHERE congress = $1 AND lane = $2`, r.Congress, r.Lane, hash)
}

// StoredEntry is an entry with its body as it stands now.
type StoredEntry struct {
	journal.Entry
	Hash string
	Body []byte // nil: none, or erased
}

// Entries gives the journal of one subject, oldest first.
func (t *Tx) Entries(congress, kind, subject string) ([]StoredEntry, error) {
	var out []StoredEntry
	err := t.each(func(rows *sql.Rows) error {
		var canonical, hash string
		var body sql.NullString
		if err := rows.Scan(&canonical, &hash, &body); err != nil {
			return err
		}
		e, err := journal.Parse([]byte(canonical))
		if err != nil {
			return err
		}
		s := StoredEntry{Entry: e, Hash: hash}
		if body.Valid {
			s.Body = []byte(body.String)
		}
		out = append(out, s)
		return nil
	}, `SELECT e.canonical, e.hash, b.body FROM entry e
		LEFT JOIN body b ON b.congress = e.congress AND b.hash = e.body_hash
		WHERE e.congress = $1 AND e.kind = $2 AND e.subject = $3 ORDER BY e.seq`, congress, kind, subject)
	return out, err
}

// EraseBodies removes bodies of a congress for good. The caller has appended the erasure entry that names
// them, and folds the subject anew.
func (t *Tx) EraseBodies(congress string, hashes []string) error {
	for _, h := range hashes {
		if err := t.execOne(ErrNotFound, `DELETE FROM body WHERE congress = $1 AND hash = $2`, congress, h); err != nil {
			return err
		}
	}
	return nil
}

// NextNumber draws the next number of a series. Numbers are unique and grow; with more than one lane they
// do not grow strictly, so that writers on PostgreSQL do not wait for each other.
func (t *Tx) NextNumber(congress, series, id string) (int64, error) {
	lanes := t.db.Lanes
	lane := journal.Lane(series, id, lanes)
	var n int64
	err := t.row(`INSERT INTO number_series (congress, series, lane, n) VALUES ($1, $2, $3, 1)
		ON CONFLICT (congress, series, lane) DO UPDATE SET n = number_series.n + 1 RETURNING n`,
		congress, series, lane).Scan(&n)
	if err != nil {
		return 0, fmt.Errorf("store: number: %w", err)
	}
	return (n-1)*int64(lanes) + int64(lane) + 1, nil
}

// NextMatterNumber draws the number people quote, e.g. 2026-000123. A series that lags behind the matters
// that are there (it was damaged, or restored from an older copy) catches up instead of refusing everybody.
func (t *Tx) NextMatterNumber(congress string, year int, id string) (string, error) {
	series := fmt.Sprintf("matter:%d", year)
	for range 2 {
		n, err := t.NextNumber(congress, series, id)
		if err != nil {
			return "", err
		}
		number := fmt.Sprintf("%d-%06d", year, n)
		taken, err := t.exists(`SELECT 1 FROM matter WHERE congress = $1 AND number = $2`, congress, number)
		if err != nil || !taken {
			return number, err
		}
		var last string
		if err := t.row(`SELECT max(number) FROM matter WHERE congress = $1 AND number >= $2 AND number < $3`,
			congress, fmt.Sprintf("%d-", year), fmt.Sprintf("%d.", year)).Scan(&last); err != nil {
			return "", fmt.Errorf("store: last number: %w", err)
		}
		var y, most int64
		if _, err := fmt.Sscanf(last, "%d-%d", &y, &most); err != nil {
			return "", fmt.Errorf("store: number %q: %w", last, err)
		}
		if err := t.exec(`UPDATE number_series SET n = $3 WHERE congress = $1 AND series = $2`,
			congress, series, most/int64(t.db.Lanes)+1); err != nil {
			return "", err
		}
	}
	return "", fmt.Errorf("store: numbers of %d cannot be drawn", year)
}

// exists reports whether a query finds a row.
func (t *Tx) exists(query string, args ...any) (bool, error) {
	var one int64
	switch err := t.row(query, args...).Scan(&one); {
	case err == nil:
		return true, nil
	case errors.Is(err, sql.ErrNoRows):
		return false, nil
	default:
		return false, fmt.Errorf("store: %w", err)
	}
}
