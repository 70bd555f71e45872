package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/huiyin/huiyin/internal/testkit/htmlcheck"
)

// Many at once without script: choose, say, preview, confirm, and back to the same list; dropping leads back too.
func TestBulkPages(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	for range 3 {
		s.Raise("巷口路灯不亮")
	}
	p := s.as(t, "station-clerk")
	const query = "order=raised&queue=triage"
	list := p.get("/matters?" + query).is(http.StatusOK)
	ids := list.doc().Attrs("input[name=id]", "value")
	if len(ids) != 3 {
		t.Fatalf("%d rows", len(ids))
	}
	p.post("/desk", "list", query, "act", "note").is(http.StatusUnprocessableEntity).doc().Check(htmlcheck.Count("[role=alert]", 1), htmlcheck.Count("input[name=id]", 3))
	form := p.post("/desk", "list", query, "act", "note", "id", ids[0], "id", ids[1]).is(http.StatusOK)
	empty := p.post("/desk/runs", form.form("/desk/runs")...).is(http.StatusUnprocessableEntity)
	empty.doc().Check(htmlcheck.Count("[role=alert]", 1))
	before := p.post("/desk/runs", form.form("/desk/runs", "f.note", "已电话联系住户。")...).is(http.StatusOK)
	plain(t, "bulk preview", before)
	before.doc().Check(htmlcheck.Count("#yes", 1), htmlcheck.Count(".run-rows tbody tr", 2))
	path, _, _ := strings.Cut(before.path, "?")
	after := p.post(path+"/start", before.form(path+"/start")...).is(http.StatusOK)
	back := after.doc().Attrs("main .ways a.button", "href")
	if len(back) != 1 || back[0] != "/matters?"+query {
		t.Errorf("back leads to %v", back)
	}
	if again := p.post(path+"/start", before.form(path+"/start")...).is(http.StatusOK); !strings.Contains(again.path, url.QueryEscape("queue=triage")) {
		t.Errorf("again: %s", again.path)
	}
	for i, want := range []int{1, 1, 0} {
		if n := strings.Count(p.get("/m/"+ids[i]).body, "已电话联系住户。"); n < want || want == 0 && n > 0 {
			t.Errorf("matter %d has the note %d times", i, n)
		}
	}
	drop := p.post("/desk/runs", form.form("/desk/runs", "f.note", "又一次")...).is(http.StatusOK)
	path, _, _ = strings.Cut(drop.path, "?")
	if a := p.post(path+"/drop", drop.form(path+"/start")...).is(http.StatusOK); a.path != "/matters?"+query {
		t.Errorf("dropping leads to %s", a.path)
	}
	p.get(path).is(http.StatusNotFound)
	// Urging by the office: each matter is urged once, however often the page is sent.
	for _, id := range ids {
		s.Act("station-clerk", id, "assign", "unit", "water", "category", "water")
	}
	office := s.as(t, "office-clerk")
	urge := office.post("/desk", "list", "", "act", "urge", "id", ids[0], "id", ids[2]).is(http.StatusOK)
	if !strings.HasPrefix(urge.path, "/desk/runs/") {
		urge = office.post("/desk/runs", urge.form("/desk/runs", "f.note", "请于周五前办理。")...).is(http.StatusOK)
	}
	path, _, _ = strings.Cut(urge.path, "?")
	for range 2 {
		office.post(path + "/start").is(http.StatusOK).doc().Check(htmlcheck.In("[role=status]", htmlcheck.HasText("已办理 2 件")))
	}
	urged := map[string]int{}
	for _, id := range ids {
		for _, m := range s.Page(id).History {
			if m.Kind == "urge" {
				urged[id]++
			}
		}
	}
	if urged[ids[0]] != 1 || urged[ids[1]] != 0 || urged[ids[2]] != 1 {
		t.Errorf("urged %v", urged)
	}
	s.Verify()
}

// A list is kept under a name, moved, shared, renamed and removed by plain forms; a colleague sees what is shared.
func TestSavedFilterPages(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	s.Raise("巷口路灯不亮")
	p := s.as(t, "station-clerk")
	p.get("/desk/filters?list=" + url.QueryEscape("queue=triage")).is(http.StatusOK)
	p.post("/desk/filters", "list", "queue=triage", "name", "").is(http.StatusUnprocessableEntity).doc().Check(htmlcheck.Count("[role=alert]", 1))
	kept := p.post("/desk/filters", "list", "queue=triage", "name", "待分办", "shared", "1").is(http.StatusOK)
	if kept.path != "/matters?queue=triage" {
		t.Errorf("keeping leads to %s", kept.path)
	}
	kept.doc().Check(htmlcheck.In(".chip[aria-current]", htmlcheck.HasText("待分办")), htmlcheck.In(".chip .chip-count", htmlcheck.TextIs("1")))
	if body := s.as(t, "station2-clerk").get("/matters").is(http.StatusOK).body; strings.Contains(body, "待分办<") {
		t.Error("another station has it")
	}
	id := strings.Split(firstMove(p.get("/desk/filters").is(http.StatusOK)), "/")[3]
	if a := s.as(t, "station2-clerk").post("/desk/filters/" + id + "/drop"); a.status != http.StatusNotFound {
		t.Errorf("a stranger drops it: %d", a.status)
	}
	p.post("/desk/filters/" + id + "/sideways").is(http.StatusNotFound)
	p.post("/desk/filters/" + id + "/up").is(http.StatusOK)
	p.post("/desk/filters/" + id + "/drop").is(http.StatusOK).doc().Check(htmlcheck.NotIn(".saved form"))
}

// firstMove is the address that moves the first filter.
func firstMove(a answer) string {
	for _, x := range append(a.doc().Attrs("form", "action"), a.doc().Attrs("button", "formaction")...) {
		if strings.HasPrefix(x, "/desk/filters/") {
			return x
		}
	}
	a.t.Fatal("nothing can be moved")
	return ""
}

// The file of a list, by form: what the address filters, and what a stranger's row would tell is not in it.
func TestExportPages(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	b := s.fill()
	p := s.as(t, "water-clerk")
	page := p.get("/matters/export?queue=mine").is(http.StatusOK)
	plain(t, "export", page)
	csv := p.post("/matters/export", "list", "", "format", "csv").is(http.StatusOK)
	if kind := csv.header.Get("Content-Type"); kind != "text/csv; charset=utf-8" || !strings.HasPrefix(csv.body, "\ufeff") {
		t.Errorf("%s: %.20q", kind, csv.body)
	}
	stolen := p.post("/matters/export", "list", "", "format", "csv", "id", b.declined.ID).is(http.StatusOK)
	if strings.Contains(csv.body+stolen.body, b.declined.Number) {
		t.Error("it holds a matter he may not see")
	}
	p.post("/matters/export", "format", "exe").is(http.StatusUnprocessableEntity)
	s.visitor(t).post("/matters/export", "format", "csv").is(http.StatusUnauthorized)
}
