package e2e_test

import (
	"flag"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/huiyin/huiyin/internal/testkit/browser"
	"github.com/huiyin/huiyin/internal/testkit/world"
)

// page is one page of the sweep.
type page struct {
	name   string
	path   string
	status int            // 0: 200
	enter  func(*visitor) // how to get there, when the address alone does not lead there
}

// TestEveryPage opens every page of every door for every kind of viewer, in both languages and three sizes.
func TestEveryPage(t *testing.T) {
	t.Parallel()
	w := world.SQLite(t)
	h := furnish(t, w)
	st := setUp(t, w)
	t.Cleanup(func() { everyAddress(t, st) }) // runs when all visitors are through
	for _, who := range []struct {
		name, person string
		pages        []page
	}{
		{"public", "", publicPages(h)},
		{"receipt", "", receiptPages(h)},
		{"deputy", "deputy", deputyPages(h)},
		{"station", "station-clerk", stationPages(h)},
		{"unit", "roads-clerk", unitPages(h)},
		{"office", "office-clerk", officePages(h)},
		{"chair", "chair", chairPages(h)},
		{"member", "member", memberPages(h)},
		{"admin", "admin", adminPages()},
	} {
		t.Run(who.name, func(t *testing.T) {
			t.Parallel()
			v := st.of(t).visitor(who.person)
			for _, p := range who.pages {
				v.sweep(p)
			}
		})
	}
}

// noPages are addresses that answer something other than a page to look at.
var noPages = []string{
	"/figures.csv", "/figures/work.csv", "/healthz", "/robots.txt", "/static/{file}", "/raise/{procedure}/similar", // parts and files
	"/p/{number}/files/{hash}", "/track/matter/files/{hash}", "/m/{id}/files/{hash}", "/admin/import/{id}/report", "/desk/runs/{id}/progress",
	"/home", // leads on to a door
}

// everyAddress fails for an address of the site that nobody of the sweep came to: a new page is not forgotten.
func everyAddress(t *testing.T, st *stage) {
	if strings.Contains(flag.Lookup("test.run").Value.String(), "/") {
		return // only a part of the sweep was asked for
	}
	routes, err := os.ReadFile("../internal/web/routes.go")
	if err != nil {
		t.Fatal(err)
	}
	addresses, unseen := http.NewServeMux(), map[string]bool{}
	for _, m := range regexp.MustCompile(`"GET (/[^"]*)"`).FindAllStringSubmatch(string(routes), -1) {
		addresses.Handle("GET "+m[1], http.NotFoundHandler())
		unseen[m[1]] = !slices.Contains(noPages, m[1])
	}
	if len(unseen) < 40 {
		t.Fatalf("only %d addresses were found in the routes", len(unseen))
	}
	st.seen.Range(func(path, _ any) bool {
		r := httptest.NewRequest(http.MethodGet, "/", nil)
		r.URL.Path = path.(string)
		_, address := addresses.Handler(r)
		delete(unseen, strings.TrimPrefix(address, "GET "))
		return true
	})
	for address, page := range unseen {
		if page {
			t.Errorf("nobody looked at %s", address)
		}
	}
}

// sweep inspects a page in Chinese and, by its own link to the other language, in English.
func (v *visitor) sweep(p page) {
	v.t.Helper()
	if p.status == 0 {
		p.status = 200
	}
	if p.status >= 400 {
		v.Expect(fmt.Sprintf("answer %d", p.status))
	}
	enter := p.enter
	if enter == nil {
		enter = func(v *visitor) { v.visit(p.path) }
	}
	enter(v)
	v.inspect(p.name, "zh-CN", p.status)
	if v.Count("[hreflang=en]") == 1 {
		before := v.path()
		v.Click("English")
		v.inspect(p.name, "en", p.status)
		v.Click("[hreflang=zh-CN]")
		if lang := browser.Eval[string](v.Browser, "document.documentElement.lang"); lang != "zh-CN" {
			v.t.Errorf("%s: the way back to Chinese leads to %q at %s, begun at %s", p.name, lang, v.path(), before)
		}
		return
	}
	// An answer to a form has no address: the person changes the language before.
	v.visit("/help?lang=en")
	enter(v)
	v.inspect(p.name, "en", p.status)
	v.visit("/help?lang=zh-CN")
}
