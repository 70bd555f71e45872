package api

import (
	"context"
	"net/http"
	"net/url"

	"github.com/danielgtaylor/huma/v2"

	"github.com/huiyin/huiyin/internal/access"
	"github.com/huiyin/huiyin/internal/lang"
	"github.com/huiyin/huiyin/internal/matter"
	"github.com/huiyin/huiyin/internal/office"
	"github.com/huiyin/huiyin/internal/rulebook"
)

// Overview is the public door as data: three counts, each with the address of what it was counted from, and
// what was published last.
type Overview struct {
	Figures []Figure    `json:"figures"`
	Latest  []MatterRow `json:"latest" doc:"The last published, newest first."`
}

// Figure is a count with the list it was counted from.
type Figure struct {
	Named
	Count int    `json:"count" example:"12"`
	More  bool   `json:"more" doc:"There are more than were counted."`
	List  string `json:"list" doc:"Address of what was counted." example:"/api/v1/public/matters?state=open"`
}

type overviewOut struct{ Body Overview }

// MatterList is one page of a list.
type MatterList struct {
	Items []MatterRow `json:"items"`
	Count int         `json:"count" doc:"How many there are in all pages." example:"42"`
	More  bool        `json:"more" doc:"There are more than were counted."`
	Next  string      `json:"next,omitempty" doc:"Give it as after for the next page; absent at the end."`
}

type listOut struct {
	Link string `header:"Link" doc:"The next page (RFC 8288)."`
	Body MatterList
}

// Filters are those of the lists of matters; /matters and /p have the same.
type Filters struct {
	Procedure string `query:"procedure" maxLength:"60" doc:"Key of a procedure." example:"opinion"`
	Phase     string `query:"phase" enum:"seen,deliberated,decided,supervised,resulted" doc:"The station reached." example:"decided"`
	Step      string `query:"step" maxLength:"60" doc:"Key of a step." example:"handling"`
	Owner     string `query:"owner" maxLength:"60" doc:"Id of the organization that has to act." example:"water"`
	State     string `query:"state" enum:"open,ended" doc:"Open or ended only." example:"open"`
	Order     string `query:"order" enum:"due,raised" doc:"By due day, or the newest first. Open lists are by due day where nothing is said." example:"due"`
	Reached   string `query:"reached" enum:"seen,deliberated,decided,supervised,resulted,answered" doc:"Those that reached a station, or were first answered, in the months from to to: what a figure was counted from." example:"answered"`
	From      string `query:"from" pattern:"^([0-9]{4}-[0-9]{2})?$" doc:"First month of reached." example:"2026-01"`
	To        string `query:"to" pattern:"^([0-9]{4}-[0-9]{2})?$" doc:"Last month of reached." example:"2026-03"`
	Unit      string `query:"unit" maxLength:"60" doc:"With reached: answered by this organization." example:"water"`
	Category  string `query:"category" maxLength:"60" doc:"With reached: of this category." example:"roads"`
	After     string `query:"after" maxLength:"400" doc:"The next of the page before."`
	Limit     int    `query:"limit" minimum:"1" maximum:"200" default:"20" doc:"How many at once." example:"20"`
}

func (f Filters) query(queue string) (office.ListQuery, error) {
	key, id, err := readCursor(f.After)
	return office.ListQuery{
		Queue: queue, Procedure: f.Procedure, Phase: f.Phase, Step: f.Step, Owner: f.Owner, State: f.State, Order: f.Order,
		Reached:  office.Reached{Kind: f.Reached, From: f.From, To: f.To, Unit: f.Unit, Category: f.Category},
		AfterKey: key, AfterID: id, Limit: f.Limit,
	}, err
}

// values are the filters as they stand in an address.
func (f Filters) values() url.Values {
	q := url.Values{}
	for name, value := range map[string]string{
		"procedure": f.Procedure, "phase": f.Phase, "step": f.Step, "owner": f.Owner, "state": f.State, "order": f.Order,
		"reached": f.Reached, "from": f.From, "to": f.To, "unit": f.Unit, "category": f.Category,
	} {
		if value != "" {
			q.Set(name, value)
		}
	}
	return q
}

type publicListIn struct{ Filters }

type publicMatterIn struct {
	IfNoneMatch string `header:"If-None-Match" maxLength:"400" doc:"An ETag that the caller has: 304 when nothing has changed."`
	Number      string `path:"number" maxLength:"60" example:"2026-000012"`
}

