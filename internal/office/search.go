package office

import (
	"cmp"
	"context"
	"slices"

	"github.com/huiyin/huiyin/internal/access"
	"github.com/huiyin/huiyin/internal/congress"
	"github.com/huiyin/huiyin/internal/deadline"
	"github.com/huiyin/huiyin/internal/lang"
	"github.com/huiyin/huiyin/internal/matter"
	"github.com/huiyin/huiyin/internal/search"
	"github.com/huiyin/huiyin/internal/store"
)

// SearchCursor is where a page of hits begins; the zero value begins at the start.
type SearchCursor struct {
	Part search.Part
	Doc  int64
}

// Found is one page of what was looked for.
type Found struct {
	Query   string
	Matters []FoundMatter
	People  []FoundPerson // with the first page only
	Orgs    []Name        // likewise
	Next    *SearchCursor // nil at the end
}

// FoundMatter is a matter with the words by which it was found, as far as the viewer may read them.
type FoundMatter struct {
	Row
	Part    search.Part
	Marked  []search.Segment // the title
	Snippet []search.Segment // of the first text with a hit; nil: the hit is in number or title
}

// FoundPerson is somebody of the congress, with where he belongs today.
type FoundPerson struct {
	ID, Name string
	Deputy   bool
	Orgs     []Name
}

// Bounds of a page of hits.
const (
	searchPage   = 20
	searchNames  = 8
	snippetRunes = 72
)

// Search finds what viewer v may see by words that he may read: matters, and with the first page people and
// organizations. Hits by number come first, then those by title, then the rest, each the newest first.
func (o *Office) Search(ctx context.Context, v access.Viewer, query string, from SearchCursor) (Found, error) {
	q := search.Parse(query)
	found := Found{Query: q.Text}
	if err := granted(v, access.ReadMatters); err != nil {
		return Found{}, err
	}
	h, err := o.house(ctx, v.Congress)
	if err != nil || q.Empty() {
		return found, err
	}
	err = o.db.View(ctx, func(tx *store.Tx) error {
		found = Found{Query: q.Text}
		s := searcher{reader: reader{tx: tx, house: h, viewer: v, now: tx.Now}, query: q}
		if from == (SearchCursor{}) {
			if err := s.names(&found); err != nil {
				return err
			}
		}
		return s.matters(&found, from)
	})
	return found, err
}

// searcher looks for one query for one viewer.
type searcher struct {
	reader
	query search.Query
}

// hit is a matter that may be shown, with its place.
type hit struct {
	matter matter.Matter
	layer  search.Layer
	at     SearchCursor
}

func (s *searcher) matters(found *Found, from SearchCursor) error {
	waiting, err := s.waiting()
	if err != nil {
		return err
	}
	var hits []hit
	for part := max(from.Part, search.InNumber); part <= search.Anywhere && len(hits) <= searchPage; part++ {
		before := int64(0)
		if part == from.Part {
			before = from.Doc
		}
		if hits, err = s.part(hits, waiting, part, before); err != nil {
			return err
		}
	}
	if len(hits) > searchPage {
		hits = hits[:searchPage]
		next := hits[searchPage-1].at
		found.Next = &next
	}
	for _, x := range hits {
		row, err := s.row(x.matter)
		if err != nil {
			return err
		}
		found.Matters = append(found.Matters, s.show(row, x))
	}
	return nil
}

// waiting are the hits among the matters that the index does not have yet.
func (s *searcher) waiting() ([]hit, error) {
	pending, err := s.tx.Pending(s.viewer.Congress)
	if err != nil {
		return nil, err
	}
	var out []hit
	for _, m := range pending {
		if x, ok := s.meets(m, store.DocKey(m)); ok {
			out = append(out, x)
		}
	}
	return out, nil
}

