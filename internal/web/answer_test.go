package web_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/huiyin/huiyin/internal/testkit/htmlcheck"
)

// handled is a matter that the roads unit has to answer.
func handled(t *testing.T, s *scene) string {
	t.Helper()
	r := s.Raise("桥头护栏松动")
	s.Act("station-clerk", r.ID, "assign", "unit", "roads", "category", "roads", "instruction", "请三日内先做围挡")
	s.Act("roads-clerk", r.ID, "accept")
	return r.ID
}

// One screen has what one looks at while answering; the preview shows what the raiser will see and sends nothing.
func TestAnswerPage(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	id := handled(t, s)
	unit := s.as(t, "roads-clerk")
	page := unit.get("/m/" + id + "/answer").is(http.StatusOK)
	page.doc().Check(htmlcheck.Sound())
	for _, text := range []string{"桥头护栏松动", "请三日内先做围挡", "工作日", "机关默认", "预览", "存为草稿"} {
		if !strings.Contains(page.body, text) {
			t.Errorf("%q is not on the screen", text)
		}
	}
	act := "/m/" + id + "/acts/answer"
	look := unit.post("/m/"+id+"/preview/answer", page.form(act, "f.answer", "已转交有关部门。")...).is(http.StatusOK)
	look.doc().Check(htmlcheck.Sound())
	preview := look.doc().Text(".preview")
	for _, text := range []string{"提出人将看到", "已转交有关部门。", "待评价", "还没有发出", "只说已转交"} {
		if !strings.Contains(preview, text) {
			t.Errorf("%q is not in the preview: %s", text, preview)
		}
	}
	if strings.Contains(preview, "围挡") {
		t.Error("the preview shows what the raiser will not see")
	}
	if got := look.doc().Text("textarea[name='f.answer']"); got != "已转交有关部门。" {
		t.Errorf("what was typed is gone: %q", got)
	}
	if s.Page(id).Answered {
		t.Fatal("the preview sent it")
	}
	unit.post("/m/"+id+"/preview/answer", page.form(act)...).is(http.StatusUnprocessableEntity)
	wrong := unit.post(act, page.form(act)...).is(http.StatusUnprocessableEntity)
	if !wrong.doc().Has(".answer-grid") {
		t.Error("a mistake leads away from the screen")
	}
	hint := unit.post("/m/"+id+"/hollow", "f.answer", "已收到，谢谢。").is(http.StatusOK)
	if !strings.Contains(hint.body, "提示（仅供参考）") {
		t.Errorf("no hint: %q", hint.body)
	}
	if hint := unit.post("/m/"+id+"/hollow", "f.answer", "3月15日已更换护栏28米，并加装警示灯6处。").is(http.StatusOK); hint.body != "" {
		t.Errorf("a hint about a real answer: %q", hint.body)
	}
	for _, who := range []string{"water-clerk", "deputy"} { // not theirs to act on: nothing to answer
		if got := s.as(t, who).get("/m/" + id + "/answer"); strings.Contains(got.body, "answer-grid") {
			t.Errorf("%s answers", who)
		}
	}
	done := unit.post(act, page.form(act, "f.answer", "3月15日已更换护栏28米。")...).is(http.StatusOK)
	if done.path != "/m/"+id+"?done=answer" {
		t.Errorf("it ended at %s", done.path)
	}
	s.Verify()
}

// Somebody acts meanwhile: the screen says so and keeps what was typed.
func TestAnswerConflict(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	id := handled(t, s)
	unit := s.as(t, "roads-clerk")
	page := unit.get("/m/" + id + "/answer").is(http.StatusOK)
	s.Act("station-clerk", id, "note", "note", "提出人来电补充")
	act := "/m/" + id + "/acts/answer"
	late := unit.post(act, page.form(act, "f.answer", "已更换护栏28米。")...).is(http.StatusConflict)
	if !strings.Contains(late.body, "提出人来电补充") || late.doc().Text("textarea[name='f.answer']") != "已更换护栏28米。" || !late.doc().Has(".answer-grid") {
		t.Errorf("%.900s", late.doc().Text("main"))
	}
}