func (s *server) registerPublic(a huma.API) {
	huma.Register(a, open("getPublicOverview", "/public", "Public", "The public door / 公开首页",
		"Twin of the page `/`: counts of what is published, each with its list, and the latest."), s.getOverview)
	huma.Register(a, open("listPublicMatters", "/public/matters", "Public", "Published matters / 公开事项",
		"Twin of the page `/p`, with the same filters. A twin as a table is at `/public/matters.csv`."), s.listPublic)
	huma.Register(a, open("listPublicMattersCSV", "/public/matters.csv", "Public", "Published matters as a table / 公开事项（表格）",
		"The same list as CSV (RFC 4180, UTF-8 with a mark so that spreadsheets read it)."), s.listPublicCSV)
	huma.Register(a, open("getPublicMatter", "/public/matters/{number}", "Public", "One published matter / 一件公开事项",
		"Twin of the page `/p/{number}`: what everybody may see of it, whoever asks.", http.StatusNotModified, http.StatusNotFound), s.getPublicMatter)
	huma.Register(a, open("getPublicFigures", "/public/figures", "Public", "Figures of the last twelve months / 办理数据",
		"Twin of the page `/figures`: counted from the records, without anything that speaks of one or two people."), s.getPublicFigures)
	huma.Register(a, open("listPublicProcedures", "/public/procedures", "Public", "What residents may raise / 可以反映什么",
		"Twin of the page `/raise`: the procedures by which somebody without an account raises a matter, with the fields asked for. "+
			"They are raised on the page, not here."), s.listPublicProcedures)
}

func (s *server) getOverview(ctx context.Context, _ *struct{}) (*overviewOut, error) {
	v := visitOf(ctx)
	out := &overviewOut{}
	for _, x := range []struct {
		key   string
		name  lang.Text
		query string
		q     office.ListQuery
	}{
		{"all", lang.T("公开事项", "Published"), "", office.ListQuery{}},
		{"open", lang.T("正在办理", "In progress"), "?state=open", office.ListQuery{State: "open"}},
		{"resulted", lang.T("已有结果", "With a result"), "?phase=resulted", office.ListQuery{Phase: string(rulebook.Resulted)}},
	} {
		n, more, err := s.office.Count(ctx, v.public(), x.q)
		if err != nil {
			return nil, err
		}
		out.Body.Figures = append(out.Body.Figures, Figure{Named: v.named(x.key, x.name), Count: n, More: more, List: Base + "/public/matters" + x.query})
	}
	list, err := s.office.List(ctx, v.public(), office.ListQuery{Order: "raised", Limit: 8})
	if err != nil {
		return nil, err
	}
	out.Body.Latest = each(list.Rows, v.row)
	return out, nil
}

func (s *server) listPublic(ctx context.Context, in *publicListIn) (*listOut, error) {
	return s.list(ctx, visitOf(ctx).public(), "/public/matters", "", in.Filters)
}

// list gives a page of a list.
func (s *server) list(ctx context.Context, viewer access.Viewer, path, queue string, f Filters) (*listOut, error) {
	v := visitOf(ctx)
	q, err := f.query(queue)
	if err != nil {
		return nil, faultIn(v, "query", err)
	}
	l, err := s.office.List(ctx, viewer, q)
	if err != nil {
		return nil, err
	}
	out := &listOut{Body: MatterList{Items: each(l.Rows, v.row), Count: l.Count, More: l.More, Next: cursor(l.NextKey, l.NextID)}}
	values := f.values()
	if queue != "" {
		values.Set("queue", queue)
	}
	out.Link = nextLink(path, values, out.Body.Next)
	return out, nil
}

func (s *server) getPublicMatter(ctx context.Context, in *publicMatterIn) (*matterOut, error) {
	v := visitOf(ctx)
	p, err := s.office.MatterByNumber(ctx, v.public(), in.Number)
	if err != nil {
		return nil, err
	}
	return tagged(v.matter(p, "/public/matters/"+p.Number), in.IfNoneMatch)
}

func (s *server) listPublicProcedures(ctx context.Context, _ *struct{}) (*proceduresOut, error) {
	return s.procedures(ctx, visitOf(ctx).public())
}

// phases are the five stations with their failures.
func (v *visit) phases() []Phase {
	return each(rulebook.Phases, func(ph rulebook.Phase) Phase {
		out := Phase{Named: v.named(string(ph), office.PhaseName(ph))}
		if kind, ok := matter.FailureOf[ph]; ok {
			n := v.named(string(kind), kind.Name())
			out.Failure = &n
		}
		return out
	})
}
