package office

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"sync"

	"github.com/huiyin/huiyin/internal/access"
	"github.com/huiyin/huiyin/internal/congress"
	"github.com/huiyin/huiyin/internal/matter"
	"github.com/huiyin/huiyin/internal/problem"
	"github.com/huiyin/huiyin/internal/store"
)

// goThrough works at a run to its end, as the account that prepared it, with the rights it has now.
func (o *Office) goThrough(ctx context.Context, s store.Run) error {
	h, err := o.house(ctx, s.Congress)
	if err != nil {
		return err
	}
	var v access.Viewer
	var rows []store.RunRow
	err = o.db.View(ctx, func(tx *store.Tx) error {
		var acc congress.Account
		if _, err := tx.Get(s.Congress, congress.KindAccount, s.Account, &acc); err != nil {
			return err
		}
		v = access.Viewer{Congress: s.Congress}
		if !acc.Disabled {
			if v, err = viewerOf(tx, h, acc, s.Congress); err != nil {
				return err
			}
		}
		rows, err = tx.RunRows(s.Congress, s.ID, store.RowWaiting)
		return err
	})
	if err != nil {
		return err
	}
	if s.Kind == store.RunImport {
		return o.goImport(ctx, v, s)
	}
	var w bulkWork
	if err := json.Unmarshal([]byte(s.Input), &w); err != nil {
		return err
	}
	for part := range slices.Chunk(rows, 50) {
		if err := o.bulkPart(ctx, v, h, s, w, part); err != nil {
			return err
		}
	}
	return o.endBulk(ctx, s, w)
}

// bulkPart does some rows, a few at a time so that they share a commit, and holds the run longer.
func (o *Office) bulkPart(ctx context.Context, v access.Viewer, h *house, s store.Run, w bulkWork, rows []store.RunRow) error {
	var wait sync.WaitGroup
	errs := make([]error, len(rows))
	slots := make(chan struct{}, runAbout)
	for i, x := range rows {
		slots <- struct{}{}
		wait.Go(func() {
			defer func() { <-slots }()
			errs[i] = o.bulkOne(ctx, v, h, s, w, x)
		})
	}
	wait.Wait()
	if err := errors.Join(errs...); err != nil {
		return err
	}
	_, _, err := o.db.Update(ctx, store.Request{Congress: s.Congress}, func(tx *store.Tx) (string, error) {
		return "", tx.ExtendRun(s.Congress, s.ID, tx.Now.Add(runLease))
	})
	return err
}

var errSettled = errors.New("office: the row was settled before")

// bulkOne does one row in a transaction of its own: the act and the note that it was done, or neither. Its key and
// its row each keep it from being done twice.
func (o *Office) bulkOne(ctx context.Context, v access.Viewer, h *house, s store.Run, b bulkWork, x store.RunRow) error {
	newIDs := make([]string, matter.MaxChildren)
	for i := range newIDs {
		newIDs[i] = newID()
	}
	settle := func(tx *store.Tx, state, why string) error {
		err := tx.SettleRow(s.Congress, s.ID, x.Seq, state, why)
		if errors.Is(err, store.ErrStale) {
			return errSettled
		}
		return err
	}
	_, _, err := o.update(ctx, v, "run/"+s.ID+"/"+x.Matter, func(tx *store.Tx) (string, error) {
		m, err := visible(tx, v, x.Matter)
		if err != nil {
			return "", err
		}
		p, err := h.procedure(m)
		if err != nil {
			return "", err
		}
		r := reader{tx: tx, house: h, viewer: v, now: tx.Now}
		if _, err := r.decideBulk(p, m, b, x.Rev, newIDs); err != nil {
			return "", err
		}
		w := &work{tx: tx, house: h, viewer: v}
		if _, err := w.act(m, bulkAct(p, m, b.Act.Key, b.Fields, x.Rev), newIDs); err != nil {
			return "", err
		}
		return s.ID, settle(tx, store.RowDone, "")
	})
	if err == nil || errors.Is(err, errSettled) {
		return nil
	}
	why := problem.Of(err)
	if why.Kind == problem.Unavailable {
		return err
	}
	_, _, err = o.db.Update(ctx, store.Request{Congress: s.Congress}, func(tx *store.Tx) (string, error) {
		return "", settle(tx, store.RowRefused, writeReason(why))
	})
	if errors.Is(err, errSettled) {
		return nil
	}
	return err
}

// endBulk ends a run. The words that were given for it are in the journals of the matters and nowhere else.
func (o *Office) endBulk(ctx context.Context, s store.Run, w bulkWork) error {
	input, err := json.Marshal(bulkWork{Act: w.Act})
	if err != nil {
		return err
	}
	_, _, err = o.db.Update(ctx, store.Request{Congress: s.Congress}, func(tx *store.Tx) (string, error) {
		rows, err := tx.RunRows(s.Congress, s.ID, "")
		if err != nil {
			return "", err
		}
		var did, refused int64
		for _, x := range rows {
			switch x.State {
			case store.RowDone:
				did++
			case store.RowRefused:
				refused++
			}
		}
		return "", tx.EndRun(s.Congress, s.ID, did, refused, string(input), "")
	})
	return err
}
