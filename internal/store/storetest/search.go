package storetest

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/huiyin/huiyin/internal/access"
	"github.com/huiyin/huiyin/internal/congress"
	"github.com/huiyin/huiyin/internal/deadline"
	"github.com/huiyin/huiyin/internal/matter"
	"github.com/huiyin/huiyin/internal/search"
	"github.com/huiyin/huiyin/internal/store"
)

// everything is the reach of the office.
var everything = []access.Reach{{Layer: search.Full, Scope: access.Scope{All: true}}}

// syllabary is little, so that what is looked for is found often, and of every kind: characters, one beyond the basic
// plane, letters of other scripts, digits, full-width forms, signs, and what could hurt an expression.
var syllabary = []string{
	"河", "堤", "加", "固", "路", "灯", "路", "灯", "不", "亮", "单", "乐", "𠮷", "a", "b", "K", "Ａ", "é", "ß", "한", "か", "1", "2", "27", "３", "第", "号",
	" ", " ", "，", "。", "-", "'", "\"", "*", "(", ")", ":", "&", "|", "!", "\\", "\n", "№", "ﬁ", "①", "哈哈哈哈",
}

func randomText(r *rand.Rand, most int) string {
	var b strings.Builder
	for range r.IntN(most + 1) {
		b.WriteString(pick(r, syllabary...))
	}
	return b.String()
}

// testSearch holds the index of an engine against the texts themselves: for thousands of random texts and queries, in
// every part, for every layer, over pages, before and after the index took them up, and made anew.
func testSearch(t *testing.T, e Engine) {
	t.Helper()
	w := newWorld(t, e)
	r := random(t)
	docs := map[string]words{}
	const each = 40
	matters := 600
	if w.db.TSVector {
		matters = 320 // each statement is a round trip there
	}
	for from := 0; from < matters; from += each {
		update(t, w.db, func(tx *store.Tx) error {
			for i := from; i < from+each; i++ {
				m, err := openIn(tx, start(fmt.Sprintf("s%04d", i), func(s *matter.Start) {
					s.Number = fmt.Sprintf("2026-%06d", i)
					s.Title, s.Text = "题"+strings.ReplaceAll(randomText(r, 8), "\n", " "), "文"+randomText(r, 40)
					s.Public = r.IntN(2) == 0
					s.RaisedAt = at("2026-01-05 09:00").AddDate(0, 0, -r.IntN(20)) // many in the same moment
					s.Raisers[0].Name, s.Raisers[0].Contact, s.Raisers[0].Consent = randomText(r, 3), randomText(r, 3), r.IntN(2) == 0
				}))
				if err != nil {
					return err
				}
				docs[m.ID] = words{m, access.Words(m, nil).Index()}
			}
			return nil
		})
	}
	if err := w.db.TakeUp(context.Background()); err != nil {
		t.Fatal(err)
	}
	if n := count(t, w.db, "SELECT count(*) FROM search_todo"); n != 0 {
		t.Fatalf("%d matters still wait for the index", n)
	}
	found := 0
	for range 200 {
		found += w.againstTexts(t, r, docs)
	}
	if found < 400 {
		t.Errorf("only %d hits: the texts prove nothing", found)
	}
	// The same queries find the same in an index made anew.
	queries := make([]search.Query, 40)
	for i := range queries {
		queries[i] = search.Parse(randomText(r, 3))
	}
	before := w.finds(t, queries)
	if err := w.db.ResetSearch(ctx); err != nil {
		t.Fatal(err)
	}
	if some := w.finds(t, queries[:1]); len(some[0]) != 0 {
		t.Error("an empty index finds something")
	}
	told := 0
	if err := w.db.FillSearch(ctx, func(n int) { told += n }); err != nil {
		t.Fatal(err)
	}
	if told != matters {
		t.Errorf("told of %d of %d matters", told, matters)
	}
	if after := w.finds(t, queries); !slices.EqualFunc(before, after, slices.Equal[[]string]) {
		t.Errorf("made anew it finds otherwise:\n%v\n%v", before, after)
	}
	verify(t, w.db)
}

// words are a matter with its words as an index would take them.
type words struct {
	matter.Matter
	search.Indexed
}

