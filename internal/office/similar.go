package office

import (
	"cmp"
	"context"
	"maps"
	"slices"

	"github.com/huiyin/huiyin/internal/access"
	"github.com/huiyin/huiyin/internal/matter"
	"github.com/huiyin/huiyin/internal/problem"
	"github.com/huiyin/huiyin/internal/rulebook"
	"github.com/huiyin/huiyin/internal/search"
	"github.com/huiyin/huiyin/internal/store"
)

// SimilarInput is what somebody is about to raise.
type SimilarInput struct {
	Procedure string
	Title     string
	Text      string
	Place     string
}

// SimilarMatter is a matter that is like something else.
type SimilarMatter struct {
	Row
	Place     string
	Published bool
}

// Bounds of looking for what is alike: the cost does not grow with the number of matters.
const (
	likeProbes = 14  // words of the text that are looked for …
	likeRare   = 7   // … of which so many, the rarest, give candidates
	likeEach   = 120 // matters of one word, the newest; a word of more says little
	likeRead   = 60  // candidates that are read
	likeShown  = 5
)

// Similar offers matters that are like what v is about to raise, the most alike first, among those he may see. It is
// an offer: who raises decides, and the office merges.
func (o *Office) Similar(ctx context.Context, v access.Viewer, in SimilarInput) ([]SimilarMatter, error) {
	return o.similar(ctx, v, search.Draft{Title: in.Title, Text: in.Text, Place: in.Place}, in.Procedure, "")
}

var errNotYours = problem.New(problem.Denied, "notYours", "只有工作机构和联络站可以查找重复事项。", "Only the office and the station look for duplicates.")

// Duplicates are the matters that are like matter id, for those who see it in full and could merge it.
func (o *Office) Duplicates(ctx context.Context, v access.Viewer, id string) (Link, []SimilarMatter, error) {
	if err := granted(v, access.ReadMatters); err != nil {
		return Link{}, nil, err
	}
	var m matter.Matter
	err := o.db.View(ctx, func(tx *store.Tx) (err error) {
		m, err = visible(tx, v, id)
		return err
	})
	if err != nil {
		return Link{}, nil, err
	}
	if access.Sees(v, m) < access.Full {
		return Link{}, nil, errNotYours
	}
	all, err := o.similar(ctx, v, draftOf(m), m.Procedure, m.ID)
	return Link{ID: m.ID, Number: m.Number, Title: m.Title}, all, err
}

// draftOf is what a matter says, as far as it counts for likeness; only words that are open.
func draftOf(m matter.Matter) search.Draft {
	return search.Draft{Title: m.Title, Text: m.Text, Place: m.Fields["place"]}
}

func (o *Office) similar(ctx context.Context, v access.Viewer, d search.Draft, procedure, except string) ([]SimilarMatter, error) {
	if err := granted(v, access.ReadMatters); err != nil {
		return nil, err
	}
	h, err := o.house(ctx, v.Congress)
	if err != nil {
		return nil, err
	}
	probes := d.Probes(likeProbes)
	if len(probes) < 2 {
		return nil, nil // too little is said
	}
	var out []SimilarMatter
	err = o.db.View(ctx, func(tx *store.Tx) error {
		l := liker{reader: reader{tx: tx, house: h, viewer: v, now: tx.Now}, rare: search.Rarity{}}
		candidates, err := l.candidates(probes, procedure, except)
		if err != nil {
			return err
		}
		drafts := make([]search.Draft, len(candidates))
		for i, m := range candidates {
			drafts[i] = draftOf(m)
		}
		out = nil
		for _, r := range search.Rank(d, drafts, l.rare, likeShown) {
			m := candidates[r.Index]
			row, err := l.row(m)
			if err != nil {
				return err
			}
			out = append(out, SimilarMatter{Row: row, Place: m.Fields["place"], Published: access.Published(m)})
		}
		return nil
	})
	return out, err
}

type liker struct {
	reader
	rare search.Rarity
}

// candidates are the matters that share rare words with a draft. How rare a word is counted among what the viewer
// sees, so that nothing else shows through.
func (l *liker) candidates(probes []string, procedure, except string) ([]matter.Matter, error) {
	found := map[string][]store.Hit{}
	look := store.Look{Congress: l.viewer.Congress, Reaches: access.Reaches(l.viewer), Limit: likeEach + 1}
	for _, p := range probes {
		look.Probes = []string{p}
		hits, err := l.tx.Hits(look)
		if err != nil {
			return nil, err
		}
		hits = slices.DeleteFunc(hits, func(h store.Hit) bool { return h.Matter == except })
		if l.rare[p] = len(hits); len(hits) > 0 {
			found[p] = hits
		}
	}
	words := slices.SortedStableFunc(maps.Keys(found), func(a, b string) int {
		return cmp.Or(cmp.Compare(l.rare[a], l.rare[b]), cmp.Compare(a, b))
	})
	score := map[store.Hit]int{}
	for _, p := range words[:min(len(words), likeRare)] {
		for _, h := range found[p] {
			score[h]++
		}
	}
	order := slices.SortedFunc(maps.Keys(score), func(a, b store.Hit) int {
		return cmp.Or(cmp.Compare(score[b], score[a]), cmp.Compare(b.Doc, a.Doc))
	})
	all, err := l.tx.Pending(l.viewer.Congress)
	if err != nil {
		return nil, err
	}
	for _, h := range order[:min(len(order), likeRead)] {
		m, err := l.tx.Matter(l.viewer.Congress, h.Matter)
		if err != nil {
			return nil, err
		}
		all = append(all, m)
	}
	// One of another procedure is another thing, and what was taken back or went on elsewhere is none to join.
	return slices.DeleteFunc(all, func(m matter.Matter) bool {
		return m.ID == except || m.Procedure != procedure || m.Parent != "" || access.Sees(l.viewer, m) == access.Nothing ||
			m.Ending == rulebook.Merged || m.Ending == rulebook.Withdrawn || m.Ending == rulebook.Declined
	}), nil
}
