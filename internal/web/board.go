package web

import (
	"net/http"

	"github.com/huiyin/huiyin/internal/office"
)

// boardPage is the board of the four failures 四个而不, open now or closed since.
type boardPage struct {
	frame
	Tabs    []boardTab
	Past    bool
	Now     string // address of what is open now
	Was     string // address of what was late
	Filters []filter
	Clear   string
	Hidden  []keptField // what the filters do not choose and the form must carry
	Rows    []office.BoardRow
	Heading string
	Pager   pager
}

// boardTab is one of the four failures with its two counts.
type boardTab struct {
	Name, Says, Now, Past string
	Path                  string
	Current, Zero         bool
}

func (s *site) showBoard(v *visit) error {
	f, err := v.frame(v.T("board.title"), "/board")
	if err != nil {
		return err
	}
	q := office.BoardQuery{Kind: v.param("kind"), Past: v.param("view") == "past", Procedure: v.param("procedure"), Owner: v.param("owner")}
	q.AfterKey, q.AfterID = v.cursor()
	b, err := s.office.Board(v.ctx(), v.viewer, q)
	if err != nil {
		return err
	}
	page := boardPage{
		frame: f, Past: q.Past, Rows: b.Rows, Pager: v.pager(b.NextKey, b.NextID), Heading: v.T("board.allFour"),
		Now: v.here("view", "", "after", ""), Was: v.here("view", "past", "after", ""),
	}
	for _, c := range b.Counts {
		tab := boardTab{
			Name: v.In(c.Name), Says: v.T("failure." + string(c.Kind)), Now: v.Count(c.Now, c.NowMore), Past: v.Count(c.Past, c.PastMore),
			Path: v.here("kind", string(c.Kind), "after", ""), Current: string(c.Kind) == q.Kind, Zero: c.Now == 0,
		}
		if tab.Current {
			tab.Path, page.Heading = v.here("kind", "", "after", ""), tab.Name
		}
		page.Tabs = append(page.Tabs, tab)
	}
	choices, err := s.office.Choices(v.ctx(), v.viewer, "")
	if err != nil {
		return err
	}
	page.Filters = []filter{
		{Name: "procedure", Label: v.T("filter.procedure"), Any: v.T("filter.procedure.any"), Options: v.options(choices.Procedures), Value: q.Procedure},
		{Name: "owner", Label: v.T("filter.owner"), Any: v.T("filter.owner.any"), Options: v.options(choices.Owners), Value: q.Owner},
	}
	if q.Procedure != "" || q.Owner != "" || q.Kind != "" {
		page.Clear = "/board"
	}
	for _, name := range []string{"kind", "view"} {
		if value := v.param(name); value != "" {
			page.Hidden = append(page.Hidden, keptField{Name: name, Value: value})
		}
	}
	return v.render(http.StatusOK, showBoardPage(page))
}
