package search_test

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/huiyin/huiyin/internal/search"
)

// Tokens of characters, words, full-width forms and what stands between.
func TestTokens(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"河堤加固":        "河堤 堤加 加固 固",
		"第２７号，K3路":    "第 27 号 k3 路",
		"A-b c":       "a b c",
		"堤":           "堤",
		"河堤。加固":       "河堤 堤 加固 固",
		"":            "",
		"№ ♪ ¦ \x00!": "no",
	} {
		if got := strings.Join(search.Tokens(text), " "); got != want {
			t.Errorf("%q: %q, not %q", text, got, want)
		}
	}
}

// What a query meets, by part and by layer.
func TestMatch(t *testing.T) {
	t.Parallel()
	d := search.Document{Number: "2026-000123", Title: "单家河堤路灯不亮", Texts: []search.Text{
		{Layer: search.Open, Text: "共计27盏。请加固"}, {Layer: search.Work, Text: "内部要求"}, {Layer: search.Full, Text: "王小明"},
	}}
	x := d.Index()
	for _, c := range []struct {
		query string
		layer search.Layer
		part  search.Part
		found bool
	}{
		{"路灯", search.Open, search.InTitle, true},
		{"灯路", search.Full, 0, false},
		{"堤", search.Open, search.InTitle, true},
		{"27盏", search.Open, search.Anywhere, true},
		{"7盏", search.Open, 0, false},
		{"路灯 加固", search.Open, search.Anywhere, true},
		{"盏请", search.Open, 0, false},
		{"123", search.Open, search.InNumber, true},
		{"2026-000123", search.Open, search.InNumber, true},
		{"2026-123", search.Open, search.InNumber, true},
		{"000124", search.Open, 0, false},
		{"hediludeng", search.Open, search.InTitle, true},
		{"danjiahe", search.Open, search.InTitle, true},
		{"shanjiahe", search.Open, search.InTitle, true},
		{"hdld", search.Open, search.InTitle, true},
		{"内部", search.Own, 0, false},
		{"内部", search.Work, search.Anywhere, true},
		{"小明", search.Work, 0, false},
		{"路灯 小明", search.Full, search.Anywhere, true},
		{"!!", search.Full, 0, false},
	} {
		part, ok := search.Parse(c.query).Best(x, c.layer)
		if ok != c.found || ok && part != c.part {
			t.Errorf("%q for layer %d: part %d, %v", c.query, c.layer, part, ok)
		}
	}
}

// A snippet is a part of the text with the hit in it.
func TestSnippet(t *testing.T) {
	t.Parallel()
	text := strings.Repeat("前面的话。", 40) + "河堤需要加固" + strings.Repeat("，后面的话", 40)
	all := search.Parse("堤需要").Snippet(text, 30)
	var b strings.Builder
	hit := ""
	for _, s := range all {
		b.WriteString(s.Text)
		if s.Hit {
			hit += s.Text
		}
	}
	if hit != "堤需要" || !strings.Contains(text, strings.Trim(b.String(), "…")) || utf8.RuneCountInString(b.String()) > 40 {
		t.Errorf("hit %q in %q", hit, b.String())
	}
	if got := search.Parse("没有").Snippet(text, 30); got != nil {
		t.Errorf("%v", got)
	}
}

// The same matter in other words is alike, another is not.
func TestLikeness(t *testing.T) {
	t.Parallel()
	a := search.Draft{Title: "柳溪桥头路灯不亮", Text: "晚上看不见路，三盏路灯都坏了。"}
	b := search.Draft{Title: "桥头三盏路灯坏了", Text: "已经一周不亮。"}
	c := search.Draft{Title: "小学门口需要划斑马线", Text: "孩子过马路危险。"}
	r := search.Rarity{"路灯": 4, "桥头": 2}
	if x, y := search.Likeness(a, b, r), search.Likeness(a, c, r); x < search.Alike || y >= search.Alike {
		t.Errorf("alike %.2f, unlike %.2f", x, y)
	}
	if x := search.Likeness(a, a, r); x < 0.999 {
		t.Errorf("itself %.2f", x)
	}
	if got := search.Rank(a, []search.Draft{c, b}, r, 5); len(got) != 1 || got[0].Index != 1 {
		t.Errorf("ranked %v", got)
	}
}

// Any text and any query give tokens and expressions that neither engine can misread.
func FuzzQuery(f *testing.F) {
	f.Add("河堤 加固", "路灯\"不亮'")
	f.Add("2026-000123 a*b", "№ ﬁ ① ２７")
	f.Add("\xff\x00(", "𠮷𠮷𠮷")
	f.Fuzz(func(t *testing.T, query, text string) {
		q := search.Parse(query)
		x := search.Document{Number: "2026-000001", Title: text, Texts: []search.Text{{Layer: search.Open, Text: text}}}.Index()
		for _, tokens := range append([][]string{x.Title}, x.Layers[:]...) {
			if slices.ContainsFunc(tokens, func(s string) bool {
				return s == "" || strings.ContainsAny(s, " '\"\\:*&|!()") || len(s) > 2000 || !utf8.ValidString(s)
			}) {
				t.Fatalf("%q gives %q", text, tokens)
			}
		}
		for p := search.InNumber; p <= search.Anywhere; p++ {
			if s := q.FTS5(p, search.Full); strings.Count(s, "\"")%2 != 0 {
				t.Fatalf("%q: %s", query, s)
			}
			if s := q.TSQuery(p, search.Open); strings.Count(s, "'")%2 != 0 {
				t.Fatalf("%q: %s", query, s)
			}
		}
		whole := ""
		for _, s := range q.Mark(text) {
			whole += s.Text
		}
		if utf8.ValidString(text) && whole != text {
			t.Fatalf("marking %q gives %q", text, whole)
		}
	})
}
