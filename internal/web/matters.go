package web

import (
	"net/http"
	"net/url"

	"github.com/huiyin/huiyin/internal/access"
	"github.com/huiyin/huiyin/internal/office"
	"github.com/huiyin/huiyin/internal/rulebook"
)

// mattersPage is a list of matters with its filters, all of which are in the address.
type mattersPage struct {
	frame
	Heading string
	Action  string // where the filters lead
	Filters []filter
	Count   string
	Rows    rowsView
	Pager   pager
	Clear   string // without filters; empty when there are none
	Empty   string
	About   string       // what the figure that opened this list counted
	Kept    []keptField  // what the filters carry along
	More    *moreFilters // filters that are folded away; nil on public lists
	Desk    *deskBar     // what can be done to several at once
	Chips   []chip       // filters kept under a name
	Keep    string       // where this list can be kept under a name
	Wrong   string       // why nothing was done
}

// moreFilters narrow a list down by unit, station and days.
type moreFilters struct {
	Open         bool
	Orgs, Houses []option
	Query        office.ListQuery
}

// deskBar stands above a list whose rows can be chosen.
type deskBar struct {
	List  string // the list's query, carried along
	Key   string
	Acts  []option
	Rows  int
	Total string
	All   string // says how many "all of them" are
}

// filter is one choice over a list.
type filter struct {
	Name, Label, Any string
	Options          []option
	Value            string
}

// option is one value of a choice, in the reader's language.
type option struct {
	Value, Text string
}

func (s *Say) options(all []rulebook.Option) []option {
	out := make([]option, 0, len(all))
	for _, o := range all {
		out = append(out, option{o.Code, s.In(o.Name)})
	}
	return out
}

func (s *site) showMatters(v *visit) error {
	f, err := v.frame(v.T("matters.title"), "/matters")
	if err != nil {
		return err
	}
	page := mattersPage{frame: f, Heading: v.T("matters.title"), Action: "/matters", Empty: v.T("matters.empty")}
	queues := filter{Name: "queue", Label: v.T("filter.queue"), Any: v.T("filter.queue.any"), Value: v.param("queue")}
	for _, door := range v.viewer.Doors() {
		all, err := s.office.Queues(v.ctx(), v.viewer, door)
		if err != nil {
			return err
		}
		for _, q := range all {
			if !hasOption(queues.Options, q.Key) {
				queues.Options = append(queues.Options, option{q.Key, v.In(q.Name) + " " + v.Count(q.Count, q.More)})
			}
		}
	}
	page.Filters = append(page.Filters, queues)
	if name := office.QueueName(v.param("queue")); !name.IsZero() {
		page.Heading = v.In(name)
	}
	query := listAddress(v.r.URL.Query())
	page.Rows.List = &query
	page.Desk = &deskBar{List: query, Key: newKey()}
	page.Wrong = v.wrong
	if page.Chips, err = v.chips(query); err != nil {
		return err
	}
	if query != "" {
		page.Keep = "/desk/filters?list=" + url.QueryEscape(query)
	}
	return v.list(page, v.viewer)
}

// showPublished is the list of what everybody may see, whoever looks.
func (s *site) showPublished(v *visit) error {
	f, err := v.frame(v.T("published.title"), "/p")
	if err != nil {
		return err
	}
	f.Index, f.Twin = true, twinOf(twins+"/matters", v.r.URL.Query(), "procedure", "phase", "step", "owner", "state", "order", "reached", "from", "to", "unit", "category")
	page := mattersPage{frame: f, Heading: v.T("published.title"), Action: "/p", Empty: v.T("published.empty")}
	page.Rows.Public = true
	return v.list(page, v.public())
}

// list fills a list page for a viewer, by what the address says.
func (v *visit) list(page mattersPage, viewer access.Viewer) (err error) {
	q := listQuery(v.r.URL.Query())
	q.Acts = page.Desk != nil
	q.AfterKey, q.AfterID = v.cursor()
	if page.About, page.Kept, err = v.reachedSays(q.Reached); err != nil {
		return err
	}
	list, err := v.site.office.List(v.ctx(), viewer, q)
	if err != nil {
		return err
	}
	choices, err := v.site.office.Choices(v.ctx(), viewer, q.Procedure)
	if err != nil {
		return err
	}
	page.Filters = append(page.Filters, v.filters(q, choices)...)
	page.Rows.Rows, page.Rows.Caption = list.Rows, page.Heading
	page.Count, page.Pager = v.Count(list.Count, list.More), v.pager(list.NextKey, list.NextID)
	if page.Desk != nil {
		page.More = &moreFilters{Open: narrowed(v.r.URL.Query()), Orgs: v.options(choices.Units), Houses: v.options(choices.Stations), Query: q}
		page.Desk.fill(v.Say, list)
		if page.More.Open {
			page.Clear = page.Action
		}
	}
	for _, f := range page.Filters {
		if f.Value != "" || page.About != "" {
			page.Clear = page.Action
		}
	}
	status := http.StatusOK
	if page.Wrong != "" {
		status = http.StatusUnprocessableEntity
	}
	return v.render(status, showMattersPage(page))
}

// fill says what can be done to the rows of this page, and to how many.
func (d *deskBar) fill(s *Say, list office.List) {
	for _, a := range list.Bulk {
		d.Acts = append(d.Acts, option{a.Key, s.In(a.Name)})
	}
	d.Rows, d.Total = len(list.Rows), s.Count(list.Count, list.More)
	d.All = s.T("desk.all", "N", d.Total)
	if list.Count > office.BulkMax {
		d.All = s.T("desk.allUpTo", "N", d.Total, "Max", s.Num(office.BulkMax))
	}
}

func (v *visit) filters(q office.ListQuery, c office.Choices) []filter {
	out := []filter{
		{Name: "procedure", Label: v.T("filter.procedure"), Any: v.T("filter.procedure.any"), Options: v.options(c.Procedures), Value: q.Procedure},
		{Name: "phase", Label: v.T("filter.phase"), Any: v.T("filter.phase.any"), Value: q.Phase},
	}
	for _, p := range c.Phases {
		out[1].Options = append(out[1].Options, option{p.Code, marks[rulebook.Phase(p.Code)] + " " + v.T("phase."+p.Code+".gloss")})
	}
	if len(c.Steps) > 0 {
		out = append(out, filter{Name: "step", Label: v.T("filter.step"), Any: v.T("filter.step.any"), Options: v.options(c.Steps), Value: q.Step})
	}
	return append(out,
		filter{Name: "owner", Label: v.T("filter.owner"), Any: v.T("filter.owner.any"), Options: v.options(c.Owners), Value: q.Owner},
		filter{Name: "state", Label: v.T("filter.state"), Any: v.T("filter.state.any"), Value: q.State, Options: []option{
			{"open", v.T("filter.state.open")}, {"ended", v.T("filter.state.ended")},
		}},
		filter{Name: "order", Label: v.T("filter.order"), Any: v.T("filter.order.any"), Value: q.Order, Options: []option{
			{"due", v.T("filter.order.due")}, {"raised", v.T("filter.order.raised")},
		}},
	)
}

// param is a value of the address.
func (v *visit) param(name string) string { return v.r.URL.Query().Get(name) }

func hasOption(all []option, value string) bool {
	for _, o := range all {
		if o.Value == value {
			return true
		}
	}
	return false
}
