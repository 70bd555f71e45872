package office_test

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/huiyin/huiyin/internal/access"
	"github.com/huiyin/huiyin/internal/office"
	"github.com/huiyin/huiyin/internal/search"
	"github.com/huiyin/huiyin/internal/testkit/world"
)

// everybody of the tiny congress; "" is the public.
var everybody = []string{
	"", "station-clerk", "station2-clerk", "water-clerk", "roads-clerk", "office-clerk", "general-clerk", "committee-clerk",
	"chair", "member", "deputy", "deputy2", "admin",
}

// finds lists the numbers that a search gives, all pages.
func finds(t *testing.T, w *world.World, v access.Viewer, query string) []string {
	t.Helper()
	var out []string
	var from office.SearchCursor
	for range 20 {
		f, err := w.Office.Search(context.Background(), v, query, from)
		if err != nil {
			t.Fatalf("%q: %v", query, err)
		}
		for _, m := range f.Matters {
			out = append(out, m.Number)
		}
		if f.Next == nil {
			return out
		}
		from = *f.Next
	}
	t.Fatalf("%q has no end", query)
	return nil
}

// Whoever looks finds a matter by a word exactly when its page shows him that word: for every role, for words of every
// layer, before the index has them and after. What was not searched (notes) nobody finds.
func TestSearchFindsWhatThePageShows(t *testing.T) {
	t.Parallel()
	w := world.SQLite(t)
	ctx := context.Background()
	raise := func(person string, in office.RaiseInput) office.Receipt {
		in.Procedure, in.Station = "opinion", "station"
		in.Fields = map[string]string{"category": "roads", "place": in.Fields["place"]}
		r, err := w.Office.Raise(ctx, w.Viewer(person), in)
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	open := raise("", office.RaiseInput{Title: "公开标题甲子", Text: "公开正文乙丑", Name: "丙寅", Contact: "丁卯号", Public: true, Fields: map[string]string{"place": "戊辰路"}})
	agreed := raise("", office.RaiseInput{Title: "同意标题己巳", Text: "同意正文庚午", Name: "辛未", Contact: "壬申号", Consent: true, Public: true})
	private := raise("", office.RaiseInput{Title: "不公开标题癸酉", Text: "不公开正文甲戌", Name: "乙亥", Contact: "丙子号"})
	deputy := raise("deputy", office.RaiseInput{Title: "代表标题丁丑", Text: "代表正文戊寅", Public: true})
	for i, r := range []office.Receipt{open, agreed, private, deputy} {
		w.Act("station-clerk", r.ID, "assign", "unit", "water", "category", "roads", "instruction", "交办要求内部"+[]string{"己卯", "庚辰", "辛巳", "壬午"}[i])
		w.Act("station-clerk", r.ID, "note", "note", "备注从不检索")
		w.Act("water-clerk", r.ID, "accept")
		w.Act("water-clerk", r.ID, "answer", "answer", "答复内容"+[]string{"癸未", "甲申", "乙酉", "丙戌"}[i])
	}
	words := []string{
		"甲子", "乙丑", "丙寅", "丁卯", "戊辰", "己巳", "庚午", "辛未", "壬申", "癸酉", "甲戌", "乙亥", "丙子", "丁丑", "戊寅",
		"己卯", "庚辰", "辛巳", "壬午", "癸未", "甲申", "乙酉", "丙戌", "唐晓禾", "从不检索",
	}
	viewers := map[string]access.Viewer{}
	for _, p := range everybody {
		viewers[p] = w.Viewer(p)
	}
	for name, r := range map[string]office.Receipt{"receipt open": open, "receipt private": private} {
		v, _, err := w.Office.Track(ctx, world.ID, r.Number, r.Code)
		if err != nil {
			t.Fatal(err)
		}
		viewers[name] = v
	}
	viewers["abroad"] = access.Viewer{Congress: "c2", Account: "x", Orgs: viewers["office-clerk"].Orgs}
	for _, stage := range []string{"waiting", "indexed"} {
		shown, hidden := 0, 0
		for name, v := range viewers {
			if v.Congress != world.ID {
				if f, err := w.Office.Search(ctx, v, "甲子", office.SearchCursor{}); err == nil && len(f.Matters) > 0 {
					t.Errorf("%s finds something", name)
				}
				continue
			}
			found := map[string][]string{}
			for _, word := range words {
				found[word] = finds(t, w, v, word)
			}
			for _, r := range []office.Receipt{open, agreed, private, deputy} {
				page := ""
				if p, err := w.Office.Matter(ctx, v, r.ID); err == nil {
					page = shownText(t, p)
				}
				for _, word := range words {
					want := strings.Contains(page, word)
					got := slices.Contains(found[word], r.Number)
					if got != want && !ownKnowledge(name, word) {
						t.Errorf("%s: %s finds %s by %s: %v, though its page shows it: %v", stage, name, r.Number, word, got, want)
					}
					if got {
						shown++
					} else {
						hidden++
					}
				}
			}
		}
		if shown < 50 || hidden < 50 {
			t.Errorf("%d found, %d not: nothing is proven", shown, hidden)
		}
		if err := w.Store.TakeUp(ctx); err != nil {
			t.Fatal(err)
		}
	}
}

// ownKnowledge are words that a raiser reads on his page because they are his own; they find nothing, he knows them.
func ownKnowledge(viewer, word string) bool {
	return strings.HasPrefix(viewer, "receipt") && slices.Contains([]string{"丙寅", "丁卯", "乙亥", "丙子"}, word)
}

// shownText is everything that a page shows but its history, which has words that the matter does not keep.
func shownText(t *testing.T, p office.Page) string {
	t.Helper()
	p.History = nil
	raw, err := json.Marshal(p)
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

// Snippets show words of no layer above the viewer's.
func TestSnippetsKeepTheLayer(t *testing.T) {
	t.Parallel()
	w := world.SQLite(t)
	r, err := w.Office.Raise(context.Background(), w.Viewer(""), office.RaiseInput{
		Procedure: "opinion", Station: "station", Title: "路口护栏", Text: "护栏松动。", Name: "护栏护栏", Contact: "护栏电话", Public: true,
		Fields: map[string]string{"category": "roads"},
	})
	if err != nil {
		t.Fatal(err)
	}
	w.Act("station-clerk", r.ID, "assign", "unit", "water", "category", "roads", "instruction", "护栏内部要求")
	for _, person := range everybody {
		f, err := w.Office.Search(context.Background(), w.Viewer(person), "护栏", office.SearchCursor{})
		if err != nil || len(f.Matters) != 1 {
			t.Fatalf("%q: %v, %v", person, f.Matters, err)
		}
		text := fmt.Sprint(f.Matters[0].Snippet, f.Matters[0].Marked)
		if !strings.Contains(text, "松动") || strings.Contains(text, "电话") || strings.Contains(text, "内部") {
			t.Errorf("%q is shown %s", person, text)
		}
		if f.Matters[0].Part != search.InTitle || !f.Matters[0].Marked[1].Hit {
			t.Errorf("%q: %+v", person, f.Matters[0])
		}
	}
}

// Numbers first, then titles, then the rest, the newest first; over pages every matter once.
func TestSearchOrderAndPages(t *testing.T) {
	t.Parallel()
	w := world.SQLite(t)
	var last office.Receipt
	for i := range 50 {
		title := "其他事项"
		if i%3 == 0 {
			title = "水闸漏水"
		}
		last = w.Raise(title + "，附近还有水闸" + fmt.Sprint(i))
		if i == 30 {
			if err := w.Store.TakeUp(context.Background()); err != nil {
				t.Fatal(err)
			}
		}
	}
	v := w.Viewer("office-clerk")
	got := finds(t, w, v, "水闸")
	if len(got) != 50 {
		t.Fatalf("%d of 50: %v", len(got), got)
	}
	sorted := slices.Clone(got)
	slices.Sort(sorted)
	if len(slices.Compact(sorted)) != 50 {
		t.Error("a matter stands twice")
	}
	for _, query := range []string{last.Number, "50", "000050"} {
		if got := finds(t, w, v, query); len(got) == 0 || got[0] != last.Number {
			t.Errorf("%q finds %v", query, got)
		}
	}
	if got := finds(t, w, v, "shuizhaloushui"); len(got) != 17 {
		t.Errorf("by pinyin: %d", len(got))
	}
	if got := finds(t, w, v, "szls"); len(got) != 17 {
		t.Errorf("by initials: %d", len(got))
	}
}

// People: deputies are found by everybody, those who work here by those who work here.
func TestSearchPeople(t *testing.T) {
	t.Parallel()
	w := world.SQLite(t)
	names := func(person, query string) (out []string) {
		f, err := w.Office.Search(context.Background(), w.Viewer(person), query, office.SearchCursor{})
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range f.People {
			out = append(out, p.Name)
		}
		for _, o := range f.Orgs {
			out = append(out, o.ZH)
		}
		return out
	}
	for _, c := range []struct {
		person, query string
		want          []string
	}{
		{"", "唐晓禾", []string{"唐晓禾"}},
		{"", "txh", []string{"唐晓禾"}},
		{"", "罗秋萍", nil},
		{"deputy2", "罗秋萍", nil},
		{"water-clerk", "罗秋萍", []string{"罗秋萍"}},
		{"water-clerk", "luoqiu", []string{"罗秋萍"}},
		{"", "水利局", []string{"区水利局"}},
		{"", "qslj", []string{"区水利局"}},
	} {
		if got := names(c.person, c.query); !slices.Equal(got, c.want) {
			t.Errorf("%q finds by %q: %v", c.person, c.query, got)
		}
	}
}

// What is alike is offered among what one may see: published matters to residents, everything to the office.
func TestSimilar(t *testing.T) {
	t.Parallel()
	w := world.SQLite(t)
	ctx := context.Background()
	public := w.Raise("柳溪桥头三盏路灯不亮")
	w.Act("station-clerk", public.ID, "assign", "unit", "roads", "category", "roads")
	hidden, err := w.Office.Raise(ctx, w.Viewer(""), office.RaiseInput{
		Procedure: "opinion", Station: "station", Title: "桥头路灯坏了无人修", Text: "晚上看不见。", Fields: map[string]string{"category": "roads"},
	})
	if err != nil {
		t.Fatal(err)
	}
	for i := range 12 {
		w.Raise(fmt.Sprintf("第%d小学门口需要划斑马线", i))
	}
	in := office.SimilarInput{Procedure: "opinion", Title: "柳溪桥头路灯不亮", Text: "已经一周了，三盏路灯都坏了。"}
	for _, c := range []struct {
		person string
		want   []string
	}{
		{"", []string{public.Number}},
		{"deputy", []string{public.Number}},
		{"water-clerk", []string{public.Number}},
		{"office-clerk", []string{public.Number, hidden.Number}},
		{"station-clerk", []string{public.Number, hidden.Number}},
	} {
		for range 2 { // waiting, and indexed
			all, err := w.Office.Similar(ctx, w.Viewer(c.person), in)
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, m := range all {
				got = append(got, m.Number)
			}
			if !slices.Equal(got, c.want) {
				t.Errorf("%q is offered %v, not %v", c.person, got, c.want)
			}
			if err := w.Store.TakeUp(ctx); err != nil {
				t.Fatal(err)
			}
		}
	}
	if all, err := w.Office.Similar(ctx, w.Viewer(""), office.SimilarInput{Procedure: "opinion", Title: "建议"}); err != nil || len(all) != 0 {
		t.Errorf("next to nothing is like %v, %v", all, err)
	}
	of, all, err := w.Office.Duplicates(ctx, w.Viewer("station-clerk"), public.ID)
	if err != nil || of.Number != public.Number || len(all) != 1 || all[0].Number != hidden.Number {
		t.Errorf("duplicates of %s: %v, %v", of.Number, all, err)
	}
	for _, person := range []string{"", "deputy", "water-clerk", "roads-clerk", "member"} {
		if _, _, err := w.Office.Duplicates(ctx, w.Viewer(person), public.ID); err == nil {
			t.Errorf("%q looks for duplicates", person)
		}
	}
}

// Erased words find nothing from the moment on.
func TestSearchAfterErasure(t *testing.T) {
	t.Parallel()
	w := world.SQLite(t)
	r := w.Raise("要隐去的甲乙丙丁")
	v := w.Viewer("office-clerk")
	if err := w.Store.TakeUp(context.Background()); err != nil {
		t.Fatal(err)
	}
	if got := finds(t, w, v, "乙丙"); len(got) != 1 {
		t.Fatalf("before: %v", got)
	}
	if err := w.Office.Erase(context.Background(), w.Viewer("admin"), r.ID, office.EraseInput{Basis: "pipl47", Reason: "本人要求"}); err != nil {
		t.Fatal(err)
	}
	if got := finds(t, w, v, "乙丙"); len(got) != 0 {
		t.Errorf("after: %v", got)
	}
	if got := finds(t, w, v, r.Number); len(got) != 1 {
		t.Errorf("by number: %v", got)
	}
	w.Verify()
}
