package web

import (
	"net/http"

	"github.com/huiyin/huiyin/internal/office"
)

// wallPage is the screen in a hall 大屏: only what everybody may see, large, and always fresh.
type wallPage struct {
	frame
	Now      string
	F        office.WorkFigures
	Failures []figure
	Rows     []office.Row
}

const (
	wallRows    = 7
	wallRefresh = "60" // seconds
)

// showWall needs nobody to sign in: nothing stands on it that the public pages do not show. The browser asks for it
// anew by the header, without script; when the server is away for a moment, the browser's own page has no such header,
// so a screen is best opened by a program that starts it again.
func (s *site) showWall(v *visit) error {
	p := wallPage{frame: v.bare(v.T("wall.title")), Now: v.DayOf(s.office.Now())}
	var err error
	if p.F, err = s.office.PublicFigures(v.ctx(), v.congress.ID, office.FigureQuery{}); err != nil {
		return err
	}
	counts, err := s.office.PublicFailures(v.ctx(), v.congress.ID)
	if err != nil {
		return err
	}
	for _, c := range counts {
		p.Failures = append(p.Failures, figure{Name: v.In(c.Name), Count: v.Count(c.Now, c.NowMore)})
	}
	list, err := s.office.List(v.ctx(), v.public(), office.ListQuery{State: "open", Order: "due", Whole: true, Limit: wallRows})
	if err != nil {
		return err
	}
	p.Rows = list.Rows
	v.w.Header().Set("Refresh", wallRefresh)
	return v.render(http.StatusOK, showWallPage(p))
}
