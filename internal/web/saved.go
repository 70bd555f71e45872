package web

import (
	"net/http"

	"github.com/huiyin/huiyin/internal/office"
	"github.com/huiyin/huiyin/internal/problem"
)

// chip is a list kept under a name, as it stands above lists and on the home page.
type chip struct {
	Name, Count, Path string
	Current, Shared   bool
}

// savedPage is where somebody names, orders, shares and removes what he keeps.
type savedPage struct {
	frame
	Filters       []office.SavedFilter
	List          string // to be kept now
	Name          string // as typed
	Wrong         string
	Mistakes      []mistake
	Shares        string // the organization he may share with
	NewShared     bool
	Confirm, Done string
}

func savedQuery(address string) office.ListQuery { return listQuery(readAddress(address)) }

// chips are what the viewer keeps; current is the list that is shown now.
func (v *visit) chips(current string) ([]chip, error) {
	all, err := v.site.office.SavedFilters(v.ctx(), v.viewer, savedQuery)
	var out []chip
	for _, f := range all {
		out = append(out, chip{f.Name, v.Count(f.Count, f.More), mattersAt(f.Address), f.Address == current, !f.Own})
	}
	return out, err
}

func (s *site) showSaved(v *visit) error {
	return v.savedPage(http.StatusOK, savedPage{List: listAddress(readAddress(v.param("list")))})
}

func (v *visit) savedPage(status int, page savedPage) error {
	f, err := v.frame(v.T("saved.title"), "/matters")
	if err != nil {
		return err
	}
	page.frame = f
	if page.Filters, err = v.site.office.SavedFilters(v.ctx(), v.viewer, savedQuery); err != nil {
		return err
	}
	for _, seat := range v.viewer.Orgs {
		if page.Shares == "" && v.viewer.WorksFor(seat.Org) {
			page.Shares = seat.Name
		}
	}
	return v.render(status, showSavedPage(page))
}

// saveFilter keeps a list, or changes the name and the sharing of one that is kept.
func (s *site) saveFilter(v *visit) error {
	if err := v.form(); err != nil {
		return err
	}
	f := v.r.PostForm
	list := listAddress(readAddress(f.Get("list")))
	err := s.office.SaveFilter(v.ctx(), v.viewer, f.Get("id"), f.Get("name"), list, f.Get("shared") == "1")
	if err == nil {
		if f.Get("id") == "" {
			return v.goTo(mattersAt(list))
		}
		return v.goTo("/desk/filters")
	}
	p := problem.Of(err)
	if p.Kind != problem.Invalid && p.Code != "tooManySaved" {
		return err
	}
	page := savedPage{List: list, Name: f.Get("name"), NewShared: f.Get("shared") == "1", Wrong: v.In(p.Text)}
	if t, ok := p.Fields["name"]; ok {
		page.Mistakes = []mistake{{"name", v.In(t)}}
	}
	return v.savedPage(p.Kind.Status(), page)
}

// changeFilter moves or removes one.
func (s *site) changeFilter(v *visit) error {
	if err := v.form(); err != nil {
		return err
	}
	id := v.r.PathValue("id")
	var err error
	switch v.r.PathValue("what") {
	case "up":
		err = s.office.MoveFilter(v.ctx(), v.viewer, id, true)
	case "down":
		err = s.office.MoveFilter(v.ctx(), v.viewer, id, false)
	case "drop":
		err = s.office.DropFilter(v.ctx(), v.viewer, id)
	default:
		err = errNotFound
	}
	if err != nil {
		return err
	}
	return v.goTo("/desk/filters")
}
