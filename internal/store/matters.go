package store

import (
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/huiyin/huiyin/internal/access"
	"github.com/huiyin/huiyin/internal/journal"
	"github.com/huiyin/huiyin/internal/matter"
)

// Matter reads the state of one matter.
func (t *Tx) Matter(congress, id string) (matter.Matter, error) {
	return t.oneMatter(`SELECT state FROM matter WHERE congress = $1 AND id = $2`, congress, id)
}

// MatterByNumber finds a matter by the number people quote.
func (t *Tx) MatterByNumber(congress, number string) (matter.Matter, error) {
	return t.oneMatter(`SELECT state FROM matter WHERE congress = $1 AND number = $2`, congress, number)
}

// MatterBySource finds a matter by the id it had where it was imported from.
func (t *Tx) MatterBySource(congress, procedure, source string) (matter.Matter, error) {
	return t.oneMatter(`SELECT state FROM matter WHERE congress = $1 AND procedure = $2 AND source = $3 AND source <> ''`, congress, procedure, source)
}

func (t *Tx) oneMatter(query string, args ...any) (matter.Matter, error) {
	var state string
	var m matter.Matter
	err := t.row(query, args...).Scan(&state)
	if errors.Is(err, sql.ErrNoRows) {
		return m, ErrNotFound
	}
	if err != nil {
		return m, fmt.Errorf("store: matter: %w", err)
	}
	if err := json.Unmarshal([]byte(state), &m); err != nil {
		return m, fmt.Errorf("store: matter: %w", err)
	}
	return m, nil
}

// SaveEvent appends ev to the journal of before (the matter as it was read) and stores the matter that
// results. A zero Rev of before opens the matter.
func (t *Tx) SaveEvent(before matter.Matter, ev matter.Event, zone *time.Location) (matter.Matter, error) {
	e, body, err := matter.Record(before, ev)
	if err != nil {
		return matter.Matter{}, err
	}
	if err := t.append(e, body); err != nil {
		return matter.Matter{}, err
	}
	after := matter.Apply(before, ev)
	old := &before
	if before.Rev == 0 {
		old = nil
	}
	if err := t.saveMatter(old, after, zone); err != nil {
		return matter.Matter{}, err
	}
	if err := t.saveFiles(false, after); err != nil {
		return matter.Matter{}, err
	}
	if err := t.saveMilestones(before, after, zone); err != nil {
		return matter.Matter{}, err
	}
	return after, t.noteWords(before, after)
}

// Refold stores a matter anew from its journal, after bodies were erased.
func (t *Tx) Refold(congress, id string, zone *time.Location) (matter.Matter, error) {
	entries, err := t.Entries(congress, matter.Subject, id)
	if err != nil {
		return matter.Matter{}, err
	}
	m, err := foldEntries(congress, id, entries)
	if err != nil {
		return m, err
	}
	before, err := t.Matter(congress, id)
	if err != nil {
		return m, err
	}
	if err := t.saveMatter(&before, m, zone); err != nil {
		return m, err
	}
	if err := t.saveFiles(true, m); err != nil {
		return m, err
	}
	if err := t.rewriteMilestones(m, zone); err != nil {
		return m, err
	}
	return m, t.todo(m)
}

func foldEntries(congress, id string, entries []StoredEntry) (matter.Matter, error) {
	m := matter.Matter{Congress: congress, ID: id}
	for _, e := range entries {
		ev, err := matter.FromRecord(e.Entry, e.Body)
		if err != nil {
			return m, err
		}
		m = matter.Apply(m, ev)
	}
	return m, nil
}

// saveMatter writes the row of m and what follows from it. before is the matter as the row has it, nil for a new one.
func (t *Tx) saveMatter(before *matter.Matter, m matter.Matter, zone *time.Location) error {
	state, err := journal.Marshal(m)
	if err != nil {
		return fmt.Errorf("store: matter %s: %w", m.ID, err)
	}
	r := rowOf(m)
	args := append([]any{m.Congress, m.ID, m.Rev, string(state)}, r...)
	if before == nil {
		err = t.exec(matterInsert, args...)
	} else {
		err = t.execOne(ErrStale, matterUpdate, args...)
	}
	if err != nil {
		return err
	}
	return t.saveDerived(before, m, zone)
}

// matterColumns are the columns of a matter's row after congress, id, rev and state, in the order of rowOf.
var matterColumns = []string{
	"number", "procedure", "step", "phase", "ending", "is_open", "title", "owner_org", "station", "parent",
	"source", "is_public", "asked", "answered", "due_day", "provisional", "raised_at", "ended_at",
}

const matterInsert = `INSERT INTO matter (congress, id, rev, state,
	number, procedure, step, phase, ending, is_open, title, owner_org, station, parent,
	source, is_public, asked, answered, due_day, provisional, raised_at, ended_at)
	VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22)`

const matterUpdate = `UPDATE matter SET rev = $3, state = $4,
	number = $5, procedure = $6, step = $7, phase = $8, ending = $9, is_open = $10, title = $11, owner_org = $12, station = $13,
	parent = $14, source = $15, is_public = $16, asked = $17, answered = $18, due_day = $19, provisional = $20,
	raised_at = $21, ended_at = $22 WHERE congress = $1 AND id = $2`

