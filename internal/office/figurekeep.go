package office

import (
	"context"
	"slices"
	"time"
)

// Public figures are asked for by everybody who comes to the door, and counting a year of a province takes its time. So
// they are kept while nothing is written here, and no longer than a house is: another process may have written. Where
// counting is slow they are kept beyond that, for so long that no more than a twentieth of the time goes into counting.
const (
	slowCount  = 50 * time.Millisecond
	countShare = 20
)

// keptFigures are public figures as they were counted.
type keptFigures struct {
	figures WorkFigures
	at      time.Time
	took    time.Duration
	written int64 // what had been written by then
}

// good reports whether the figures still stand: at most fresh old, when nothing was written here since.
func (k keptFigures) good(now time.Time, written int64, fresh time.Duration) bool {
	age := now.Sub(k.at)
	return k.written == written && age < fresh || k.took >= slowCount && age < countShare*k.took
}

// PublicFigures are what everybody may see: no personal data, and nothing that speaks of one or two people. Whoever
// gets them does not change them.
func (o *Office) PublicFigures(ctx context.Context, congressID string, q FigureQuery) (WorkFigures, error) {
	h, err := o.house(ctx, congressID)
	if err != nil {
		return WorkFigures{}, err
	}
	key := congressID + "/" + q.Procedure + "/" + o.today(h).String()
	began, written := o.db.Clock(), o.db.Written()
	o.mu.Lock()
	kept, ok := o.figuresKept[key]
	o.mu.Unlock()
	if ok && kept.good(began, written, o.fresh) {
		return kept.figures, nil
	}
	f, err := o.figures(ctx, congressID, q, nil)
	if err != nil {
		return f, err
	}
	f.Public = true
	f.Units = slices.DeleteFunc(f.Units, func(u UnitFigure) bool { return !u.Enough() })
	f.Categories = slices.DeleteFunc(f.Categories, func(c CategoryFigure) bool { return c.N < FewestShown })
	o.mu.Lock()
	defer o.mu.Unlock()
	if len(o.figuresKept) >= maxKeptFigures { // of other days, or of procedures that somebody made up
		clear(o.figuresKept)
	}
	o.figuresKept[key] = keptFigures{f, began, o.db.Clock().Sub(began), written}
	return f, nil
}

const maxKeptFigures = 100
