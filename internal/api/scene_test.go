package api_test

import (
	"bytes"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"github.com/huiyin/huiyin/internal/access"
	"github.com/huiyin/huiyin/internal/api"
	"github.com/huiyin/huiyin/internal/office"
	"github.com/huiyin/huiyin/internal/testkit/world"
)

// scene is the interface of a tiny congress on a real office and a real database.
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

func newScene(t *testing.T, change ...func(*api.Config)) *scene {
	t.Helper()
	return sceneOf(t, world.SQLite(t), change...)
}

func sceneOf(t *testing.T, w *world.World, change ...func(*api.Config)) *scene {
	t.Helper()
	s := &scene{World: w, log: &lockedBuffer{}}
	cfg := api.Config{Congress: world.ID, Log: slog.New(slog.NewTextHandler(s.log, nil))}
	for _, c := range change {
		c(&cfg)
	}
	s.server = httptest.NewServer(api.New(s.Office, cfg))
	t.Cleanup(s.server.Close)
	return s
}

// token makes a token for one of the people of the world; without grants it gets all of them.
func (s *scene) token(t *testing.T, who string, grants ...access.Grant) string {
	t.Helper()
	if len(grants) == 0 {
		grants = access.Grants
	}
	text, _, err := s.Office.MakeToken(t.Context(), s.Viewer(who), office.TokenInput{Name: "试验", Grants: grants, Days: 30})
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// answer is what came back.
type answer struct {
	t    *testing.T
	what string
	*http.Response
	body []byte
}

// ask sends one request; token and body may be empty, headers are name, value, …
func (s *scene) ask(t *testing.T, method, path, token, body string, headers ...string) *answer {
	t.Helper()
	var content io.Reader
	if body != "" {
		content = strings.NewReader(body)
	}
	r, err := http.NewRequestWithContext(t.Context(), method, s.server.URL+path, content)
	if err != nil {
		t.Fatal(err)
	}
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	if token != "" {
		r.Header.Set("Authorization", "Bearer "+token)
	}
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	res, err := s.server.Client().Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	got, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return &answer{t, method + " " + path, res, got}
}

// is demands a status.
func (a *answer) is(status int) *answer {
	a.t.Helper()
	if a.StatusCode != status {
		a.t.Fatalf("%s: %d, want %d: %s", a.what, a.StatusCode, status, a.body)
	}
	return a
}

// into decodes the body.
func (a *answer) into(v any) *answer {
	a.t.Helper()
	if err := json.Unmarshal(a.body, v); err != nil {
		a.t.Fatalf("%s: %v: %s", a.what, err, a.body)
	}
	return a
}

// refused demands a problem with a status and a code, and gives it.
func (a *answer) refused(status int, code string) api.Problem {
	a.t.Helper()
	a.is(status)
	if got := a.Header.Get("Content-Type"); got != "application/problem+json" {
		a.t.Fatalf("%s: content type %q", a.what, got)
	}
	var p api.Problem
	a.into(&p)
	if p.Code != code || p.Status != status || p.Title == "" || p.Detail == "" || p.Type != "urn:huiyin:problem:"+code || p.Request == "" {
		a.t.Fatalf("%s: want code %s: %s", a.what, code, a.body)
	}
	return p
}

// request is a request that was not made by a client, so that anything can stand in it.
func request(method, path, query, body string) *http.Request {
	r := httptest.NewRequest(method, path, strings.NewReader(body))
	r.URL.RawQuery = query
	r.Header.Set("Content-Type", "application/json")
	return r
}

func serve(h http.Handler, r *http.Request) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}
