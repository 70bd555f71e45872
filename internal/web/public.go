package web

import (
	"net/http"

	"github.com/huiyin/huiyin/internal/office"
)

// publicPage is the public door 公开: what a congress does with what people say, and where to begin.
type publicPage struct {
	frame
	Figures []figure
	Answers office.UnitFigure // how all units together answer
	Latest  rowsView
	// Stations are where people can go, or whom they may put a matter to.
	Stations []office.StationText
}

// figure is a number with the list it was counted from: every figure opens its records.
type figure struct {
	Name, Count, Path string
	Class             string
}

// latestRows is how many published matters the public door shows.
const latestRows = 8

func (s *site) showPublic(v *visit) error {
	f, err := v.frame(v.T("public.title"), "/")
	if err != nil {
		return err
	}
	f.Index, f.Twin = true, twins
	page := publicPage{frame: f}
	for _, x := range []struct {
		name, path string
		q          office.ListQuery
	}{
		{"public.all", "/p", office.ListQuery{}},
		{"public.open", "/p?state=open", office.ListQuery{State: "open"}},
		{"public.resulted", "/p?phase=resulted", office.ListQuery{Phase: "resulted"}},
	} {
		n, more, err := s.office.Count(v.ctx(), v.public(), x.q)
		if err != nil {
			return err
		}
		page.Figures = append(page.Figures, figure{Name: v.T(x.name), Count: v.Count(n, more), Path: x.path})
	}
	list, err := s.office.List(v.ctx(), v.public(), office.ListQuery{Order: "raised", Whole: true, Limit: latestRows})
	if err != nil {
		return err
	}
	figures, err := s.office.PublicFigures(v.ctx(), v.congress.ID, office.FigureQuery{})
	if err != nil {
		return err
	}
	page.Answers = figures.All
	if page.Stations, err = s.office.Stations(v.ctx(), v.congress.ID); err != nil {
		return err
	}
	page.Latest = rowsView{Rows: list.Rows, Public: true, Caption: v.T("public.latest")}
	return v.render(http.StatusOK, showPublicPage(page))
}

func (s *site) showHelp(v *visit) error {
	f, err := v.frame(v.T("help.title"), "/help")
	if err != nil {
		return err
	}
	f.Index = true
	return v.render(http.StatusOK, showHelpPage(f))
}
