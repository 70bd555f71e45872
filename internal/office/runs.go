package office

import (
	"context"
	"encoding/json"
	"slices"
	"time"

	"github.com/huiyin/huiyin/internal/access"
	"github.com/huiyin/huiyin/internal/lang"
	"github.com/huiyin/huiyin/internal/problem"
	"github.com/huiyin/huiyin/internal/store"
)

// Run is one act on many matters, or one import, as its owner sees it.
type Run struct {
	ID, Kind, State string // as in package store
	Act             BulkAct
	Fields          []FieldValue // what was said for all of them, while that is kept
	Rows            []BulkRow    // bulk only
	Total           int
	Did, Refused    int
	Began, Ended    time.Time
	Import          *ImportRun // import only
}

// Waiting is how many rows are still to come.
func (r Run) Waiting() int { return r.Total - r.Did - r.Refused }

// Run gives a run of the viewer's own. Before it has begun its rows say what would happen now, decided by the
// same rules and with the revisions that were looked at; afterwards what did.
func (o *Office) Run(ctx context.Context, v access.Viewer, id string) (Run, error) {
	h, err := o.house(ctx, v.Congress)
	if err != nil {
		return Run{}, err
	}
	newIDs := []string{newID()}
	var out Run
	err = o.db.View(ctx, func(tx *store.Tx) error {
		s, err := ownRun(tx, v, id)
		if err != nil {
			return err
		}
		r := reader{tx: tx, house: h, viewer: v, now: tx.Now}
		out, err = r.run(s, newIDs)
		return err
	})
	return out, err
}

// ownRun reads a run of the viewer's own; anybody else's does not exist for him.
func ownRun(tx *store.Tx, v access.Viewer, id string) (store.Run, error) {
	s, err := tx.Run(v.Congress, id)
	if err != nil {
		return s, err
	}
	if !access.OwnDesk(v, s.Congress, s.Account) {
		return s, store.ErrNotFound
	}
	return s, nil
}

func (r *reader) run(s store.Run, newIDs []string) (Run, error) {
	out := Run{ID: s.ID, Kind: s.Kind, State: s.State, Total: int(s.Total), Did: int(s.Did), Refused: int(s.Refused), Began: s.CreatedAt, Ended: s.EndedAt}
	if s.Kind == store.RunImport {
		var err error
		out.Import, err = importRun(s)
		return out, err
	}
	var w bulkWork
	if err := json.Unmarshal([]byte(s.Input), &w); err != nil {
		return out, err
	}
	out.Act = w.Act
	rows, err := r.tx.RunRows(s.Congress, s.ID, "")
	if err != nil {
		return out, err
	}
	out.Did, out.Refused = 0, 0
	for _, x := range rows {
		if s.State == store.RunGoing && x.State == store.RowWaiting {
			continue // on its way
		}
		b, err := r.would(w, x, newIDs)
		if err != nil {
			return out, err
		}
		switch x.State {
		case store.RowDone:
			out.Did++
		case store.RowRefused:
			out.Refused++
			b.Why = readReason(x.Reason)
		}
		out.Rows = append(out.Rows, b)
	}
	out.Fields = r.said(w, rows)
	return out, nil
}

// said is what was typed for all of the matters, as people read it.
func (r *reader) said(w bulkWork, rows []store.RunRow) []FieldValue {
	for _, x := range rows {
		m, err := visible(r.tx, r.viewer, x.Matter)
		if err != nil {
			continue
		}
		p, err := r.house.procedure(m)
		if err != nil {
			continue
		}
		if out := r.fields(p, w.Fields, access.Full); len(out) > 0 {
			return out
		}
	}
	return nil
}

// rowReason is why a row was not done, as it is stored.
type rowReason struct {
	Code string `json:"code"`
	ZH   string `json:"zh"`
	EN   string `json:"en"`
}

func writeReason(p *problem.Problem) string {
	t := p.Text
	for _, key := range slices.Sorted(keysOf(p.Fields)) {
		t = lang.T(t.ZH+" "+p.Fields[key].ZH, t.EN+" "+p.Fields[key].EN)
	}
	b, err := json.Marshal(rowReason{p.Code, t.ZH, t.EN})
	if err != nil {
		return "{}" // three strings are always JSON
	}
	return string(b)
}

func keysOf[V any](m map[string]V) func(yield func(string) bool) {
	return func(yield func(string) bool) {
		for k := range m {
			if !yield(k) {
				return
			}
		}
	}
}

func readReason(s string) *problem.Problem {
	var x rowReason
	if err := json.Unmarshal([]byte(s), &x); err != nil {
		return problem.Of(err)
	}
	return problem.New(problem.Conflict, x.Code, x.ZH, x.EN)
}