// rowOf gives the values of matterColumns.
func rowOf(m matter.Matter) []any {
	asked, due, source, provisional, ended := "", "", "", false, int64(0)
	if m.Source != nil {
		source = m.Source.ID
	}
	if m.Asked != nil {
		asked = m.Asked.Act
	}
	if d := m.Due(); d != nil {
		due, provisional = d.Day.String(), d.Provisional
	}
	if m.EndedAt != nil {
		ended = m.EndedAt.UnixMicro()
	}
	return []any{
		m.Number, m.Procedure, m.Step, string(m.Phase), string(m.Ending), m.Open(), m.Title, m.Owner.Org, m.Station, m.Parent,
		source, access.Published(m), asked, m.Answered(), due, provisional, m.RaisedAt.UnixMicro(), ended,
	}
}

// saveDerived writes those of the rows that follow from a matter's state which are not there yet, and takes away
// those that are not his any more: before gave what is there. Old closed intervals never go.
func (t *Tx) saveDerived(before *matter.Matter, m matter.Matter, zone *time.Location) error {
	var raisers, late [][]any
	var orgs []string
	if before != nil {
		raisers, orgs, late = raiserRows(*before), access.Involved(*before), lateRows(*before, zone)
	}
	if err := t.saveRaisers(m, raisers, raiserRows(m)); err != nil {
		return err
	}
	now := access.Involved(m)
	for _, org := range orgs {
		if slices.Contains(now, org) {
			continue
		}
		// Whoever had it only by an act that was taken back never had it.
		if err := t.exec(`DELETE FROM matter_org WHERE congress = $1 AND matter = $2 AND org = $3`, m.Congress, m.ID, org); err != nil {
			return err
		}
	}
	for _, org := range now {
		if slices.Contains(orgs, org) {
			continue
		}
		if err := t.exec(`INSERT INTO matter_org (congress, matter, org, raised_at) VALUES ($1, $2, $3, $4) ON CONFLICT (congress, matter, org) DO NOTHING`,
			m.Congress, m.ID, org, m.RaisedAt.UnixMicro()); err != nil {
			return err
		}
	}
	if err := t.saveAbove(m); err != nil {
		return err
	}
	for _, l := range lateRows(m, zone) {
		if hasRow(late, l) {
			continue
		}
		if err := t.exec(`INSERT INTO lateness (congress, matter, n, kind, procedure, step, owner_org, station, due_day, from_at, until_at)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) ON CONFLICT (congress, matter, n) DO NOTHING`,
			append([]any{m.Congress, m.ID}, l...)...); err != nil {
			return err
		}
	}
	return nil
}

// saveAbove rewrites to whom a matter has gone up. Most matters never go up: they cost nothing here.
func (t *Tx) saveAbove(m matter.Matter) error {
	if len(m.Rungs) == 0 {
		return nil
	}
	if err := t.exec(`DELETE FROM matter_above WHERE congress = $1 AND matter = $2`, m.Congress, m.ID); err != nil {
		return err
	}
	for _, r := range aboveRows(m) {
		if err := t.exec(`INSERT INTO matter_above (congress, matter, org) VALUES ($1, $2, $3)`, append([]any{m.Congress, m.ID}, r...)...); err != nil {
			return err
		}
	}
	return nil
}

// aboveRows gives the organizations to which a matter has gone up.
func aboveRows(m matter.Matter) [][]any {
	var out [][]any
	for _, org := range m.Above() {
		out = append(out, []any{org})
	}
	return out
}

// saveRaisers turns the rows of raisers that are there into those that should be.
func (t *Tx) saveRaisers(m matter.Matter, have, want [][]any) error {
	for _, r := range have {
		if hasRow(want, r) {
			continue
		}
		if err := t.exec(`DELETE FROM matter_raiser WHERE congress = $1 AND matter = $2 AND raiser = $3`, m.Congress, m.ID, r[0]); err != nil {
			return err
		}
	}
	for _, r := range want {
		if hasRow(have, r) {
			continue
		}
		if err := t.exec(`INSERT INTO matter_raiser (congress, matter, raiser, kind, person, joined_at, to_rate, raised_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
			append([]any{m.Congress, m.ID}, r...)...); err != nil {
			return err
		}
	}
	return nil
}

// hasRow reports whether row is among rows; the values are strings, numbers and booleans.
func hasRow(rows [][]any, row []any) bool {
	return slices.ContainsFunc(rows, func(r []any) bool { return slices.Equal(r, row) })
}

// raiserRows gives raiser, kind, person, joined_at, to_rate, raised_at of each raiser.
func raiserRows(m matter.Matter) [][]any {
	out := make([][]any, 0, len(m.Raisers))
	for _, r := range m.Raisers {
		toRate := m.Open() && m.Answered() && m.Rating(r) == ""
		out = append(out, []any{r.ID, r.Kind, r.Person, r.Joined.UnixMicro(), toRate, m.RaisedAt.UnixMicro()})
	}
	return out
}

// lateRows gives n, kind, procedure, step, owner_org, station, due_day, from_at, until_at of each closed interval.
func lateRows(m matter.Matter, zone *time.Location) [][]any {
	var out [][]any
	for _, f := range matter.Failures(m, m.LastAt, zone) {
		if f.Until == nil {
			continue
		}
		out = append(out, []any{
			int64(len(out) + 1), string(f.Kind), m.Procedure, f.Step, f.Owner.Org, m.Station,
			f.Due.Day.String(), f.From.UnixMicro(), f.Until.UnixMicro(),
		})
	}
	return out
}
