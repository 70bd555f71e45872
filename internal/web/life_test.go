package web_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/huiyin/huiyin/internal/rulebook"
	"github.com/huiyin/huiyin/internal/testkit/htmlcheck"
	"github.com/huiyin/huiyin/internal/testkit/world"
)

// The life of an opinion, by forms alone: raised, followed with its receipt, returned, answered, not
// satisfied, redone, satisfied, looked back at, closed, reopened once.
func TestLifeOfAnOpinion(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	resident, station, water, roads := s.visitor(t), s.as(t, "station-clerk"), s.as(t, "water-clerk"), s.as(t, "roads-clerk")

	form := resident.get("/raise/opinion").is(http.StatusOK)
	receipt := resident.post("/raise/opinion", form.form("/raise/opinion",
		"title", "柳溪桥头路灯不亮", "text", "三盏灯不亮已有一周。", "f.category", "roads", "f.place", "柳溪桥",
		"station", "station", "name", "林女士", "contact", "0000-001", "public", "true")...).is(http.StatusOK)
	if receipt.path != "/receipt" {
		t.Fatalf("raising ends at %s", receipt.path)
	}
	plain(t, "receipt", receipt)
	number, code := receipt.doc().Text("#number"), receipt.doc().Text("#code")
	if number != "2026-000001" || len(code) != 11 {
		t.Fatalf("the receipt says %q %q", number, code)
	}
	receipt.doc().Check(htmlcheck.In("main", htmlcheck.HasText("柳溪镇代表联络站"), htmlcheck.HasText("2026年3月5日 (周四)")))
	if again := resident.get("/receipt").is(http.StatusOK); again.doc().Text("#code") != code {
		t.Fatal("a reload loses the code")
	}
	resident.post("/receipt/done").is(http.StatusOK)
	resident.get("/receipt").is(http.StatusNotFound)

	resident.post("/track", "number", number, "code", "00000-00000").is(http.StatusNotFound).doc().
		Check(htmlcheck.In("#number", htmlcheck.HasAttr("value", number)))
	mine := resident.post("/track", "number", " "+number+" ", "code", strings.ToLower(strings.ReplaceAll(code, "-", ""))).is(http.StatusOK)
	if mine.path != "/track/matter" || strings.Contains(mine.path, number) {
		t.Fatalf("tracking ends at %s", mine.path)
	}
	plain(t, "tracked", mine)

	id := strings.TrimPrefix(station.get("/matters?queue=triage").is(http.StatusOK).doc().Attr(".rows .c-title a", "href"), "/m/")
	id, _, _ = strings.Cut(id, "?") // the address carries the list along
	act := func(p *person, name string, fields ...string) answer {
		t.Helper()
		path := "/m/" + id + "/acts/" + name
		a := p.post(path, p.get("/m/"+id).is(http.StatusOK).form(path, fields...)...)
		if a.status != http.StatusOK || a.path != "/m/"+id+"?done="+name {
			t.Fatalf("%s: %d at %s", name, a.status, a.path)
		}
		a.doc().Check(htmlcheck.Count(".alert-good", 1))
		return a
	}
	rate := func(fields ...string) answer {
		t.Helper()
		path := "/track/matter/acts/rate"
		return resident.post(path, resident.get("/track/matter").is(http.StatusOK).form(path, fields...)...)
	}
	act(station, "assign", "f.unit", "water", "f.category", "roads")
	act(water, "return", "f.reasonCode", "notOurs", "f.reason", "路灯由交通部门管护", "f.proposedUnit", "roads")
	act(station, "assign", "f.unit", "roads", "f.category", "roads")
	act(roads, "accept")
	roads.get("/m/" + id).doc().Check(htmlcheck.NotIn("form[action$='/acts/confirm']"))
	act(roads, "answer", "f.answer", "已列入计划。")

	why := rate("f.rating", "notSatisfied").is(http.StatusUnprocessableEntity)
	why.doc().Check(
		htmlcheck.In("[role=alert] a[href='#rate-reason']"),
		htmlcheck.In("input[name='f.rating'][value=notSatisfied][checked]"),
		htmlcheck.In("#rate-reason", htmlcheck.HasAttr("aria-invalid", "true")))
	plain(t, "422", why)
	rate("f.rating", "notSatisfied", "f.reason", "没说什么时候修好").is(http.StatusOK)
	act(roads, "answer", "f.answer", "已更换灯具六盏。")
	rate("f.rating", "satisfied", "f.attitude", "basically").is(http.StatusOK)
	s.Clock.Set(world.At("2026-03-05 09:00"))
	station = s.as(t, "station-clerk") // two days later nobody is signed in any more
	done := act(station, "confirm", "f.findings", "现场六盏灯全部亮")
	done.doc().Check(htmlcheck.Count(".rail .stop.result", 1), htmlcheck.In(".clock-done"))
	if p := s.Page(id); p.Ending != rulebook.Confirmed || len(p.Answers) != 2 {
		t.Fatalf("ended as %q with %d answers", p.Ending, len(p.Answers))
	}
	resident.get("/track/matter").is(http.StatusUnauthorized)
	resident.post("/track", "number", number, "code", code).is(http.StatusOK)
	reopen := "/track/matter/acts/reopen"
	resident.post(reopen, resident.get("/track/matter").form(reopen, "f.reason", "又有两盏不亮")...).is(http.StatusOK)
	if p := s.Page(id); p.Ending != rulebook.Open || p.Owner.ID == "" {
		t.Fatalf("after reopening: %q with %q", p.Ending, p.Owner.ID)
	}
	resident.post("/track/leave").is(http.StatusOK)
	resident.get("/track/matter").is(http.StatusUnauthorized)
	s.Verify()
}

