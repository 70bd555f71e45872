package web_test

import (
	"maps"
	"net/http"
	"strings"
	"testing"

	"github.com/huiyin/huiyin/internal/testkit/htmlcheck"
)

// Who may open which page. 401: sign in first; 403: not his; 404: it does not exist for him.
func TestWhoMayOpenWhat(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	b := s.fill()
	const ok, in, no, gone = http.StatusOK, http.StatusUnauthorized, http.StatusForbidden, http.StatusNotFound
	people := []string{"", "deputy", "deputy2", "station-clerk", "station2-clerk", "water-clerk", "roads-clerk", "office-clerk", "chair", "member", "admin"}
	clients := map[string]*person{"": s.visitor(t)}
	for _, who := range people[1:] {
		clients[who] = s.as(t, who)
	}
	everybody := func(status int) map[string]int {
		m := map[string]int{}
		for _, who := range people {
			m[who] = status
		}
		return m
	}
	signedIn := func(status int, others map[string]int) map[string]int {
		m := everybody(status)
		m[""] = in
		maps.Copy(m, others)
		return m
	}
	for _, c := range []struct {
		path string
		want map[string]int
	}{
		{"/", everybody(ok)},
		{"/p", everybody(ok)},
		{"/p/" + b.confirmed.Number, everybody(ok)},
		{"/p/" + b.declined.Number, everybody(gone)}, // turned down: not published, whoever looks
		{"/p/2026-999999", everybody(gone)},
		{"/help", everybody(ok)},
		{"/track", everybody(ok)},
		{"/track/matter", everybody(in)}, // nobody has opened a receipt
		{"/receipt", everybody(gone)},
		{"/signin", everybody(ok)},
		{"/nowhere", everybody(gone)},
		{"/home/public", signedIn(ok, nil)},
		{"/home/deputy", signedIn(no, map[string]int{"deputy": ok, "deputy2": ok})},
		{"/home/office", signedIn(no, map[string]int{"office-clerk": ok, "station-clerk": ok, "station2-clerk": ok, "admin": ok})},
		{"/home/unit", signedIn(no, map[string]int{"water-clerk": ok, "roads-clerk": ok})},
		{"/home/leader", signedIn(no, map[string]int{"chair": ok, "member": ok})},
		{"/home/kitchen", signedIn(gone, nil)},
		{"/home", signedIn(ok, nil)},
		{"/matters", signedIn(ok, nil)},
		{"/m/" + b.confirmed.ID, signedIn(ok, nil)}, // published
		{"/m/" + b.declined.ID, signedIn(gone, map[string]int{"station-clerk": ok, "office-clerk": ok, "chair": ok, "member": ok, "admin": ok})},
		{"/m/nothing", signedIn(gone, nil)},
		{"/board", signedIn(ok, map[string]int{"deputy": no, "deputy2": no})},
		{"/admin/calendar", signedIn(no, map[string]int{"admin": ok})},
		{"/raise/opinion", signedIn(no, map[string]int{"": ok, "deputy": ok, "deputy2": ok, "station-clerk": ok, "station2-clerk": ok, "office-clerk": ok})},
		{"/raise/appointment", func() map[string]int { m := everybody(no); m["deputy"], m["deputy2"] = ok, ok; return m }()},
		{"/raise/nothing", everybody(no)},
	} {
		for who, want := range c.want {
			a := clients[who].get(c.path)
			if a.status != want {
				t.Errorf("%s for %q: %d, want %d", c.path, who, a.status, want)
			}
			if want >= 400 && strings.Contains(a.body, "邻居遮挡采光") {
				t.Errorf("%s for %q names what it hides", c.path, who)
			}
		}
	}
}

// What the public page shows holds no name, no contact and no internal word of those who raised or work on it.
func TestPublicPageKeepsPeopleOut(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	b := s.fill()
	public := s.visitor(t).get("/p/" + b.confirmed.Number).is(http.StatusOK)
	for _, secret := range []string{"住户", "0000-000", "罗秋萍", "石念慈", "请在本周内先恢复临时信号", b.confirmed.Code} {
		if strings.Contains(public.body, secret) {
			t.Errorf("the public page shows %q", secret)
		}
	}
	public.doc().Check(htmlcheck.NotIn(".acts"), htmlcheck.In(".answer", htmlcheck.HasText("更换控制机")), htmlcheck.Count(".rail .stop.reached", 5))
	station := s.as(t, "station-clerk").get("/m/" + b.confirmed.ID).is(http.StatusOK)
	for _, shown := range []string{"住户", "0000-000", "罗秋萍", "请在本周内先恢复临时信号"} {
		if !strings.Contains(station.body, shown) {
			t.Errorf("the station does not see %q", shown)
		}
	}
	unit := s.as(t, "roads-clerk").get("/m/" + b.confirmed.ID).is(http.StatusOK)
	if strings.Contains(unit.body, "住户") || strings.Contains(unit.body, "0000-000") {
		t.Error("the unit sees the raiser, who did not agree")
	}
}

// The menu has the doors that a person may use, and only those.
func TestMenuFollowsTheDoors(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	for who, want := range map[string]string{
		"":             "公开 提意见 查进度 公开事项 办理数据 说明",
		"deputy":       "我的履职 通知 全部事项 提出 说明",
		"office-clerk": "待办 通知 全部事项 日程 四个而不 数据 提出 模板 说明",
		"water-clerk":  "承办 通知 全部事项 日程 四个而不 数据 模板 说明",
		"chair":        "议事 通知 全部事项 日程 四个而不 数据 模板 说明",
		"admin":        "待办 通知 全部事项 日程 四个而不 数据 模板 放假安排 后台工作 说明",
	} {
		p := s.visitor(t)
		if who != "" {
			p = s.as(t, who)
		}
		if got := strings.Join(p.get("/help").is(http.StatusOK).doc().Texts(".menu a"), " "); got != want {
			t.Errorf("the menu of %q is %q, want %q", who, got, want)
		}
	}
}
