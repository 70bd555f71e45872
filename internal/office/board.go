package office

import (
	"context"

	"github.com/huiyin/huiyin/internal/access"
	"github.com/huiyin/huiyin/internal/deadline"
	"github.com/huiyin/huiyin/internal/lang"
	"github.com/huiyin/huiyin/internal/matter"
	"github.com/huiyin/huiyin/internal/problem"
	"github.com/huiyin/huiyin/internal/rulebook"
	"github.com/huiyin/huiyin/internal/store"
)

// BoardQuery is a view of the four-failure board as its address says it.
type BoardQuery struct {
	Kind      string // one of the four; empty: all
	Past      bool   // was late, instead of open now
	Procedure string
	Owner     string
	AfterKey  string
	AfterID   string
}

// BoardCount is how many matters stand, or stood, under one failure.
type BoardCount struct {
	Kind              matter.FailureKind
	Name              lang.Text
	Now, Past         int
	NowMore, PastMore bool
}

// BoardRow is one matter under one failure, with the clock that proves it.
type BoardRow struct {
	Row
	Failure FailureText
}

// Board is one page of the four-failure board.
type Board struct {
	Query   BoardQuery
	Counts  []BoardCount
	Rows    []BoardRow
	NextKey string
	NextID  string
}

var errBoard = problem.New(problem.Denied, "boardNotForYou", "四个而不台账由常委会机关和承办单位查看。", "The board of the four failures is for the committee's offices and the units.")

// Board shows the matters that lie, or lay, overdue. The office and leaders see all; stations and units
// their own.
func (o *Office) Board(ctx context.Context, v access.Viewer, q BoardQuery) (Board, error) {
	if err := granted(v, access.ReadBoard); err != nil {
		return Board{}, err
	}
	if err := signedIn(v); err != nil {
		return Board{}, err
	}
	if !v.Staff() {
		return Board{}, errBoard
	}
	h, err := o.house(ctx, v.Congress)
	if err != nil {
		return Board{}, err
	}
	b := Board{Query: q}
	err = o.db.View(ctx, func(tx *store.Tx) error {
		b.Counts, b.Rows = nil, nil
		r := reader{tx: tx, house: h, viewer: v, now: tx.Now}
		var err error
		if b.Counts, err = r.boardCounts(); err != nil {
			return err
		}
		if q.Past {
			return r.boardPast(&b)
		}
		return r.boardNow(&b)
	})
	return b, err
}

// BoardCounts gives the counts of the board alone.
func (o *Office) BoardCounts(ctx context.Context, v access.Viewer) ([]BoardCount, error) {
	if err := granted(v, access.ReadBoard); err != nil {
		return nil, err
	}
	if !v.Staff() {
		return nil, errBoard
	}
	h, err := o.house(ctx, v.Congress)
	if err != nil {
		return nil, err
	}
	var out []BoardCount
	err = o.db.View(ctx, func(tx *store.Tx) (err error) {
		r := reader{tx: tx, house: h, viewer: v, now: tx.Now}
		out, err = r.boardCounts()
		return err
	})
	return out, err
}

func (r *reader) boardCounts() ([]BoardCount, error) {
	var out []BoardCount
	for _, ph := range rulebook.Phases[:4] {
		c, err := r.boardCount(ph)
		if err != nil {
			return nil, err
		}
		out = append(out, c)
	}
	return out, nil
}

func (r *reader) nowFilter(q BoardQuery, ph rulebook.Phase) store.Filter {
	f := store.Filter{
		Congress: r.viewer.Congress, Scope: access.WorkScope(r.viewer), State: store.IsOpen, Phase: string(ph), Procedure: q.Procedure,
		DueTo: deadline.FromTime(r.now, r.house.zone).AddDays(-1).String(),
	}
	if q.Owner != "" {
		f.OwnerOrgs = []string{q.Owner}
	}
	return f
}

func (r *reader) pastFilter(q BoardQuery) store.LateFilter {
	f := store.LateFilter{Congress: r.viewer.Congress, Scope: access.WorkScope(r.viewer), Kind: q.Kind, Procedure: q.Procedure}
	if q.Owner != "" {
		f.OwnerOrgs = []string{q.Owner}
	}
	return f
}

