package e2e_test

import (
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"github.com/huiyin/huiyin/internal/testkit/htmlcheck"
	"github.com/huiyin/huiyin/internal/testkit/world"
)

// Every link that anybody is shown leads to a page that he may see, on this machine, with sound markup. A link that
// answers "not for you" would have been better left out.
func TestNoLinkLeadsNowhere(t *testing.T) {
	t.Parallel()
	w := world.SQLite(t)
	furnish(t, w)
	st := setUp(t, w)
	for _, person := range []string{"", "deputy", "deputy2", "station-clerk", "station2-clerk", "roads-clerk", "office-clerk", "committee-clerk", "chair", "member", "admin"} {
		t.Run("as "+person, func(t *testing.T) {
			c := st.client(t, person)
			if n := c.crawl("/"); n < 10 {
				t.Errorf("only %d pages were found", n)
			}
		})
	}
}

// crawler is a person without a browser, who follows every link.
type crawler struct {
	t      *testing.T
	base   string
	client *http.Client
}

func (st *stage) client(t *testing.T, person string) *crawler {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	c := &crawler{t: t, base: st.url, client: &http.Client{Jar: jar}}
	if person != "" {
		res, err := c.client.PostForm(st.url+"/signin/demo", url.Values{"account": {"a-" + person}})
		if err != nil {
			t.Fatal(err)
		}
		res.Body.Close()
		if res.StatusCode != http.StatusOK {
			t.Fatalf("signing in as %s was answered %d", person, res.StatusCode)
		}
	}
	return c
}

// get gives a page that is there.
func (c *crawler) get(path string) *htmlcheck.Doc {
	c.t.Helper()
	res, err := c.client.Get(c.base + path)
	if err != nil {
		c.t.Fatal(err)
	}
	defer res.Body.Close()
	if res.StatusCode != http.StatusOK {
		c.t.Fatalf("%s is answered %d", path, res.StatusCode)
	}
	return htmlcheck.Parse(c.t, res.Body)
}

// mostPages bounds the way of one person.
const mostPages = 400

// crawl follows links from a path on and gives how many pages it saw.
func (c *crawler) crawl(from string) int {
	c.t.Helper()
	todo, seen, foundOn := []string{from}, map[string]bool{from: true}, map[string]string{}
	for n := 0; len(todo) > 0 && n < mostPages; n++ {
		path := todo[0]
		todo = todo[1:]
		for _, next := range c.page(path, foundOn[path]) {
			if !seen[next] {
				seen[next], foundOn[next] = true, path
				todo = append(todo, next)
			}
		}
	}
	return len(seen)
}

// page checks a page and gives the paths that its links lead to.
func (c *crawler) page(path, from string) []string {
	c.t.Helper()
	res, err := c.client.Get(c.base + path)
	if err != nil {
		c.t.Fatal(err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		c.t.Fatal(err)
	}
	if res.StatusCode != http.StatusOK {
		c.t.Errorf("%s, linked on %s, is answered %d", path, from, res.StatusCode)
		return nil
	}
	if !strings.HasPrefix(res.Header.Get("Content-Type"), "text/html") {
		return nil
	}
	doc := htmlcheck.ParseString(c.t, string(body))
	doc.Check(func(n *html.Node) error {
		if err := htmlcheck.Sound()(n); err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
		return nil
	})
	var out []string
	for _, href := range doc.Attrs("a", "href") {
		to, err := url.Parse(href)
		switch {
		case err != nil, to.IsAbs(), to.Host != "":
			c.t.Errorf("%s: a link leads away: %s", path, href)
		case to.Path == "" || to.Query().Has("lang") || to.Query().Has("size"): // on this page, or this page again
		default:
			to.Fragment = ""
			out = append(out, to.String())
		}
	}
	return out
}
