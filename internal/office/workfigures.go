package office

import (
	"cmp"
	"context"
	"slices"
	"time"

	"github.com/huiyin/huiyin/internal/access"
	"github.com/huiyin/huiyin/internal/deadline"
	"github.com/huiyin/huiyin/internal/lang"
	"github.com/huiyin/huiyin/internal/matter"
	"github.com/huiyin/huiyin/internal/problem"
	"github.com/huiyin/huiyin/internal/rulebook"
	"github.com/huiyin/huiyin/internal/store"
)

// FigureMonths is how many months figures look back, the current one included.
const FigureMonths = 12

// FewestShown is the smallest number that public figures show, and the base from which a median or a rate is shown
// to anybody: fewer answers would speak of one or two people, and say nothing of a unit.
const FewestShown = 3

// FigureQuery says which figures are wanted.
type FigureQuery struct {
	Procedure string // empty: all
}

// WorkFigures are the figures of the last twelve months, each counted from records: docs/figures.md defines them.
type WorkFigures struct {
	From, To   string // months, e.g. 2025-12 to 2026-11
	Months     []MonthFigure
	Open       []PhaseFigure
	Units      []UnitFigure
	All        UnitFigure // of all units together
	Categories []CategoryFigure
	Public     bool // small numbers are left out
}

// MonthFigure is how many matters reached each station of the rail in a month, in the order of rulebook.Phases.
type MonthFigure struct {
	Month   string
	Reached [5]int
}

// PhaseFigure is how many open matters stand at a station now.
type PhaseFigure struct {
	Phase rulebook.Phase
	N     int
}

// UnitFigure is how a unit answers. Median and OnTime mean something only when Enough.
type UnitFigure struct {
	Unit     Name
	Answered int     // first answers in the twelve months: the base of the two below
	OnTime   int     // of these, how many were given with nothing the unit owed gone overdue
	Median   float64 // civil days from raising to the first answer
}

// Enough reports whether the base is large enough for a median or a rate.
func (u UnitFigure) Enough() bool { return u.Answered >= FewestShown }

// Rate is the share of answers on time, in whole per cent, rounded down: 100 only when all were.
func (u UnitFigure) Rate() int {
	if u.Answered == 0 {
		return 0
	}
	return u.OnTime * 100 / u.Answered
}

// CategoryFigure is how many matters of a category were raised.
type CategoryFigure struct {
	Code string
	Name lang.Text
	N    int
}

var errFigures = problem.New(problem.Denied, "figuresNotForYou",
	"工作数据由常委会机关、组成人员和承办单位查看；公开的数据在“办理数据”页。",
	"Figures of work are for the committee's offices, its members and the units; the public figures are open to all.")

// WorkFigures are the figures for those who work: all units for the office and the leaders, its own for a unit.
func (o *Office) WorkFigures(ctx context.Context, v access.Viewer, q FigureQuery) (WorkFigures, error) {
	if err := signedIn(v); err != nil {
		return WorkFigures{}, err
	}
	if err := granted(v, access.ReadBoard); err != nil {
		return WorkFigures{}, err
	}
	units, ok := access.Figures(v)
	if !ok {
		return WorkFigures{}, errFigures
	}
	f, err := o.figures(ctx, v.Congress, q, units)
	if err == nil && units != nil {
		f.Categories = slices.DeleteFunc(f.Categories, func(c CategoryFigure) bool { return c.N < FewestShown })
	}
	return f, err
}

func (o *Office) figures(ctx context.Context, congressID string, q FigureQuery, units []string) (WorkFigures, error) {
	h, err := o.house(ctx, congressID)
	if err != nil {
		return WorkFigures{}, err
	}
	var f WorkFigures
	err = o.db.View(ctx, func(tx *store.Tx) error {
		f = WorkFigures{}
		f.spread(tx.Now.In(h.zone))
		mf := store.MilestoneFilter{From: f.From, To: f.To, Procedure: q.Procedure}
		if err := f.months(tx, congressID, mf); err != nil {
			return err
		}
		open, err := tx.CountPhases(congressID, q.Procedure)
		if err != nil {
			return err
		}
		for _, p := range rulebook.Phases[:4] {
			f.Open = append(f.Open, PhaseFigure{p, open[string(p)]})
		}
		if err := f.units(tx, h, mf, units); err != nil {
			return err
		}
		return f.categories(tx, h, mf, o.today(h))
	})
	return f, err
}