// againstTexts compares one random query with the texts, and gives how many hits it had.
func (w *world) againstTexts(t *testing.T, r *rand.Rand, docs map[string]words) int {
	t.Helper()
	text := randomText(r, 4)
	switch r.IntN(8) {
	case 0:
		text = pick(r, "ludeng", "ld", "hd", "danle", "shanle", "dy", "123", "2026-000123", "27", "buliang bl")
	case 1:
		text = pick(r, "路", "灯", "河堤", "路灯不亮", "第27号", "哈哈", "堤 灯")
	}
	q := search.Parse(text)
	layer := search.Layer(r.IntN(4))
	reach := []access.Reach{{Layer: layer, Scope: access.Scope{All: true}}}
	wants := map[search.Part][]string{}
	for id, m := range docs {
		if best, ok := q.Best(m.Indexed, layer); ok {
			wants[best] = append(wants[best], id)
		}
	}
	n := 0
	for part := search.InNumber; part <= search.Anywhere; part++ {
		want, got := wants[part], []string{}
		view(t, w.db, func(tx *store.Tx) error {
			got = got[:0]
			l := store.Look{Congress: "c1", Reaches: reach, Query: q, Part: part, Limit: 50}
			for {
				hits, err := tx.Hits(l)
				if err != nil {
					return fmt.Errorf("%q: %w", text, err)
				}
				for _, h := range hits {
					if n := len(got); n > 0 && docs[got[n-1]].RaisedAt.Before(docs[h.Matter].RaisedAt) {
						t.Errorf("%q: %s stands before the newer %s", text, got[n-1], h.Matter)
					}
					got = append(got, h.Matter)
				}
				if len(hits) < l.Limit {
					return nil
				}
				l.Before = hits[len(hits)-1].Doc
			}
		})
		slices.Sort(want)
		slices.Sort(got)
		if !slices.Equal(want, got) {
			t.Fatalf("%q in part %d for layer %d:\n the index finds %v\n the texts say %v", text, part, layer, got, want)
		}
		n += len(got)
	}
	return n
}

// finds lists what each query finds, all parts in order.
func (w *world) finds(t *testing.T, queries []search.Query) [][]string {
	t.Helper()
	out := make([][]string, len(queries))
	view(t, w.db, func(tx *store.Tx) error {
		for i, q := range queries {
			out[i] = []string{}
			for part := search.InNumber; part <= search.Anywhere; part++ {
				hits, err := tx.Hits(store.Look{Congress: "c1", Reaches: everything, Query: q, Part: part, Limit: 5000})
				if err != nil {
					return err
				}
				for _, h := range hits {
					out[i] = append(out[i], h.Matter)
				}
			}
			slices.Sort(out[i])
		}
		return nil
	})
	return out
}

// testSearchScopes: whoever looks finds exactly what he sees, by exactly the words that he may read of it, and nothing
// of another congress.
func testSearchScopes(t *testing.T, e Engine) {
	w := newWorld(t, e)
	r := random(t)
	w.populate(r, 150)
	if err := w.db.TakeUp(ctx); err != nil {
		t.Fatal(err)
	}
	all := w.all("c1")
	var everyone []words
	for _, m := range append(w.all("c2"), all...) {
		everyone = append(everyone, words{m, access.Words(m, nil).Index()})
	}
	shown := 0
	for range 60 {
		v := randomViewer(r, all)
		reaches := access.Reaches(v)
		for _, m := range everyone {
			top, ok := search.Layer(-1), false
			for _, reach := range reaches {
				if v.Congress == m.Congress && inScope(reach.Scope, m.Matter) {
					top, ok = max(top, reach.Layer), true
				}
			}
			layer, sees := access.LayerOf(access.Sees(v, m.Matter))
			if ok != sees || ok && top != layer {
				t.Fatalf("%+v reaches %s up to layer %d (%v), sees it up to %d (%v)", v, m.ID, top, ok, layer, sees)
			}
		}
		for _, text := range []string{"路灯", "住户", "0000", "请"} {
			q := search.Parse(text)
			var want, got []string
			for _, m := range everyone {
				layer, sees := access.LayerOf(access.Sees(v, m.Matter))
				if sees && q.Match(m.Indexed, search.Anywhere, layer) {
					want = append(want, m.ID)
				}
			}
			view(t, w.db, func(tx *store.Tx) error {
				got = got[:0]
				for part := search.InNumber; part <= search.Anywhere; part++ {
					hits, err := tx.Hits(store.Look{Congress: v.Congress, Reaches: reaches, Query: q, Part: part, Limit: 5000})
					if err != nil {
						return err
					}
					for _, h := range hits {
						got = append(got, h.Matter)
					}
				}
				return nil
			})
			slices.Sort(want)
			slices.Sort(got)
			if !slices.Equal(want, got) {
				t.Fatalf("%q for %+v:\n finds %v\n may   %v", text, v, got, want)
			}
			shown += len(got)
		}
	}
	if shown == 0 {
		t.Error("nobody found anything: the world proves nothing")
	}
}

// inScope says by the matter itself what a scope selects.
func inScope(s access.Scope, m matter.Matter) bool {
	involved := access.Involved(m)
	switch {
	case s.All, s.Public && access.Published(m), m.Station != "" && slices.Contains(s.Stations, m.Station):
		return true
	case slices.ContainsFunc(s.Involved, func(o string) bool { return slices.Contains(involved, o) }):
		return true
	}
	return slices.ContainsFunc(m.Raisers, func(x matter.Raiser) bool {
		return s.Person != "" && x.Person == s.Person || s.Raiser != "" && s.Matter == m.ID && x.ID == s.Raiser
	})
}

