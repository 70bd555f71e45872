package store

import (
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"
)

// Job is something to be done after a commit, at least once. What it does must be idempotent, or be marked in
// the transaction that finishes it.
type Job struct {
	Congress string
	ID       string
	Kind     string
	Uniq     string // a second job of this kind and word is not taken, even when the first is done; empty: it is
	Args     string // JSON; never words or personal data
	RunAt    time.Time
	Attempt  int // how often it was begun, this time included
	Max      int // attempts after which it is dead
	Worker   string
	Error    string // of the last attempt
	Created  time.Time
	Finished time.Time
}

// ErrLost says that a job is no longer this worker's: its lease ran out and another has it.
var ErrLost = errors.New("store: the job was taken over by another worker")

// jobAttempts is how often a job is tried.
const jobAttempts = 10

// Enqueue adds a job in this transaction. RunAt zero: at once.
func (t *Tx) Enqueue(j Job) error {
	if j.RunAt.IsZero() {
		j.RunAt = t.Now
	}
	if j.Max == 0 {
		j.Max = jobAttempts
	}
	id, err := uuid.NewV7()
	if err != nil {
		return fmt.Errorf("store: job: %w", err)
	}
	return t.exec(`INSERT INTO job (congress, id, kind, uniq, args, state, run_at, attempt, max_attempts, lease_until, worker, error, created_at, finished_at)
		VALUES ($1, $2, $3, $4, $5, 'ready', $6, 0, $7, 0, '', '', $8, 0)
		ON CONFLICT (congress, kind, uniq) WHERE uniq <> '' DO NOTHING`,
		j.Congress, id.String(), j.Kind, j.Uniq, j.Args, j.RunAt.UnixMicro(), j.Max, t.Now.UnixMicro())
}

// JobsDue reports whether a job waits to be done now, or was left by a worker whose lease is over.
func (t *Tx) JobsDue() (bool, error) {
	found, err := t.exists(`SELECT 1 FROM job WHERE state = 'ready' AND run_at <= $1 LIMIT 1`, t.Now.UnixMicro())
	if err != nil || found {
		return found, err
	}
	return t.exists(`SELECT 1 FROM job WHERE state = 'running' AND lease_until <= $1 LIMIT 1`, t.Now.UnixMicro())
}

// ClaimJobs gives worker up to limit jobs that are due, for as long as lease, the longest waiting first. Those
// whose lease ran out come back first; one that was begun too often is dead. On an engine with several writers
// two workers never get the same one.
func (t *Tx) ClaimJobs(worker string, lease time.Duration, limit int) ([]Job, error) {
	now := t.Now.UnixMicro()
	if err := t.exec(`UPDATE job SET state = CASE WHEN attempt >= max_attempts THEN 'dead' ELSE 'ready' END,
		finished_at = CASE WHEN attempt >= max_attempts THEN $1 ELSE finished_at END,
		error = CASE WHEN error = '' THEN 'the process ended while it ran' ELSE error END
		WHERE state = 'running' AND lease_until <= $1`, now); err != nil {
		return nil, err
	}
	var out []Job
	err := t.each(func(rows *sql.Rows) error {
		j := Job{Worker: worker}
		var run, created int64
		if err := rows.Scan(&j.Congress, &j.ID, &j.Kind, &j.Uniq, &j.Args, &run, &j.Attempt, &j.Max, &j.Error, &created); err != nil {
			return err
		}
		j.RunAt, j.Created = time.UnixMicro(run), time.UnixMicro(created)
		out = append(out, j)
		return nil
	}, `UPDATE job SET state = 'running', attempt = attempt + 1, lease_until = $1, worker = $2 WHERE (congress, id) IN (
		SELECT congress, id FROM job WHERE state = 'ready' AND run_at <= $3 ORDER BY run_at, congress, id LIMIT $4`+t.db.SkipLocked+`)
		RETURNING congress, id, kind, uniq, args, run_at, attempt, max_attempts, error, created_at`,
		t.Now.Add(lease).UnixMicro(), worker, now, limit)
	return out, err
}

// FinishJob marks j as done, in the transaction that did it; ErrLost when another worker has it by now, so that
// nothing of that transaction may stay.
func (t *Tx) FinishJob(j Job) error {
	return t.execOne(ErrLost, `UPDATE job SET state = 'done', finished_at = $3, lease_until = 0, error = ''
		WHERE congress = $1 AND id = $2 AND state = 'running' AND worker = $4 AND attempt = $5`,
		j.Congress, j.ID, t.Now.UnixMicro(), j.Worker, j.Attempt)
}

