package store

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"github.com/huiyin/huiyin/internal/journal"
	"github.com/huiyin/huiyin/internal/matter"
)

// Blobs are the bytes of attachments, as far as proving them goes.
type Blobs interface {
	// Check reads a blob whole and says what is wrong with it.
	Check(ctx context.Context, congress, hash string) error
	// Each goes through all there are, with the time at which each was last put.
	Each(ctx context.Context, fn func(congress, hash string, at time.Time) error) error
}

// VerifiedFiles says what VerifyFiles went through.
type VerifiedFiles struct {
	Files   int // blobs that attachments name, each once
	Waiting int // younger than Unswept and named by nobody: uploads whose form was not sent yet
}

// Unswept is how long a blob that no act names may lie there: an upload waits for its form.
const Unswept = 24 * time.Hour

// VerifyFiles proves that every blob an attachment names is there with its hash, and that no others lie there for
// longer than an upload may wait. b nil: there is no place for blobs, so nothing may be named. The error is a
// *journal.Fault that names the first wrong one. Run it after Verify, which proves the names.
func (db *DB) VerifyFiles(ctx context.Context, b Blobs) (VerifiedFiles, error) {
	var v VerifiedFiles
	last := namedBlob{}
	for {
		batch, err := db.namedBlobs(ctx, last)
		if err != nil {
			return v, err
		}
		for _, x := range batch {
			if err := x.check(ctx, b); err != nil {
				return v, err
			}
			v.Files++
			last = x
		}
		if len(batch) < blobsAtOnce {
			break
		}
	}
	if b == nil {
		return v, nil
	}
	return v, db.strayBlobs(ctx, b, &v)
}

// blobsAtOnce bounds one reading: blobs are read outside of any transaction, for that takes long.
const blobsAtOnce = 500

type namedBlob struct{ congress, hash, matter string }

// namedBlobs lists the blobs that attachments name, in order, after one of them.
func (db *DB) namedBlobs(ctx context.Context, after namedBlob) (out []namedBlob, err error) {
	err = db.View(ctx, func(t *Tx) error {
		out = nil
		return t.each(func(rows *sql.Rows) error {
			var x namedBlob
			if err := rows.Scan(&x.congress, &x.hash, &x.matter); err != nil {
				return err
			}
			out = append(out, x)
			return nil
		}, `SELECT congress, hash, min(matter) FROM (
				SELECT congress, hash, matter FROM matter_file UNION ALL
				SELECT congress, thumb AS hash, matter FROM matter_file WHERE thumb <> '') x
			WHERE congress > $1 OR (congress = $1 AND hash > $2)
			GROUP BY congress, hash ORDER BY congress, hash LIMIT $3`, after.congress, after.hash, int64(blobsAtOnce))
	})
	return out, err
}

func (x namedBlob) check(ctx context.Context, b Blobs) error {
	fault := &journal.Fault{Congress: x.congress, Kind: matter.Subject, Subject: x.matter, Table: "files"}
	if b == nil {
		fault.What = "it has attachments, but the folder they are in was not named (--files DIR)"
		return fault
	}
	if err := b.Check(ctx, x.congress, x.hash); err != nil {
		fault.What = "attachment " + x.hash + ": " + err.Error()
		return fault
	}
	return nil
}

// strayBlobs names the first blob that nobody accounts for.
func (db *DB) strayBlobs(ctx context.Context, b Blobs, v *VerifiedFiles) error {
	err := b.Each(ctx, func(congress, hash string, at time.Time) error {
		named := false
		err := db.View(ctx, func(t *Tx) (err error) { named, err = t.FileNamed(congress, hash); return err })
		switch {
		case err != nil || named:
			return err
		case db.Clock().Sub(at) < Unswept:
			v.Waiting++
			return nil
		}
		return &journal.Fault{
			Congress: congress, Kind: "file", Subject: hash, Table: "files",
			What: "no act names this file, and it is older than an upload may wait; a running server removes such files within the hour",
		}
	})
	if _, ok := errors.AsType[*journal.Fault](err); err == nil || ok || ctx.Err() != nil {
		return err
	}
	return &journal.Fault{Kind: "file", Table: "files", What: err.Error()}
}
