package store

import (
	"database/sql"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/huiyin/huiyin/internal/access"
	"github.com/huiyin/huiyin/internal/matter"
)

// Filter says which matters a list shows. The zero value of a member leaves it out.
type Filter struct {
	Congress  string
	Scope     access.Scope // what the viewer may see at all; the zero Scope sees nothing
	OwnerOrgs []string     // owner is one of these
	Stations  []string     // looked after by one of these
	Person    string       // raised by this person
	Procedure string
	Step      string
	Phase     string
	Parent    string
	State     State
	DueFrom   string // due day ≥
	DueTo     string // due day ≤
	Asked     bool   // something was asked for and not decided
	ToRate    bool   // with Person: waits for his rating
	Public    bool
	TopLevel  bool // no children of other matters
	Hollow    bool // flagged as not answered in substance
}

// State selects open or ended matters.
type State string

// The states of Filter.
const (
	AnyState State = ""
	IsOpen   State = "open"
	IsEnded  State = "ended"
)

// Order of a list.
type Order string

// Orders: by due day for work queues (open matters only), by day of raising for browsing.
const (
	ByDue    Order = "due"
	ByRaised Order = "raised" // newest first
)

// Cursor is the keyset position after which a page begins; the zero value begins at the start.
type Cursor struct {
	Key string // due day, or raised_at as decimal microseconds
	ID  string
}

// where builds the condition; a fixed small set of fragments, never text from a user.
func (f Filter) where() (string, []any) {
	args := []any{f.Congress}
	cond := []string{"m.congress = $1"}
	add := func(format string, v any) {
		args = append(args, v)
		cond = append(cond, fmt.Sprintf(format, len(args)))
	}
	in := func(column string, values []string) {
		marks := make([]string, len(values))
		for i, v := range values {
			args = append(args, v)
			marks[i] = fmt.Sprintf("$%d", len(args))
		}
		cond = append(cond, column+" IN ("+strings.Join(marks, ", ")+")")
	}
	scope, scopeArgs := scopeWhere(f.Scope, len(args))
	cond, args = append(cond, scope), append(args, scopeArgs...)
	switch f.State {
	case IsOpen:
		cond = append(cond, "m.is_open")
	case IsEnded:
		cond = append(cond, "NOT m.is_open")
	}
	if len(f.OwnerOrgs) > 0 {
		in("m.owner_org", f.OwnerOrgs)
	}
	if len(f.Stations) > 0 {
		in("m.station", f.Stations)
	}
	for _, x := range []struct{ column, value string }{
		{"m.procedure", f.Procedure}, {"m.step", f.Step}, {"m.phase", f.Phase}, {"m.parent", f.Parent},
	} {
		if x.value != "" {
			add(x.column+" = $%d", x.value)
		}
	}
	if f.DueFrom != "" {
		add("m.due_day >= $%d", f.DueFrom)
	}
	if f.DueTo != "" {
		add("m.due_day <= $%d", f.DueTo)
	}
	if f.Asked {
		cond = append(cond, "m.asked <> ''")
	}
	if f.Public {
		cond = append(cond, "m.is_public")
	}
	if f.TopLevel {
		cond = append(cond, "m.parent = ''")
	}
	if f.Hollow {
		cond = append(cond, "EXISTS (SELECT 1 FROM hollow h WHERE h.congress = m.congress AND h.matter = m.id)")
	}
	if f.Person != "" {
		rate := ""
		if f.ToRate {
			rate = " AND r.to_rate"
		}
		add("EXISTS (SELECT 1 FROM matter_raiser r WHERE r.congress = m.congress AND r.matter = m.id AND r.person = $%d"+rate+")", f.Person)
	}
	return strings.Join(cond, " AND "), args
}

// scopeWhere is the condition of a scope, with its arguments numbered after the first n.
func scopeWhere(s access.Scope, n int) (string, []any) {
	if s.All {
		return "TRUE", nil
	}
	var either []string
	var args []any
	mark := func(v any) string {
		args = append(args, v)
		return fmt.Sprintf("$%d", n+len(args))
	}
	for _, v := range s.Stations {
		either = append(either, "m.station = "+mark(v))
	}
	for _, v := range s.Involved {
		either = append(either, "EXISTS (SELECT 1 FROM matter_org o WHERE o.congress = m.congress AND o.matter = m.id AND o.org = "+mark(v)+")")
	}
	if s.Person != "" {
		either = append(either, "EXISTS (SELECT 1 FROM matter_raiser p WHERE p.congress = m.congress AND p.matter = m.id AND p.person = "+mark(s.Person)+")")
	}
	if s.Public {
		either = append(either, "m.is_public")
	}
	if len(either) == 0 {
		return "FALSE", nil
	}
	return "(" + strings.Join(either, " OR ") + ")", args
}