// spread lays out the months up to now, so that one in which nothing happened stands there as nothing.
func (f *WorkFigures) spread(now time.Time) {
	first := time.Date(now.Year(), now.Month()-FigureMonths+1, 1, 0, 0, 0, 0, time.UTC)
	for i := range FigureMonths {
		f.Months = append(f.Months, MonthFigure{Month: first.AddDate(0, i, 0).Format("2006-01")})
	}
	f.From, f.To = f.Months[0].Month, f.Months[FigureMonths-1].Month
}

func (f *WorkFigures) months(tx *store.Tx, congressID string, mf store.MilestoneFilter) error {
	counts, err := tx.CountMilestones(congressID, mf, "kind", "month")
	if err != nil {
		return err
	}
	for _, c := range counts {
		p := slices.Index(rulebook.Phases, rulebook.Phase(c.Kind))
		m := slices.IndexFunc(f.Months, func(m MonthFigure) bool { return m.Month == c.Month })
		if p >= 0 && m >= 0 {
			f.Months[m].Reached[p] += c.N
		}
	}
	return nil
}

// units counts answers by unit, days and punctuality; a median of these counts is exact.
func (f *WorkFigures) units(tx *store.Tx, h *house, mf store.MilestoneFilter, only []string) error {
	mf.Kind = matter.Answered
	counts, err := tx.CountMilestones(h.congress.ID, mf, "unit", "days", "on_time")
	if err != nil {
		return err
	}
	byUnit := map[string][]store.MilestoneCount{}
	var all []store.MilestoneCount
	for _, c := range counts {
		if c.Unit == "" || only != nil && !slices.Contains(only, c.Unit) {
			continue
		}
		byUnit[c.Unit] = append(byUnit[c.Unit], c)
		all = append(all, c)
	}
	for unit, counts := range byUnit {
		u := unitFigure(counts)
		u.Unit = h.orgName(unit)
		f.Units = append(f.Units, u)
	}
	f.All = unitFigure(all)
	sortNames(f.Units, func(u UnitFigure) string { return u.Unit.ZH })
	return nil
}

func unitFigure(counts []store.MilestoneCount) UnitFigure {
	var u UnitFigure
	slices.SortFunc(counts, func(a, b store.MilestoneCount) int { return cmp.Compare(a.Days, b.Days) })
	for _, c := range counts {
		u.Answered += c.N
		if c.OnTime {
			u.OnTime += c.N
		}
	}
	if u.Answered > 0 {
		u.Median = float64(nth(counts, (u.Answered-1)/2)+nth(counts, u.Answered/2)) / 2
	}
	return u
}

// nth is the n-th smallest number of days, counted from 0.
func nth(counts []store.MilestoneCount, n int) int {
	for _, c := range counts {
		if n -= c.N; n < 0 {
			return c.Days
		}
	}
	return 0
}

func (f *WorkFigures) categories(tx *store.Tx, h *house, mf store.MilestoneFilter, today deadline.Date) error {
	mf.Kind = string(rulebook.Seen)
	counts, err := tx.CountMilestones(h.congress.ID, mf, "category")
	if err != nil {
		return err
	}
	names := h.categoryNames(today)
	for _, c := range counts {
		if c.Category != "" {
			f.Categories = append(f.Categories, CategoryFigure{c.Category, cmp.Or(names[c.Category], lang.T(c.Category, c.Category)), c.N})
		}
	}
	slices.SortStableFunc(f.Categories, func(a, b CategoryFigure) int { return cmp.Compare(b.N, a.N) })
	return nil
}

// categoryNames are the names of the options of every field called category, in the procedures of today.
func (h *house) categoryNames(today deadline.Date) map[string]lang.Text {
	out := map[string]lang.Text{}
	for _, p := range h.procedures(today) {
		if f := p.Fields["category"]; f != nil {
			for _, o := range f.Options {
				out[o.Code] = o.Name
			}
		}
	}
	return out
}

// FigureNames are what the filters of a list that a figure opened are called.
func (o *Office) FigureNames(ctx context.Context, congressID, unit, category string) (unitName Name, categoryName lang.Text, err error) {
	h, err := o.house(ctx, congressID)
	if err != nil {
		return Name{}, lang.Text{}, err
	}
	return h.orgName(unit), h.categoryNames(o.today(h))[category], nil
}
