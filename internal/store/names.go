package store

import (
	"database/sql"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/huiyin/huiyin/internal/congress"
	"github.com/huiyin/huiyin/internal/deadline"
	"github.com/huiyin/huiyin/internal/search"
)

// putName keeps the names by which people and organizations are found.
func (t *Tx) putName(congressID, kind, id, name string, isNew bool) error {
	if !isNew {
		if err := t.exec(`DELETE FROM search_name WHERE congress = $1 AND kind = $2 AND id = $3`, congressID, kind, id); err != nil {
			return err
		}
	}
	terms := search.NameTerms(name)
	if len(terms) == 0 {
		return nil
	}
	args, rows := []any{congressID, kind, id}, make([]string, len(terms))
	for i, term := range terms {
		args = append(args, term)
		rows[i] = fmt.Sprintf("($1, $%d, $2, $3)", len(args))
	}
	return t.exec(`INSERT INTO search_name (congress, term, kind, id) VALUES `+strings.Join(rows, ", ")+` ON CONFLICT (congress, term, kind, id) DO NOTHING`, args...)
}

// named are the kinds of record whose names are looked for.
func named(kind string) bool {
	return kind == congress.KindPerson || kind == congress.KindOrganization
}

// OrgsNamed lists the organizations with a name that has key in it (search.NameKey), at most so many.
func (t *Tx) OrgsNamed(congressID, key string, limit int) ([]string, error) {
	if key == "" {
		return nil, nil
	}
	return t.ids(`SELECT DISTINCT id FROM search_name WHERE congress = $1 AND kind = 'organization' AND term >= $2 AND term < $3 ORDER BY id LIMIT $4`,
		congressID, key, key+afterAll, limit)
}

// afterAll stands behind every character.
const afterAll = "\U0010FFFF"

// NamedPerson is a person with all his memberships.
type NamedPerson struct {
	congress.Person
	Memberships []congress.Membership
}

// PeopleNamed lists the people with a name that has key in it, at most so many; only those who are deputies on a day,
// if deputies is set.
func (t *Tx) PeopleNamed(congressID, key string, deputies bool, day deadline.Date, limit int) ([]NamedPerson, error) {
	if key == "" {
		return nil, nil
	}
	args := []any{congressID, key, key + afterAll, limit}
	only := ""
	if deputies {
		args = append(args, congress.RoleDeputy, day.String())
		only = ` AND EXISTS (SELECT 1 FROM membership d WHERE d.congress = p.congress AND d.person = p.id AND d.role = $5
			AND d.start_date <= $6 AND (d.end_date = '' OR d.end_date >= $6))`
	}
	var out []NamedPerson
	err := t.each(func(rows *sql.Rows) error {
		var state string
		if err := rows.Scan(&state); err != nil {
			return err
		}
		var p NamedPerson
		if err := json.Unmarshal([]byte(state), &p.Person); err != nil {
			return err
		}
		out = append(out, p)
		return nil
	}, `SELECT p.state FROM person p WHERE p.congress = $1 AND p.id IN
		(SELECT id FROM search_name WHERE congress = $1 AND kind = 'person' AND term >= $2 AND term < $3)`+only+` ORDER BY p.sort_name, p.id LIMIT $4`, args...)
	if err != nil {
		return nil, err
	}
	for i := range out {
		if out[i].Memberships, err = FindAll[congress.Membership](t, congressID, congress.KindMembership, Where{"person", out[i].ID}); err != nil {
			return nil, err
		}
	}
	return out, nil
}
