package store

import (
	"database/sql"
	"encoding/base64"
	"errors"
	"fmt"
	"time"
)

// Run is one act on many matters, or one file of messages to import: prepared, then going, then done.
type Run struct {
	Congress, ID, Account string
	Kind                  string // RunBulk or RunImport
	State                 string // RunPrepared, RunGoing, RunDone
	Input                 string // JSON of what to do; emptied at the end, since it may hold words
	Result                string // JSON of what came of it, for those that say more than their rows
	Total, Did, Refused   int64
	Noted                 int64 // import: suggestions made, so that a run that was broken off reports all of them
	CreatedAt, EndedAt    time.Time
}

// Kinds and states of runs, and states of their rows.
const (
	RunBulk     = "bulk"
	RunImport   = "import"
	RunPrepared = "prepared"
	RunGoing    = "going"
	RunDone     = "done"

	RowWaiting = "waiting"
	RowDone    = "done"
	RowRefused = "refused"
)

// RunRow is one matter of a run.
type RunRow struct {
	Seq    int64
	Matter string
	Rev    int64  // revision that was looked at
	State  string // RowWaiting, RowDone, RowRefused
	Reason string // JSON of why it was not done
}

// AddRun stores a run with its rows.
func (t *Tx) AddRun(r Run, rows []RunRow) error {
	err := t.exec(`INSERT INTO desk_run (congress, id, account, kind, state, input, result, total, did, refused, noted, created_at, ended_at, lease)
		VALUES ($1, $2, $3, $4, $5, $6, '', $7, 0, 0, 0, $8, 0, 0)`,
		r.Congress, r.ID, r.Account, r.Kind, RunPrepared, r.Input, int64(len(rows)), t.Now.UnixMicro())
	if err != nil {
		return err
	}
	for i, x := range rows {
		err := t.exec(`INSERT INTO desk_row (congress, run, seq, matter, rev, state, reason) VALUES ($1, $2, $3, $4, $5, $6, '')`,
			r.Congress, r.ID, int64(i+1), x.Matter, x.Rev, RowWaiting)
		if err != nil {
			return err
		}
	}
	return nil
}

const runColumns = `id, account, kind, state, input, result, total, did, refused, noted, created_at, ended_at`

func scanRun(congress string, scan func(...any) error) (Run, error) {
	r := Run{Congress: congress}
	var created, ended int64
	err := scan(&r.ID, &r.Account, &r.Kind, &r.State, &r.Input, &r.Result, &r.Total, &r.Did, &r.Refused, &r.Noted, &created, &ended)
	r.CreatedAt = time.UnixMicro(created)
	if ended > 0 {
		r.EndedAt = time.UnixMicro(ended)
	}
	return r, err
}

// Run reads a run; ErrNotFound when there is none.
func (t *Tx) Run(congress, id string) (Run, error) {
	r, err := scanRun(congress, t.row(`SELECT `+runColumns+` FROM desk_run WHERE congress = $1 AND id = $2`, congress, id).Scan)
	if errors.Is(err, sql.ErrNoRows) {
		return r, ErrNotFound
	}
	if err != nil {
		return r, fmt.Errorf("store: run: %w", err)
	}
	return r, nil
}

// RunsOf lists the latest runs of an account, newest first.
func (t *Tx) RunsOf(congress, account string, limit int) ([]Run, error) {
	return t.runs(congress, `SELECT `+runColumns+` FROM desk_run WHERE congress = $1 AND account = $2 ORDER BY created_at DESC, id DESC LIMIT $3`, account, int64(limit))
}

// GoingRuns lists the runs of a congress that have begun and not ended, oldest first.
func (t *Tx) GoingRuns(congress string) ([]Run, error) {
	return t.runs(congress, `SELECT `+runColumns+` FROM desk_run WHERE congress = $1 AND state = 'going' ORDER BY created_at LIMIT 100`)
}

func (t *Tx) runs(congress, query string, args ...any) (out []Run, err error) {
	err = t.each(func(rows *sql.Rows) error {
		r, err := scanRun(congress, rows.Scan)
		out = append(out, r)
		return err
	}, query, append([]any{congress}, args...)...)
	return out, err
}

// RunRows lists the rows of a run in one state (empty: in any), in their order.
func (t *Tx) RunRows(congress, run, state string) (out []RunRow, err error) {
	query, args := `SELECT seq, matter, rev, state, reason FROM desk_row WHERE congress = $1 AND run = $2`, []any{congress, run}
	if state != "" {
		query, args = query+` AND state = $3`, append(args, state)
	}
	err = t.each(func(rows *sql.Rows) error {
		var r RunRow
		if err := rows.Scan(&r.Seq, &r.Matter, &r.Rev, &r.State, &r.Reason); err != nil {
			return err
		}
		out = append(out, r)
		return nil
	}, query+` ORDER BY seq`, args...)
	return out, err
}

// SetRunInput changes what a prepared run will do; ErrStale when it has begun.
func (t *Tx) SetRunInput(congress, id, input string) error {
	return t.execOne(ErrStale, `UPDATE desk_run SET input = $3 WHERE congress = $1 AND id = $2 AND state = 'prepared'`, congress, id, input)
}

