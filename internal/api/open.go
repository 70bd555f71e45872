package api

import (
	"context"
	"net/http"
	"strconv"

	"github.com/danielgtaylor/huma/v2"

	"github.com/huiyin/huiyin/internal/deadline"
	"github.com/huiyin/huiyin/internal/lang"
	"github.com/huiyin/huiyin/internal/problem"
)

// Congress is the congress that is served.
type Congress struct {
	ID     string  `json:"id" example:"c1"`
	Name   string  `json:"name" example:"云川区人大常委会"`
	Zone   string  `json:"zone" doc:"IANA name of the zone in which days are counted." example:"Asia/Shanghai"`
	Demo   bool    `json:"demo" doc:"A demonstration: everything in it is invented."`
	Today  string  `json:"today" format:"date" example:"2026-03-02"`
	Phases []Phase `json:"phases" doc:"The five stations of the rail 视 议 决 督 果, in order."`
}

// Phase is one of the five stations, with the failure of lying overdue there.
type Phase struct {
	Named
	Failure *Named `json:"failure,omitempty" doc:"Which of the four failures 四个而不 it is to lie overdue here."`
}

// DueDay is a due day with the reckoning in words.
type DueDay struct {
	Due         string `json:"due" format:"date" example:"2026-03-23"`
	Provisional bool   `json:"provisional" doc:"The holiday arrangement of a year it crosses is not published yet."`
	Why         string `json:"why"`
}

// Calendar is a year of working days and rest days.
type Calendar struct {
	Year      int           `json:"year" example:"2026"`
	Published bool          `json:"published" doc:"The State Council's arrangement of the year is known; otherwise only weekends are counted."`
	Version   string        `json:"version"`
	Days      []CalendarDay `json:"days"`
}

// CalendarDay is one day.
type CalendarDay struct {
	Date    string `json:"date" format:"date" example:"2026-10-01"`
	Workday bool   `json:"workday"`
	Name    string `json:"name,omitempty" doc:"Of the festival, or of the make-up working day." example:"国庆节"`
}

type congressOut struct{ Body Congress }

type organizationsOut struct {
	Body struct {
		Items []OrganizationRow `json:"items"`
	}
}

// OrganizationRow is an organization with what it is.
type OrganizationRow struct {
	Organization
	Classification string `json:"classification" example:"unit"`
}

type deadlineIn struct {
	Start  string `query:"start" format:"date" doc:"Day from which the term starts; the day itself is not counted." example:"2026-03-02"`
	Before string `query:"before" format:"date" doc:"Instead of start: a meeting day, counted back from." example:"2026-05-15"`
	Term   string `query:"term" required:"true" minLength:"1" maxLength:"40" doc:"How long, e.g. 15 working days, 3 months, 10个工作日." example:"15 working days"`
}

type deadlineOut struct{ Body DueDay }

type calendarIn struct {
	Year int `path:"year" minimum:"1990" maximum:"2100" example:"2026"`
}

type calendarOut struct{ Body Calendar }

func (s *server) registerOpen(a huma.API) {
	huma.Register(a, open("getCongress", "/congress", "Congress", "The congress that is served / 本级人大",
		"Name, zone, today's civil day there, and the five stations with the four failures."), s.getCongress)
	huma.Register(a, open("listOrganizations", "/organizations", "Congress", "Organizations / 机构名录",
		"Every organization that may own a matter or look after one, by name."), s.listOrganizations)
	huma.Register(a, open("computeDeadline", "/deadline", "Calendar", "Compute a due day / 计算期限",
		"By the congress's calendar: working days with make-up days, calendar months, rolled off rest days. Says why."), s.computeDeadline)
	huma.Register(a, open("getCalendar", "/calendar/{year}", "Calendar", "Working days of a year / 工作日历",
		"Every day of the year, with festivals and make-up working days as the congress knows them."), s.getCalendar)
}

func (s *server) getCongress(ctx context.Context, _ *struct{}) (*congressOut, error) {
	v := visitOf(ctx)
	k := v.congress
	out := &congressOut{Congress{ID: k.ID, Name: v.in(lang.T(k.Name, k.NameEN)), Zone: k.Zone.String(), Demo: k.Demo, Today: deadline.FromTime(s.office.Now(), k.Zone).String()}}
	out.Body.Phases = v.phases()
	return out, nil
}

func (s *server) listOrganizations(ctx context.Context, _ *struct{}) (*organizationsOut, error) {
	v := visitOf(ctx)
	all, err := s.office.Organizations(ctx, v.congress.ID)
	if err != nil {
		return nil, err
	}
	out := &organizationsOut{}
	for _, o := range all {
		out.Body.Items = append(out.Body.Items, OrganizationRow{*v.org(o.Name), o.Classification})
	}
	out.Body.Items = some(out.Body.Items)
	return out, nil
}

var errDeadline = problem.New(problem.Invalid, "incomplete", "期限的参数不对，没有计算；请按提示改正。", "The term cannot be computed as it is; please correct it as shown.")

func (s *server) computeDeadline(ctx context.Context, in *deadlineIn) (*deadlineOut, error) {
	v := visitOf(ctx)
	text, field := in.Start, "start"
	if in.Before != "" {
		text, field = in.Before, "before"
	}
	if (in.Start == "") == (in.Before == "") {
		return nil, faultIn(v, "query", errDeadline.With("start", lang.T("start 与 before 二者给一个", "Give either start or before")))
	}
	from, err := deadline.ParseDate(text)
	if err != nil {
		return nil, faultIn(v, "query", errDeadline.With(field, problem.Of(err).Text))
	}
	term, err := deadline.ParseTerm(in.Term)
	if err != nil {
		return nil, faultIn(v, "query", errDeadline.With("term", problem.Of(err).Text))
	}
	cal, err := s.office.Calendar(ctx, v.congress.ID)
	if err != nil {
		return nil, err
	}
	r := deadline.Due(from, term, cal)
	if in.Before != "" {
		r = deadline.Before(from, term, cal)
	}
	return &deadlineOut{DueDay{Due: r.Due.String(), Provisional: r.Provisional, Why: v.in(r.Why())}}, nil
}

func (s *server) getCalendar(ctx context.Context, in *calendarIn) (*calendarOut, error) {
	cal, err := s.office.Calendar(ctx, visitOf(ctx).congress.ID)
	if err != nil {
		return nil, err
	}
	d, err := deadline.ParseDate(strconv.Itoa(in.Year) + "-01-01")
	if err != nil {
		return nil, err
	}
	out := &calendarOut{Calendar{Year: in.Year, Published: cal.Published(in.Year), Version: cal.Version(), Days: []CalendarDay{}}}
	for ; d.Year() == in.Year; d = d.AddDays(1) {
		info := cal.Day(d)
		out.Body.Days = append(out.Body.Days, CalendarDay{Date: d.String(), Workday: info.Workday, Name: info.Name})
	}
	return out, nil
}

// statusOK keeps the meaning of a 304 beside its body.
const statusOK = http.StatusOK
