package store

import (
	"database/sql"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/huiyin/huiyin/internal/access"
	"github.com/huiyin/huiyin/internal/matter"
)

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
	query, args := f.page(after, limit)
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
	}, query, args...)
	return page, next, err
}

// page is the query for one page of closed intervals and one row more.
func (f LateFilter) page(after Cursor, limit int) (query string, args []any) {
	cond, args := f.where()
	if after != (Cursor{}) {
		n := len(args)
		cond += fmt.Sprintf(" AND (l.until_at, l.matter, l.n) < ($%d, $%d, $%d)", n+1, n+2, n+3)
		id, num, _ := strings.Cut(after.ID, "/")
		args = append(args, micros(after.Key), id, micros(num))
	}
	args = append(args, limit+1)
	return fmt.Sprintf(`SELECT m.state, l.n, l.kind, l.from_at, l.until_at, l.due_day FROM lateness l
		JOIN matter m ON m.congress = l.congress AND m.id = l.matter
		WHERE %s ORDER BY l.until_at DESC, l.matter DESC, l.n DESC LIMIT $%d`, cond, len(args)), args
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
