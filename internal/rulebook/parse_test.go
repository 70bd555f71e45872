package rulebook

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/huiyin/huiyin/internal/deadline"
	"github.com/huiyin/huiyin/law"
)

// TestSyntaxAlone: what is no YAML is reported first and alone, at its place.
func TestSyntaxAlone(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, text, want string }{
		{"nothing", "", "1:1"},
		{"only a remark", "# nothing yet\n", "1:1"},
		{"tab", "rulebook: a\nversion:\n\t- 1\n", "3:1"},
		{"bracket left open", "rulebook: a\nname: {zh: 甲, en: A\nversion: 1\n", "3:1"},
		{"list left open", "rulebook: a\nraise: [a,\nversion: 1\n", "2:8"},
		{"quote left open", "rulebook: a\nname: \"甲\nversion: 1\n", "2:7"},
		{"one bracket too many", "rulebook: a\nname: {zh: 甲, en: A}}\n", "2:21"},
		{"colon in a plain text", "rulebook: a\nname: 甲: 乙\n", "2:7"},
		{"wrong indentation", "rulebook: a\nname:\n  zh: 甲\n en: A\n", "4:2"},
		{"deeper all at once", "rulebook: a\nname:\n  zh: 甲\n   en: A\n", "4:1"},
		{"reserved letter", "rulebook: @a\n", "1:11"},
		{"two documents", "rulebook: a\n---\nrulebook: b\n", "2:1"},
		{"no text", "rulebook: \xff\xfe\n", "1:11"},
		{"control letter", "rulebook: a\x00b\n", "1:12"},
	} {
		b, ms := Read("x.yaml", []byte(c.text), law.Shipped())
		if b != nil || len(ms) != 1 || !ms.IsSyntax() {
			t.Errorf("%s: %v", c.name, ms)
			continue
		}
		// goccy points at the colon of a block map; only its line and column matter here.
		if got := fmt.Sprintf("%d:%d", ms[0].Line, ms[0].Column); got != c.want {
			t.Errorf("%s: at %s, want %s: %s", c.name, got, c.want, ms[0])
		}
	}
}

// TestSyntaxHidesTheRest: a syntax error and another mistake give the syntax error only.
func TestSyntaxHidesTheRest(t *testing.T) {
	t.Parallel()
	src := strings.Replace(read(t, "testdata/small.yaml"), "kind: suggestion", "kind: petition", 1) + "  broken: [\n"
	if _, ms := Read("x.yaml", []byte(src), law.Shipped()); len(ms) != 1 || !ms.IsSyntax() {
		t.Fatal(ms)
	}
}

// TestTooMuch: what would take long or deep to read is refused at once.
func TestTooMuch(t *testing.T) {
	t.Parallel()
	bomb := "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
	for i := 1; i < 12; i++ {
		bomb += fmt.Sprintf("a%d: &a%d [%s*a%d]\n", i, i, strings.Repeat(fmt.Sprintf("*a%d, ", i-1), 9), i-1)
	}
	for name, text := range map[string]string{
		"two megabytes":     strings.Repeat("# remark\n", 250_000),
		"a hundred deep":    "a: " + strings.Repeat("[", 100) + strings.Repeat("]", 100) + "\n",
		"maps in maps":      "a: " + strings.Repeat("{a: ", 5000) + strings.Repeat("}", 5000) + "\n",
		"lists on one line": strings.Repeat("- ", 5000) + "x\n",
		"questions":         strings.Repeat("? ", 5000) + "x\n",
		"tags":              "a: " + strings.Repeat("!t ", 5000) + "x\n",
		"many keys":         strings.Repeat("k: v\n", 40_000),
		"alias bomb":        bomb,
		"alias of itself":   "rulebook: &a [*a]\n",
		"huge line":         "a: " + strings.Repeat("x", 900_000) + ": y\n",
	} {
		began := time.Now()
		_, ms := Read("x.yaml", []byte(text), law.Shipped())
		if len(ms) == 0 {
			t.Errorf("%s: accepted", name)
		}
		if d := time.Since(began); d > 10*time.Second {
			t.Errorf("%s: took %s", name, d)
		}
	}
}

// TestOtherLineEnds: a byte order mark and Windows line ends change neither meaning nor places.
func TestOtherLineEnds(t *testing.T) {
	t.Parallel()
	src := read(t, "testdata/small.yaml")
	if _, ms := Read("x.yaml", []byte("\ufeff"+strings.ReplaceAll(src, "\n", "\r\n")), law.Shipped()); len(ms) > 0 {
		t.Fatal(ms)
	}
	bad := strings.Replace(src, "unrated > 0", "nobody > 0", 1)
	_, want := Read("x.yaml", []byte(bad), law.Shipped())
	_, have := Read("x.yaml", []byte("\ufeff"+strings.ReplaceAll(bad, "\n", "\r\n")), law.Shipped())
	if len(want) != 1 || want.Error() != have.Error() {
		t.Fatalf("%v\n%v", want, have)
	}
}

