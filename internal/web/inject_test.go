package web_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/huiyin/huiyin/internal/office"
	"github.com/huiyin/huiyin/internal/testkit/htmlcheck"
)

// payload tries to leave every context it may be put into: text, attribute, element, address.
const payload = `"><script>alert('注入')</script><img src=x onerror=alert(1)>'</textarea></title>javascript:alert(2)`

// Through every field that a person can fill: what was typed is shown as it was typed, and is nothing else.
func TestWhatPeopleTypeStaysText(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	r, err := s.Office.Raise(t.Context(), s.Viewer(""), office.RaiseInput{
		Procedure: "opinion", Title: payload, Text: payload, Station: "station", Public: true,
		Fields: map[string]string{"category": "roads", "place": payload}, Name: "<b>名</b>", Contact: "\"><i>电话", Consent: true,
	})
	if err != nil {
		t.Fatal(err)
	}
	s.Act("station-clerk", r.ID, "note", "note", payload)
	s.Act("station-clerk", r.ID, "assign", "unit", "roads", "category", "roads", "instruction", payload)
	s.Act("roads-clerk", r.ID, "accept")
	s.Act("roads-clerk", r.ID, "askExtension", "reason", payload, "newDue", "2026-04-10")
	s.Act("roads-clerk", r.ID, "answer", "answer", payload)
	s.rate(r, "notSatisfied", "reason", payload)
	for _, who := range []string{"", "station-clerk", "roads-clerk", "office-clerk", "chair", "deputy"} {
		p := s.visitor(t)
		paths := []string{"/", "/p", "/p/" + r.Number, "/track?number=" + strings.ReplaceAll(r.Number, "-", "%22%3E%3Cscript%3E")}
		if who != "" {
			p = s.as(t, who)
			paths = append(paths, "/home", "/matters", "/m/"+r.ID, "/matters?queue=%22%3E%3Cscript%3Ealert(1)%3C/script%3E&owner=%22%3E%3Cb%3E", "/board?kind=%22%3E%3Cb%3E")
		}
		for _, path := range paths {
			a := p.get(path)
			plain(t, path+" for "+who, a)
			a.doc().Check(htmlcheck.NotIn("main script"), htmlcheck.NotIn("img"), htmlcheck.NotIn("main b"), htmlcheck.NotIn("main i"))
		}
	}
	full := s.as(t, "station-clerk").get("/m/" + r.ID).is(http.StatusOK).doc()
	full.Check(htmlcheck.In("h1", htmlcheck.TextIs(payload)), htmlcheck.In(".raisers", htmlcheck.HasText("<b>名</b>"), htmlcheck.HasText(`"><i>电话`)),
		htmlcheck.In(".answer", htmlcheck.HasText(payload)))

	// What could not be taken is shown again in its form.
	p := s.visitor(t)
	again := p.post("/raise/opinion", "title", strings.Repeat(payload, 3), "text", payload, "f.place", payload, "name", payload, "contact", payload, "f.category", payload,
		"station", payload, "f.unknown"+payload, payload).is(http.StatusUnprocessableEntity)
	plain(t, "raise again", again)
	again.doc().Check(htmlcheck.NotIn("main script"), htmlcheck.NotIn("img"),
		htmlcheck.In("#raise-place", htmlcheck.HasAttr("value", payload)), htmlcheck.In("#raise-text", htmlcheck.TextIs(payload)))
	wrong := p.post("/signin", "login", payload, "password", payload, "next", payload, "kept", "/m/1/acts/x", "kept:"+payload, payload).is(http.StatusUnauthorized)
	plain(t, "sign-in again", wrong)
	wrong.doc().Check(htmlcheck.In("#login", htmlcheck.HasAttr("value", payload)), htmlcheck.NotIn("main script"))
	plain(t, "track again", p.post("/track", "number", payload, "code", payload).is(http.StatusNotFound))
	path := "/m/" + r.ID + "/acts/nothing"
	plain(t, "unknown act", s.as(t, "office-clerk").post(path, "f.x", payload, "rev", payload, "key", payload).is(http.StatusConflict))
}
