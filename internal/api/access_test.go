package api_test

import (
	"bytes"
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/huiyin/huiyin/internal/access"
	"github.com/huiyin/huiyin/internal/api"
	"github.com/huiyin/huiyin/internal/office"
	"github.com/huiyin/huiyin/internal/problem"
	"github.com/huiyin/huiyin/internal/testkit/world"
)

// subjects are matters that differ in who may see them.
func (s *scene) subjects(t *testing.T) []string {
	t.Helper()
	raise := func(who, title string, public bool) string {
		in := office.RaiseInput{Procedure: "opinion", Title: title, Text: title + "。", Station: "station", Fields: map[string]string{"category": "roads"}, Public: public, Name: "住户", Contact: "0000-1234"}
		r, err := s.Office.Raise(t.Context(), s.Viewer(who), in)
		if err != nil {
			t.Fatal(err)
		}
		return r.ID
	}
	hidden, shown, own, given := raise("", "不公开的一件", false), raise("", "公开的一件", true), raise("deputy", "代表提出的一件", false), raise("", "交给水利局的一件", false)
	for _, id := range []string{shown, given} {
		s.Act("station-clerk", id, "assign", "unit", "water", "category", "water", "instruction", "内部要求不外传")
	}
	return []string{hidden, shown, own, given}
}

// Whoever may see a matter on the pages sees it here, as much of it and no more, with the acts he may do; for
// everybody else it does not exist. The list shows exactly those.
func TestEveryRoleSeesWhatItsPagesShow(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	ids := s.subjects(t)
	for _, p := range world.Founding().People {
		token := s.token(t, p.ID)
		var list api.MatterList
		s.ask(t, "GET", "/api/v1/matters?limit=200", token, "").is(http.StatusOK).into(&list)
		for _, id := range ids {
			page, err := s.Office.Matter(t.Context(), s.Viewer(p.ID), id)
			a := s.ask(t, "GET", "/api/v1/matters/"+id, token, "")
			listed := slices.ContainsFunc(list.Items, func(r api.MatterRow) bool { return r.ID == id })
			if problem.KindOf(err) == problem.NotFound && err != nil {
				a.refused(http.StatusNotFound, "notFound")
				if listed {
					t.Errorf("%s: a list shows what he may not see", p.ID)
				}
				s.ask(t, "POST", "/api/v1/matters/"+id+"/acts/note", token, `{"fields":{"note":"x"}}`).refused(http.StatusNotFound, "notFound")
				continue
			}
			if err != nil {
				t.Fatal(err)
			}
			var m api.Matter
			a.is(http.StatusOK).into(&m)
			if !listed || m.Revision != page.Rev || len(m.Acts) != len(page.Forms) || len(m.History) != len(page.History) || len(m.Raised) != len(page.Raisers) {
				t.Errorf("%s: %s differs from his page", p.ID, m.Title)
			}
			if want := map[access.Sight]string{access.Open: "open", access.Own: "own", access.Work: "work", access.Full: "full"}[page.Sight]; m.Sight != want {
				t.Errorf("%s: sight %s, want %s", p.ID, m.Sight, want)
			}
			for secret, may := range map[string]bool{"0000-1234": page.Sight == access.Full, "内部要求不外传": page.Sight >= access.Work} {
				if strings.Contains(string(a.body), secret) && !may {
					t.Errorf("%s: %q is shown to sight %v", p.ID, secret, page.Sight)
				}
			}
		}
	}
	for i, id := range ids { // everybody
		m := s.Page(id)
		a := s.ask(t, "GET", "/api/v1/public/matters/"+m.Number, "", "")
		if i == 1 {
			a.is(http.StatusOK)
			continue
		}
		a.refused(http.StatusNotFound, "notFound")
	}
}

