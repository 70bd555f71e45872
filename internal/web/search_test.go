package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/huiyin/huiyin/internal/testkit/browser"
)

// One box on every page: it is reached by "/", finds what one may see, and says what to try when there is nothing.
// While one raises something, what is alike shows itself; nothing of it breaks a rule of WCAG, on a phone or a desk.
func TestSearchingInTheBrowser(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	r := s.Raise("柳溪桥头三盏路灯不亮")
	s.Act("station-clerk", r.ID, "assign", "unit", "roads", "category", "roads")
	again := s.Raise("柳溪桥头路灯坏了")
	sizes := []browser.Size{browser.Phone, browser.Desk}

	anybody := browser.New(t)
	anybody.Open(s.server.URL + "/help")
	anybody.Press("/")
	if id := anybody.Focused(); !strings.Contains(id, "检索") {
		t.Errorf("/ leads to %q", id)
	}
	anybody.Fill("检索事项、人员和机构", "路灯")
	anybody.Click("检索")
	anybody.See(r.Number)
	anybody.NotSee(again.Number) // not published yet
	for _, size := range sizes {
		anybody.Resize(size)
		anybody.Axe()
	}
	anybody.Screenshot("search-public", sizes...)
	anybody.Open(s.server.URL + "/search?q=" + url.QueryEscape("没有这样的词"))
	anybody.See("可以这样试试")
	anybody.Axe()
	anybody.Screenshot("search-none", sizes...)
	anybody.Open(s.server.URL + "/raise/opinion")
	anybody.Fill("标题", "桥头的路灯不亮")
	anybody.See("就是这个")
	anybody.Axe()
	anybody.Screenshot("similar-public", sizes...)

	clerk := browser.New(t)
	clerk.Open(s.server.URL + "/signin")
	clerk.Click(s.personName("station-clerk"))
	clerk.Open(s.server.URL + "/search?q=ludeng")
	clerk.See(again.Number)
	clerk.Axe()
	clerk.Screenshot("search-station", sizes...)
	clerk.Open(s.server.URL + "/m/" + again.ID)
	clerk.Click("查找可能重复的事项")
	clerk.See(r.Number)
	clerk.Axe()
	clerk.Screenshot("duplicates", sizes...)
	clerk.Click("并入这一件 " + r.Number)
	if got := clerk.Value("并入的事项编号"); got != r.Number {
		t.Errorf("the form of merging begins with %q", got)
	}
}

// Without script a button shows the same, and nothing that was typed is lost.
func TestSimilarWithoutScript(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	r := s.Raise("柳溪桥头三盏路灯不亮")
	s.Act("station-clerk", r.ID, "assign", "unit", "roads", "category", "roads")
	p := s.visitor(t)
	text := p.post("/raise/opinion", "title", "桥头路灯不亮", "text", "三盏都坏了", "look", "1").is(http.StatusOK).body
	if !strings.Contains(text, "柳溪桥头三盏路灯不亮") || !strings.Contains(text, "就是这个") {
		t.Errorf("nothing alike is offered: %s", text)
	}
	if !strings.Contains(text, "三盏都坏了") {
		t.Error("what was typed is lost")
	}
}