// Matters gives one page of a list. It asks for one more than limit to tell whether there is a next page;
// next is the cursor for it, or the zero Cursor at the end.
func (t *Tx) Matters(f Filter, o Order, after Cursor, limit int) (page []matter.Matter, next Cursor, err error) {
	cond, args := f.where()
	key, dir, op := "m.due_day", "", ">"
	if o == ByRaised {
		key, dir, op = "m.raised_at", " DESC", "<"
	}
	if after != (Cursor{}) {
		mark := fmt.Sprintf("$%d", len(args)+1)
		if o == ByRaised {
			mark = "CAST(" + mark + " AS BIGINT)"
		}
		cond += fmt.Sprintf(" AND (%s, m.id) %s (%s, $%d)", key, op, mark, len(args)+2)
		args = append(args, after.Key, after.ID)
	}
	args = append(args, limit+1)
	query := fmt.Sprintf("SELECT m.state, %s, m.id FROM matter m WHERE %s ORDER BY %s%s, m.id%s LIMIT $%d",
		castText(key, o), cond, key, dir, dir, len(args))
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

func castText(key string, o Order) string {
	if o == ByRaised {
		return "CAST(" + key + " AS TEXT)"
	}
	return key
}

// CountMax is where Count stops: the cost of a count does not grow with what is finished.
const CountMax = 1000

// Count counts matters, up to CountMax+1 (which then means “more”).
func (t *Tx) Count(f Filter) (int, error) {
	cond, args := f.where()
	args = append(args, CountMax+1)
	var n int
	err := t.row(fmt.Sprintf("SELECT count(*) FROM (SELECT 1 FROM matter m WHERE %s LIMIT $%d) x", cond, len(args)), args...).Scan(&n)
	if err != nil {
		return 0, fmt.Errorf("store: count: %w", err)
	}
	return n, nil
}

// Late is a closed interval of the board's "was late" view.
type Late struct {
	Matter  matter.Matter
	N       int64
	Kind    string
	FromAt  int64
	UntilAt int64
	DueDay  string
}

// LateFilter limits the was-late view.
type LateFilter struct {
	Congress  string
	Scope     access.Scope
	Kind      string
	Procedure string
	OwnerOrgs []string
	Stations  []string
}

func (f LateFilter) where() (string, []any) {
	args := []any{f.Congress}
	scope, scopeArgs := scopeWhere(f.Scope, 1)
	cond, args := []string{"l.congress = $1", scope}, append(args, scopeArgs...)
	for _, x := range []struct{ column, value string }{{"l.kind", f.Kind}, {"l.procedure", f.Procedure}} {
		if x.value != "" {
			args = append(args, x.value)
			cond = append(cond, fmt.Sprintf("%s = $%d", x.column, len(args)))
		}
	}
	var either []string
	for _, x := range []struct {
		column string
		values []string
	}{{"l.owner_org", f.OwnerOrgs}, {"l.station", f.Stations}} {
		for _, v := range x.values {
			args = append(args, v)
			either = append(either, fmt.Sprintf("%s = $%d", x.column, len(args)))
		}
	}
	if len(either) > 0 {
		cond = append(cond, "("+strings.Join(either, " OR ")+")")
	}
	return strings.Join(cond, " AND "), args
}

// Lates gives one page of closed intervals, the latest first.
func (t *Tx) Lates(f LateFilter, after Cursor, limit int) (page []Late, next Cursor, err error) {
	cond, args := f.where()
	if after != (Cursor{}) {
		n := len(args)
		cond += fmt.Sprintf(" AND (l.until_at, l.matter, l.n) < (CAST($%d AS BIGINT), $%d, $%d)", n+1, n+2, n+3)
		id, num, _ := strings.Cut(after.ID, "/")
		args = append(args, after.Key, id, atoi(num))
	}
	args = append(args, limit+1)
	var last Cursor
	err = t.each(func(rows *sql.Rows) error {
		var l Late
		var state string
		if err := rows.Scan(&state, &l.N, &l.Kind, &l.FromAt, &l.UntilAt, &l.DueDay); err != nil {
			return err
		}
		if len(page) == limit {
			next = last
			return nil
		}
		if err := json.Unmarshal([]byte(state), &l.Matter); err != nil {
			return err
		}
		page = append(page, l)
		last = Cursor{Key: fmt.Sprint(l.UntilAt), ID: fmt.Sprintf("%s/%d", l.Matter.ID, l.N)}
		return nil
	}, fmt.Sprintf(`SELECT m.state, l.n, l.kind, l.from_at, l.until_at, l.due_day FROM lateness l
		JOIN matter m ON m.congress = l.congress AND m.id = l.matter
		WHERE %s ORDER BY l.until_at DESC, l.matter DESC, l.n DESC LIMIT $%d`, cond, len(args)), args...)
	return page, next, err
}

// CountLates counts closed intervals, up to CountMax+1.
func (t *Tx) CountLates(f LateFilter) (int, error) {
	cond, args := f.where()
	args = append(args, CountMax+1)
	var n int
	err := t.row(fmt.Sprintf(`SELECT count(*) FROM (SELECT 1 FROM lateness l
		JOIN matter m ON m.congress = l.congress AND m.id = l.matter WHERE %s LIMIT $%d) x`, cond, len(args)), args...).Scan(&n)
	if err != nil {
		return 0, fmt.Errorf("store: count: %w", err)
	}
	return n, nil
}

func atoi(s string) int64 {
	var n int64
	_, _ = fmt.Sscan(s, &n) // a cursor somebody made up begins at the start
	return n
}

// EachMatter calls fn with every matter of a procedure, in the order of raising, for figures.
func (t *Tx) EachMatter(congress, procedure string, fn func(matter.Matter) error) error {
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
	}, `SELECT state FROM matter WHERE congress = $1 AND procedure = $2 ORDER BY raised_at, id`, congress, procedure)
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