// PutOff gives j back, to be done at another time. It does not count as an attempt.
func (t *Tx) PutOff(j Job, until time.Time) error {
	return t.execOne(ErrLost, `UPDATE job SET state = 'ready', run_at = $3, lease_until = 0, attempt = attempt - 1
		WHERE congress = $1 AND id = $2 AND state = 'running' AND worker = $4 AND attempt = $5`,
		j.Congress, j.ID, until.UnixMicro(), j.Worker, j.Attempt)
}

// FailJob gives j back after an error: to be tried again later, each time after a longer pause, or dead when
// that was the last attempt or dead says that trying again is no use.
func (t *Tx) FailJob(j Job, why string, dead bool) error {
	state, run, finished := "ready", t.Now.Add(pause(j.Attempt)).UnixMicro(), int64(0)
	if dead || j.Attempt >= j.Max {
		state, finished = "dead", t.Now.UnixMicro()
	}
	return t.execOne(ErrLost, `UPDATE job SET state = $3, run_at = $4, finished_at = $5, lease_until = 0, error = $6
		WHERE congress = $1 AND id = $2 AND state = 'running' AND worker = $7 AND attempt = $8`,
		j.Congress, j.ID, state, run, finished, why, j.Worker, j.Attempt)
}

// pauses between attempts; the last one goes on.
var pauses = []time.Duration{time.Minute, 5 * time.Minute, 15 * time.Minute, time.Hour, 3 * time.Hour, 6 * time.Hour, 12 * time.Hour}

func pause(attempt int) time.Duration {
	return pauses[min(max(attempt, 1), len(pauses))-1]
}

// JobCounts says how many jobs of a congress wait, run and are dead.
type JobCounts struct{ Ready, Running, Dead int }

// CountJobs counts them.
func (t *Tx) CountJobs(congress string) (JobCounts, error) {
	var c JobCounts
	err := t.each(func(rows *sql.Rows) error {
		var state string
		var n int
		if err := rows.Scan(&state, &n); err != nil {
			return err
		}
		switch state {
		case "ready":
			c.Ready = n
		case "running":
			c.Running = n
		case "dead":
			c.Dead = n
		}
		return nil
	}, `SELECT state, count(*) FROM job WHERE congress = $1 AND state <> 'done' GROUP BY state`, congress)
	return c, err
}

// DeadJobs lists the jobs of a congress that were given up, the latest first, at most limit.
func (t *Tx) DeadJobs(congress string, limit int) ([]Job, error) {
	var out []Job
	err := t.each(func(rows *sql.Rows) error {
		j := Job{Congress: congress}
		var created, finished int64
		if err := rows.Scan(&j.ID, &j.Kind, &j.Args, &j.Attempt, &j.Error, &created, &finished); err != nil {
			return err
		}
		j.Created, j.Finished = time.UnixMicro(created), time.UnixMicro(finished)
		out = append(out, j)
		return nil
	}, `SELECT id, kind, args, attempt, error, created_at, finished_at FROM job WHERE congress = $1 AND state = 'dead'
		ORDER BY finished_at DESC, id DESC LIMIT $2`, congress, limit)
	return out, err
}

// JobByID reads a job that is dead; ErrNotFound otherwise.
func (t *Tx) JobByID(congress, id string) (Job, error) {
	j := Job{Congress: congress, ID: id}
	err := t.row(`SELECT kind, args, attempt, error FROM job WHERE congress = $1 AND id = $2 AND state = 'dead'`, congress, id).
		Scan(&j.Kind, &j.Args, &j.Attempt, &j.Error)
	if errors.Is(err, sql.ErrNoRows) {
		return j, ErrNotFound
	}
	if err != nil {
		return j, fmt.Errorf("store: job: %w", err)
	}
	return j, nil
}

// ReviveJob lets a dead job be tried again from the beginning; ErrNotFound when it is not dead.
func (t *Tx) ReviveJob(congress, id string) error {
	return t.execOne(ErrNotFound, `UPDATE job SET state = 'ready', run_at = $3, attempt = 0, finished_at = 0
		WHERE congress = $1 AND id = $2 AND state = 'dead'`, congress, id, t.Now.UnixMicro())
}

// DropDeadJob forgets a dead job for good; ErrNotFound when it is not dead.
func (t *Tx) DropDeadJob(congress, id string) error {
	return t.execOne(ErrNotFound, `DELETE FROM job WHERE congress = $1 AND id = $2 AND state = 'dead'`, congress, id)
}

// SweepJobs removes jobs that were done longer ago than keep.
func (t *Tx) SweepJobs(keep time.Duration) error {
	return t.exec(`DELETE FROM job WHERE state = 'done' AND finished_at < $1`, t.Now.Add(-keep).UnixMicro())
}
