package web_test

import (
	"context"
	"strconv"
	"strings"
	"testing"

	"github.com/huiyin/huiyin/internal/office"
	"github.com/huiyin/huiyin/internal/testkit/browser"
)

// longStory is a matter with much to read beside the form: a long original, an answer that did not satisfy, notes.
func longStory(t *testing.T, s *scene) string {
	t.Helper()
	r := s.Raise("柳溪镇中心街桥头护栏松动并有两处缺口，夜间无照明，学生上下学需要绕行")
	s.Act("station-clerk", r.ID, "assign", "unit", "roads", "category", "roads", "instruction", "请三日内先做围挡，再拿出维修方案，办理情况同时告知联络站")
	s.Act("roads-clerk", r.ID, "accept")
	s.Act("roads-clerk", r.ID, "answer", "answer", "您好，您反映的问题我局已收到，并安排人员到现场查看，将尽快处理。")
	v, id, err := s.Office.Track(context.Background(), s.Viewer("").Congress, r.Number, r.Code)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Try(v, id, "rate", "rating", "notSatisfied", "reason", "过了一个星期，护栏还是松的，围挡也没有做，晚上看不见。"); err != nil {
		t.Fatal(err)
	}
	s.Act("station-clerk", r.ID, "note", "note", "提出人来电：希望施工避开上下学时间。")
	for i, title := range []string{"已修复", "列入计划"} {
		if _, err := s.Office.SaveTemplate(context.Background(), s.Viewer("roads-clerk"), office.TemplateInput{
			Org: "roads", Use: "answer", Title: title, Text: "关于“{标题}”：我局{完成日期}" + title + "。", Order: i,
		}); err != nil {
			t.Fatal(err)
		}
	}
	return r.ID
}

// Everything at the clerk's hands as it looks: the screen, its preview, a draft, who else is at it, templates, undo.
func TestAnsweringLooksRight(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	id := longStory(t, s)
	fresh := s.Raise("井盖松动")
	for _, language := range []string{"zh-CN", "en"} {
		at := func(path string) string { return s.server.URL + path }
		s.as(t, "office-clerk").get("/m/" + id + "/answer") // a colleague looks at it
		w := browser.New(t, browser.Window(browser.Desk))
		w.Open(at("/help?lang=" + language))
		w.Open(at("/signin"))
		w.Click(s.personName("roads-clerk"))
		shoot := func(name string) {
			t.Helper()
			if bad := w.Axe(); len(bad) > 0 {
				t.Errorf("%s: %v", name, bad)
			}
			w.Screenshot("answering-" + name + "-" + language)
			w.Resize(browser.Size{Width: 320, Height: 640})
			if over := browser.Eval[float64](w, "document.documentElement.scrollWidth - innerWidth"); over > 0 {
				t.Errorf("%s is %v px too wide at 320", name, over)
			}
			w.Resize(browser.Desk)
		}
		w.Open(at("/m/" + id + "/answer"))
		if y := browser.Eval[float64](w, "document.querySelector('.answer-form .act-go .primary').getBoundingClientRect().bottom"); y > 768 {
			t.Errorf("the button to send ends at %v of 768", y)
		}
		if n := browser.Eval[float64](w, "[...document.querySelectorAll('.answer-grid > *')].filter(c => c.getBoundingClientRect().top < 600 && c.getBoundingClientRect().bottom <= innerHeight).length"); n != 3 {
			t.Errorf("%v columns are on the screen", n)
		}
		shoot("screen")
		w.Fill("[name='f.answer']", "已转交有关部门。")
		w.Click("button[formaction*='/preview/']")
		shoot("preview")
		w.Open(at("/templates"))
		shoot("templates")
		s.as(t, "roads-clerk").post("/m/"+id+"/draft/answer", "f.answer", "3月2日已做围挡"+language, "rev", strconv.FormatInt(s.Page(id).Rev, 10))
		w.Open(at("/m/" + id + "/answer"))
		shoot("draft")
	}
	s.Act("station-clerk", fresh.ID, "assign", "unit", "roads", "category", "roads")
	for _, language := range []string{"zh-CN", "en"} {
		w := browser.New(t, browser.Window(browser.Desk))
		w.Open(s.server.URL + "/help?lang=" + language)
		w.Open(s.server.URL + "/signin")
		w.Click(s.personName("station-clerk"))
		w.Open(s.server.URL + "/m/" + fresh.ID)
		w.Axe()
		w.Screenshot("answering-undo-" + language)
	}
}

