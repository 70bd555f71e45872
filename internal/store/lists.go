package store

import (
	"database/sql"
	"encoding/json"
	"fmt"

	"github.com/huiyin/huiyin/internal/matter"
)

// Matters gives one page of a list. It asks for one more than limit to tell whether there is a next page;
// next is the cursor for it, or the zero Cursor at the end.
func (t *Tx) Matters(f Filter, o Order, after Cursor, limit int) (page []matter.Matter, next Cursor, err error) {
	query, args := f.page(o, after, limit)
	var last Cursor
	err = t.each(func(rows *sql.Rows) error {
		var state string
		var c Cursor
		if err := rows.Scan(&state, &c.Key, &c.ID); err != nil {
			return err
		}
		if len(page) == limit {
			next = last
			return nil
		}
		var m matter.Matter
		if err := json.Unmarshal([]byte(state), &m); err != nil {
			return err
		}
		page, last = append(page, m), c
		return nil
	}, query, args...)
	return page, next, err
}

// page is the query for one page of a list and one row more.
func (f Filter) page(o Order, after Cursor, limit int) (query string, args []any) {
	from, cond, args, inside := f.source()
	key, id, dir, op := "m.due_day", "m.id", "", ">"
	switch {
	case o == ByRaised && inside:
		key, id, dir, op = "i.raised_at", "i.matter", " DESC", "<"
	case o == ByRaised:
		key, dir, op = "m.raised_at", " DESC", "<"
	}
	if after != (Cursor{}) {
		cond += fmt.Sprintf(" AND (%s, %s) %s ($%d, $%d)", key, id, op, len(args)+1, len(args)+2)
		args = append(args, after.key(o), after.ID)
	}
	args = append(args, limit+1)
	return fmt.Sprintf("SELECT m.state, %s, %s FROM %s WHERE %s ORDER BY %s%s, %s%s LIMIT $%d",
		castText(key, o), id, from, cond, key, dir, id, dir, len(args)), args
}

func castText(key string, o Order) string {
	if o == ByRaised {
		return "CAST(" + key + " AS TEXT)"
	}
	return key
}

// CountMax is where Count stops: the cost of a count does not grow with what is finished.
const CountMax = 1000

// Count counts matters, up to CountMax+1 (which then means “more”).
func (t *Tx) Count(f Filter) (int, error) { return t.CountTo(f, CountMax) }

// CountTo counts matters, up to most+1 (which then means “more”): for what is about to be read to the end.
func (t *Tx) CountTo(f Filter, most int) (int, error) {
	from, cond, args, _ := f.source()
	args = append(args, most+1)
	var n int
	err := t.row(fmt.Sprintf("SELECT count(*) FROM (SELECT 1 FROM %s WHERE %s LIMIT $%d) x", from, cond, len(args)), args...).Scan(&n)
	if err != nil {
		return 0, fmt.Errorf("store: count: %w", err)
	}
	return n, nil
}

// EachMatter calls fn with every matter of a procedure, in the order of raising, for figures.
func (t *Tx) EachMatter(congress, procedure string, fn func(matter.Matter) error) error {
	return t.eachState(fn, `SELECT state FROM matter WHERE congress = $1 AND procedure = $2 ORDER BY raised_at, id`, congress, procedure)
}

// eachState calls fn with the matter of every row; the query's one column is its state.
func (t *Tx) eachState(fn func(matter.Matter) error, query string, args ...any) error {
	return t.each(func(rows *sql.Rows) error {
		var state string
		if err := rows.Scan(&state); err != nil {
			return err
		}
		var m matter.Matter
		if err := json.Unmarshal([]byte(state), &m); err != nil {
			return err
		}
		return fn(m)
	}, query, args...)
}

// Provisional lists the open matters whose due day waits for a calendar.
func (t *Tx) Provisional(congress string) ([]string, error) {
	return t.ids(`SELECT id FROM matter WHERE congress = $1 AND is_open AND provisional ORDER BY id`, congress)
}

func (t *Tx) ids(query string, args ...any) ([]string, error) {
	var out []string
	err := t.each(func(rows *sql.Rows) error {
		var id string
		if err := rows.Scan(&id); err != nil {
			return err
		}
		out = append(out, id)
		return nil
	}, query, args...)
	return out, err
}
