package e2e_test

import (
	"strings"
	"testing"

	"github.com/huiyin/huiyin/internal/testkit/browser"
	"github.com/huiyin/huiyin/internal/testkit/world"
)

// visitor is one person at a window of his own.
type visitor struct {
	*browser.Browser
	t    *testing.T
	st   *stage
	name string // as the sign-in page shows it; empty: without an account
}

// names are the people of the world by their ids there.
var names = func() map[string]string {
	all := map[string]string{}
	for _, p := range world.Founding().People {
		all[p.ID] = p.Name
	}
	return all
}()

// resident is somebody without an account, with a telephone in the hand.
func (st *stage) resident(options ...browser.Option) *visitor {
	return st.visitor("", append([]browser.Option{browser.Window(browser.Phone)}, options...)...)
}

// deputy is a person of the world with a telephone, signed in.
func (st *stage) deputy(id string, options ...browser.Option) *visitor {
	return st.visitor(id, append([]browser.Option{browser.Window(browser.Phone)}, options...)...)
}

// clerk is a person of the world at a desk, signed in.
func (st *stage) clerk(id string, options ...browser.Option) *visitor {
	return st.visitor(id, options...)
}

func (st *stage) visitor(id string, options ...browser.Option) *visitor {
	st.t.Helper()
	v := &visitor{Browser: browser.New(st.t, options...), t: st.t, st: st, name: names[id]}
	if id != "" {
		if v.name == "" {
			st.t.Fatalf("nobody is called %q", id)
		}
		v.signIn()
	}
	return v
}

// signIn signs in by one click. After the clock was moved by half a day or more everybody does it again.
func (v *visitor) signIn() {
	v.t.Helper()
	v.Open(v.st.url + "/signin")
	v.Click(v.name)
	v.See(v.name)
}

// visit opens a page by its address on the stage.
func (v *visitor) visit(path string) {
	v.t.Helper()
	v.Open(v.st.url + path)
}

// path is where the visitor is, without the host.
func (v *visitor) path() string {
	v.t.Helper()
	return strings.TrimPrefix(v.URL(), v.st.url)
}

// find opens a matter from a list, as a person looks for it: by its title. A matter may stand in two queues.
func (v *visitor) find(list, title string) {
	v.t.Helper()
	v.visit(list)
	found := browser.Eval[bool](v.Browser, script(`(title) => {
  const links = [...document.querySelectorAll("main a")].filter((a) => a.checkVisibility());
  const text = (a) => a.textContent.trim();
  // Beside a title there may stand the matter's number.
  const link = links.find((a) => text(a) === title) || links.find((a) => text(a).endsWith(" " + title));
  link?.click();
  return !!link;
}`, title))
	if !found {
		v.t.Fatalf("%q is not listed at %s; the page reads: %s", title, v.URL(), v.Text("main"))
	}
	v.WaitText("h1", title)
	v.See(v.Text("h1")) // at rest
}

// station reads the current station of the rail: its word, the owner, the countdown.
func (v *visitor) station() string {
	v.t.Helper()
	return v.Text(".rail [aria-current=step]")
}

// sees fails unless all the texts are visible on the page.
func (v *visitor) sees(texts ...string) {
	v.t.Helper()
	for _, text := range texts {
		v.See(text)
	}
}

// contains fails unless text holds all the parts.
func contains(t *testing.T, text string, parts ...string) {
	t.Helper()
	for _, part := range parts {
		if !strings.Contains(text, part) {
			t.Errorf("%q is not in %q", part, text)
		}
	}
}
