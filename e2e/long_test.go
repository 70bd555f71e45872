package e2e_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/huiyin/huiyin/internal/office"
	"github.com/huiyin/huiyin/internal/testkit/browser"
	"github.com/huiyin/huiyin/internal/testkit/world"
)

// longNames are names as long as real ones get; the shortest way to say them is what people must read.
var longNames = map[string][2]string{
	"station": {"柳溪镇河湾片区全过程人民民主实践基地暨代表联络站", "Liuxi township, Hewan area: base for whole-process democracy and deputies' contact station"},
	"water":   {"区水利和湖泊局（区河长制工作领导小组办公室）", "District bureau of water and lakes (office of the leading group for the river chief system)"},
	"roads":   {"区交通运输局道路养护与公共客运管理服务中心", "District transport bureau, service centre for road maintenance and public passenger transport"},
}

// longWorld is the world with long names.
func longWorld(t *testing.T) *world.World {
	t.Helper()
	f := world.Founding()
	f.Congress.Name, f.Congress.NameEN = "云川生态经济示范区人民代表大会常务委员会", "Standing Committee of the Yunchuan Ecological Demonstration Zone"
	for i, o := range f.Organizations {
		if name, ok := longNames[o.ID]; ok {
			f.Organizations[i].Name, f.Organizations[i].NameEN = name[0], name[1]
		}
	}
	return world.SQLiteFounded(t, f)
}

// words are n characters of text in sentences and paragraphs; a link in it has no place to break.
func words(n int) string {
	var b strings.Builder
	b.WriteString("详见 https://example.invalid/" + strings.Repeat("chang-lianjie-", 8) + "0.html 。\n")
	for i := 1; len([]rune(b.String())) < n; i++ {
		fmt.Fprintf(&b, "第%d点，河湾片区主干道夜间照明不足，雨天积水没过脚面，老人和学生出行不便，希望尽快到现场看一看。", i)
		if i%4 == 0 {
			b.WriteString("\n")
		}
	}
	return string([]rune(b.String())[:n])
}

// A matter with the longest of everything: sixty characters of title, two thousand of text, eight answers, forty lines
// of history. It must still be read on a telephone.
func TestLongestMatter(t *testing.T) {
	t.Parallel()
	w := longWorld(t)
	title := string([]rune(strings.Repeat("关于河湾片区主干道照明排水和学校门口交通安全的意见建议", 4))[:60])
	r, err := w.Office.Raise(context.Background(), w.Viewer(""), office.RaiseInput{
		Procedure: "opinion", Title: title, Text: words(2000), Station: "station", Public: true,
		Fields: map[string]string{"category": "elderly", "place": strings.Repeat("河湾片区主干道与学府路交叉口", 4)},
		Name:   strings.Repeat("欧阳", 20), Contact: strings.Repeat("0", 60),
	})
	if err != nil {
		t.Fatal(err)
	}
	v, id, err := w.Office.Track(context.Background(), world.ID, r.Number, r.Code)
	if err != nil {
		t.Fatal(err)
	}
	act := func(person, act string, fields ...string) { t.Helper(); w.Act(person, id, act, fields...) }
	for i := range 3 { // sent to the wrong unit, as often as the rules allow
		act("station-clerk", "assign", "unit", "water", "category", "elderly", "instruction", words(200))
		act("water-clerk", "return", "reasonCode", "notOurs", "reason", words(120), "proposedUnit", "roads")
		act("station-clerk", "note", "note", fmt.Sprintf("第%d次退回，已电话沟通。", i+1))
	}
	act("station-clerk", "assign", "unit", "roads", "category", "elderly")
	act("roads-clerk", "accept")
	act("roads-clerk", "askExtension", "reason", words(200), "newDue", "2026-04-10")
	act("station-clerk", "extend", "reason", words(100), "newDue", "2026-04-10", "approver", "分管副主任")
	answers := 0
	answer := func() {
		t.Helper()
		act("roads-clerk", "answer", "answer", words(300))
		answers++
	}
	answer()
	for range 2 { // as often as a raiser may be dissatisfied
		if err := w.Try(v, id, "rate", "rating", "notSatisfied", "attitude", "notSatisfied", "reason", words(150)); err != nil {
			t.Fatal(err)
		}
		answer()
	}
	for range 3 { // and a look-back may find that nothing was done
		if err := w.Try(v, id, "rate", "rating", "basically"); err != nil {
			t.Fatal(err)
		}
		act("station-clerk", "notDone", "reason", words(100))
		answer()
	}
	for n := 0; len(w.Page(id).History) < 40; n++ {
		act("office-clerk", "note", "note", fmt.Sprintf("第%d次电话催办，记录在案。", n+1))
	}
	if answers < 6 {
		t.Errorf("only %d answers", answers)
	}

	st := setUp(t, w)
	st.at("2026-06-30 09:00") // and now it is long overdue
	for name, look := range map[string]func(*testing.T) *visitor{
		"long-tracked": func(t *testing.T) *visitor { v := st.of(t).resident(); v.track(receipt{r.Number, r.Code}); return v },
		"long-public":  func(t *testing.T) *visitor { v := st.of(t).resident(); v.visit("/p/" + r.Number); return v },
		"long-office":  func(t *testing.T) *visitor { v := st.of(t).clerk("office-clerk"); v.visit("/m/" + id); return v },
		"long-list":    func(t *testing.T) *visitor { v := st.of(t).clerk("office-clerk"); v.visit("/matters"); return v },
		"long-board":   func(t *testing.T) *visitor { v := st.of(t).clerk("chair"); v.visit("/board"); return v },
		"long-door":    func(t *testing.T) *visitor { v := st.of(t).clerk("station-clerk"); v.visit("/home"); return v },
		"long-raise":   func(t *testing.T) *visitor { v := st.of(t).resident(); v.visit("/raise/opinion"); return v },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			v := look(t)
			v.inspect(name, "zh-CN", 200)
			v.Click("English")
			v.inspect(name, "en", 200)
		})
	}
}

// Every list says what to do when there is nothing in it.
func TestEmptyStates(t *testing.T) {
	t.Parallel()
	st := setUpSQLite(t)
	for _, who := range []struct {
		person string
		lists  []string
	}{
		{"", []string{"/", "/p"}}, {"deputy", nil}, {"station-clerk", nil}, {"water-clerk", nil}, {"office-clerk", nil}, {"chair", nil}, {"member", nil},
	} {
		c := st.client(t, who.person)
		lists := who.lists
		if who.person != "" {
			lists = append(c.get("/home").Attrs(".queues a", "href"), "/home", "/matters")
		}
		for _, list := range lists {
			doc := c.get(list)
			if !doc.Has(".empty") {
				t.Errorf("%s of %q says nothing", list, who.person)
			} else if text := doc.Text(".empty"); len([]rune(text)) < 6 {
				t.Errorf("%s of %q says only %q", list, who.person, text)
			}
			if doc.Has("main table") {
				t.Errorf("%s of %q shows an empty table", list, who.person)
			}
		}
	}
	for name, v := range map[string]*visitor{"public": st.resident(), "deputy": st.deputy("deputy"), "office": st.clerk("office-clerk"), "leader": st.clerk("chair")} {
		v.Screenshot("empty-door-"+name+"-zh-CN", browser.Phone, browser.Desk)
	}
}
