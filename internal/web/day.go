package web

import (
	"net/http"

	"github.com/huiyin/huiyin/internal/deadline"
	"github.com/huiyin/huiyin/internal/office"
)

// dayPage is what is due, day by day: where it piles up is seen at a glance.
type dayPage struct {
	frame
	Agenda             office.Agenda
	Weeks              []dayWeek
	Days               []dayPart
	Range              string
	Before, Now, After string // weeks
	Mine, All          string // whose; empty: this one is shown
	Here               string
}

type dayWeek struct {
	Name, Count string
	Days        []dayCell
}

// dayCell is a day in the strip: its count as a bar and as a number.
type dayCell struct {
	Name, Short, Count, Path string
	Level                    string // height of the bar in tenths of the fullest day, 0 to 10
	Rest, Today, Past        bool
}

type dayPart struct {
	ID, Name, Count string
	Rows            rowsView
	Rest            string
	Path            string
	Late            bool
}

func (s *site) showDay(v *visit) error {
	day, err := deadline.ParseDate(v.param("on"))
	if err != nil {
		day = deadline.Date{}
	}
	everybody := v.param("who") == "all"
	a, err := s.office.Agenda(v.ctx(), v.viewer, day, everybody)
	if err != nil {
		return err
	}
	f, err := v.frame(v.T("day.title"), "/day")
	if err != nil {
		return err
	}
	page := dayPage{frame: f, Agenda: a, Range: v.Day(a.Monday) + " – " + v.Day(a.Monday.AddDays(6))}
	page.Before, page.After = v.here("on", a.Monday.AddDays(-7).String()), v.here("on", a.Monday.AddDays(7).String())
	if a.Today.Before(a.Monday) || a.Monday.AddDays(6).Before(a.Today) {
		page.Now = v.here("on", "")
	}
	page.Here = v.here()
	if everybody {
		page.Mine = v.here("who", "")
	} else {
		page.All = v.here("who", "all")
	}
	queue := "queue=mine"
	if everybody {
		queue = "queue=all"
	}
	for i, w := range a.Weeks {
		page.Weeks = append(page.Weeks, v.dayWeek(w, i, a, queue))
	}
	page.Days = v.dayParts(a, queue)
	return v.render(http.StatusOK, showDayPage(page))
}

func (v *visit) dayWeek(w office.AgendaWeek, i int, a office.Agenda, queue string) dayWeek {
	out := dayWeek{Name: v.Day(w.Monday), Count: v.N("day.count", w.Count)}
	switch ahead := w.Monday.Sub(a.Today); {
	case ahead <= 0 && ahead > -7:
		out.Name = v.T("day.thisWeek")
	case ahead > 0 && ahead <= 7:
		out.Name = v.T("day.nextWeek")
	}
	for _, d := range w.Days {
		level := 0
		if a.Most > 0 {
			level = (d.Count*10 + a.Most - 1) / a.Most
		}
		_, month, dom := d.Day.Civil()
		cell := dayCell{
			Name: v.Day(d.Day), Short: v.Num(int(month)) + "/" + v.Num(dom), Count: v.Num(d.Count), Level: v.Num(level),
			Rest: !d.Workday, Today: d.Today, Past: d.Day.Before(a.Today),
			Path: "/matters?" + queue + "&dueFrom=" + d.Day.String() + "&dueTo=" + d.Day.String() + "&order=due",
		}
		if i == 0 && d.Count > 0 {
			cell.Path = "#day-" + d.Day.String()
		}
		out.Days = append(out.Days, cell)
	}
	return out
}

func (v *visit) dayParts(a office.Agenda, queue string) []dayPart {
	part := func(d office.AgendaDay, id, name, list string) dayPart {
		p := dayPart{ID: id, Name: name, Count: v.N("day.count", d.Count), Path: "/matters?" + list}
		p.Rows = rowsView{Rows: d.Rows, Caption: name, Came: &list}
		if d.Rest > 0 {
			p.Rest = v.N("day.rest", d.Rest)
		}
		return p
	}
	var out []dayPart
	if a.Overdue.Count > 0 {
		p := part(a.Overdue, "overdue", v.T("day.overdue"), queue+"&overdue=1&order=due")
		p.Late = true
		out = append(out, p)
	}
	for _, d := range a.Days {
		if d.Day.Before(a.Today) {
			continue // it is among what is overdue
		}
		name, day := v.Day(d.Day), d.Day.String()
		if d.Today {
			name = v.T("day.today") + " · " + name
		}
		out = append(out, part(d, "day-"+day, name, queue+"&dueFrom="+day+"&dueTo="+day+"&order=due"))
	}
	return out
}
