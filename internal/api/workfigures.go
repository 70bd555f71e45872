package api

import (
	"context"

	"github.com/huiyin/huiyin/internal/lang"
	"github.com/huiyin/huiyin/internal/office"
	"github.com/huiyin/huiyin/internal/rulebook"
)

type workFiguresIn struct {
	Procedure string `query:"procedure" maxLength:"60" doc:"Of one procedure only." example:"opinion"`
}

// WorkFigures are the figures of twelve months, each counted from records.
type WorkFigures struct {
	From       string        `json:"from" doc:"First month." example:"2025-04"`
	To         string        `json:"to" doc:"Last month, the present one." example:"2026-03"`
	Months     []MonthFigure `json:"months"`
	Open       []Counted     `json:"open" doc:"Open matters by the station at which they stand."`
	Units      []UnitFigure  `json:"units" doc:"Units whose base is large enough to be shown."`
	All        UnitFigure    `json:"all" doc:"All units together."`
	Categories []Counted     `json:"categories" doc:"Raised, by category."`
}

// MonthFigure is how many matters reached each station in a month.
type MonthFigure struct {
	Month   string    `json:"month" example:"2026-03"`
	Reached []Counted `json:"reached" doc:"In the order of the rail."`
}

// Counted is something with its number.
type Counted struct {
	Named
	Count int `json:"count" example:"7"`
}

// UnitFigure is how a unit answers.
type UnitFigure struct {
	Unit     *Organization `json:"unit,omitempty"`
	Answered int           `json:"answered" doc:"First answers: the base of the others." example:"12"`
	OnTime   int           `json:"onTime" example:"11"`
	Rate     *int          `json:"rate,omitempty" doc:"Per cent on time, rounded down; absent where the base is below three." example:"91"`
	Median   *float64      `json:"medianDays,omitempty" doc:"Civil days from raising to the first answer; absent where the base is below three." example:"7.5"`
}

type workFiguresOut struct{ Body WorkFigures }

func (s *server) getPublicFigures(ctx context.Context, in *workFiguresIn) (*workFiguresOut, error) {
	v := visitOf(ctx)
	f, err := s.office.PublicFigures(ctx, v.congress.ID, office.FigureQuery{Procedure: in.Procedure})
	if err != nil {
		return nil, err
	}
	return &workFiguresOut{v.workFigures(f)}, nil
}

func (s *server) getWorkFigures(ctx context.Context, in *workFiguresIn) (*workFiguresOut, error) {
	v := visitOf(ctx)
	f, err := s.office.WorkFigures(ctx, v.viewer, office.FigureQuery{Procedure: in.Procedure})
	if err != nil {
		return nil, err
	}
	return &workFiguresOut{v.workFigures(f)}, nil
}

func (v *visit) workFigures(f office.WorkFigures) WorkFigures {
	phase := func(ph rulebook.Phase, n int) Counted { return Counted{v.named(string(ph), office.PhaseName(ph)), n} }
	return WorkFigures{
		From: f.From, To: f.To, All: v.unitFigure(f.All), Units: each(f.Units, v.unitFigure),
		Open: each(f.Open, func(p office.PhaseFigure) Counted { return phase(p.Phase, p.N) }),
		Months: each(f.Months, func(m office.MonthFigure) MonthFigure {
			out := MonthFigure{Month: m.Month}
			for i, n := range m.Reached {
				out.Reached = append(out.Reached, phase(rulebook.Phases[i], n))
			}
			return out
		}),
		Categories: each(f.Categories, func(c office.CategoryFigure) Counted {
			name := c.Name
			if name.IsZero() {
				name = lang.T(c.Code, c.Code)
			}
			return Counted{v.named(c.Code, name), c.N}
		}),
	}
}

func (v *visit) unitFigure(u office.UnitFigure) UnitFigure {
	out := UnitFigure{Unit: v.org(u.Unit), Answered: u.Answered, OnTime: u.OnTime}
	if u.Enough() {
		rate, median := u.Rate(), u.Median
		out.Rate, out.Median = &rate, &median
	}
	return out
}
