package api_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/huiyin/huiyin/internal/access"
	"github.com/huiyin/huiyin/internal/api"
)

// Every refusal is a problem of RFC 9457 with a stable code, in the language asked for, whoever finds it: the
// mux, the library or the house.
func TestRefusals(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	all := s.token(t, "office-clerk")
	look := s.token(t, "office-clerk", access.ReadMatters)
	r := s.Raise("路灯不亮")
	act := "/api/v1/matters/" + r.ID + "/acts/assign"
	for _, c := range []struct {
		method, path, token, body string
		status                    int
		code                      string
		headers                   []string
	}{
		{"GET", "/api/v1/nothing", "", "", 404, "noSuchAddress", nil},
		{"GET", "/api/v1", "", "", 404, "noSuchAddress", nil},
		{"DELETE", "/api/v1/matters", all, "", 405, "methodNotAllowed", nil},
		{"PUT", act, all, "{}", 405, "methodNotAllowed", nil},
		{"GET", "/api/v1/matters", "", "", 401, "tokenNeeded", nil},
		{"GET", "/api/v1/matters", "hyt_wrong", "", 401, "badToken", nil},
		{"GET", "/api/v1/matters", "", "", 401, "tokenNeeded", []string{"Authorization", "Basic YTpi"}},
		{"GET", "/api/v1/matters", "", "", 401, "tokenNeeded", []string{"Cookie", "huiyin-session=abc"}},
		{"GET", "/api/v1/board", look, "", 403, "notGranted", nil},
		{"POST", act, look, "{}", 403, "notGranted", nil},
		{"POST", "/api/v1/matters", look, `{"procedure":"opinion","title":"a","text":"b"}`, 403, "notGranted", nil},
		{"GET", "/api/v1/matters/no-such", all, "", 404, "notFound", nil},
		{"POST", act, all, "{", 400, "malformed", nil},
		{"POST", act, all, "", 422, "invalidRequest", []string{"Content-Type", "application/json"}},
		{"POST", act, all, "a=b", 415, "mediaType", []string{"Content-Type", "application/x-www-form-urlencoded"}},
		{"POST", act, all, `{"fields":{"unit":"` + strings.Repeat("a", 1<<20) + `"}}`, 413, "tooBig", nil},
		{"POST", act, all, `{"fields":{}}`, 422, "incomplete", nil},
		{"POST", act, all, `{"feilds":{}}`, 422, "invalidRequest", nil},
		{"POST", act, all, `{"fields":{"unit":3}}`, 422, "invalidRequest", nil},
		{"POST", act, all, `{"fields":{"unit":"nobody","category":"roads"}}`, 422, "incomplete", nil},
		{"POST", act, all, `{}`, 422, "badIfMatch", []string{"If-Match", "3"}},
		{"POST", act, all, `{"fields":{"unit":"water","category":"roads"}}`, 412, "staleRevision", []string{"If-Match", `"7"`}},
		{"GET", "/api/v1/matters?limit=0", all, "", 422, "invalidRequest", nil},
		{"GET", "/api/v1/matters?stat=open", all, "", 422, "invalidRequest", nil},
		{"GET", "/api/v1/matters?after=zzz", all, "", 422, "badCursor", nil},
		{"GET", "/api/v1/deadline?term=xyz&start=2026-03-02", "", "", 422, "incomplete", nil},
		{"GET", "/api/v1/public/matters/9999-000001", "", "", 404, "notFound", nil},
	} {
		a := s.ask(t, c.method, c.path, c.token, c.body, c.headers...)
		zh := a.refused(c.status, c.code)
		if !strings.ContainsFunc(zh.Detail, func(r rune) bool { return r > 0x4e00 }) || a.Header.Get("Content-Language") != "zh-CN" {
			t.Errorf("%s %s: not in Chinese: %s", c.method, c.path, a.body)
		}
		if c.status == http.StatusMethodNotAllowed && !strings.Contains(a.Header.Get("Allow"), "POST") {
			t.Errorf("%s %s: Allow %q", c.method, c.path, a.Header.Get("Allow"))
		}
		if c.status == http.StatusUnprocessableEntity && len(zh.Errors) == 0 {
			t.Errorf("%s %s: does not say what is wrong: %s", c.method, c.path, a.body)
		}
		a = s.ask(t, c.method, c.path, c.token, c.body, append(c.headers, "Accept-Language", "en-GB,en;q=0.9,zh;q=0.1")...)
		en := a.refused(c.status, c.code)
		for _, f := range append(en.Errors, api.Fault{Message: en.Detail + en.Title}) {
			if strings.ContainsFunc(f.Message, func(r rune) bool { return r > 0x4e00 }) {
				t.Errorf("%s %s: not in English: %s", c.method, c.path, a.body)
			}
		}
	}
}

// A caller that asks too often is told when to ask again, and what he has left before that.
func TestTooOften(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	s := newScene(t, func(c *api.Config) {
		c.Limits = api.Limits{Token: api.Limit{Burst: 3, Every: 4 * time.Second}, Public: api.Limit{Burst: 2, Every: time.Minute}}
		c.Clock = func() time.Time { return now }
	})
	token, other := s.token(t, "office-clerk"), s.token(t, "water-clerk")
	for i := range 3 {
		a := s.ask(t, "GET", "/api/v1/me", token, "").is(http.StatusOK)
		if want := []string{`"default";r=2;t=4`, `"default";r=1;t=8`, `"default";r=0;t=12`}[i]; a.Header.Get("RateLimit") != want {
			t.Errorf("RateLimit %q, want %q", a.Header.Get("RateLimit"), want)
		}
	}
	a := s.ask(t, "GET", "/api/v1/me", token, "")
	a.refused(http.StatusTooManyRequests, "tooMany")
	if a.Header.Get("Retry-After") != "4" || a.Header.Get("RateLimit-Policy") != `"default";q=3;w=12` {
		t.Errorf("%v", a.Header)
	}
	s.ask(t, "GET", "/api/v1/me", other, "").is(http.StatusOK)
	for range 2 {
		s.ask(t, "GET", "/api/v1/congress", "", "").is(http.StatusOK)
	}
	s.ask(t, "GET", "/api/v1/congress", "", "").refused(http.StatusTooManyRequests, "tooMany")
	for range 2 {
		s.ask(t, "GET", "/api/v1/me", "hyt_guess", "").refused(http.StatusUnauthorized, "badToken")
	}
	s.ask(t, "GET", "/api/v1/me", "hyt_guess", "").refused(http.StatusTooManyRequests, "tooMany")
	now = now.Add(4 * time.Second)
	s.ask(t, "GET", "/api/v1/me", token, "").is(http.StatusOK)
}
