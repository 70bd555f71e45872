package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/huiyin/huiyin/internal/testkit/htmlcheck"
	"github.com/huiyin/huiyin/internal/web"
)

// plain checks what must hold for every page: sound HTML without inline style or script, nothing from another
// machine, no text that is missing.
func plain(t *testing.T, name string, a answer) {
	t.Helper()
	doc := a.doc()
	doc.Check(htmlcheck.Sound(), htmlcheck.NotIn("style"), htmlcheck.NotIn("[style]"), htmlcheck.NotIn("iframe"), htmlcheck.NotIn("base"))
	for _, on := range []string{"onclick", "onload", "onerror", "onsubmit", "onchange", "onfocus", "oninput"} {
		doc.Check(htmlcheck.NotIn("[" + on + "]"))
	}
	for _, attr := range []string{"src", "href", "action"} {
		for _, to := range doc.Attrs("["+attr+"]", attr) {
			u, err := url.Parse(to)
			if err != nil || u.IsAbs() || u.Host != "" {
				t.Errorf("%s leads away: %s=%q", name, attr, to)
			}
		}
	}
	if n := len(doc.Attrs("script[src]", "src")); n != len(doc.Texts("script")) {
		t.Errorf("%s has a script of its own", name)
	}
	if _, missing, found := strings.Cut(a.body, "⟦"); found {
		t.Errorf("%s: a text is missing: %.60s", name, missing)
	}
	safe(t, name, a)
}

// safe checks the headers that every answer carries.
func safe(t *testing.T, name string, a answer) {
	t.Helper()
	for header, want := range map[string]string{
		"Content-Security-Policy": "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; " +
			"form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
		"X-Content-Type-Options":     "nosniff",
		"Referrer-Policy":            "same-origin",
		"Cross-Origin-Opener-Policy": "same-origin",
	} {
		if got := a.header.Get(header); got != want {
			t.Errorf("%s: %s is %q", name, header, got)
		}
	}
	if a.header.Get("X-Request-ID") == "" {
		t.Errorf("%s has no request id", name)
	}
}

func TestEveryPageIsSafe(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	b := s.fill()
	clients := map[string]*person{}
	for _, l := range b.looks(s) {
		p := clients[l.who]
		if p == nil {
			p = s.visitor(t)
			if l.who != "" {
				p = s.as(t, l.who)
			}
			clients[l.who] = p
		}
		for _, language := range []string{"zh-CN", "en"} {
			sep := "?"
			if strings.Contains(l.path, "?") {
				sep = "&"
			}
			a := p.get(l.path + sep + "lang=" + language)
			plain(t, l.name+" "+language, a)
			a.doc().Check(htmlcheck.In("html", htmlcheck.HasAttr("lang", language)), htmlcheck.Count("main h1", 1), htmlcheck.Count(".skip[href='#content']", 1))
			if want := map[bool]string{true: "no-store", false: ""}[l.who != ""]; want != "" && a.header.Get("Cache-Control") != want {
				t.Errorf("%s may be kept: %q", l.name, a.header.Get("Cache-Control"))
			}
		}
	}
	for _, path := range []string{"/healthz", "/robots.txt", "/static/nothing.css", "/home"} {
		safe(t, path, s.visitor(t).get(path))
	}
	doc := s.visitor(t).get("/").doc()
	for _, file := range []string{doc.Attr("link[rel=stylesheet]", "href"), doc.Attr("script", "src"), doc.Attr("link[rel=icon]", "href")} {
		a := s.visitor(t).get(file).is(http.StatusOK)
		safe(t, file, a)
		if !strings.Contains(a.header.Get("Cache-Control"), "immutable") {
			t.Errorf("%s is not kept by browsers", file)
		}
		if strings.Contains(a.body, "http://") && !strings.Contains(a.body, "http://www.w3.org/2000/svg") || strings.Contains(a.body, "https://") {
			t.Errorf("%s names another machine", file)
		}
	}
}

