package web_test

import (
	"context"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/huiyin/huiyin/internal/testkit/browser"
	"github.com/huiyin/huiyin/internal/testkit/world"
	"github.com/huiyin/huiyin/internal/worker"
)

// reminded makes a matter that was reminded of, has gone up and was urged.
func (s *scene) reminded(t *testing.T) string {
	t.Helper()
	id := s.Raise("柳巷路灯不亮").ID
	work := &worker.Worker{Office: s.Office, Name: "w", Log: slog.New(slog.DiscardHandler), Every: time.Hour}
	for _, when := range []string{"2026-03-05 09:00", "2026-03-12 09:00"} {
		s.Clock.Set(world.At(when))
		if err := work.Drain(context.Background(), 50); err != nil {
			t.Fatal(err)
		}
	}
	s.Act("office-clerk", id, "urge", "note", "请今日分办")
	return id
}

// The reader finds what he was told, marks it as read, and nobody else finds it; what was sent and the ladder stand
// on the matter's page for those who may see them.
func TestNoticesPages(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	id := s.reminded(t)
	clerk := s.as(t, "station-clerk")
	page := clerk.get("/notices").is(200)
	if !strings.Contains(page.body, "办理提醒") || !strings.Contains(page.body, "逾期上报") || !strings.Contains(page.body, "/m/"+id) {
		t.Errorf("%.2000s", page.body)
	}
	if !strings.Contains(page.doc().Text("nav.menu"), "通知 3") {
		t.Errorf("menu: %s", page.doc().Text("nav.menu"))
	}
	one := page.doc().Attr("form[action='/notices'] input[name=id]", "value")
	for who, status := range map[string]int{"water-clerk": 404, "admin": 404, "deputy": 404} {
		p := s.as(t, who)
		p.post("/notices", "id", one).is(status)
		if body := p.get("/notices").is(200).body; strings.Contains(body, id) {
			t.Errorf("%s reads somebody else's notices", who)
		}
	}
	s.visitor(t).get("/notices").is(401)
	clerk.post("/notices", "id", one).is(200)
	until := clerk.get("/notices").doc().Attr("input[name=until]", "value")
	if body := clerk.post("/notices", "until", until).is(200).body; strings.Contains(body, "标为已读") {
		t.Error("something is still new")
	}
	clerk.post("/notices", "until", "x").is(422)

	for who, want := range map[string][2]bool{"office-clerk": {true, true}, "station-clerk": {true, true}, "chair": {true, true}, "member": {false, true}} {
		body := s.as(t, who).get("/m/" + id).is(200).body
		if strings.Contains(body, "通知记录") != want[0] || strings.Contains(body, "已上报") != want[1] {
			t.Errorf("%s: what was sent %v, the ladder %v", who, strings.Contains(body, "通知记录"), strings.Contains(body, "已上报"))
		}
	}
	if rung := s.as(t, "chair").get("/m/" + id).doc().Text(".rail .current .rung"); !strings.HasPrefix(rung, "已上报") {
		t.Errorf("the rail says %q of the ladder", rung)
	}
	s.as(t, "admin").get("/admin/jobs").is(200)
	for _, who := range []string{"office-clerk", "chair", "deputy", "water-clerk"} {
		s.as(t, who).get("/admin/jobs").is(403)
	}
	if body := s.visitor(t).get("/raise/opinion").is(200).body; strings.Contains(body, "发邮件告诉我") {
		t.Error("e-mail is offered where none is sent")
	}
	s.Office.SendsMail(true)
	if body := s.visitor(t).get("/raise/opinion").is(200).body; !strings.Contains(body, "发邮件告诉我") {
		t.Error("e-mail is not offered")
	}
}

func TestNoticesLookRight(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	id := s.reminded(t)
	for _, language := range []string{"zh-CN", "en"} {
		w := browser.New(t)
		w.Open(s.server.URL + "/help?lang=" + language)
		w.Open(s.server.URL + "/signin")
		w.Click(s.personName("station-clerk"))
		for name, path := range map[string]string{"notices": "/notices", "matter-up": "/m/" + id} {
			w.Open(s.server.URL + path)
			w.Axe()
			w.Screenshot("jobs-" + name + "-" + language)
		}
	}
}
