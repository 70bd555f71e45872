package web_test

import (
	"bytes"
	"mime/multipart"
	"net/http"
	"path/filepath"
	"strings"
	"testing"

	"github.com/huiyin/huiyin/internal/office"
	"github.com/huiyin/huiyin/internal/store/sqlite"
	"github.com/huiyin/huiyin/internal/testkit/faultdb"
	"github.com/huiyin/huiyin/internal/testkit/htmlcheck"
	"github.com/huiyin/huiyin/internal/testkit/world"
)

// calendar2027 is an invented arrangement, only so large as a whole year must be.
const calendar2027 = `{"year": 2027, "source": "测试用，非正式", "days": [
 {"date": "2027-01-01", "isOffDay": true, "name": "元旦"},
 {"date": "2027-02-05", "isOffDay": true, "name": "春节"},
 {"date": "2027-02-08", "isOffDay": true, "name": "春节"},
 {"date": "2027-05-01", "isOffDay": true, "name": "劳动节"},
 {"date": "2027-10-01", "isOffDay": true, "name": "国庆节"}]}`

func (p *person) upload(path, filename, text string) answer {
	p.t.Helper()
	var body bytes.Buffer
	m := multipart.NewWriter(&body)
	if filename != "" {
		w, err := m.CreateFormFile("file", filename)
		if err != nil {
			p.t.Fatal(err)
		}
		if _, err := w.Write([]byte(text)); err != nil {
			p.t.Fatal(err)
		}
	}
	if err := m.Close(); err != nil {
		p.t.Fatal(err)
	}
	return p.do(p.request(http.MethodPost, path, m.FormDataContentType(), &body))
}

// The administrator loads a year: he sees what the file says first, a wrong file changes nothing, and due
// days that waited for the year are computed anew.
func TestCalendar(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	s.Clock.Set(world.At("2026-12-28 09:00"))
	r := s.Raise("柳溪桥头路灯不亮")
	s.Act("station-clerk", r.ID, "assign", "unit", "roads", "category", "roads")
	s.Act("roads-clerk", r.ID, "accept")
	if d := s.Page(r.ID).Due; !d.Provisional {
		t.Fatalf("due %s is not provisional", d.Day)
	}
	s.as(t, "roads-clerk").get("/m/" + r.ID).doc().Check(htmlcheck.In(".clock-panel .provisional", htmlcheck.TextIs("暂定")))
	admin := s.as(t, "admin")
	for name, text := range map[string]string{"2027.json": "{", "2027.txt": calendar2027, "": "", "half.json": `{"year":2027,"days":[]}`, "latin.json": "\xff\xfe"} {
		bad := admin.upload("/admin/calendar/preview", name, text).is(http.StatusUnprocessableEntity)
		plain(t, "bad calendar "+name, bad)
		bad.doc().Check(htmlcheck.Count("[role=alert]", 1), htmlcheck.NotIn("form[action='/admin/calendar']"))
	}
	shown := admin.upload("/admin/calendar/preview", "2027.json", calendar2027).is(http.StatusOK)
	plain(t, "preview", shown)
	shown.doc().Check(htmlcheck.In("main", htmlcheck.HasText("2027 年：放假 5 天")))
	loaded := admin.post("/admin/calendar", shown.form("/admin/calendar")...).is(http.StatusOK)
	loaded.doc().Check(htmlcheck.In(".alert-good", htmlcheck.HasText("2027"), htmlcheck.HasText("重新计算了 1 个")), htmlcheck.In(".years", htmlcheck.HasText("2027 自行装入")))
	if d := s.Page(r.ID).Due; d.Provisional {
		t.Fatal("the due day is still provisional")
	}
	s.as(t, "office-clerk").upload("/admin/calendar/preview", "2027.json", calendar2027).is(http.StatusForbidden)
	s.as(t, "office-clerk").post("/admin/calendar", "filename", "2027.json", "text", calendar2027).is(http.StatusForbidden)
	s.visitor(t).upload("/admin/calendar/preview", "2027.json", calendar2027).is(http.StatusUnauthorized)
}