// Each operation needs its grant, and no other will do.
func TestGrants(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	id := s.subjects(t)[0]
	operations := []struct {
		method, path, body string
		grant              access.Grant
	}{
		{"GET", "/matters", "", access.ReadMatters},
		{"GET", "/matters/" + id, "", access.ReadMatters},
		{"GET", "/queues", "", access.ReadMatters},
		{"GET", "/procedures", "", access.RaiseMatters},
		{"POST", "/matters", `{"procedure":"opinion","title":"t","text":"x"}`, access.RaiseMatters},
		{"POST", "/matters/" + id + "/acts/note", `{"fields":{"note":"x"}}`, access.ActOnMatters},
		{"GET", "/search?q=一件", "", access.ReadMatters},
		{"GET", "/similar?title=一件", "", access.ReadMatters},
		{"GET", "/notices", "", access.HearNotices},
		{"GET", "/board", "", access.ReadBoard},
		{"GET", "/figures/messages", "", access.ReadBoard},
		{"GET", "/figures/work", "", access.ReadBoard},
		{"GET", "/me", "", ""},
	}
	for _, g := range access.Grants {
		token := s.token(t, "office-clerk", g)
		for _, o := range operations {
			a := s.ask(t, o.method, "/api/v1"+o.path, token, o.body)
			if o.grant == g || o.grant == "" {
				if a.StatusCode >= http.StatusBadRequest {
					t.Errorf("%s with %s: %s %s", o.path, g, a.Status, a.body)
				}
				continue
			}
			a.refused(http.StatusForbidden, "notGranted")
		}
	}
	// A grant gives no right that the account does not have.
	deputy := s.token(t, "deputy")
	s.ask(t, "GET", "/api/v1/board", deputy, "").refused(http.StatusForbidden, "boardNotForYou")
	// No text of a token is ever in the log, and no page's cookie is worth anything.
	if strings.Contains(s.log.String(), "hyt_") {
		t.Error("a token is in the log")
	}
}

// A request sent again under its key is done once and gets the same answer, the code of a receipt included; a
// key used for something else is refused. Keys of two accounts do not meet.
func TestIdempotency(t *testing.T) {
	t.Parallel()
	engines(t, func(t *testing.T, w *world.World) {
		s := sceneOf(t, w)
		token, second := s.token(t, "station-clerk"), s.token(t, "station-clerk")
		body := `{"procedure":"opinion","title":"路灯不亮","text":"两周不亮。","station":"station","fields":{"category":"roads"},"resident":{"name":"住户","contact":"0000"}}`
		first := s.ask(t, "POST", "/api/v1/matters", token, body, "Idempotency-Key", "k1").is(http.StatusCreated)
		again := s.ask(t, "POST", "/api/v1/matters", token, body, "Idempotency-Key", "k1").is(http.StatusCreated)
		if !bytes.Equal(first.body, again.body) || again.Header.Get("Idempotency-Replayed") != "true" || first.Header.Get("Idempotency-Replayed") != "" {
			t.Errorf("%s\n%s %v", first.body, again.body, again.Header)
		}
		var o, p api.Outcome
		first.into(&o)
		if o.Code == "" {
			t.Error("no code for the resident's receipt")
		}
		if _, id, err := s.Office.Track(t.Context(), world.ID, o.Number, o.Code); err != nil || id != o.ID {
			t.Errorf("the code does not open the matter: %v", err)
		}
		s.ask(t, "POST", "/api/v1/matters", second, body, "Idempotency-Key", "k1").is(http.StatusCreated).into(&p)
		if p.ID != o.ID || p.Code != "" {
			t.Errorf("another token of the same account: %+v", p)
		}
		s.ask(t, "POST", "/api/v1/matters", token, strings.Replace(body, "两周", "三周", 1), "Idempotency-Key", "k1").refused(http.StatusUnprocessableEntity, "idempotencyKeyReused")
		s.ask(t, "POST", "/api/v1/matters", s.token(t, "office-clerk"), body, "Idempotency-Key", "k1").is(http.StatusCreated).into(&p)
		if p.ID == o.ID {
			t.Error("the keys of two accounts meet")
		}
		act := "/api/v1/matters/" + o.ID + "/acts/assign"
		give := `{"fields":{"unit":"water","category":"water"}}`
		once := s.ask(t, "POST", act, token, give, "Idempotency-Key", "k2", "If-Match", `"1"`).is(http.StatusOK)
		twice := s.ask(t, "POST", act, token, give, "Idempotency-Key", "k2", "If-Match", `"1"`).is(http.StatusOK)
		if !bytes.Equal(once.body, twice.body) || twice.Header.Get("Idempotency-Replayed") != "true" {
			t.Errorf("%s\n%s", once.body, twice.body)
		}
		s.ask(t, "POST", act, token, give, "Idempotency-Key", "k1").refused(http.StatusUnprocessableEntity, "idempotencyKeyReused")
		s.ask(t, "POST", act, token, give, "If-Match", `"1"`).refused(http.StatusPreconditionFailed, "staleRevision")
		w.Verify()
	})
}