// meets holds a matter itself against the query, by the words that the viewer may read of it: an index that was
// tampered with can hide, but never show.
func (s *searcher) meets(m matter.Matter, doc int64) (hit, bool) {
	layer, sees := access.LayerOf(access.Sees(s.viewer, m))
	if !sees {
		return hit{}, false
	}
	proc, err := s.house.procedure(m)
	if err != nil {
		proc = nil // its fields are for those who work on it
	}
	part, ok := s.query.Best(access.Words(m, proc).Index(), layer)
	return hit{matter: m, layer: layer, at: SearchCursor{part, doc}}, ok
}

// part adds the hits of one part, until there is one more than a page.
func (s *searcher) part(hits, waiting []hit, part search.Part, before int64) ([]hit, error) {
	look := store.Look{
		Congress: s.viewer.Congress, Reaches: access.Reaches(s.viewer), Query: s.query, Part: part, Limit: searchPage + 1,
	}
	for {
		look.Before = before
		indexed, err := s.tx.Hits(look)
		if err != nil {
			return nil, err
		}
		whole := len(indexed) < look.Limit
		var some []hit
		for _, x := range waiting {
			beyond := !whole && x.at.Doc < indexed[len(indexed)-1].Doc
			if x.at.Part == part && (before == 0 || x.at.Doc < before) && !beyond {
				some = append(some, x)
			}
		}
		for _, x := range indexed {
			m, err := s.tx.Matter(s.viewer.Congress, x.Matter)
			if err != nil {
				return nil, err
			}
			if h, ok := s.meets(m, x.Doc); ok {
				h.at.Part = part
				some = append(some, h)
			}
		}
		slices.SortFunc(some, func(a, b hit) int { return cmp.Compare(b.at.Doc, a.at.Doc) })
		hits = append(hits, some...)
		if whole || len(hits) > searchPage {
			return hits, nil
		}
		before = indexed[len(indexed)-1].Doc
	}
}

// show marks what was looked for in the words that the viewer may read.
func (s *searcher) show(row Row, x hit) FoundMatter {
	f := FoundMatter{Row: row, Part: x.at.Part, Marked: s.query.Mark(x.matter.Title)}
	proc, err := s.house.procedure(x.matter)
	if err != nil {
		proc = nil
	}
	for _, t := range access.Words(x.matter, proc).Texts {
		if t.Layer > x.layer {
			continue
		}
		if f.Snippet = s.query.Snippet(t.Text, snippetRunes); f.Snippet != nil {
			break
		}
	}
	return f
}

// names finds people and organizations by their names.
func (s *searcher) names(found *Found) error {
	key := search.NameKey(s.query.Text)
	orgs, err := s.tx.OrgsNamed(s.viewer.Congress, key, searchNames)
	if err != nil {
		return err
	}
	for _, id := range orgs {
		if n := s.house.orgName(id); n.ID != "" {
			found.Orgs = append(found.Orgs, n)
		}
	}
	today := deadline.FromTime(s.now, s.house.zone)
	people, err := s.tx.PeopleNamed(s.viewer.Congress, key, !access.FindsPerson(s.viewer, false), today, searchNames)
	if err != nil {
		return err
	}
	for _, p := range people {
		f := FoundPerson{ID: p.ID, Name: p.Name}
		for _, m := range p.Memberships {
			if !m.On(today) {
				continue
			}
			f.Deputy = f.Deputy || m.Role == congress.RoleDeputy
			if n := s.house.orgName(m.Organization); n.ID != "" && !slices.Contains(f.Orgs, n) {
				f.Orgs = append(f.Orgs, n)
			}
		}
		found.People = append(found.People, f)
	}
	return nil
}

// partNames say why a hit stands where it stands.
var partNames = map[search.Part]lang.Text{
	search.InNumber: lang.T("编号相符", "By number"),
	search.InTitle:  lang.T("标题相符", "By title"),
}

// PartName is why a hit stands where it stands; zero for hits in the text.
func PartName(p search.Part) lang.Text { return partNames[p] }