// A deputy raises an appointment, which goes to the chair meeting and opens its questions.
func TestDeputyRaises(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	deputy := s.as(t, "deputy")
	deputy.get("/raise").is(http.StatusOK).doc().Check(htmlcheck.Count(".choice", 2))
	form := deputy.get("/raise/appointment").is(http.StatusOK)
	receipt := deputy.post("/raise/appointment", form.form("/raise/appointment",
		"title", "就农村饮水水质约见区水利局负责人", "text", "多次建议后仍未见改善。", "f.official", "water", "f.matters", "livelihood")...).is(http.StatusOK)
	receipt.doc().Check(htmlcheck.NotIn("#code"), htmlcheck.In("#number", htmlcheck.TextIs("2026-000001")))
	matter := deputy.get(receipt.doc().Attr(".ways a", "href")).is(http.StatusOK)
	matter.doc().Check(htmlcheck.In("h1", htmlcheck.TextIs("就农村饮水水质约见区水利局负责人")), htmlcheck.In("form[action$='/acts/withdraw']"))
	s.as(t, "office-clerk").get("/home/office").is(http.StatusOK).doc().
		Check(htmlcheck.In(".queue-mine .queue-count", htmlcheck.TextIs("1")), htmlcheck.In(".rows td.c-title", htmlcheck.HasText("约见")))
}

// The station writes an opinion down for somebody who came in yesterday; he gets the receipt.
func TestStationWritesDown(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	s.Clock.Set(world.At("2026-03-04 09:00"))
	station := s.as(t, "station-clerk")
	form := station.get("/raise/opinion").is(http.StatusOK)
	fields := func(on string) []string {
		return form.form("/raise/opinion", "title", "菜市场摊位占道", "text", "早上七点到九点。", "behalf", "resident", "on", on, "name", "老人家", "contact", "0000-002")
	}
	for on, status := range map[string]int{"2026-03-05": 422, "昨天": 422} {
		bad := station.post("/raise/opinion", fields(on)...).is(status)
		bad.doc().Check(htmlcheck.In("#raise-on", htmlcheck.HasAttr("value", on)), htmlcheck.In("#raise-name", htmlcheck.HasAttr("value", "老人家")),
			htmlcheck.In("[role=alert] a[href='#raise-on']"))
	}
	receipt := station.post("/raise/opinion", fields("2026-03-03")...).is(http.StatusOK)
	code, number := receipt.doc().Text("#code"), receipt.doc().Text("#number")
	if code == "" {
		t.Fatal("no code for the resident")
	}
	tracked := s.visitor(t).post("/track", "number", number, "code", code).is(http.StatusOK)
	if !strings.Contains(tracked.body, "老人家") || !strings.Contains(tracked.body, "2026年3月3日") {
		t.Fatal("the resident does not see his own matter as he told it")
	}
}
