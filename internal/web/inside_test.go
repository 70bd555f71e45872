package web

import (
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestOnlyLocalPathsAreFollowed(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"/m/1?done=x": "/m/1?done=x", "/": "/", "": "", "m/1": "", "//evil.example": "", "/\\evil.example": "",
		"https://evil.example/": "", "javascript:alert(1)": "", "/a\r\nSet-Cookie: x=1": "", "/a\tb": "", "http:/x": "", "/%zz": "",
	} {
		if got := localPath(in); got != want {
			t.Errorf("localPath(%q) = %q, want %q", in, got, want)
		}
	}
}

func FuzzLocalPath(f *testing.F) {
	for _, s := range []string{"/m/1", "//a", "/\\a", "/..//a", "/a?b=//c", "\x00/", "/\u2028"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got := localPath(s)
		if got == "" {
			return
		}
		base, _ := url.Parse("http://here.example/signin")
		u, err := base.Parse(got)
		if err != nil || u.Host != "here.example" || u.Scheme != "http" || strings.ContainsAny(got, "\r\n\\") {
			t.Fatalf("%q leads to %v (%v)", got, u, err)
		}
	})
}

func TestSealedValues(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	s := newSeal()
	text, err := s.close("a", holder{"c", "m", "r"}, now.Add(time.Hour))
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(text, "m") && strings.Contains(text, `"Matter"`) {
		t.Fatal("the value can be read")
	}
	var h holder
	if !s.open("a", text, now, &h) || h != (holder{"c", "m", "r"}) {
		t.Fatalf("opened as %+v", h)
	}
	for name, wrong := range map[string]func() bool{
		"under another name": func() bool { return s.open("b", text, now, &h) },
		"too late":           func() bool { return s.open("a", text, now.Add(2*time.Hour), &h) },
		"by another process": func() bool { return newSeal().open("a", text, now, &h) },
		"changed":            func() bool { return s.open("a", text[:len(text)-2]+"AA", now, &h) },
		"shortened":          func() bool { return s.open("a", text[:10], now, &h) },
		"not base64":         func() bool { return s.open("a", "???", now, &h) },
		"empty":              func() bool { return s.open("a", "", now, &h) },
	} {
		if wrong() {
			t.Errorf("opened %s", name)
		}
	}
}

// The content key is the same for the same form however its fields are ordered, and another as soon as
// anything a person typed is another.
func TestContentKey(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		form := url.Values{"key": {"k"}}
		fields := rapid.MapOf(rapid.StringMatching(`f\.[a-z]{1,5}`), rapid.String()).Draw(t, "fields")
		for name, value := range fields {
			form.Set(name, value)
		}
		again := maps.Clone(form)
		if contentKey(form) != contentKey(again) {
			t.Fatal("the same form has two keys")
		}
		name := rapid.StringMatching(`f\.[a-z]{1,5}`).Draw(t, "changed")
		again.Set(name, form.Get(name)+"x")
		if contentKey(form) == contentKey(again) {
			t.Fatalf("a change of %s is not seen", name)
		}
	})
	if contentKey(url.Values{"a": {"b"}}) != "" {
		t.Fatal("a form without a key has one")
	}
	if len(contentKey(url.Values{"key": {strings.Repeat("x", 1000)}})) > 100 {
		t.Fatal("a key sent by somebody can be of any length")
	}
}

func TestRecentForgets(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	r := newRecent[int](time.Minute, 3)
	for i := range 4 {
		r.put(fmt.Sprint(i), i, now)
	}
	if _, ok := r.get("0", now); ok || r.order.Len() != 3 || len(r.byKey) != 3 {
		t.Fatalf("the oldest of four is kept: %d", r.order.Len())
	}
	if v, ok := r.get("1", now); !ok || v != 1 {
		t.Fatal("the second has gone")
	}
	r.put("4", 4, now) // 2 is now the one used longest ago
	if _, ok := r.get("2", now); ok {
		t.Fatal("what was used longest ago is kept")
	}
	if _, ok := r.get("1", now.Add(2*time.Minute)); ok || len(r.byKey) != 2 {
		t.Fatal("what is too old is kept")
	}
}

func TestCallerAddress(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		trust           bool
		remote, forward string
		want            string
	}{
		{false, "192.0.2.7:4000", "", "192.0.2.7"},
		{false, "192.0.2.7:4000", "198.51.100.1", "192.0.2.7"}, // nobody asked for the header
		{true, "127.0.0.1:4000", "198.51.100.1", "198.51.100.1"},
		{true, "127.0.0.1:4000", "203.0.113.9, 198.51.100.1", "198.51.100.1"}, // the first is what the caller made up
		{true, "127.0.0.1:4000", "nonsense", "127.0.0.1"},
		{true, "127.0.0.1:4000", "", "127.0.0.1"},
		{false, "[2001:db8:1:2:3:4:5:6]:4000", "", "2001:db8:1:2::/64"},
		{false, "[::ffff:192.0.2.7]:4000", "", "192.0.2.7"},
		{false, "[fe80::1%eth0]:4000", "", "fe80::/64"},
	} {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "/", nil)
		if err != nil {
			t.Fatal(err)
		}
		r.RemoteAddr = c.remote
		if c.forward != "" {
			r.Header.Set("X-Forwarded-For", c.forward)
		}
		v := &visit{site: &site{cfg: Config{TrustProxy: c.trust}}, r: r}
		if got := v.caller(); got != c.want {
			t.Errorf("%s (forwarded %q, trusted %v) is %q, want %q", c.remote, c.forward, c.trust, got, c.want)
		}
	}
}

func TestLimitsFillUpAgain(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	l := newLimits(Limits{Track: Limit{2, time.Minute}})
	allow := func(who string) bool { return l.allow("track", who, l.Track, now) }
	for i, want := range []bool{true, true, false} {
		if allow("a") != want {
			t.Fatalf("two at once are allowed, not three: number %d", i+1)
		}
	}
	if !allow("b") {
		t.Fatal("one caller's limit is another's")
	}
	if !l.allow("raise", "a", l.Raise, now) {
		t.Fatal("one purpose's limit is another's")
	}
	now = now.Add(time.Minute)
	if !allow("a") || allow("a") {
		t.Fatal("after a minute there is one more")
	}
	if l.SignIn.Burst == 0 || l.Rate.Burst == 0 {
		t.Fatal("limits that were not set have no default")
	}
}
