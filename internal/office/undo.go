package office

import (
	"context"
	"time"

	"github.com/huiyin/huiyin/internal/access"
	"github.com/huiyin/huiyin/internal/lang"
	"github.com/huiyin/huiyin/internal/matter"
	"github.com/huiyin/huiyin/internal/problem"
	"github.com/huiyin/huiyin/internal/rulebook"
	"github.com/huiyin/huiyin/internal/store"
)

var errUndoNotYours = problem.New(problem.Denied, "undoNotYours",
	"只有办理的人和他所在的单位可以撤销，没有改动任何内容。", "Only whoever did it and his organization can undo it; nothing was changed.")

// UndoInput names the act that is to be taken back.
type UndoInput struct {
	Rev int64  // the revision the person saw, which is the act's own; 0: whatever stands
	Key string // idempotency key of the form; empty: none
}

// UndoOffer is an act that this viewer can still take back.
type UndoOffer struct {
	Act     lang.Text
	Until   time.Time
	Minutes int // left, begun minutes counted whole
}

// Undo takes the last act on matter id back for viewer v: a compensating entry, never a change of the old one.
// A merge gives the target what it took in; a parent that was told forgets it. It gives the new revision.
func (o *Office) Undo(ctx context.Context, v access.Viewer, id string, in UndoInput) (rev int64, err error) {
	result, _, err := o.undo(ctx, v, id, in, keepRev)
	return revOf(result, err)
}

// undo keeps under its key what keep says of the matter afterwards, as act does.
func (o *Office) undo(ctx context.Context, v access.Viewer, id string, in UndoInput, keep func(*house, matter.Matter) (string, error)) (result string, replayed bool, err error) {
	if err := granted(v, access.ActOnMatters); err != nil {
		return "", false, err
	}
	h, err := o.house(ctx, v.Congress)
	if err != nil {
		return "", false, err
	}
	return o.update(ctx, v, in.Key, func(tx *store.Tx) (string, error) {
		m, err := visible(tx, v, id)
		if err != nil {
			return "", err
		}
		w := &work{tx: tx, house: h, viewer: v, mails: o.mails.Load()}
		after, err := w.undo(m, in.Rev)
		if err != nil {
			return "", err
		}
		return keep(h, after)
	})
}

func (w *work) undo(m matter.Matter, rev int64) (matter.Matter, error) {
	before, last, err := w.tx.BeforeLast(m.Congress, m.ID)
	if err != nil {
		return m, err
	}
	p, err := w.house.procedure(m)
	if err != nil {
		return m, err
	}
	env := w.house.env(p, w.tx.Now)
	by := access.Person(w.viewer, before)
	if !access.MayUndo(w.viewer, m, last) {
		return m, errUndoNotYours
	}
	actor := matter.Actor{Person: by.ID, Org: last.Actor.Org, Role: last.Actor.Role}
	ev, err := matter.Undo(env, before, m, last, rev, actor)
	if err != nil {
		return m, err
	}
	if last.Kind == rulebook.Merge {
		target, err := w.tx.Matter(m.Congress, m.Into)
		if err != nil {
			return m, err
		}
		after, err := w.pair(m, matter.Decision{Event: ev}, target, matter.Release(env, target, m, matter.Decision{Event: ev}), w.saveUndo(before))
		return after, err
	}
	return w.saveUndo(before)(m, matter.Decision{Event: ev})
}

// saveUndo stores an undo; a parent that had been told of the act forgets it in the same way.
func (w *work) saveUndo(before matter.Matter) func(matter.Matter, matter.Decision) (matter.Matter, error) {
	return func(m matter.Matter, d matter.Decision) (matter.Matter, error) {
		after, err := w.tx.SaveEvent(m, d.Event, w.house.zone)
		if err != nil || !matter.MovedOn(before, m) {
			return after, err
		}
		return after, w.untell(m.Congress, m.Parent, m.ID, d.Event.Actor)
	}
}

func (w *work) untell(congress, id, child string, by matter.Actor) error {
	parent, err := w.tx.Matter(congress, id)
	if err != nil {
		return err
	}
	before, last, err := w.tx.BeforeLast(congress, id)
	if err != nil {
		return err
	}
	p, err := w.house.procedure(parent)
	if err != nil {
		return err
	}
	ev, err := matter.UndoSettled(w.house.env(p, w.tx.Now), before, parent, last, child, by)
	if err != nil {
		return err
	}
	_, err = w.saveUndo(before)(parent, matter.Decision{Event: ev})
	return err
}

// undoOffer says what this viewer can take back on m right now; nil: nothing.
func (r *reader) undoOffer(proc *rulebook.Procedure, m matter.Matter, history []Moment) (*UndoOffer, error) {
	n := len(history)
	if n == 0 || !r.viewer.SignedIn() || history[n-1].Seq != m.Rev || r.now.Sub(history[n-1].RecordedAt) >= matter.UndoWindow {
		return nil, nil //nolint:nilnil // nothing to offer is no error
	}
	before, last, err := r.tx.BeforeLast(m.Congress, m.ID)
	if err != nil {
		return nil, err
	}
	if matter.Undoable(r.house.env(proc, r.now), before, last) != nil || !access.MayUndo(r.viewer, m, last) {
		return nil, nil //nolint:nilnil // likewise
	}
	until := last.RecordedAt.Add(matter.UndoWindow)
	return &UndoOffer{
		Act: proc.Steps[before.Step].Acts[last.Act].Name, Until: until,
		Minutes: int((until.Sub(r.now) + time.Minute - 1) / time.Minute),
	}, nil
}