// A request that another site caused is refused before anything is done.
func TestOtherSitesCannotAct(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	r := s.Raise("柳溪桥头路灯不亮")
	p := s.as(t, "station-clerk")
	before := s.Page(r.ID).Rev
	for name, header := range map[string][2]string{
		"cross-site by Sec-Fetch-Site": {"Sec-Fetch-Site", "cross-site"},
		"another origin":               {"Origin", "https://evil.example"},
	} {
		req := p.request(http.MethodPost, "/m/"+r.ID+"/acts/decline", "application/x-www-form-urlencoded",
			strings.NewReader(url.Values{"f.reasonCode": {"unclear"}, "f.answer": {"x"}}.Encode()))
		req.Header.Set(header[0], header[1])
		a := p.do(req).is(http.StatusForbidden)
		plain(t, name, a)
	}
	if s.Page(r.ID).Rev != before {
		t.Fatal("something was done")
	}
}

func TestCookies(t *testing.T) {
	t.Parallel()
	for _, tls := range []bool{false, true} {
		s := newScene(t, func(c *web.Config) { c.TLS = tls })
		client := *s.server.Client()
		client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
		res, err := client.PostForm(s.server.URL+"/signin/demo", url.Values{"account": {"a-chair"}})
		if err != nil {
			t.Fatal(err)
		}
		res.Body.Close()
		cookies := res.Cookies()
		if len(cookies) != 1 {
			t.Fatalf("%d cookies", len(cookies))
		}
		c := cookies[0]
		want := "huiyin-session"
		if tls {
			want = "__Host-huiyin-session"
		}
		if c.Name != want || !c.HttpOnly || c.SameSite != http.SameSiteLaxMode || c.Secure != tls || c.Path != "/" || c.Domain != "" || c.MaxAge != 0 {
			t.Errorf("TLS %v: the cookie is %+v", tls, c)
		}
	}
}

func TestTooMuchIsRefused(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	a := s.visitor(t).post("/raise/opinion", "title", "x", "text", strings.Repeat("a", 2<<20))
	if a.status != http.StatusUnprocessableEntity {
		t.Fatalf("two megabytes: %d", a.status)
	}
	plain(t, "too big", a)
}

func TestLimitsByCaller(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	one := web.Limit{Burst: 1, Every: time.Minute}
	s := newScene(t, func(c *web.Config) {
		c.Clock = func() time.Time { return now }
		c.Limits = web.Limits{SignIn: one, Track: one, Raise: one, Rate: one, Demo: one}
	})
	p := s.visitor(t)
	for name, send := range map[string]func() answer{
		"sign in": func() answer { return p.post("/signin", "login", "chair", "password", "wrong password") },
		"demo":    func() answer { return p.post("/signin/demo", "account", "nobody") },
		"track":   func() answer { return p.post("/track", "number", "2026-000001", "code", "x") },
		"raise":   func() answer { return p.post("/raise/opinion", "title", "标题还在", "text", "") },
	} {
		if a := send(); a.status == http.StatusTooManyRequests {
			t.Errorf("%s: the first is refused", name)
		}
		a := send().is(http.StatusTooManyRequests)
		plain(t, name, a)
	}
	again := p.post("/raise/opinion", "title", "标题还在", "text", "内容还在").is(http.StatusTooManyRequests)
	if !strings.Contains(again.body, "标题还在") || !strings.Contains(again.body, "内容还在") {
		t.Error("what was typed is lost when the limit is reached")
	}
}

// The log says which page and what became of it; it has no name, no number, no code and no address.
func TestLogKeepsPeopleOut(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	r := s.Raise("柳溪桥头路灯不亮")
	p := s.visitor(t)
	p.post("/track", "number", r.Number, "code", r.Code).is(http.StatusOK)
	p.get("/track?number=" + r.Number)
	p.post("/signin", "login", "station-clerk", "password", "a secret password")
	s.as(t, "station-clerk").get("/m/" + r.ID).is(http.StatusOK)
	log := s.log.String()
	for _, secret := range []string{r.Number, r.Code, r.ID, "a secret password", "station-clerk", "127.0.0.1", "住户"} {
		if strings.Contains(log, secret) {
			t.Errorf("the log has %q", secret)
		}
	}
	for _, want := range []string{`page="POST /track"`, `page="GET /m/{id}"`, "status=200", "request="} {
		if !strings.Contains(log, want) {
			t.Errorf("the log lacks %s: %s", want, log)
		}
	}
}