// Language and type size are asked for in the address and remembered.
func TestPreferencesAreRemembered(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	p := s.visitor(t)
	p.get("/").doc().Check(htmlcheck.In("html", htmlcheck.HasAttr("lang", "zh-CN")), htmlcheck.In("a[hreflang=en]", htmlcheck.HasAttr("href", "/?lang=en")))
	p.get("/p?state=open&lang=en").doc().Check(htmlcheck.In("a[hreflang='zh-CN']", htmlcheck.HasAttr("href", "/p?lang=zh-CN&state=open")))
	p.get("/track").doc().Check(htmlcheck.In("html", htmlcheck.HasAttr("lang", "en")), htmlcheck.In("h1", htmlcheck.TextIs("Follow your matter")))
	p.get("/track?lang=fr").doc().Check(htmlcheck.In("html", htmlcheck.HasAttr("lang", "en")))
	p.get("/track?size=large").doc().Check(htmlcheck.Count("html.large", 1))
	p.get("/help").doc().Check(htmlcheck.Count("html.large", 1))
	p.get("/help?size=normal&lang=zh-CN").doc().Check(htmlcheck.Count("html.large", 0), htmlcheck.In("html", htmlcheck.HasAttr("lang", "zh-CN")))
	p.get("/nowhere?lang=en").is(http.StatusNotFound).doc().Check(htmlcheck.In("h1", htmlcheck.TextIs("Not found")))
}

func TestForMachines(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	p := s.visitor(t)
	if a := p.get("/healthz").is(http.StatusOK); a.body != "ok\n" {
		t.Fatalf("health says %q", a.body)
	}
	if a := p.get("/robots.txt").is(http.StatusOK); !strings.Contains(a.body, "Disallow: /\n") {
		t.Fatalf("robots.txt: %q", a.body)
	}
	p.get("/static/..%2fdoc.go").is(http.StatusNotFound)
	p.get("/static/tokens.css").is(http.StatusNotFound)
	if err := s.Store.Close(); err != nil {
		t.Fatal(err)
	}
	p.get("/healthz").is(http.StatusServiceUnavailable)
	broken := p.get("/p").is(http.StatusInternalServerError)
	plain(t, "500", broken)
	if strings.Contains(broken.body, "sql") || strings.Contains(broken.body, "closed") {
		t.Error("the page shows what only the log may")
	}
	if id := broken.doc().Text("code"); id == "" || !strings.Contains(s.log.String(), id) {
		t.Errorf("the number %q is not in the log", id)
	}
}

// An office without one-click sign-ins shows none.
func TestOnlyADemonstrationSignsInByOneClick(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	f := world.Founding()
	f.Congress.ID, f.Congress.Demo = "real", false
	if err := s.Office.Found(t.Context(), f); err != nil {
		t.Fatal(err)
	}
	earnest := serve(t, s, "real")
	earnest.get("/signin").is(http.StatusOK).doc().Check(htmlcheck.NotIn(".demo-doors"), htmlcheck.NotIn(".foot .demo"), htmlcheck.In(".foot", htmlcheck.HasText("严禁处理涉密信息")))
	earnest.post("/signin/demo", "account", "a-chair").is(http.StatusNotFound)
	s.visitor(t).get("/").doc().Check(htmlcheck.In(".foot .demo", htmlcheck.HasText("均为虚构")))

	// One congress's matters do not exist for the other.
	r := s.Raise("柳溪桥头路灯不亮")
	s.Act("station-clerk", r.ID, "assign", "unit", "roads", "category", "roads")
	s.visitor(t).get("/p/" + r.Number).is(http.StatusOK)
	earnest.get("/p/" + r.Number).is(http.StatusNotFound)
	earnest.post("/track", "number", r.Number, "code", r.Code).is(http.StatusNotFound)
}