// What is typed survives: signing out and in, another browser. Others see nothing of it, the act takes it along.
func TestDrafts(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	id := handled(t, s)
	unit := s.as(t, "roads-clerk")
	act, keep := "/m/"+id+"/acts/answer", "/m/"+id+"/draft/answer"
	page := unit.get("/m/" + id + "/answer").is(http.StatusOK)
	back := unit.post(keep, page.form(act, "f.answer", "写到一半", "password", "geheim")...).is(http.StatusOK)
	if !strings.HasPrefix(back.path, "/m/"+id+"/answer") || !strings.Contains(back.body, "写到一半") {
		t.Fatalf("%s does not show it", back.path)
	}
	unit.post("/signout").is(http.StatusOK)
	again := s.as(t, "roads-clerk").get("/m/" + id).is(http.StatusOK)
	again.doc().Check(htmlcheck.Sound())
	if got := again.doc().Text("textarea[name='f.answer']"); got != "写到一半" || !strings.Contains(again.body, "草稿，保存于") {
		t.Errorf("it is not there: %q", got)
	}
	for _, who := range []string{"station-clerk", "office-clerk", "admin"} {
		if strings.Contains(s.as(t, who).get("/m/"+id).body, "写到一半") {
			t.Errorf("%s sees somebody else's draft", who)
		}
	}
	if got := s.as(t, "water-clerk").post("/m/"+id+"/draft/note", "f.note", "x"); got.status != http.StatusOK && got.status != http.StatusNotFound {
		t.Errorf("%d", got.status)
	}
	s.Act("station-clerk", id, "note", "note", "提出人来电补充")
	stale := s.as(t, "roads-clerk").get("/m/" + id + "/answer").is(http.StatusOK)
	if !strings.Contains(stale.doc().Text(".draft"), "提出人来电补充") {
		t.Error("it does not say what happened since")
	}
	script := s.as(t, "roads-clerk").post(keep, "by", "script", "f.answer", "又写了一些", "rev", "4").is(http.StatusOK)
	if !strings.Contains(script.body, "草稿已保存") || !strings.HasPrefix(script.header.Get("Content-Type"), "text/plain") {
		t.Errorf("%q", script.body)
	}
	big := s.as(t, "roads-clerk").post(keep, "by", "script", "f.answer", strings.Repeat("长", 100_000)).is(http.StatusUnprocessableEntity)
	if !strings.Contains(big.body, "页面上的内容还在") {
		t.Errorf("%q", big.body)
	}
	clerk := s.as(t, "roads-clerk")
	form := clerk.get("/m/" + id + "/answer").is(http.StatusOK)
	clerk.post(act, form.form(act, "f.answer", "3月15日已更换护栏28米。")...).is(http.StatusOK)
	s.Act("office-clerk", id, "note", "note", "再看")
	if strings.Contains(clerk.get("/m/"+id).body, "又写了一些") {
		t.Error("the draft is still there after the act")
	}
	clerk.post("/m/" + id + "/draft/answer/drop").is(http.StatusOK)
}

func TestRaiseDraft(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	deputy := s.as(t, "deputy")
	page := deputy.get("/raise/opinion").is(http.StatusOK)
	kept := deputy.post("/raise/opinion/draft", page.form("/raise/opinion", "title", "河堤裂缝", "text", "雨后更明显")...).is(http.StatusOK)
	kept.doc().Check(htmlcheck.Sound())
	if kept.doc().Attr("input[name=title]", "value") != "河堤裂缝" {
		t.Fatal("the draft is not shown")
	}
	dropped := deputy.post("/raise/opinion/draft/drop").is(http.StatusOK)
	if dropped.doc().Attr("input[name=title]", "value") != "" {
		t.Error("the draft is still there")
	}
	visitor := s.visitor(t).get("/raise/opinion").is(http.StatusOK)
	if strings.Contains(visitor.body, "data-keep") || !strings.Contains(visitor.body, "data-local") {
		t.Error("somebody without an account is not kept in his browser alone")
	}
}
