package store_test

import (
	"context"
	"database/sql"
	"path/filepath"
	"strings"
	"testing"

	"github.com/huiyin/huiyin/internal/access"
	"github.com/huiyin/huiyin/internal/store"
	"github.com/huiyin/huiyin/internal/store/sqlite"
)

// A list that millions of matters stand behind is read from an index in its order: a plan that sorts would read them all
// for the twenty that are shown.
func TestListsAreReadInTheirOrder(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "plans.db")
	db := must(t)(sqlite.Open(path, sqlite.Options{Now: now}))
	if err := db.Migrate(context.Background()); err != nil {
		t.Fatal(err)
	}
	raw, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = raw.Close() })

	everybody, unit := access.Scope{All: true}, access.Scope{Involved: []string{"water"}}
	further := store.Cursor{Key: "1", ID: "m1"}
	for name, f := range map[string]store.Filter{
		"all":               {Scope: everybody},
		"ended":             {Scope: everybody, State: store.IsEnded},
		"of a procedure":    {Scope: everybody, Procedure: "opinion"},
		"of a unit":         {Scope: everybody, Org: "water"},
		"of a person":       {Scope: everybody, Person: "d1"},
		"a unit looks":      {Scope: unit},
		"a unit's ended":    {Scope: unit, State: store.IsEnded, Procedure: "opinion"},
		"open to all":       {Scope: access.Scope{Public: true}, Public: true},
		"a station and all": {Scope: access.Scope{Stations: []string{"station"}, Public: true}},
	} {
		f.Congress = "c1"
		for at, after := range map[string]store.Cursor{"": {}, ", further on": further} {
			query, args := store.PageQuery(f, store.ByRaised, after)
			inOrder(t, raw, name+at, query, args)
		}
	}
	for name, f := range map[string]store.Filter{
		"open":             {Scope: everybody},
		"open of an owner": {Scope: everybody, OwnerOrgs: []string{"water"}},
		"overdue":          {Scope: everybody, DueTo: "2026-03-01"},
	} {
		f.Congress, f.State = "c1", store.IsOpen
		query, args := store.PageQuery(f, store.ByDue, store.Cursor{})
		inOrder(t, raw, name, query, args)
	}
	for name, f := range map[string]store.LateFilter{
		"was late": {Scope: everybody}, "was late at a station of the rail": {Scope: everybody, Kind: "seen"},
		"a unit was late": {Scope: unit, OwnerOrgs: []string{"water"}},
	} {
		f.Congress = "c1"
		for at, after := range map[string]store.Cursor{"": {}, ", further on": {Key: "1", ID: "m1/1"}} {
			query, args := store.LatesQuery(f, after)
			inOrder(t, raw, name+at, query, args)
		}
	}
}

func inOrder(t *testing.T, raw *sql.DB, name, query string, args []any) {
	t.Helper()
	rows, err := raw.QueryContext(context.Background(), "EXPLAIN QUERY PLAN "+query, args...)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	var plan []string
	for rows.Next() {
		var id, parent, unused int
		var detail string
		if err := rows.Scan(&id, &parent, &unused, &detail); err != nil {
			t.Fatal(err)
		}
		plan = append(plan, detail)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	text := strings.Join(plan, "\n\t")
	if strings.Contains(text, "ORDER BY") || strings.Contains(text, "SCAN ") {
		t.Errorf("%s: sorts or reads all:\n\t%s\n%s", name, text, query)
	}
}