// A database that fails in the middle of an act: an error, its number, and everything typed still in the form.
func TestNothingTypedIsLostToAnError(t *testing.T) {
	t.Parallel()
	var faults []faultdb.Fault
	for n := range 10 {
		faults = append(faults, faultdb.Fault{Kind: faultdb.Commit, N: n + 1, How: faultdb.Before})
	}
	plan := faultdb.NewPlan(faults...)
	if err := faultdb.Register("web-faulty", "sqlite", plan); err != nil {
		t.Fatal(err)
	}
	clock := &world.Clock{}
	clock.Set(world.At("2026-03-02 09:00"))
	db, err := sqlite.Open(filepath.Join(t.TempDir(), "world.db"), sqlite.Options{Now: clock.Now, Driver: "web-faulty"})
	if err != nil {
		t.Fatal(err)
	}
	s := sceneOf(t, world.On(t, db, clock))
	r := s.Raise("柳溪桥头路灯不亮")
	resident, clerk := s.visitor(t), s.as(t, "station-clerk")
	raise := resident.get("/raise/opinion").form("/raise/opinion", "title", "标题还在", "text", "内容还在")
	note := "/m/" + r.ID + "/acts/note"
	act := clerk.get("/m/"+r.ID).form(note, "f.note", "备注还在")
	plan.Arm()
	lost := clerk.post(note, act...).is(http.StatusInternalServerError)
	plain(t, "500 act", lost)
	lost.doc().Check(htmlcheck.In("#note-note", htmlcheck.TextIs("备注还在")), htmlcheck.In("[role=alert]", htmlcheck.HasText("内部错误"), htmlcheck.In("code")))
	again := resident.post("/raise/opinion", raise...).is(http.StatusInternalServerError)
	plain(t, "500 raise", again)
	again.doc().Check(htmlcheck.In("#raise-title", htmlcheck.HasAttr("value", "标题还在")), htmlcheck.In("#raise-text", htmlcheck.TextIs("内容还在")))
	for _, a := range []answer{lost, again} {
		if strings.Contains(a.body, "injected") || !strings.Contains(s.log.String(), a.doc().Text("[role=alert] code")) {
			t.Error("the cause is shown, or its number is not in the log")
		}
	}
	plan.Disarm()
	clerk.post(note, act...).is(http.StatusOK)
	if got := resident.post("/raise/opinion", raise...).is(http.StatusOK).doc().Text("#number"); got != "2026-000002" {
		t.Fatalf("after the fault it is raised as %s", got)
	}
	s.Verify()
}

// What was lawfully erased leaves a tombstone everywhere, with its ground: no link without words, no silence.
func TestErasedWordsLeaveATombstone(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	r := s.Raise("柳溪桥头路灯不亮")
	s.Act("station-clerk", r.ID, "assign", "unit", "roads", "category", "roads")
	if err := s.Office.Erase(t.Context(), s.Viewer("admin"), r.ID, office.EraseInput{Basis: "pipl47", Reason: "提出人本人要求"}); err != nil {
		t.Fatal(err)
	}
	s.Clock.Set(world.At("2026-03-20 09:00"))
	clerk := s.as(t, "office-clerk")
	for _, path := range []string{"/matters", "/board", "/home/office", "/m/" + r.ID, "/p/" + r.Number, "/p"} {
		a := clerk.get(path).is(http.StatusOK)
		plain(t, path, a)
		if strings.Contains(a.body, "路灯") || !strings.Contains(a.body, "标题已依法隐去") {
			t.Errorf("%s: the title is there, or nothing is in its place", path)
		}
	}
	clerk.get("/m/"+r.ID).doc().Check(htmlcheck.In(".story .tombstone"), htmlcheck.In(".moment .tombstone"))
}

// Being signed in with one congress means nothing to another.
func TestSessionsStayWithTheirCongress(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	f := world.Founding()
	f.Congress.ID = "other"
	if err := s.Office.Found(t.Context(), f); err != nil {
		t.Fatal(err)
	}
	there := serve(t, s, "other")
	there.post("/signin/demo", "account", "a-office-clerk").is(http.StatusOK)
	there.get("/matters").is(http.StatusOK)
	token := there.client.Jar.Cookies(there.request(http.MethodGet, "/", "", nil).URL)[0]
	r := s.visitor(t).request(http.MethodGet, "/matters", "", nil)
	r.AddCookie(token)
	s.visitor(t).do(r).is(http.StatusUnauthorized)
}
