package store

import (
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/huiyin/huiyin/internal/journal"
)

// A record is a subject whose state is simply what was last written about it: a person, an organization,
// an account, a rulebook. Its table keeps the state as JSON and, beside it, the columns that queries need,
// each a member of the JSON under the column's own name; Verify proves both.
type recordTable struct {
	kind    string   // kind of subject and name of the table
	columns []string // members of the state kept as columns, all text
}

// records lists every table of records.
var records = []recordTable{
	{"congress", []string{"name", "level", "code"}},
	{"area", []string{"name", "parent", "classification"}},
	{"organization", []string{"name", "classification", "parent", "area"}},
	{"person", []string{"name", "sort_name"}},
	{"membership", []string{"person", "organization", "role", "start_date", "end_date"}},
	{"account", []string{"login", "person"}},
	{"rulebook", []string{"book", "version", "in_force"}},
	{"calendar_year", []string{"year"}},
	{"import_run", []string{"source"}},
	{"template", []string{"org", "person"}},
	{"api_token", []string{"account", "hash"}},
}

func recordOf(kind string) (recordTable, error) {
	for _, r := range records {
		if r.kind == kind {
			return r, nil
		}
	}
	return recordTable{}, fmt.Errorf("store: no table for records of kind %q", kind)
}

// values gives the column values that belong to a state.
func (r recordTable) values(state []byte) ([]any, error) {
	var m map[string]any
	if err := json.Unmarshal(state, &m); err != nil {
		return nil, fmt.Errorf("store: state of %s: %w", r.kind, err)
	}
	out := make([]any, len(r.columns))
	for i, c := range r.columns {
		s, _ := m[c].(string)
		out[i] = s
	}
	return out, nil
}

// Put writes value as the new state of a record, with its journal entry. rev is the revision that was read
// (0: it is new).
func (t *Tx) Put(congress, kind, id string, rev int64, act string, actor journal.Actor, value any) error {
	r, err := recordOf(kind)
	if err != nil {
		return err
	}
	state, err := journal.Marshal(value)
	if err != nil {
		return fmt.Errorf("store: %s %s: %w", kind, id, err)
	}
	cols, err := r.values(state)
	if err != nil {
		return err
	}
	now := t.Now.UnixMicro()
	e := journal.Entry{
		Congress: congress, Kind: kind, Subject: id, Seq: rev + 1, Act: act, ActKind: "put", Actor: actor,
		OccurredAt: now, RecordedAt: now, Data: json.RawMessage("{}"),
	}
	if err := t.append(e, state); err != nil {
		return err
	}
	if named(kind) {
		if err := t.putName(congress, kind, id, fmt.Sprint(cols[0]), rev == 0); err != nil {
			return err
		}
	}
	args := append([]any{congress, id, rev + 1, string(state)}, cols...)
	if rev == 0 {
		return t.exec(r.insert(), args...)
	}
	return t.execOne(ErrStale, r.update(), args...)
}

func (r recordTable) insert() string {
	marks := make([]string, 4+len(r.columns))
	for i := range marks {
		marks[i] = fmt.Sprintf("$%d", i+1)
	}
	return fmt.Sprintf("INSERT INTO %s (congress, id, rev, state, %s) VALUES (%s)",
		r.kind, strings.Join(r.columns, ", "), strings.Join(marks, ", "))
}

func (r recordTable) update() string {
	set := make([]string, len(r.columns))
	for i, c := range r.columns {
		set[i] = fmt.Sprintf("%s = $%d", c, i+5)
	}
	return fmt.Sprintf("UPDATE %s SET rev = $3, state = $4, %s WHERE congress = $1 AND id = $2",
		r.kind, strings.Join(set, ", "))
}

// Get reads a record into value and gives its revision; ErrNotFound when there is none.
func (t *Tx) Get(congress, kind, id string, value any) (rev int64, err error) {
	r, err := recordOf(kind)
	if err != nil {
		return 0, err
	}
	var state string
	err = t.row("SELECT rev, state FROM "+r.kind+" WHERE congress = $1 AND id = $2", congress, id).Scan(&rev, &state)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, ErrNotFound
	}
	if err != nil {
		return 0, fmt.Errorf("store: %s %s: %w", kind, id, err)
	}
	if err := json.Unmarshal([]byte(state), value); err != nil {
		return 0, fmt.Errorf("store: %s %s: %w", kind, id, err)
	}
	return rev, nil
}

// Where limits Find to records whose column has a value.
type Where struct{ Column, Value string }

// Find calls add with the state of every record of a kind that meets all conditions, in the order of ids.
func (t *Tx) Find(congress, kind string, add func(id string, rev int64, state []byte) error, where ...Where) error {
	r, err := recordOf(kind)
	if err != nil {
		return err
	}
	query, args := "SELECT id, rev, state FROM "+r.kind+" WHERE congress = $1", []any{congress}
	for _, w := range where {
		if !contains(r.columns, w.Column) {
			return fmt.Errorf("store: %s has no column %q", kind, w.Column)
		}
		args = append(args, w.Value)
		query += fmt.Sprintf(" AND %s = $%d", w.Column, len(args))
	}
	return t.each(func(rows *sql.Rows) error {
		var id, state string
		var rev int64
		if err := rows.Scan(&id, &rev, &state); err != nil {
			return err
		}
		return add(id, rev, []byte(state))
	}, query+" ORDER BY id", args...)
}

// FindAll is Find with the states decoded.
func FindAll[T any](t *Tx, congress, kind string, where ...Where) ([]T, error) {
	var out []T
	err := t.Find(congress, kind, func(_ string, _ int64, state []byte) error {
		var v T
		if err := json.Unmarshal(state, &v); err != nil {
			return err
		}
		out = append(out, v)
		return nil
	}, where...)
	return out, err
}

// Congresses lists the ids of all congresses in the database.
func (t *Tx) Congresses() ([]string, error) {
	var out []string
	err := t.each(func(rows *sql.Rows) error {
		var id string
		if err := rows.Scan(&id); err != nil {
			return err
		}
		out = append(out, id)
		return nil
	}, `SELECT congress FROM congress ORDER BY congress`)
	return out, err
}

func contains(list []string, s string) bool {
	return slices.Contains(list, s)
}
