package api

import (
	"context"
	"net/http"
	"net/url"
	"strconv"

	"github.com/danielgtaylor/huma/v2"

	"github.com/huiyin/huiyin/internal/access"
	"github.com/huiyin/huiyin/internal/lang"
	"github.com/huiyin/huiyin/internal/office"
	"github.com/huiyin/huiyin/internal/search"
)

type searchIn struct {
	Query string `query:"q" required:"true" minLength:"1" maxLength:"200" doc:"Words, a number, a name, pinyin initials; all of them must be met." example:"路灯"`
	After string `query:"after" maxLength:"400" doc:"The next of the page before."`
}

// Hits are one page of what was found.
type Hits struct {
	Query         string         `json:"query" doc:"As it was understood." example:"路灯"`
	Items         []Hit          `json:"items"`
	People        []HitPerson    `json:"people" doc:"With the first page only."`
	Organizations []Organization `json:"organizations" doc:"With the first page only."`
	Next          string         `json:"next,omitempty" doc:"Place of the next page; absent on the last one."`
}

// Hit is a matter that was found, with the words by which, as far as the viewer may read them.
type Hit struct {
	Matter  MatterRow `json:"matter"`
	Part    string    `json:"part" enum:"number,title,anywhere" doc:"Where every word is met." example:"title"`
	Title   []Segment `json:"title" doc:"The title in segments."`
	Snippet []Segment `json:"snippet" doc:"Of the first text with a hit; empty when the hit is in number or title."`
}

// Segment is a piece of text that was looked for, or not.
type Segment struct {
	Text string `json:"text" example:"路灯"`
	Hit  bool   `json:"hit" example:"true"`
}

// HitPerson is somebody who was found.
type HitPerson struct {
	ID            string         `json:"id"`
	Name          string         `json:"name" example:"葛云舒"`
	Deputy        bool           `json:"deputy"`
	Organizations []Organization `json:"organizations"`
}

type searchOut struct {
	Link string `header:"Link" doc:"The next page (RFC 8288)."`
	Body Hits
}

type similarIn struct {
	Title     string `query:"title" maxLength:"200" doc:"Of what is about to be raised." example:"柳溪桥头路灯不亮"`
	Text      string `query:"text" maxLength:"400" doc:"How it begins."`
	Place     string `query:"place" maxLength:"200" example:"柳溪桥"`
	Procedure string `query:"procedure" maxLength:"60" example:"opinion"`
}

// SimilarMatter is a matter that is like what is about to be raised.
type SimilarMatter struct {
	Matter    MatterRow `json:"matter"`
	Place     string    `json:"place,omitempty" example:"柳溪桥"`
	Published bool      `json:"published"`
}

type similarOut struct {
	Body struct {
		Items []SimilarMatter `json:"items" doc:"The most alike first; five at most."`
	}
}

// partKeys are the names of the parts.
var partKeys = map[search.Part]string{search.InNumber: "number", search.InTitle: "title", search.Anywhere: "anywhere"}

func (s *server) registerFind(a huma.API) {
	huma.Register(a, closed(access.ReadMatters, "search", http.MethodGet, "/search", "Matters", "Search / 检索",
		"The one box of the pages: what the account may see, by words that it may read."), s.search)
	huma.Register(a, open("searchPublic", "/public/search", "Public", "Search what is published / 检索公开事项",
		"Twin of the page `/search` for somebody who is not signed in."), s.searchPublic)
	huma.Register(a, closed(access.ReadMatters, "listSimilar", http.MethodGet, "/similar", "Matters", "What is alike / 相似事项",
		"Matters that are like one about to be raised, among those the account may see. An offer: who raises decides."), s.listSimilar)
}

func (s *server) search(ctx context.Context, in *searchIn) (*searchOut, error) {
	return s.find(ctx, visitOf(ctx).viewer, "/search", in)
}

func (s *server) searchPublic(ctx context.Context, in *searchIn) (*searchOut, error) {
	return s.find(ctx, visitOf(ctx).public(), "/public/search", in)
}

func (s *server) find(ctx context.Context, viewer access.Viewer, path string, in *searchIn) (*searchOut, error) {
	v := visitOf(ctx)
	var from office.SearchCursor
	key, id, err := readCursor(in.After)
	if err == nil && id != "" {
		part, bad := strconv.Atoi(key)
		doc, bad2 := strconv.ParseInt(id, 10, 64)
		if bad != nil || bad2 != nil || part < 0 || part > int(search.Anywhere) || doc < 0 {
			err = errCursor.With("after", lang.T("不是本接口给出的位置", "Not a place that was given out"))
		}
		from = office.SearchCursor{Part: search.Part(part), Doc: doc}
	}
	if err != nil {
		return nil, faultIn(v, "query", err)
	}
	found, err := s.office.Search(ctx, viewer, in.Query, from)
	if err != nil {
		return nil, err
	}
	orgs := func(all []office.Name) []Organization {
		return each(all, func(n office.Name) Organization { return *v.org(n) })
	}
	out := &searchOut{Body: Hits{Query: found.Query, Organizations: orgs(found.Orgs)}}
	out.Body.Items = each(found.Matters, func(m office.FoundMatter) Hit {
		return Hit{v.row(m.Row), partKeys[m.Part], each(m.Marked, segment), each(m.Snippet, segment)}
	})
	out.Body.People = each(found.People, func(p office.FoundPerson) HitPerson {
		return HitPerson{p.ID, p.Name, p.Deputy, orgs(p.Orgs)}
	})
	if found.Next != nil {
		out.Body.Next = cursor(strconv.Itoa(int(found.Next.Part)), strconv.FormatInt(found.Next.Doc, 10))
	}
	out.Link = nextLink(path, url.Values{"q": {in.Query}}, out.Body.Next)
	return out, nil
}

func segment(s search.Segment) Segment { return Segment{s.Text, s.Hit} }

func (s *server) listSimilar(ctx context.Context, in *similarIn) (*similarOut, error) {
	v := visitOf(ctx)
	all, err := s.office.Similar(ctx, v.viewer, office.SimilarInput{Procedure: in.Procedure, Title: in.Title, Text: in.Text, Place: in.Place})
	if err != nil {
		return nil, err
	}
	out := &similarOut{}
	out.Body.Items = each(all, func(m office.SimilarMatter) SimilarMatter { return SimilarMatter{v.row(m.Row), m.Place, m.Published} })
	return out, nil
}
