package web_test

import (
	"fmt"
	"testing"

	"github.com/huiyin/huiyin/internal/testkit/browser"
)

// The clerk's desk as it looks: a full list with its tools, a run before and after, the week, kept filters, the
// file that is about to be made, the keys.
func TestTheDeskLooksRight(t *testing.T) {
	t.Parallel()
	for _, language := range []string{"zh-CN", "en"} {
		t.Run(language, func(t *testing.T) {
			t.Parallel()
			s := newScene(t)
			s.fill()
			for i := range 24 {
				s.Raise(fmt.Sprintf("柳溪镇中心街第 %d 号院门前污水井盖松动，夜间车辆经过声响很大，影响沿街住户休息", i+1))
			}
			at := func(path string) string { return s.server.URL + path }
			w := browser.New(t, browser.Window(browser.Desk))
			w.Open(at("/help?lang=" + language))
			w.Open(at("/signin"))
			w.Click(s.personName("office-clerk"))
			shoot := func(name string) {
				t.Helper()
				w.Axe()
				w.Screenshot("desk-" + name + "-" + language)
				w.Resize(browser.Desk)
			}
			w.Open(at("/desk/filters?list=queue%3Dall%26overdue%3D1"))
			w.Fill("#name", "逾期 overdue")
			w.Press("Enter")
			shoot("saved-list")
			w.Open(at("/matters?queue=triage"))
			for i, n := 0, w.Count(".c-pick input[name=id]"); i < n && n != 20; i++ {
				t.Fatalf("%d rows", n)
			}
			if y := browser.Eval[float64](w, "document.querySelector('main .rows tbody tr:nth-child(20)').getBoundingClientRect().bottom"); y > 768 {
				t.Errorf("the twentieth row ends at %v of 768", y)
			}
			shoot("list")
			w.Select("[data-which]", map[string]string{"zh-CN": "本页全部", "en": "on this page"}[language])
			w.Click("button[data-act=assign]")
			shoot("form")
			w.Select("#desk-unit", map[string]string{"zh-CN": "区水利局", "en": "Water bureau"}[language])
			w.Click("form[action='/desk/runs'] button.primary")
			shoot("preview")
			w.Click("[data-confirm]")
			shoot("result")
			w.Open(at("/desk/runs"))
			shoot("runs")
			w.Open(at("/desk/filters"))
			shoot("saved")
			w.Open(at("/matters/export?queue=all"))
			shoot("export")
			w.Open(at("/day?who=all"))
			shoot("day")
			w.Open(at("/help/keys"))
			shoot("keys")
			w.Open(at("/home/office"))
			shoot("home")
		})
	}
}