// Runs lists the viewer's latest runs of one kind, newest first, without their rows.
func (o *Office) Runs(ctx context.Context, v access.Viewer, kind string) ([]Run, error) {
	if err := signedIn(v); err != nil {
		return nil, err
	}
	const most = 20
	var out []Run
	err := o.db.View(ctx, func(tx *store.Tx) error {
		all, err := tx.RunsOf(v.Congress, v.Account, most)
		out = nil
		for _, s := range all {
			if s.Kind != kind {
				continue
			}
			r := Run{ID: s.ID, Kind: s.Kind, State: s.State, Total: int(s.Total), Did: int(s.Did), Refused: int(s.Refused), Began: s.CreatedAt, Ended: s.EndedAt}
			var w bulkWork
			if s.Kind == store.RunBulk && json.Unmarshal([]byte(s.Input), &w) == nil {
				r.Act = w.Act
			}
			if s.Kind == store.RunImport {
				if r.Import, err = importRun(s); err != nil {
					return err
				}
			}
			out = append(out, r)
		}
		return err
	})
	return out, err
}

// DropRun throws away what was prepared and not begun.
func (o *Office) DropRun(ctx context.Context, v access.Viewer, id string) error {
	_, _, err := o.update(ctx, v, "", func(tx *store.Tx) (string, error) {
		s, err := ownRun(tx, v, id)
		if err != nil {
			return "", err
		}
		if s.State != store.RunPrepared {
			return "", errRunBegun
		}
		return "", tx.DropRun(v.Congress, id)
	})
	return err
}

var errRunBegun = problem.New(problem.Conflict, "runBegun", "已经开始办理，不能再改；请看结果。", "It has begun and cannot be changed any more; look at its result.")

// StartRun begins a prepared run, in the background; pressing twice begins once. The channel closes when this
// process has no more to do with it. A run that was left by a process that stopped is taken up again.
func (o *Office) StartRun(ctx context.Context, v access.Viewer, id string) (<-chan struct{}, error) {
	_, _, err := o.update(ctx, v, "", func(tx *store.Tx) (string, error) {
		if _, err := ownRun(tx, v, id); err != nil {
			return "", err
		}
		return "", tx.StartRun(v.Congress, id)
	})
	if err != nil {
		return nil, err
	}
	return o.takeUp(ctx, v.Congress, id), nil
}

// ResumeRun takes up a run that was left when its process stopped; one that is in hand or done is left alone.
func (o *Office) ResumeRun(ctx context.Context, v access.Viewer, id string) error {
	err := o.db.View(ctx, func(tx *store.Tx) error {
		_, err := ownRun(tx, v, id)
		return err
	})
	if err == nil {
		o.takeUp(ctx, v.Congress, id)
	}
	return err
}

// ResumeRuns takes up every run that was left, one after another: for a process that has just begun.
func (o *Office) ResumeRuns(ctx context.Context) error {
	all, err := o.Congresses(ctx)
	if err != nil {
		return err
	}
	for _, k := range all {
		var runs []store.Run
		if err := o.db.View(ctx, func(tx *store.Tx) (err error) { runs, err = tx.GoingRuns(k.ID); return err }); err != nil {
			return err
		}
		for _, r := range runs {
			select {
			case <-o.takeUp(ctx, k.ID, r.ID):
			case <-ctx.Done():
				return ctx.Err()
			}
		}
	}
	return nil
}

// What a process holds a run for at a time, and how many acts of a run wait for one commit.
const (
	runLease = time.Minute
	runAbout = 8
)

// takeUp works at a run in the background when nobody has it in hand. The request that asked may end before it.
func (o *Office) takeUp(ctx context.Context, congressID, id string) <-chan struct{} {
	done := make(chan struct{})
	ctx = context.WithoutCancel(ctx)
	go func() {
		defer close(done)
		var s store.Run
		_, _, err := o.db.Update(ctx, store.Request{Congress: congressID}, func(tx *store.Tx) (_ string, err error) {
			if err = tx.LeaseRun(congressID, id, tx.Now.Add(runLease)); err != nil {
				return "", err
			}
			s, err = tx.Run(congressID, id)
			return "", err
		})
		if err != nil {
			return // somebody has it, it is done, or the database is not there: the next look takes it up
		}
		if err := o.goThrough(ctx, s); err != nil {
			o.letGo(ctx, s)
		}
	}()
	return done
}

// letGo lets the next look take a run up again, after it could not be gone on with.
func (o *Office) letGo(ctx context.Context, s store.Run) {
	_, _, _ = o.db.Update(ctx, store.Request{Congress: s.Congress}, func(tx *store.Tx) (string, error) {
		return "", tx.ExtendRun(s.Congress, s.ID, time.Time{})
	}) // when even that fails, the lease runs out by itself
}
