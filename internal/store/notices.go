package store

import (
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"
)

// Notice is what one person was told in the app.
type Notice struct {
	ID     string
	Person string // empty: the organization has nobody who could read it
	Org    string
	Matter string
	Kind   string
	Effect string // what it came from; a person is told the same thing once
	Data   string // JSON of days and numbers, never words
	At     time.Time
	Read   time.Time // zero: not yet
}

// AddNotice tells a person something, once per effect.
func (t *Tx) AddNotice(congress string, n Notice) error {
	id, err := uuid.NewV7()
	if err != nil {
		return fmt.Errorf("store: notice: %w", err)
	}
	return t.exec(`INSERT INTO notice (congress, id, person, org, matter, kind, effect, data, at, read_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 0) ON CONFLICT (congress, effect, person) DO NOTHING`,
		congress, id.String(), n.Person, n.Org, n.Matter, n.Kind, n.Effect, n.Data, t.Now.UnixMicro())
}

const noticeColumns = `SELECT id, person, org, matter, kind, effect, data, at, read_at FROM notice`

func (t *Tx) notices(query string, args ...any) ([]Notice, error) {
	var out []Notice
	err := t.each(func(rows *sql.Rows) error {
		var n Notice
		var at, read int64
		if err := rows.Scan(&n.ID, &n.Person, &n.Org, &n.Matter, &n.Kind, &n.Effect, &n.Data, &at, &read); err != nil {
			return err
		}
		n.At = time.UnixMicro(at)
		if read > 0 {
			n.Read = time.UnixMicro(read)
		}
		out = append(out, n)
		return nil
	}, query, args...)
	return out, err
}

// NoticesOf gives one page of what a person was told, the latest first.
func (t *Tx) NoticesOf(congress, person string, after Cursor, limit int) (page []Notice, next Cursor, err error) {
	cond, args := "", []any{congress, person, limit + 1}
	if after != (Cursor{}) {
		cond, args = " AND (at, id) < ($4, $5)", append(args, micros(after.Key), after.ID)
	}
	page, err = t.notices(noticeColumns+` WHERE congress = $1 AND person = $2`+cond+` ORDER BY at DESC, id DESC LIMIT $3`, args...)
	if err == nil && len(page) > limit {
		page = page[:limit]
		last := page[limit-1]
		next = Cursor{Key: fmt.Sprint(last.At.UnixMicro()), ID: last.ID}
	}
	return page, next, err
}

// CountUnread counts what a person has not read, up to CountMax+1.
func (t *Tx) CountUnread(congress, person string) (int, error) {
	var n int
	err := t.row(`SELECT count(*) FROM (SELECT 1 FROM notice WHERE congress = $1 AND person = $2 AND read_at = 0 LIMIT $3) x`,
		congress, person, CountMax+1).Scan(&n)
	if err != nil {
		return 0, fmt.Errorf("store: unread: %w", err)
	}
	return n, nil
}

// ReadNotice marks one notice of a person as read; ErrNotFound when it is not his.
func (t *Tx) ReadNotice(congress, person, id string) error {
	return t.execOne(ErrNotFound, `UPDATE notice SET read_at = CASE WHEN read_at = 0 THEN $4 ELSE read_at END
		WHERE congress = $1 AND id = $2 AND person = $3`, congress, id, person, t.Now.UnixMicro())
}

// ReadNotices marks everything a person was told up to a moment as read: what came since he looked stays new.
func (t *Tx) ReadNotices(congress, person string, upTo time.Time) error {
	return t.exec(`UPDATE notice SET read_at = $4 WHERE congress = $1 AND person = $2 AND read_at = 0 AND at <= $3`,
		congress, person, upTo.UnixMicro(), t.Now.UnixMicro())
}

// NoticesOn lists what people were told about a matter, the latest first, at most limit.
func (t *Tx) NoticesOn(congress, matter string, limit int) ([]Notice, error) {
	return t.notices(noticeColumns+` WHERE congress = $1 AND matter = $2 ORDER BY at DESC, id DESC LIMIT $3`, congress, matter, limit)
}

// Reminded is the last reminder of a matter: of which stay and due day, and its place among the reminders.
type Reminded struct {
	Visit int64
	Due   string
	Order int
}

// LastReminded reads it; the zero Reminded when there was none.
func (t *Tx) LastReminded(congress, matter string) (Reminded, error) {
	var r Reminded
	err := t.row(`SELECT visit, due_day, ord FROM reminded WHERE congress = $1 AND matter = $2`, congress, matter).Scan(&r.Visit, &r.Due, &r.Order)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return r, fmt.Errorf("store: reminded: %w", err)
	}
	return r, nil
}

// SetReminded keeps it.
func (t *Tx) SetReminded(congress, matter string, r Reminded) error {
	return t.exec(`INSERT INTO reminded (congress, matter, visit, due_day, ord, at) VALUES ($1, $2, $3, $4, $5, $6)
		ON CONFLICT (congress, matter) DO UPDATE SET visit = excluded.visit, due_day = excluded.due_day, ord = excluded.ord, at = excluded.at`,
		congress, matter, r.Visit, r.Due, r.Order, t.Now.UnixMicro())
}
