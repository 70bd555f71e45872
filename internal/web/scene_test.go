package web_test

import (
	"bytes"
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"

	"github.com/huiyin/huiyin/internal/testkit/htmlcheck"
	"github.com/huiyin/huiyin/internal/testkit/world"
	"github.com/huiyin/huiyin/internal/web"
)

// scene is the site of a tiny congress on a real office and a real database.
type scene struct {
	*world.World
	server *httptest.Server
	log    *lockedBuffer
}

type lockedBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *lockedBuffer) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *lockedBuffer) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

func newScene(t *testing.T, change ...func(*web.Config)) *scene {
	t.Helper()
	return sceneOf(t, world.SQLite(t), change...)
}

func sceneOf(t *testing.T, w *world.World, change ...func(*web.Config)) *scene {
	t.Helper()
	s := &scene{World: w, log: &lockedBuffer{}}
	cfg := web.Config{Congress: world.ID, Log: slog.New(slog.NewTextHandler(s.log, nil))}
	for _, c := range change {
		c(&cfg)
	}
	s.server = httptest.NewServer(web.New(s.Office, cfg))
	t.Cleanup(s.server.Close)
	return s
}

// person is somebody at a browser: with cookies, following redirects.
type person struct {
	t      *testing.T
	scene  *scene
	client *http.Client
}

// visitor is a person without an account.
func (s *scene) visitor(t *testing.T) *person {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	client := *s.server.Client()
	client.Jar = jar
	return &person{t, s, &client}
}

// as is one of the people of the world, signed in.
func (s *scene) as(t *testing.T, who string) *person {
	t.Helper()
	p := s.visitor(t)
	p.post("/signin/demo", "account", "a-"+who).is(http.StatusOK)
	return p
}

// answer is what came back, after redirects.
type answer struct {
	t      *testing.T
	status int
	path   string // where it ended
	header http.Header
	body   string
}

func (p *person) do(r *http.Request) answer {
	p.t.Helper()
	res, err := p.client.Do(r)
	if err != nil {
		p.t.Fatal(err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		p.t.Fatal(err)
	}
	return answer{p.t, res.StatusCode, res.Request.URL.RequestURI(), res.Header, string(body)}
}

func (p *person) request(method, path, kind string, body io.Reader) *http.Request {
	p.t.Helper()
	r, err := http.NewRequestWithContext(context.Background(), method, p.scene.server.URL+path, body)
	if err != nil {
		p.t.Fatal(err)
	}
	if kind != "" {
		r.Header.Set("Content-Type", kind)
	}
	return r
}

func (p *person) get(path string) answer {
	p.t.Helper()
	return p.do(p.request(http.MethodGet, path, "", nil))
}

// post sends a form: name, value, name, value, …
func (p *person) post(path string, pairs ...string) answer {
	p.t.Helper()
	form := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		form.Add(pairs[i], pairs[i+1])
	}
	return p.do(p.request(http.MethodPost, path, "application/x-www-form-urlencoded", strings.NewReader(form.Encode())))
}

// is wants a status.
func (a answer) is(status int) answer {
	a.t.Helper()
	if a.status != status {
		a.t.Fatalf("%s answers %d, want %d: %.600s", a.path, a.status, status, a.body)
	}
	return a
}

// doc parses the page.
func (a answer) doc() *htmlcheck.Doc {
	a.t.Helper()
	return htmlcheck.ParseString(a.t, a.body)
}

// form reads the fields of the form that is sent to action, as a browser would send it, with changes.
func (a answer) form(action string, changes ...string) []string {
	a.t.Helper()
	doc := a.doc()
	sel := "form[action='" + action + "'] "
	var out []string
	names, values := doc.Attrs(sel+"input[type=hidden]", "name"), doc.Attrs(sel+"input[type=hidden]", "value")
	if len(names) == 0 {
		a.t.Fatalf("no form for %s on %s", action, a.path)
	}
	for i, name := range names {
		out = append(out, name, values[i])
	}
	return append(out, changes...)
}

// personName is how somebody is called on the sign-in page.
func (s *scene) personName(id string) string {
	for _, p := range world.Founding().People {
		if p.ID == id {
			return p.Name
		}
	}
	s.T.Fatalf("nobody is called %q", id)
	return ""
}

// serve shows another congress of the same installation, to somebody without an account.
func serve(t *testing.T, s *scene, congress string) *person {
	t.Helper()
	other := &scene{World: s.World, server: httptest.NewServer(web.New(s.Office, web.Config{Congress: congress})), log: s.log}
	t.Cleanup(other.server.Close)
	return other.visitor(t)
}