// With script: the draft is kept by itself and is there after a reload and after signing out and in, the hint
// appears, a template goes in at the caret, the preview comes back with what was typed, undo is a button.
func TestAnsweringByHand(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	id := longStory(t, s)
	at := func(path string) string { return s.server.URL + path }
	w := browser.New(t, browser.Window(browser.Desk))
	enter := func(who string) {
		w.Open(at("/signin"))
		w.Click(s.personName(who))
	}
	box := "[name='f.answer']"
	enter("roads-clerk")
	w.Open(at("/m/" + id + "/answer"))
	w.Fill(box, "已转交有关部门。")
	w.WaitText("[data-hollow-says]", "仅供参考")
	w.WaitText("[data-kept]", "草稿已保存")
	w.Reload()
	if got := w.Value(box); got != "已转交有关部门。" {
		t.Errorf("after a reload: %q", got)
	}
	w.Click("form[action='/signout'] button")
	enter("roads-clerk")
	w.Open(at("/m/" + id + "/answer"))
	if got := w.Value(box); got != "已转交有关部门。" {
		t.Errorf("after signing in again: %q", got)
	}
	browser.Eval[bool](w, "(() => { const b = document.querySelector(\"[name='f.answer']\"); b.setSelectionRange(0, 0); return true })()")
	w.Click(".template-offers a[data-template]:first-of-type")
	got := w.Value(box)
	if !strings.HasPrefix(got, "关于“柳溪镇") || !strings.HasSuffix(got, "已转交有关部门。") || !strings.Contains(w.URL(), "/answer") || strings.Contains(w.URL(), "template=") {
		t.Errorf("the template went in as %q at %s", got, w.URL())
	}
	w.Fill(box, "3月2日已换护栏28米。")
	w.Click("button[formaction*='/preview/']")
	w.See("提出人将看到")
	if got := w.Value(box); got != "3月2日已换护栏28米。" {
		t.Errorf("after the preview: %q", got)
	}
	w.Click("form[action='/signout'] button")

	fresh := s.Raise("井盖松动")
	s.Act("station-clerk", fresh.ID, "assign", "unit", "water", "category", "roads")
	enter("station-clerk")
	w.Open(at("/m/" + fresh.ID))
	w.Click("form[action$='/undo'] button")
	w.See("撤销“交办”")
}

// Somebody without an account: title and text stay in his browser, his name and contact do not; a form with
// room for files keeps its text alike. Without script everything is there but this.
func TestResidentsDraftStaysInTheBrowser(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	w := browser.New(t, browser.Window(browser.Phone))
	form := s.server.URL + "/raise/opinion"
	w.Open(form)
	if w.Count("input[type=file]") == 0 {
		t.Fatal("the form has no room for files: this proves nothing")
	}
	w.Fill("[name=title]", "河堤裂缝")
	w.Fill("[name=text]", "雨后更明显")
	w.Fill("[name=name]", "住户甲")
	w.Reload()
	if a, b, c := w.Value("[name=title]"), w.Value("[name=text]"), w.Value("[name=name]"); a != "河堤裂缝" || b != "雨后更明显" || c != "" {
		t.Errorf("after a reload: %q %q %q", a, b, c)
	}
	if got := browser.Eval[string](w, "JSON.stringify(localStorage)"); strings.Contains(got, "住户甲") {
		t.Errorf("his name stayed: %s", got)
	}
	w.Click("[data-local-drop]")
	w.Reload()
	if got := w.Value("[name=title]"); got != "" {
		t.Errorf("it was not forgotten: %q", got)
	}
}