// An ETag begins with the revision; what the caller has already is not sent again; a new day is another answer.
func TestETag(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	token := s.token(t, "office-clerk")
	path := "/api/v1/matters/" + s.Raise("路灯不亮").ID
	tag := s.ask(t, "GET", path, token, "").is(http.StatusOK).Header.Get("ETag")
	if !strings.HasPrefix(tag, `"1-`) {
		t.Fatalf("ETag %s", tag)
	}
	if a := s.ask(t, "GET", path, token, "", "If-None-Match", `"x", W/`+tag).is(http.StatusNotModified); len(a.body) != 0 || a.Header.Get("ETag") != tag {
		t.Errorf("%s %q", a.Header.Get("ETag"), a.body)
	}
	s.ask(t, "GET", path, token, "", "If-None-Match", tag, "Accept-Language", "en").is(http.StatusOK)
	s.ask(t, "POST", path+"/acts/note", token, `{"fields":{"note":"看过"}}`, "If-Match", tag).is(http.StatusOK)
	s.ask(t, "POST", path+"/acts/note", token, `{"fields":{"note":"看过"}}`, "If-Match", tag).refused(http.StatusPreconditionFailed, "staleRevision")
	fresh := s.ask(t, "GET", path, token, "", "If-None-Match", tag).is(http.StatusOK).Header.Get("ETag")
	s.Clock.Set(world.At("2026-03-09 09:00"))
	s.ask(t, "GET", path, token, "", "If-None-Match", fresh).is(http.StatusOK) // it lies overdue now
}

// Pages of a list join up: every matter once, by the next of the page before and by Link.
func TestPaging(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	token := s.token(t, "office-clerk")
	for range 7 {
		s.Raise("路灯不亮")
	}
	seen := map[string]bool{}
	path := "/api/v1/matters?limit=3&state=open"
	for range 4 {
		var l api.MatterList
		a := s.ask(t, "GET", path, token, "").is(http.StatusOK).into(&l)
		for _, m := range l.Items {
			if seen[m.ID] {
				t.Error("a matter stands on two pages")
			}
			seen[m.ID] = true
		}
		if l.Next == "" {
			break
		}
		link, _, _ := strings.Cut(strings.TrimPrefix(a.Header.Get("Link"), "<"), ">")
		path = link + "&limit=3"
	}
	if len(seen) != 7 {
		t.Errorf("%d of 7 matters", len(seen))
	}
	csv := s.ask(t, "GET", "/api/v1/public/matters.csv", "", "").is(http.StatusOK)
	if !strings.HasPrefix(string(csv.body), "\ufeff编号,") || csv.Header.Get("Content-Type") != "text/csv; charset=utf-8" {
		t.Errorf("%s", csv.body)
	}
}

// Whatever is in the address or in the body: an answer that a program can read, and no fault of ours.
func FuzzRequests(f *testing.F) {
	w := world.SQLite(f)
	h := api.New(w.Office, api.Config{Congress: world.ID, Limits: api.Limits{Token: api.Limit{Burst: 1 << 30, Every: 1}}})
	text, _, err := w.Office.MakeToken(f.Context(), w.Viewer("office-clerk"), office.TokenInput{Name: "fuzz", Grants: access.Grants, Days: 1})
	if err != nil {
		f.Fatal(err)
	}
	id := w.Raise("路灯不亮").ID
	f.Add("queue=mine&limit=3", `{"fields":{"note":"x"}}`, "k", `"1"`)
	f.Add("after=%00&owner='", `{"fields":{"unit":"\u0000"}}`, "\x7f", "*")
	f.Add("limit=1e9&after=YQph", `[]`, "", `"9223372036854775808"`)
	f.Add("reached=seen&from=9999-99&to=0000-00", `{"occurredAt":"9999-12-31T23:59:59Z"}`, "", "")
	f.Fuzz(func(t *testing.T, query, body, key, match string) {
		for _, r := range []*http.Request{
			request("GET", "/api/v1/matters", query, ""), request("GET", "/api/v1/public/matters", query, ""), request("GET", "/api/v1/board", query, ""),
			request("GET", "/api/v1/deadline", query, ""), request("POST", "/api/v1/matters/"+id+"/acts/note", query, body), request("POST", "/api/v1/matters", "", body),
		} {
			r.Header.Set("Authorization", "Bearer "+text)
			r.Header["Idempotency-Key"], r.Header["If-Match"] = []string{key}, []string{match}
			res := serve(h, r)
			if res.Code >= http.StatusInternalServerError {
				t.Fatalf("%s %s %q: %d %s", r.Method, r.URL, body, res.Code, res.Body)
			}
			if !json.Valid(res.Body.Bytes()) {
				t.Fatalf("%s %s %q: %d is no JSON: %s", r.Method, r.URL, body, res.Code, res.Body)
			}
		}
	})
}
