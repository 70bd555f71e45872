package store

import (
	"database/sql"
	"errors"
	"fmt"
	"strconv"

	"github.com/huiyin/huiyin/internal/matter"
)

// PlaceOf is where a matter stands in a list of that order.
func PlaceOf(o Order, m matter.Matter) Cursor {
	c := Cursor{ID: m.ID}
	if o == ByRaised {
		c.Key = strconv.FormatInt(m.RaisedAt.UnixMicro(), 10)
	} else if d := m.Due(); d != nil {
		c.Key = d.Day.String()
	}
	return c
}

// Around gives the matters next to a place in a list: the one before and the one after, "" at its ends. The place
// need not be taken any more.
func (t *Tx) Around(f Filter, o Order, at Cursor) (before, after string, err error) {
	forward, backward := ">", "<"
	key, up, down := "m.due_day", "", " DESC"
	if o == ByRaised {
		key, up, down = "m.raised_at", " DESC", ""
		forward, backward = "<", ">"
	}
	cond, args := f.where()
	args = append(args, at.key(o), at.ID)
	one := func(op, dir string) (id string, err error) {
		err = t.row(fmt.Sprintf("SELECT m.id FROM matter m WHERE %s AND (%s, m.id) %s ($%d, $%d) ORDER BY %s%s, m.id%s LIMIT 1",
			cond, key, op, len(args)-1, len(args), key, dir, dir), args...).Scan(&id)
		if errors.Is(err, sql.ErrNoRows) {
			return "", nil
		}
		if err != nil {
			return "", fmt.Errorf("store: around: %w", err)
		}
		return id, nil
	}
	if before, err = one(backward, down); err != nil {
		return "", "", err
	}
	after, err = one(forward, up)
	return before, after, err
}

// DueCounts counts matters by due day, of those whose due day is from and to at most. Only open matters have one
// that matters, and they are few: f should say so.
func (t *Tx) DueCounts(f Filter, from, to string) (map[string]int, error) {
	f.DueFrom, f.DueTo = from, to
	cond, args := f.where()
	out := map[string]int{}
	err := t.each(func(rows *sql.Rows) error {
		var day string
		var n int
		if err := rows.Scan(&day, &n); err != nil {
			return err
		}
		out[day] = n
		return nil
	}, "SELECT m.due_day, count(*) FROM matter m WHERE "+cond+" GROUP BY m.due_day", args...)
	return out, err
}
