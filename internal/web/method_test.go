package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// An address that is there for other methods says so with Allow; one that is nowhere is not found; too much at
// once is refused as such. All of it as a page.
func TestWrongMethodAndTooMuch(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	send := func(method, path, body string) *http.Response {
		r, err := http.NewRequestWithContext(t.Context(), method, s.server.URL+path, strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		res, err := s.server.Client().Do(r)
		if err != nil {
			t.Fatal(err)
		}
		_ = res.Body.Close()
		return res
	}
	for _, c := range []struct {
		method, path string
		status       int
		allow        string
	}{
		{"POST", "/p", 405, "GET, HEAD"},
		{"DELETE", "/", 405, "GET, HEAD"},
		{"PUT", "/raise/opinion", 405, "GET, HEAD, POST"},
		{"GET", "/signout", 405, "POST"},
		{"GET", "/m/x/acts/assign", 405, "POST"},
		{"OPTIONS", "/track", 405, "GET, HEAD, POST"},
		{"GET", "/nowhere", 404, ""},
		{"POST", "/nowhere", 404, ""},
		{"HEAD", "/p", 200, ""},
	} {
		res := send(c.method, c.path, "")
		if res.StatusCode != c.status || res.Header.Get("Allow") != c.allow || !strings.HasPrefix(res.Header.Get("Content-Type"), "text/html") {
			t.Errorf("%s %s: %d, Allow %q, %s", c.method, c.path, res.StatusCode, res.Header.Get("Allow"), res.Header.Get("Content-Type"))
		}
	}
	big := url.Values{"title": {"t"}, "text": {strings.Repeat("a", 37<<20)}}.Encode()
	if res := send("POST", "/raise/opinion", big); res.StatusCode != http.StatusRequestEntityTooLarge {
		t.Errorf("37 megabytes: %d", res.StatusCode)
	}
}

// A person makes a token on a page, sees its text once, and ends it there; what was wrong with the form is said
// beside what was typed.
func TestTokensPage(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	p := s.as(t, "station-clerk")
	bad := p.post("/account/tokens", "name", "值班大屏", "days", "999", "key", "k0")
	bad.is(http.StatusUnprocessableEntity)
	for _, want := range []string{"值班大屏", "请至少选一项", "1 至 366 天"} {
		if !strings.Contains(bad.body, want) {
			t.Errorf("the form does not say %q", want)
		}
	}
	made := p.post("/account/tokens", "name", "值班大屏", "days", "30", "grant", "matters:read", "key", "k1")
	made.is(http.StatusOK)
	i := strings.Index(made.body, "hyt_")
	if i < 0 {
		t.Fatal("the token is not shown")
	}
	text := made.body[i : i+56]
	if v, _, err := s.Office.TokenViewer(t.Context(), "c1", text); err != nil || v.Person != "station-clerk" || len(v.Grants) != 1 {
		t.Fatalf("the token %q: %+v %v", text, v, err)
	}
	again := p.post("/account/tokens", "name", "值班大屏", "days", "30", "grant", "matters:read", "key", "k1")
	again.is(http.StatusConflict)
	later := p.get("/account/tokens")
	later.is(http.StatusOK)
	if strings.Contains(later.body+again.body, "hyt_") || strings.Contains(s.log.String(), text) {
		t.Error("the token's text is shown or logged again")
	}
	all, err := s.Office.Tokens(t.Context(), s.Viewer("station-clerk"))
	if err != nil || len(all) != 1 {
		t.Fatalf("%d tokens, %v", len(all), err)
	}
	s.as(t, "water-clerk").post("/account/tokens/" + all[0].ID + "/revoke").is(http.StatusNotFound)
	p.post("/account/tokens/" + all[0].ID + "/revoke").is(http.StatusOK)
	if _, _, err := s.Office.TokenViewer(t.Context(), "c1", text); err == nil {
		t.Error("a revoked token still works")
	}
	s.visitor(t).post("/account/tokens", "name", "x", "days", "30", "grant", "matters:read", "key", "k2")
	if all, _ := s.Office.AllTokens(t.Context(), "c1"); len(all) != 1 {
		t.Error("somebody who is not signed in made a token")
	}
}
