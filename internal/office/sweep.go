package office

import (
	"context"
	"errors"
	"time"

	"github.com/huiyin/huiyin/internal/store"
)

// keepKeys is how long a repeated form is recognised.
const keepKeys = 7 * 24 * time.Hour

// How long a run that was prepared and never begun, and one that has ended, can be come back to.
const (
	keepPrepared = 24 * time.Hour
	keepRuns     = 90 * 24 * time.Hour
)

// Sweep removes expired sessions, jobs and runs done long ago, old idempotency keys and uploads that no act named.
// It changes nothing that anybody decided.
func (o *Office) Sweep(ctx context.Context) error {
	_, _, err := o.db.Update(ctx, store.Request{}, func(tx *store.Tx) (string, error) {
		if err := tx.SweepRuns(keepPrepared, keepRuns); err != nil {
			return "", err
		}
		if err := tx.SweepJobs(keepJobs); err != nil {
			return "", err
		}
		if err := tx.DropOldDrafts(draftAge); err != nil {
			return "", err
		}
		return "", tx.Sweep(keepKeys)
	})
	return errors.Join(err, o.SweepFiles(ctx))
}