// TestModel reads one of everything out of the small book.
func TestModel(t *testing.T) {
	t.Parallel()
	b, ms := Parse("small.yaml", []byte(read(t, "testdata/small.yaml")))
	if len(ms) > 0 {
		t.Fatal(ms)
	}
	p := b.Procedures["proposal"]
	if b.ID != "small" || b.Version != "2026.1" || b.InForce != deadline.MustDate("2026-01-01") || p.Kind != "suggestion" || p.Begin != "received" {
		t.Errorf("%+v", b)
	}
	if got := fmt.Sprint(p.Basis, p.RaisedBy, p.Raise, p.Order); got != "[代表法#51 local:小办法#3] [deputy] [topic] [received handling answered checking done notRated declined withdrawn merged]" {
		t.Error(got)
	}
	h := p.Steps["handling"]
	if h.Phase != Decided || h.Owner.Field != "unit" || h.Due.Term != (deadline.Term{N: 2, Unit: deadline.Months}) || h.Due.Basis.String() != "代表法#51" {
		t.Errorf("%+v", h)
	}
	if got := fmt.Sprint(h.Order); got != "[answer giveBack ask extend refuse split partSettled merge withdraw note]" {
		t.Error(got)
	}
	if g := h.Acts["giveBack"]; g.Kind != Return || *g.Within != (deadline.Term{N: 5, Unit: deadline.Workdays}) || g.Limit != 2 || g.Reasons[0].Name.EN != "Not ours" {
		t.Errorf("%+v", g)
	}
	if o := h.Acts["split"].Opens; o.Procedure != "part" || o.Each != "points" || o.With["day"] != "day" {
		t.Errorf("%+v", o)
	}
	r := p.Steps["answered"].Acts["rate"]
	if len(r.To) != 3 || r.To[0].As != Redo || r.To[0].Limit != 2 || r.To[0].When.Source != "input.rating == 'notSatisfied'" || r.To[2].Step != "checking" {
		t.Errorf("%+v", r.To)
	}
	if len(p.Steps["done"].Order) != 1 {
		t.Errorf("acts of everywhere at an ending: %v", p.Steps["done"].Order)
	}
	if d := b.Procedures["part"].Steps["underway"].Due; d.Field != "day" || !d.Term.IsZero() {
		t.Errorf("%+v", d)
	}
}

// TestMergeKeys: what a map says itself wins over what it takes in by <<.
func TestMergeKeys(t *testing.T) {
	t.Parallel()
	src := strings.Replace(read(t, "testdata/small.yaml"), "          refuse:\n", "          refuse: &no\n", 1)
	src = strings.Replace(src, "          split:\n", "          refuseAgain:\n            <<: *no\n            who: [committee]\n          split:\n", 1)
	b, ms := Read("x.yaml", []byte(src), law.Shipped())
	if len(ms) > 0 {
		t.Fatal(ms)
	}
	a := b.Procedures["proposal"].Steps["handling"].Acts["refuseAgain"]
	if a.Kind != Refuse || fmt.Sprint(a.Who, a.Needs) != "[committee] [reason]" {
		t.Errorf("%+v", a)
	}
}

// TestOwnActBeforeEverywhere: an act of the step takes the place of the one under everywhere.
func TestOwnActBeforeEverywhere(t *testing.T) {
	t.Parallel()
	src := strings.Replace(read(t, "testdata/small.yaml"), "          split:\n", "          note: {kind: note, name: {zh: 记, en: Jot}, who: [committee], needs: [note], to: stay}\n          split:\n", 1)
	b, ms := Read("x.yaml", []byte(src), law.Shipped())
	if len(ms) > 0 {
		t.Fatal(ms)
	}
	if got := b.Procedures["proposal"].Steps["handling"].Acts["note"].Name.EN; got != "Jot" {
		t.Error(got)
	}
	if got := b.Procedures["proposal"].Steps["checking"].Acts["note"].Name.EN; got != "Note" {
		t.Error(got)
	}
}

func TestMistakeText(t *testing.T) {
	t.Parallel()
	src := strings.Replace(read(t, "testdata/small.yaml"), "who: [owner, committee]", "who: [owner, comittee]", 1)
	_, ms := Read("book.yaml", []byte(src), law.Shipped())
	if got := ms[0].String(); got != `book.yaml:129:26: there is no role "comittee" — did you mean committee?` {
		t.Error(got)
	}
	if got := ms[0].In("zh-CN"); got != "book.yaml:129:26: 没有角色“comittee” — 是否想写“committee”？" {
		t.Error(got)
	}
	if ms.Err() == nil || (Mistakes{}).Err() != nil || ms.IsSyntax() {
		t.Error("Err or IsSyntax is wrong")
	}
}

func TestRoll(t *testing.T) {
	t.Parallel()
	src := strings.Replace(read(t, "testdata/small.yaml"), twoMonths, "due: {months: 2, roll: none, basis: 代表法#51}", 1)
	b, ms := Read("x.yaml", []byte(src), law.Shipped())
	if len(ms) > 0 {
		t.Fatal(ms)
	}
	if got := b.Procedures["proposal"].Steps["handling"].Due.Term; got != (deadline.Term{N: 2, Unit: deadline.Months, Roll: deadline.NoRoll}) {
		t.Errorf("%+v", got)
	}
	if text := Explain(b, "zh-CN"); !strings.Contains(text, "2个月（遇休息日不顺延）内办理") {
		t.Error(text)
	}
}

func TestParseBasis(t *testing.T) {
	t.Parallel()
	for _, s := range []string{"代表法#51", "local:约见办法", "local:约见办法#7", "default"} {
		if got := ParseBasis(s).String(); got != s {
			t.Errorf("%s became %s", s, got)
		}
	}
}

func TestNearest(t *testing.T) {
	t.Parallel()
	known := []string{"deputyOffice", "station", "unit", "stay", "owner"}
	for word, want := range map[string]string{
		"deputyoffice": "deputyOffice", "statoin": "station", "uint": "unit", "ower": "owner", "mayor": "", "": "", "x": "",
	} {
		if got := nearest(word, known); got != want {
			t.Errorf("nearest(%q) = %q, want %q", word, got, want)
		}
	}
}
