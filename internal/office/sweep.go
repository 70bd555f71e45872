package office

import (
	"context"
	"errors"
	"time"

	"github.com/huiyin/huiyin/internal/store"
)

// keepKeys is how long a repeated form is recognised.
const keepKeys = 7 * 24 * time.Hour

// Sweep removes expired sessions, jobs done long ago, old idempotency keys and uploads that no act named. It
// changes nothing that anybody decided.
func (o *Office) Sweep(ctx context.Context) error {
	_, _, err := o.db.Update(ctx, store.Request{}, func(tx *store.Tx) (string, error) {
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
