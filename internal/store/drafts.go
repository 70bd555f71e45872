package store

import (
	"database/sql"
	"encoding/json"
	"fmt"
	"time"

	"github.com/huiyin/huiyin/internal/journal"
)

// Draft is what one person has typed into one form and not sent.
type Draft struct {
	Congress, Account string
	Matter            string // empty: a form that raises a matter
	Act               string // or the procedure
	Rev               int64  // the revision he saw
	SavedAt           time.Time
	Fields            map[string]string // by the name of the input
}

// SaveDraft keeps a draft in place of the one before, and forgets the account's oldest beyond most.
func (t *Tx) SaveDraft(d Draft, most int) error {
	fields, err := journal.Marshal(d.Fields)
	if err != nil {
		return fmt.Errorf("store: draft: %w", err)
	}
	if err := t.exec(`INSERT INTO draft (congress, account, matter, act, rev, saved_at, fields) VALUES ($1, $2, $3, $4, $5, $6, $7)
		ON CONFLICT (congress, account, matter, act) DO UPDATE SET rev = excluded.rev, saved_at = excluded.saved_at, fields = excluded.fields`,
		d.Congress, d.Account, d.Matter, d.Act, d.Rev, t.Now.UnixMicro(), string(fields)); err != nil {
		return err
	}
	var oldest int64
	err = t.row(`SELECT saved_at FROM draft WHERE congress = $1 AND account = $2 ORDER BY saved_at DESC LIMIT 1 OFFSET $3`,
		d.Congress, d.Account, int64(most)).Scan(&oldest)
	if err == sql.ErrNoRows { //nolint:errorlint // the very value, see oneRow
		return nil
	}
	if err != nil {
		return fmt.Errorf("store: drafts: %w", err)
	}
	return t.exec(`DELETE FROM draft WHERE congress = $1 AND account = $2 AND saved_at <= $3`, d.Congress, d.Account, oldest)
}

// Drafts gives what an account has typed for one matter (empty: for raising), by act.
func (t *Tx) Drafts(congress, account, matter string) (map[string]Draft, error) {
	var out map[string]Draft
	err := t.each(func(rows *sql.Rows) error {
		d := Draft{Congress: congress, Account: account, Matter: matter}
		var at int64
		var fields string
		if err := rows.Scan(&d.Act, &d.Rev, &at, &fields); err != nil {
			return err
		}
		d.SavedAt = time.UnixMicro(at)
		if err := json.Unmarshal([]byte(fields), &d.Fields); err != nil {
			return err
		}
		if out == nil {
			out = map[string]Draft{}
		}
		out[d.Act] = d
		return nil
	}, `SELECT act, rev, saved_at, fields FROM draft WHERE congress = $1 AND account = $2 AND matter = $3`, congress, account, matter)
	return out, err
}

// DropDraft forgets a draft; there need not be one.
func (t *Tx) DropDraft(congress, account, matter, act string) error {
	return t.exec(`DELETE FROM draft WHERE congress = $1 AND account = $2 AND matter = $3 AND act = $4`, congress, account, matter, act)
}

// DropDraftsOf forgets what anybody has typed for a matter.
func (t *Tx) DropDraftsOf(congress, matter string) error {
	return t.exec(`DELETE FROM draft WHERE congress = $1 AND matter = $2`, congress, matter)
}

// DropOldDrafts forgets drafts that nobody has come back to for so long.
func (t *Tx) DropOldDrafts(age time.Duration) error {
	return t.exec(`DELETE FROM draft WHERE saved_at < $1`, t.Now.Add(-age).UnixMicro())
}
