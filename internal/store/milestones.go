package store

import (
	"database/sql"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/huiyin/huiyin/internal/matter"
)

const milestoneColumns = "kind, month, procedure, unit, category, days, on_time"

// milestoneRows gives milestoneColumns of each milestone.
func milestoneRows(m matter.Matter, zone *time.Location) [][]any {
	var out [][]any
	for _, s := range matter.Milestones(m, zone) {
		out = append(out, []any{s.Kind, s.Month, m.Procedure, s.Unit, s.Category, int64(s.Days), s.OnTime})
	}
	return out
}

// saveMilestones writes what is new or has changed since before. Most acts reach nothing new and write nothing.
func (t *Tx) saveMilestones(before, after matter.Matter, zone *time.Location) error {
	var had [][]any
	if before.Rev > 0 {
		had = milestoneRows(before, zone)
	}
	have := milestoneRows(after, zone)
	for _, h := range had { // what was taken back did not happen
		if !slices.ContainsFunc(have, func(row []any) bool { return row[0] == h[0] }) {
			if err := t.exec(`DELETE FROM milestone WHERE congress = $1 AND matter = $2 AND kind = $3`, after.Congress, after.ID, h[0]); err != nil {
				return err
			}
		}
	}
	for _, row := range have {
		if slices.ContainsFunc(had, func(h []any) bool { return slices.Equal(h, row) }) {
			continue
		}
		if err := t.exec(`INSERT INTO milestone (congress, matter, `+milestoneColumns+`) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
			ON CONFLICT (congress, matter, kind) DO UPDATE SET month = excluded.month, procedure = excluded.procedure,
			unit = excluded.unit, category = excluded.category, days = excluded.days, on_time = excluded.on_time`,
			append([]any{after.Congress, after.ID}, row...)...); err != nil {
			return err
		}
	}
	return nil
}

// rewriteMilestones writes all of a matter's milestones anew.
func (t *Tx) rewriteMilestones(m matter.Matter, zone *time.Location) error {
	if err := t.exec(`DELETE FROM milestone WHERE congress = $1 AND matter = $2`, m.Congress, m.ID); err != nil {
		return err
	}
	return t.saveMilestones(matter.Matter{}, m, zone)
}

// MilestoneFilter says which milestones are counted. The zero value of a member leaves it out; months are inclusive.
type MilestoneFilter struct {
	Kind      string
	From, To  string // months, e.g. 2026-03
	Procedure string
	Unit      string
	Category  string
}

// conditions are those of the filter on alias s, their arguments numbered after the first n.
func (f MilestoneFilter) conditions(n int) (string, []any) {
	cond, args := []string{"s.congress = $1"}, []any{}
	for _, x := range []struct{ column, value string }{
		{"s.kind =", f.Kind},
		{"s.month >=", f.From},
		{"s.month <=", f.To},
		{"s.procedure =", f.Procedure},
		{"s.unit =", f.Unit},
		{"s.category =", f.Category},
	} {
		if x.value != "" {
			args = append(args, x.value)
			cond = append(cond, fmt.Sprintf("%s $%d", x.column, n+len(args)))
		}
	}
	return strings.Join(cond, " AND "), args
}

// MilestoneCount is how many milestones are alike in what was asked for; the other members are zero.
type MilestoneCount struct {
	Kind, Month, Unit, Category string
	Days                        int
	OnTime                      bool
	N                           int
}

// CountMilestones counts by kind and month, by unit, days and punctuality, or by category: the members named in by, of
// "kind", "month", "unit", "category", "days", "on_time". The cost is that of the months asked for, read from one
// index: older history is not touched.
func (t *Tx) CountMilestones(congress string, f MilestoneFilter, by ...string) ([]MilestoneCount, error) {
	cond, args := f.conditions(1)
	var out []MilestoneCount
	err := t.each(func(rows *sql.Rows) error {
		var c MilestoneCount
		into := map[string]any{"kind": &c.Kind, "month": &c.Month, "unit": &c.Unit, "category": &c.Category, "days": &c.Days, "on_time": &c.OnTime}
		targets := make([]any, 0, len(by)+1)
		for _, name := range by {
			targets = append(targets, into[name])
		}
		if err := rows.Scan(append(targets, &c.N)...); err != nil {
			return err
		}
		out = append(out, c)
		return nil
	}, fmt.Sprintf(`SELECT %[1]s, count(*) FROM milestone s WHERE %[2]s GROUP BY %[1]s ORDER BY %[1]s`, "s."+strings.Join(by, ", s."), cond),
		append([]any{congress}, args...)...)
	return out, err
}

// CountPhases counts the open matters by the station they stand at.
func (t *Tx) CountPhases(congress, procedure string) (map[string]int, error) {
	out := map[string]int{}
	cond, args := "", []any{congress}
	if procedure != "" {
		cond, args = " AND procedure = $2", append(args, procedure)
	}
	err := t.each(func(rows *sql.Rows) error {
		var phase string
		var n int
		if err := rows.Scan(&phase, &n); err != nil {
			return err
		}
		out[phase] = n
		return nil
	}, `SELECT phase, count(*) FROM matter WHERE congress = $1 AND is_open AND parent = ''`+cond+` GROUP BY phase`, args...)
	return out, err
}
