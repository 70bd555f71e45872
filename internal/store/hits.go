package store

import (
	"database/sql"
	"fmt"
	"math"
	"slices"

	"github.com/huiyin/huiyin/internal/access"
	"github.com/huiyin/huiyin/internal/search"
)

// Look is a look into the index of matters: for one part of a query, or for texts that are like something.
type Look struct {
	Congress string
	Reaches  []access.Reach // the parts of all matters and the words by which each may be found
	Query    search.Query
	Part     search.Part
	Probes   []string // instead of Query: any of these tokens, in what is open
	Before   int64    // only documents before this one; 0: from the newest
	Limit    int
}

// Hit is a matter that was found, with its place in the order.
type Hit struct {
	Doc    int64
	Matter string
}

// Hits gives the newest matters of the index that meet the part, and none that meets an earlier one; Pending matters
// are left out. It asks once for each reach, however many there are to be found.
func (t *Tx) Hits(l Look) ([]Hit, error) {
	if l.Before <= 0 {
		l.Before = math.MaxInt64
	}
	var out []Hit
	for _, r := range l.Reaches {
		query, args := t.lookIn(l, r)
		if query == "" {
			continue
		}
		err := t.each(func(rows *sql.Rows) error {
			var h Hit
			if err := rows.Scan(&h.Doc, &h.Matter); err != nil {
				return err
			}
			out = append(out, h)
			return nil
		}, query, args...)
		if err != nil {
			return nil, err
		}
	}
	slices.SortFunc(out, func(a, b Hit) int {
		if a.Doc > b.Doc {
			return -1
		}
		return 1
	})
	out = slices.Compact(out) // found by more than one reach
	return out[:min(len(out), l.Limit)], nil
}

// lookIn is the statement for one reach.
func (t *Tx) lookIn(l Look, r access.Reach) (string, []any) {
	want, not := t.expressions(l, r.Layer)
	if want == "" {
		return "", nil
	}
	args := []any{want, l.Before, l.Congress, l.Limit}
	scope, scopeArgs := scopeOn("d", "matter", r.Scope, len(args))
	args = append(args, scopeArgs...)
	rest := ` d.congress = $3 AND ` + scope + ` AND NOT EXISTS (SELECT 1 FROM search_todo t WHERE t.congress = d.congress AND t.matter = d.matter)`
	if !t.db.TSVector {
		if not != "" {
			args[0] = "(" + want + ") NOT (" + not + ")"
		}
		// The index is walked from its newest document; CROSS JOIN keeps that order.
		return `SELECT d.doc, d.matter FROM search_words CROSS JOIN search_doc d ON d.doc = search_words.rowid
			WHERE search_words MATCH $1 AND search_words.rowid < $2 AND` + rest + ` ORDER BY search_words.rowid DESC LIMIT $4`, args
	}
	column, minus := "w.words", ""
	if l.Probes == nil && l.Part != search.Anywhere {
		column = "w.title"
	}
	if not != "" {
		args = append(args, not)
		minus = fmt.Sprintf(" AND NOT w.title @@ CAST(CAST($%d AS TEXT) AS TSQUERY)", len(args))
	}
	// MATERIALIZED: else the planner walks the table from its newest row until it has enough, which for a rare word is all of it.
	return `WITH found AS MATERIALIZED (SELECT w.rowid AS doc FROM search_words w WHERE ` + column + ` @@ CAST(CAST($1 AS TEXT) AS TSQUERY) AND w.rowid < $2` + minus + `)
		SELECT d.doc, d.matter FROM found JOIN search_doc d ON d.doc = found.doc WHERE` + rest + ` ORDER BY d.doc DESC LIMIT $4`, args
}

// expressions are what must be met, and what must not: an earlier part.
func (t *Tx) expressions(l Look, layer search.Layer) (want, not string) {
	say := search.Query.FTS5
	if t.db.TSVector {
		say = search.Query.TSQuery
	}
	switch {
	case l.Probes != nil && t.db.TSVector:
		return search.ProbeTSQuery(l.Probes), ""
	case l.Probes != nil:
		return search.ProbeFTS5(l.Probes), ""
	case l.Part == search.InNumber:
		return say(l.Query, l.Part, layer), ""
	}
	return say(l.Query, l.Part, layer), say(l.Query, l.Part-1, layer)
}
