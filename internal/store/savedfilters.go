package store

import (
	"database/sql"
	"fmt"
	"strings"
)

// SavedFilter is a list's address that a person keeps under a name.
type SavedFilter struct {
	ID, Account string
	Org         string // set: everybody of this organization has it too
	Name        string
	Address     string // query of the list, in the order of its names
	Place       int64  // order among his own
}

// SavedFilters lists what an account keeps, in its order, then what colleagues of its organizations share.
func (t *Tx) SavedFilters(congress, account string, orgs []string) (own, shared []SavedFilter, err error) {
	read := func(out *[]SavedFilter, where string, args ...any) error {
		return t.each(func(rows *sql.Rows) error {
			var f SavedFilter
			if err := rows.Scan(&f.ID, &f.Account, &f.Org, &f.Name, &f.Address, &f.Place); err != nil {
				return err
			}
			*out = append(*out, f)
			return nil
		}, `SELECT id, account, org, name, address, place FROM saved_filter WHERE congress = $1 AND `+where+` ORDER BY place, id LIMIT 100`,
			append([]any{congress}, args...)...)
	}
	if err := read(&own, "account = $2", account); err != nil || len(orgs) == 0 {
		return own, nil, err
	}
	marks, args := make([]string, len(orgs)), []any{account}
	for i, o := range orgs {
		args = append(args, o)
		marks[i] = fmt.Sprintf("$%d", len(args)+1)
	}
	err = read(&shared, "account <> $2 AND org <> '' AND org IN ("+strings.Join(marks, ", ")+")", args...)
	return own, shared, err
}

// PutSavedFilter stores a filter, new or changed. Another account's filter under the same id is left alone.
func (t *Tx) PutSavedFilter(congress string, f SavedFilter) error {
	return t.execOne(ErrNotFound, `INSERT INTO saved_filter (congress, id, account, org, name, address, place) VALUES ($1, $2, $3, $4, $5, $6, $7)
		ON CONFLICT (congress, id) DO UPDATE SET org = excluded.org, name = excluded.name, address = excluded.address, place = excluded.place
		WHERE saved_filter.account = excluded.account`, congress, f.ID, f.Account, f.Org, f.Name, f.Address, f.Place)
}

// DropSavedFilter removes an account's own filter; ErrNotFound when it has none with this id.
func (t *Tx) DropSavedFilter(congress, account, id string) error {
	return t.execOne(ErrNotFound, `DELETE FROM saved_filter WHERE congress = $1 AND account = $2 AND id = $3`, congress, account, id)
}