func (r *reader) boardCount(ph rulebook.Phase) (BoardCount, error) {
	kind := matter.FailureOf[ph]
	c := BoardCount{Kind: kind, Name: kind.Name()}
	var err error
	if c.Now, c.NowMore, err = count(r.tx, r.nowFilter(BoardQuery{}, ph)); err != nil {
		return c, err
	}
	c.Past, err = r.tx.CountLates(r.pastFilter(BoardQuery{Kind: string(kind)}))
	if c.Past > store.CountMax {
		c.Past, c.PastMore = store.CountMax, true
	}
	return c, err
}

const boardLimit = 50

func (r *reader) boardNow(b *Board) error {
	var ph rulebook.Phase
	for p, k := range matter.FailureOf {
		if string(k) == b.Query.Kind {
			ph = p
		}
	}
	if b.Query.Kind != "" && ph == "" {
		return nil
	}
	page, next, err := r.tx.Matters(r.nowFilter(b.Query, ph), store.ByDue, store.Cursor{Key: b.Query.AfterKey, ID: b.Query.AfterID}, boardLimit)
	if err != nil {
		return err
	}
	b.NextKey, b.NextID = next.Key, next.ID
	for _, m := range page {
		fs := matter.Failures(m, r.now, r.house.zone)
		if len(fs) == 0 || fs[len(fs)-1].Until != nil {
			continue // the day has not ended in the congress's zone
		}
		if err := r.boardRow(b, m, fs[len(fs)-1]); err != nil {
			return err
		}
	}
	return nil
}

func (r *reader) boardPast(b *Board) error {
	page, next, err := r.tx.Lates(r.pastFilter(b.Query), store.Cursor{Key: b.Query.AfterKey, ID: b.Query.AfterID}, boardLimit)
	if err != nil {
		return err
	}
	b.NextKey, b.NextID = next.Key, next.ID
	for _, l := range page {
		for _, f := range matter.Failures(l.Matter, r.now, r.house.zone) {
			if f.Until != nil && f.From.UnixMicro() == l.FromAt && f.Until.UnixMicro() == l.UntilAt {
				if err := r.boardRow(b, l.Matter, f); err != nil {
					return err
				}
				break
			}
		}
	}
	return nil
}

func (r *reader) boardRow(b *Board, m matter.Matter, f matter.Failure) error {
	row, err := r.row(m)
	if err != nil {
		return err
	}
	proc, err := r.house.procedure(m)
	if err != nil {
		return err
	}
	t := FailureText{Failure: f, OwnerName: r.house.orgName(f.Owner.Org), Days: f.Days(r.now, r.house.zone)}
	if step := proc.Steps[f.Step]; step != nil {
		t.StepName = step.Name
		if step.Due != nil {
			t.Basis = r.house.basis(step.Due.Basis)
		}
	}
	b.Rows = append(b.Rows, BoardRow{Row: row, Failure: t})
	return nil
}

// PublicFailures counts the four failures among the published matters, for a screen that everybody sees: each of these
// matters says on its own public page that it is late.
func (o *Office) PublicFailures(ctx context.Context, congressID string) ([]BoardCount, error) {
	h, err := o.house(ctx, congressID)
	if err != nil {
		return nil, err
	}
	var out []BoardCount
	err = o.db.View(ctx, func(tx *store.Tx) error {
		out = nil
		v := access.Viewer{Congress: congressID}
		for _, ph := range rulebook.Phases[:4] {
			f := store.Filter{
				Congress: congressID, Scope: access.MatterScope(v), State: store.IsOpen, Phase: string(ph),
				DueTo: deadline.FromTime(tx.Now, h.zone).AddDays(-1).String(),
			}
			c := BoardCount{Kind: matter.FailureOf[ph]}
			c.Name = c.Kind.Name()
			var err error
			if c.Now, c.NowMore, err = count(tx, f); err != nil {
				return err
			}
			out = append(out, c)
		}
		return nil
	})
	return out, err
}
