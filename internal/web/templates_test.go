package web_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/huiyin/huiyin/internal/testkit/htmlcheck"
)

// A template is written, offered on the answer page filled from the matter, put in by a link, refused while a
// place is open with the text kept, changed and retired; nobody else is offered it.
func TestTemplatesOnThePages(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	id := handled(t, s)
	clerk := s.as(t, "roads-clerk")
	page := clerk.get("/templates").is(http.StatusOK)
	page.doc().Check(htmlcheck.Sound())
	wrong := clerk.post("/templates", page.form("/templates", "title", "", "text", "写了很久", "use", "answer", "org", "roads")...).is(http.StatusUnprocessableEntity)
	wrong.doc().Check(htmlcheck.Sound())
	if got := wrong.doc().Text("#new-text"); got != "写了很久" {
		t.Errorf("what was typed is gone: %q", got)
	}
	made := clerk.post("/templates", wrong.form("/templates", "title", "已修复", "text", "“{标题}”（{编号}）：{完成日期}已修复。", "use", "answer", "org", "roads")...).is(http.StatusOK)
	made.doc().Check(htmlcheck.Sound())
	if !strings.Contains(made.body, "已修复") {
		t.Fatal("it is not on the page")
	}
	screen := clerk.get("/m/" + id + "/answer").is(http.StatusOK)
	link := screen.doc().Attr(".template-offers a", "href")
	if link == "" {
		t.Fatal("it is not offered")
	}
	with := clerk.get(link).is(http.StatusOK)
	with.doc().Check(htmlcheck.Sound())
	text := with.doc().Text("textarea[name='f.answer']")
	if !strings.HasPrefix(text, "“桥头护栏松动”（") || strings.Contains(text, "{编号}") || !strings.Contains(text, "{完成日期}") {
		t.Errorf("filled as %q", text)
	}
	act := "/m/" + id + "/acts/answer"
	refused := clerk.post(act, with.form(act, "f.answer", text)...).is(http.StatusUnprocessableEntity)
	if refused.doc().Text("textarea[name='f.answer']") != text || !strings.Contains(refused.body, "还没有填") || s.Page(id).Answered {
		t.Errorf("%.600s", refused.doc().Text("main"))
	}
	edit := ""
	for part := range strings.SplitSeq(made.body, `action="`) {
		if strings.HasPrefix(part, "/templates/") {
			edit, _, _ = strings.Cut(part, `"`)
		}
	}
	for _, who := range []string{"water-clerk", "station-clerk", "admin", "deputy"} {
		other := s.as(t, who)
		if strings.Contains(other.get("/templates").is(http.StatusOK).body, "已修复") || strings.Contains(other.get("/m/"+id+"/answer").body, "template-offers") {
			t.Errorf("%s is offered it", who)
		}
		other.post(edit, "title", "改", "text", "改", "use", "answer").is(http.StatusNotFound)
	}
	s.visitor(t).post("/templates", "title", "x", "text", "x", "use", "note").is(http.StatusUnauthorized)
	now := clerk.get("/templates").is(http.StatusOK)
	clerk.post(edit, now.form(edit, "title", "已修复", "text", "已修复。", "use", "answer", "retired", "true")...).is(http.StatusOK)
	if clerk.get("/m/" + id + "/answer").is(http.StatusOK).doc().Has(".template-offers") {
		t.Error("a retired one is offered")
	}
	s.Verify()
}

// Colleagues are told who has the form open; somebody who only sees the matter from outside is not.
func TestWhoIsAtIt(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	r := s.Raise("桥头护栏松动")
	station, office := s.as(t, "station-clerk"), s.as(t, "office-clerk")
	if got := station.get("/m/" + r.ID + "/answer").is(http.StatusOK).doc().Text(".at-it"); got != "" {
		t.Errorf("the first sees %q", got)
	}
	if got := office.get("/m/" + r.ID + "/answer").is(http.StatusOK).doc().Text(".at-it"); !strings.Contains(got, s.personName("station-clerk")+"（") || !strings.Contains(got, "正在办理") {
		t.Errorf("the office sees %q", got)
	}
	if got := station.post("/m/" + r.ID + "/editing").is(http.StatusOK); !strings.Contains(got.body, s.personName("office-clerk")) || !strings.HasPrefix(got.header.Get("Content-Type"), "text/plain") {
		t.Errorf("the beat tells %q", got.body)
	}
	s.as(t, "water-clerk").post("/m/" + r.ID + "/editing").is(http.StatusNotFound)
	s.visitor(t).post("/m/" + r.ID + "/editing").is(http.StatusUnauthorized)
	s.Act("station-clerk", r.ID, "assign", "unit", "roads", "category", "roads")
	if got := s.as(t, "deputy").post("/m/" + r.ID + "/editing"); strings.Contains(got.body, s.personName("office-clerk")) {
		t.Errorf("a deputy is told %q", got.body)
	}
}
