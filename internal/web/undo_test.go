package web_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/huiyin/huiyin/internal/testkit/htmlcheck"
	"github.com/huiyin/huiyin/internal/testkit/world"
)

// After an act the page offers to take it back; a form, so it works without script; both entries stay.
func TestUndoOnThePage(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	r := s.Raise("井盖松动")
	clerk := s.as(t, "station-clerk")
	page := clerk.get("/m/" + r.ID).is(http.StatusOK)
	action := "/m/" + r.ID + "/acts/assign"
	done := clerk.post(action, page.form(action, "f.unit", "water", "f.category", "roads")...).is(http.StatusOK)
	done.doc().Check(htmlcheck.Sound())
	undo := "/m/" + r.ID + "/undo"
	if !strings.Contains(done.body, "已保存：交办") || !strings.Contains(done.body, "还可撤销 10 分钟") {
		t.Errorf("it is not offered: %.900s", done.doc().Text("main"))
	}
	other := s.as(t, "office-clerk").get("/m/" + r.ID).is(http.StatusOK)
	if strings.Contains(other.body, "还可撤销") {
		t.Error("it is offered to somebody else's organization")
	}
	back := clerk.post(undo, done.form(undo)...).is(http.StatusOK)
	for _, text := range []string{"撤销“交办”", "已撤销", "待分办"} {
		if !strings.Contains(back.body, text) {
			t.Errorf("%q is not on the page", text)
		}
	}
	back.doc().Check(htmlcheck.Sound())
	clerk.post(undo, done.form(undo)...).is(http.StatusOK) // the same form again is the same undo
	again := clerk.post(action, back.form(action, "f.unit", "roads", "f.category", "roads")...).is(http.StatusOK)
	s.Clock.Set(world.At("2026-03-02 09:00").Add(11 * time.Minute))
	late := clerk.post(undo, again.form(undo)...).is(http.StatusConflict)
	if !strings.Contains(late.body, "已经超过十分钟") {
		t.Error("it does not say why not")
	}
	if strings.Contains(clerk.get("/m/"+r.ID).is(http.StatusOK).body, "还可撤销") {
		t.Error("it is offered although the time is over")
	}
	s.Verify()
}
