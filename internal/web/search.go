package web

import (
	"net/http"
	"strconv"

	"github.com/huiyin/huiyin/internal/access"
	"github.com/huiyin/huiyin/internal/office"
	"github.com/huiyin/huiyin/internal/search"
)

// searchPage is what was found for the one box that stands on every page.
type searchPage struct {
	frame
	Found  office.Found
	First  bool // the first page, which also has people and organizations
	Orgs   []orgHit
	Pager  pager
	Public bool
}

// orgHit is an organization with the list of what lies with it.
type orgHit struct{ Name, Path string }

// None reports that nothing was found.
func (p searchPage) None() bool {
	return len(p.Found.Matters)+len(p.Found.People)+len(p.Found.Orgs) == 0
}

// link is the page of a matter that was found.
func (p searchPage) link(row office.Row) string { return rowsView{Public: p.Public}.link(row) }

func (s *site) showSearch(v *visit) error {
	if err := v.bound("search", s.limits.Search); err != nil {
		return err
	}
	key, id := v.cursor()
	part, _ := strconv.Atoi(key)           // what is no position is the start
	doc, _ := strconv.ParseInt(id, 10, 64) // likewise
	from := office.SearchCursor{Part: search.Part(max(0, min(part, int(search.Anywhere)))), Doc: max(doc, 0)}
	found, err := s.office.Search(v.ctx(), v.viewer, v.param("q"), from)
	if err != nil {
		return err
	}
	title := v.T("search.title")
	if found.Query != "" {
		title = v.T("search.titleOf", "Query", found.Query)
	}
	f, err := v.frame(title, "/search")
	if err != nil {
		return err
	}
	f.Find = found.Query
	page := searchPage{frame: f, Found: found, First: from == (office.SearchCursor{}), Public: !v.viewer.SignedIn()}
	v.private = v.private || !page.Public
	for _, n := range found.Orgs {
		list := "/matters?owner="
		if page.Public {
			list = "/p?owner="
		}
		page.Orgs = append(page.Orgs, orgHit{v.Name(n), list + n.ID})
	}
	if found.Next != nil {
		page.Pager = v.pager(strconv.Itoa(int(found.Next.Part)), strconv.FormatInt(found.Next.Doc, 10))
	} else {
		page.Pager = v.pager("", "")
	}
	return v.render(http.StatusOK, showSearchPage(page))
}

// partName says why a hit stands where it does.
func (s *Say) partName(p search.Part) string { return s.In(office.PartName(p)) }

// foundRole says what somebody is.
func (s *Say) foundRole(p office.FoundPerson) string {
	if p.Deputy {
		return s.T("search.deputy")
	}
	return ""
}

// similarView is what is like something that is being written, or like a matter.
type similarView struct {
	*Say
	All    []office.SimilarMatter
	Public bool   // links lead to published pages
	Merge  string // the matter's page, whose form of merging is to be filled; empty: nothing is merged
	Asked  bool   // somebody asked to see it, so that nothing is also said
}

func (p similarView) link(m office.SimilarMatter) string {
	return rowsView{Public: p.Public}.link(m.Row)
}

// maxLike is how much of a text is sent along to look for what is like it.
const maxLike = 400

// like finds what is like a form as far as it is filled in.
func (v *visit) like(procedure string, get func(string) string) (similarView, error) {
	view := similarView{Say: v.Say, Public: !v.viewer.SignedIn(), Asked: true}
	if err := v.bound("similar", v.site.limits.Similar); err != nil {
		return view, err
	}
	text := []rune(get("text"))
	all, err := v.site.office.Similar(v.ctx(), v.viewer, office.SimilarInput{
		Procedure: procedure, Title: get("title"), Text: string(text[:min(len(text), maxLike)]), Place: get(fieldPrefix + "place"),
	})
	view.All = all
	return view, err
}

// showLike is the panel beside the form of raising, for the script that fills it while one types.
func (s *site) showLike(v *visit) error {
	forms, err := s.office.RaiseForms(v.ctx(), v.viewer)
	if err != nil {
		return err
	}
	procedure := v.r.PathValue("procedure")
	if _, ok := raiseForm(forms, procedure); !ok {
		return errNothingToRaise
	}
	view, err := v.like(procedure, v.param)
	if err != nil {
		return err
	}
	v.private = true
	return v.render(http.StatusOK, similarList(view))
}

// duplicatesPage is what could be the same as a matter, for those who could merge it.
type duplicatesPage struct {
	frame
	Of      office.Link
	Similar similarView
}

func (s *site) showDuplicates(v *visit) error {
	if err := v.bound("similar", s.limits.Similar); err != nil {
		return err
	}
	of, all, err := s.office.Duplicates(v.ctx(), v.viewer, v.r.PathValue("id"))
	if err != nil {
		return err
	}
	f, err := v.frame(v.T("similar.duplicates")+" "+of.Number, "/matters")
	if err != nil {
		return err
	}
	view := similarView{Say: v.Say, All: all, Merge: "/m/" + of.ID, Asked: true}
	return v.render(http.StatusOK, showDuplicatesPage(duplicatesPage{f, of, view}))
}

// mayMerge reports whether a matter's page offers to look for duplicates: where it can be merged.
func mayMerge(p matterPage) bool {
	return !p.Open && !p.Tracked && p.M.Sight >= access.Full && p.mergeForm() != ""
}

// mergeForm is the act by which a matter goes on inside another; empty: there is none now.
func (p matterPage) mergeForm() string {
	for _, f := range p.M.Forms {
		if f.Kind == "merge" && f.Why == nil {
			return f.Act
		}
	}
	return ""
}

// proposeTarget fills the form of merging with the number that the list of duplicates led here with.
func (v *visit) proposeTarget(acts []actView) {
	number := v.param("into")
	if number == "" {
		return
	}
	for i := range acts {
		if acts[i].Kind != "merge" {
			continue
		}
		for k := range acts[i].Inputs {
			in := &acts[i].Inputs[k]
			if in.Name == fieldPrefix+"target" && in.Value == "" {
				in.Value, acts[i].Open = number, true
			}
		}
	}
}

// lookForAlike shows the form again, with everything typed, and what is like it beside it: for browsers without script.
func (v *visit) lookForAlike(procedure string, in sent) error {
	view, err := v.like(procedure, func(name string) string { return in.Values[name] })
	if err != nil {
		return v.raiseAgain(err, procedure, in)
	}
	v.alike = &view
	return v.raisePage(http.StatusOK, procedure, in.Values, nil)
}