// testSearchErasure: words that were lawfully erased find nothing at once, and are in no page of the index after the
// purge.
func testSearchErasure(t *testing.T, e Engine) {
	t.Helper()
	w := newWorld(t, e)
	w.open("m1", func(s *matter.Start) { s.Title, s.Text = "隐私的标题", "绝密内容zzqqx" })
	w.open("m2")
	if err := w.db.TakeUp(ctx); err != nil {
		t.Fatal(err)
	}
	secret := []search.Query{search.Parse("绝密"), search.Parse("隐私"), search.Parse("zzqqx"), search.Parse("住户"), search.Parse("yinside")}
	if got := w.finds(t, secret[:1]); len(got[0]) != 1 {
		t.Fatalf("before: %v", got)
	}
	w.erase("m1")
	for i, ids := range w.finds(t, secret) {
		if slices.Contains(ids, "m1") {
			t.Errorf("%q still finds the erased matter", secret[i].Text)
		}
	}
	var waits []matter.Matter
	view(t, w.db, func(tx *store.Tx) (err error) { waits, err = tx.Pending("c1"); return err })
	if len(waits) != 1 || waits[0].Title != "" {
		t.Fatalf("waiting: %+v", waits)
	}
	if err := w.db.PurgeSearch(ctx); err != nil {
		t.Fatal(err)
	}
	if w.db.TSVector {
		if n := count(t, w.db, "SELECT count(*) FROM search_words WHERE words @@ 'zzqqx'::tsquery OR title @@ '隐私'::tsquery"); n != 0 {
			t.Error("an erased word is in the index")
		}
	} else {
		for _, word := range []string{"zzqqx", "隐私", "绝密"} {
			if n := count(t, w.db, "SELECT count(*) FROM search_words_data WHERE instr(block, CAST($1 AS BLOB)) > 0", word); n != 0 {
				t.Errorf("the erased %q is still in a page of the index", word)
			}
		}
	}
	if got := w.finds(t, []search.Query{search.Parse("路灯")}); !slices.Equal(got[0], []string{"m2"}) {
		t.Errorf("what stayed is found as %v", got)
	}
	verify(t, w.db)
}

// testSearchWaits: what waits for the index is what changed in words or in who may find it, and nothing else.
func testSearchWaits(t *testing.T, e Engine) {
	t.Helper()
	w := newWorld(t, e)
	wants := func(what string, n int) {
		t.Helper()
		if got := count(t, w.db, "SELECT count(*) FROM search_todo"); got != n {
			t.Errorf("after %s %d matters wait, not %d", what, got, n)
		}
		if err := w.db.TakeUp(ctx); err != nil {
			t.Fatal(err)
		}
	}
	w.open("m1")
	wants("raising", 1)
	w.act("m1", "assign unit=water")
	wants("a move", 1) // the unit is among the fields
	w.act("m1", "return reason=不是我们的")
	wants("a reason that the matter does not keep", 0)
	w.act("m1", "assign unit=water")
	wants("a move that changes nothing", 0)
	w.act("m1", "askMore reason=备料 newDue=2026-05-06")
	wants("a reason that waits", 1)
	w.open("m2", func(s *matter.Start) { s.Public = true })
	wants("raising", 1)
	w.act("m2", "assign unit=water")
	wants("publication", 1)
}

// testNames: people and organizations are found by any part of their names, in characters, pinyin and initials, and by
// no older name.
func testNames(t *testing.T, e Engine) {
	t.Helper()
	w := newWorld(t, e)
	put := func(id, name string, rev int64) {
		update(t, w.db, func(tx *store.Tx) error {
			return tx.Put("c1", congress.KindPerson, id, rev, "put", system, congress.Person{ID: id, Name: name})
		})
	}
	put("p1", "单小乐", 0)
	put("p2", "王大路", 0)
	finds := func(key string, want ...string) {
		t.Helper()
		view(t, w.db, func(tx *store.Tx) error {
			people, err := tx.PeopleNamed("c1", search.NameKey(key), false, deadline.MustDate("2026-03-02"), 10)
			var got []string
			for _, p := range people {
				got = append(got, p.ID)
			}
			if err == nil && !slices.Equal(got, want) {
				t.Errorf("%q finds %v, not %v", key, got, want)
			}
			return err
		})
	}
	finds("小乐", "p1")
	finds("单", "p1")
	finds("shanxiaole", "p1")
	finds("danxiaoyue", "p1")
	finds("SXL", "p1")
	finds("xiao", "p1")
	finds("wdl", "p2")
	finds("大路", "p2")
	finds("乐路")
	finds("")
	put("p1", "李河", 1)
	finds("小乐")
	finds("lihe", "p1")
	if err := w.db.ResetSearch(ctx); err != nil {
		t.Fatal(err)
	}
	finds("lihe")
	if err := w.db.FillSearch(ctx, nil); err != nil {
		t.Fatal(err)
	}
	finds("lihe", "p1")
	finds("wdl", "p2")
}