// StartRun begins a prepared run. A run that has begun already stays as it is.
func (t *Tx) StartRun(congress, id string) error {
	return t.exec(`UPDATE desk_run SET state = 'going', lease = 0 WHERE congress = $1 AND id = $2 AND state = 'prepared'`, congress, id)
}

// LeaseRun takes a run that is going in hand until a moment; ErrStale when somebody has it, or it is done.
func (t *Tx) LeaseRun(congress, id string, until time.Time) error {
	return t.execOne(ErrStale, `UPDATE desk_run SET lease = $3 WHERE congress = $1 AND id = $2 AND state = 'going' AND lease <= $4`,
		congress, id, until.UnixMicro(), t.Now.UnixMicro())
}

// ExtendRun holds a run longer, or lets it go with the zero time.
func (t *Tx) ExtendRun(congress, id string, until time.Time) error {
	lease := int64(0)
	if !until.IsZero() {
		lease = until.UnixMicro()
	}
	return t.exec(`UPDATE desk_run SET lease = $3 WHERE congress = $1 AND id = $2 AND state = 'going'`, congress, id, lease)
}

// SettleRow says what became of a waiting row, once: ErrStale when that was said already.
func (t *Tx) SettleRow(congress, run string, seq int64, state, reason string) error {
	return t.execOne(ErrStale, `UPDATE desk_row SET state = $4, reason = $5 WHERE congress = $1 AND run = $2 AND seq = $3 AND state = 'waiting'`,
		congress, run, seq, state, reason)
}

// CountRun adds to the counts of a run that is going.
func (t *Tx) CountRun(congress, id string, did, refused, noted int64) error {
	return t.exec(`UPDATE desk_run SET did = did + $3, refused = refused + $4, noted = noted + $5 WHERE congress = $1 AND id = $2`,
		congress, id, did, refused, noted)
}

// TotalRun sets how many rows a run has, once that is known.
func (t *Tx) TotalRun(congress, id string, total int64) error {
	return t.exec(`UPDATE desk_run SET total = $3 WHERE congress = $1 AND id = $2`, congress, id, total)
}

// EndRun ends a run: its counts stay, the words it was given and its file go.
func (t *Tx) EndRun(congress, id string, did, refused int64, input, result string) error {
	err := t.exec(`UPDATE desk_run SET state = 'done', did = $3, refused = $4, input = $5, result = $6, ended_at = $7, lease = 0
		WHERE congress = $1 AND id = $2 AND state = 'going'`, congress, id, did, refused, input, result, t.Now.UnixMicro())
	if err != nil {
		return err
	}
	return t.exec(`DELETE FROM desk_part WHERE congress = $1 AND run = $2`, congress, id)
}

// DropRun removes a run that has not begun; ErrStale when it has.
func (t *Tx) DropRun(congress, id string) error {
	if err := t.execOne(ErrStale, `DELETE FROM desk_run WHERE congress = $1 AND id = $2 AND state = 'prepared'`, congress, id); err != nil {
		return err
	}
	for _, table := range []string{"desk_row", "desk_part"} {
		if err := t.exec(`DELETE FROM `+table+` WHERE congress = $1 AND run = $2`, congress, id); err != nil {
			return err
		}
	}
	return nil
}

// SweepRuns removes what was prepared and never begun, and what has ended long ago.
func (t *Tx) SweepRuns(prepared, ended time.Duration) error {
	err := t.exec(`DELETE FROM desk_run WHERE state = 'prepared' AND created_at < $1 OR state = 'done' AND created_at < $2`,
		t.Now.Add(-prepared).UnixMicro(), t.Now.Add(-ended).UnixMicro())
	if err != nil {
		return err
	}
	for _, table := range []string{"desk_row", "desk_part"} {
		err := t.exec(`DELETE FROM ` + table + ` WHERE NOT EXISTS (SELECT 1 FROM desk_run r WHERE r.congress = ` + table + `.congress AND r.id = ` + table + `.run)`)
		if err != nil {
			return err
		}
	}
	return nil
}

// partBytes is how much of a file one part holds.
const partBytes = 192 << 10

// AddFile keeps the file of a run.
func (t *Tx) AddFile(congress, run string, data []byte) error {
	for seq := int64(1); len(data) > 0; seq++ {
		n := min(partBytes, len(data))
		err := t.exec(`INSERT INTO desk_part (congress, run, seq, part) VALUES ($1, $2, $3, $4)`,
			congress, run, seq, base64.StdEncoding.EncodeToString(data[:n]))
		if err != nil {
			return err
		}
		data = data[n:]
	}
	return nil
}

// File reads the file of a run; ErrNotFound when it has gone.
func (t *Tx) File(congress, run string) (data []byte, err error) {
	err = t.each(func(rows *sql.Rows) error {
		var part string
		if err := rows.Scan(&part); err != nil {
			return err
		}
		b, err := base64.StdEncoding.DecodeString(part)
		data = append(data, b...)
		return err
	}, `SELECT part FROM desk_part WHERE congress = $1 AND run = $2 ORDER BY seq`, congress, run)
	if err == nil && data == nil {
		err = ErrNotFound
	}
	return data, err
}
