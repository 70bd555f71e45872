package store

import (
	"bytes"
	"database/sql"
	"fmt"
	"slices"
	"strings"

	"github.com/huiyin/huiyin/internal/access"
	"github.com/huiyin/huiyin/internal/journal"
	"github.com/huiyin/huiyin/internal/matter"
)

// record proves that a record's row is what was last written about it.
func (c *verifier) record(s subjectRow, stored []journal.Stored) error {
	c.v.Records++
	r, err := recordOf(s.kind)
	if err != nil {
		return c.fault(s.kind, s.id, 0, "subject", "there is no table for this kind")
	}
	last := stored[len(stored)-1]
	if last.Body == nil {
		return c.fault(s.kind, s.id, s.rev, "body", "the state of the record is missing")
	}
	want, err := r.values([]byte(last.Body.Text))
	if err != nil {
		return c.fault(s.kind, s.id, s.rev, "body", "%v", err)
	}
	want = append([]any{s.rev, last.Body.Text}, want...)
	return c.compareRow(s, "SELECT rev, state, "+strings.Join(r.columns, ", ")+" FROM "+r.kind+" WHERE congress = $1 AND id = $2", r.kind, append([]string{"rev", "state"}, r.columns...), want)
}

// matter proves that a matter's row and everything derived from it is the fold of its chain.
func (c *verifier) matter(s subjectRow, entries []journal.Entry, stored []journal.Stored) error {
	c.v.Matters++
	m := matter.Matter{Congress: c.congress, ID: s.id}
	for i, e := range entries {
		var body []byte
		if stored[i].Body != nil {
			body = []byte(stored[i].Body.Text)
		}
		ev, err := matter.FromRecord(e, body)
		if err != nil {
			return c.fault(s.kind, s.id, e.Seq, "entry", "%v", err)
		}
		m = matter.Apply(m, ev)
	}
	state, err := journal.Marshal(m)
	if err != nil {
		return fmt.Errorf("verify: %w", err)
	}
	want := append([]any{m.Rev, string(state)}, rowOf(m)...)
	columns := append([]string{"rev", "state"}, matterColumns...)
	if err := c.compareRow(s, "SELECT "+strings.Join(columns, ", ")+" FROM matter WHERE congress = $1 AND id = $2", "matter", columns, want); err != nil {
		return err
	}
	var orgs [][]any
	for _, o := range access.Involved(m) {
		orgs = append(orgs, []any{o, m.RaisedAt.UnixMicro()})
	}
	for _, d := range []struct {
		table, columns string
		want           [][]any
	}{
		{"matter_raiser", "raiser, kind, person, joined_at, to_rate, raised_at", raiserRows(m)},
		{"matter_org", "org, raised_at", orgs},
		{"matter_file", "seq, n, hash, thumb, size", fileRows(m)},
		{"matter_above", "org", aboveRows(m)},
		{"lateness", "n, kind, procedure, step, owner_org, station, due_day, from_at, until_at", lateRows(m, c.zone)},
		{"milestone", milestoneColumns, milestoneRows(m, c.zone)},
	} {
		if err := c.compareDerived(s, d.table, d.columns, d.want); err != nil {
			return err
		}
	}
	return nil
}

func (c *verifier) compareRow(s subjectRow, query, table string, columns []string, want []any) error {
	found := false
	err := c.t.each(func(rows *sql.Rows) error {
		found = true
		have, err := scanAny(rows, len(columns))
		if err != nil {
			return err
		}
		for i := range columns {
			if !same(have[i], want[i]) {
				return c.fault(s.kind, s.id, s.rev, table, "column %s is not what the journal says", columns[i])
			}
		}
		return nil
	}, query, c.congress, s.id)
	if err == nil && !found {
		return c.fault(s.kind, s.id, 0, table, "its row is missing")
	}
	return err
}

func (c *verifier) compareDerived(s subjectRow, table, columns string, want [][]any) error {
	keys := make([]string, 0, len(want))
	for _, w := range want {
		keys = append(keys, rowKey(w))
	}
	slices.Sort(keys)
	var have []string
	n := strings.Count(columns, ",") + 1
	err := c.t.each(func(rows *sql.Rows) error {
		vals, err := scanAny(rows, n)
		if err != nil {
			return err
		}
		have = append(have, rowKey(vals))
		return nil
	}, "SELECT "+columns+" FROM "+table+" WHERE congress = $1 AND matter = $2", c.congress, s.id)
	if err != nil {
		return err
	}
	slices.Sort(have)
	if !slices.Equal(have, keys) {
		return c.fault(s.kind, s.id, s.rev, table, "its rows are not what the journal says")
	}
	return nil
}

func scanAny(rows *sql.Rows, n int) ([]any, error) {
	vals, ptrs := make([]any, n), make([]any, n)
	for i := range vals {
		ptrs[i] = &vals[i]
	}
	return vals, rows.Scan(ptrs...)
}

// same compares a stored value with what it should be, across the types the two drivers give.
func same(have, want any) bool { return plain(have) == plain(want) }

func plain(v any) string {
	switch v := v.(type) {
	case bool:
		if v {
			return "1"
		}
		return "0"
	case []byte:
		return string(v)
	case string:
		return v
	}
	return fmt.Sprint(v)
}

func rowKey(vals []any) string {
	var b bytes.Buffer
	for _, v := range vals {
		fmt.Fprintf(&b, "%q|", plain(v))
	}
	return b.String()
}
