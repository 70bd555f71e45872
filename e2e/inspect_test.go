package e2e_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"unicode"

	"github.com/huiyin/huiyin/internal/testkit/browser"
)

// facts are what can be counted on a page.
type facts struct {
	Lang     string   `json:"lang"`
	Title    string   `json:"title"`
	H1       []string `json:"h1"`
	Status   int      `json:"status"`
	Words    []string `json:"words"`    // what the program itself says: names of buttons, fields, columns, hints
	Overflow float64  `json:"overflow"` // pixels wider than the window
	Small    []string `json:"small"`    // buttons and fields too small for a finger
}

// factsScript reads the facts. Words are those of the program, not those of people and organizations.
const factsScript = `() => ({
  lang: document.documentElement.lang,
  title: document.title,
  h1: [...document.querySelectorAll("h1")].filter((e) => e.checkVisibility()).map((e) => e.innerText.trim()),
  status: performance.getEntriesByType("navigation")[0]?.responseStatus ?? 0,
  words: [...document.querySelectorAll("button, label, legend, summary, th, h2, h3, .hint, .empty, .gloss, .clock-words, nav a, .lead, .tag, .alert")]
    .filter((e) => !e.closest(".person, .words, [lang^=zh], .radio, .matter-kind, .demo-door") && !e.querySelector("select, .words, .moments"))
    .map((e) => e.textContent.replace(/\s+/g, " ").trim()),
  overflow: document.documentElement.scrollWidth - document.documentElement.clientWidth,
  small: [...document.querySelectorAll("main button, main .button, main select, main textarea, main input:not([type=hidden]):not([type=radio]):not([type=checkbox])")]
    .filter((e) => e.checkVisibility() && e.getBoundingClientRect().height < 32).map((e) => e.outerHTML.slice(0, 60)),
})`

// sizes are the screens that pages are made for; narrow is the narrowest that a page must still fit.
var (
	sizes  = []browser.Size{browser.Phone, browser.Desk, browser.Wall}
	narrow = browser.Size{Width: 320, Height: 640}
)

// inspect checks the page that is open, in the language it should be in, and takes its pictures.
func (v *visitor) inspect(name, lang string, status int) {
	v.t.Helper()
	where := name + " (" + lang + ") " + v.path()
	f := browser.Eval[facts](v.Browser, script(factsScript))
	switch {
	case f.Lang != lang:
		v.t.Errorf("%s: html lang is %q", where, f.Lang)
	case len(f.H1) != 1 || f.H1[0] == "":
		v.t.Errorf("%s: the headings of the first level are %q, not one", where, f.H1)
	case f.Title == "" || !strings.Contains(f.Title, "回音") && !strings.Contains(f.Title, "Huiyin"):
		v.t.Errorf("%s: the title is %q", where, f.Title)
	case f.Status != status:
		v.t.Errorf("%s: answered %d, want %d", where, f.Status, status)
	}
	if strings.ContainsAny(v.HTML(), "⟦⟧") {
		v.t.Errorf("%s: a text is missing: %s", where, around(v.HTML(), "⟦"))
	}
	if lang == "en" {
		for _, words := range f.Words {
			if foreign(words) {
				v.t.Errorf("%s: not translated: %q", where, words)
			}
		}
	}
	for _, size := range sizes {
		v.Resize(size)
		v.layout(where, size)
		// Without HUIYIN_E2E=full English, which has the same elements and other words, is looked at where words have
		// the least room, and what depends on the size alone is checked on the wall: a desk is on the same side of
		// every media query.
		chinese := lang == "zh-CN"
		switch {
		case everything || chinese && size != browser.Wall:
			v.Axe()
		case chinese || size == browser.Phone:
			v.AxeSize()
		default:
			continue
		}
		v.Screenshot(name+"-"+lang, size)
	}
	v.Resize(narrow)
	v.layout(where, narrow)
	v.Resize(browser.Desk)
}

// A page has the same elements at a desk and on the wall: the sweep rests on it.
func TestDeskAndWallHaveOneLayout(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("../internal/web/static/*.css")
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range regexp.MustCompile(`\((?:min|max)-width: *([0-9.]+)(\w+)\)`).FindAllStringSubmatch(string(text), -1) {
			width, err := strconv.ParseFloat(m[1], 64)
			if err != nil {
				t.Fatal(err)
			}
			if m[2] == "rem" {
				width *= 16
			} else if m[2] != "px" {
				t.Errorf("%s: %s is in %s", file, m[0], m[2])
			}
			if width >= float64(browser.Desk.Width) && width <= float64(browser.Wall.Width) {
				t.Errorf("%s: %s tells a desk from the wall; inspect must run axe at both", file, m[0])
			}
		}
	}
}

// everything asks for axe and pictures in every language and size.
var everything = os.Getenv("HUIYIN_E2E") == "full"

// layout fails when the page does not fit into the window, or what is to be touched is too small.
func (v *visitor) layout(where string, size browser.Size) {
	v.t.Helper()
	f := browser.Eval[facts](v.Browser, script(factsScript))
	if f.Overflow > 0 {
		v.t.Errorf("%s at %v: %v pixels wider than the window", where, size, f.Overflow)
	}
	if size == browser.Phone && len(f.Small) > 0 {
		v.t.Errorf("%s: too small for a finger: %q", where, f.Small)
	}
}

// places are what people type into a template for the matter to fill: {编号} is written so in every language.
var places = regexp.MustCompile(`\{\p{Han}+\}`)

// foreign reports whether an English text has Chinese in it, other than the marks of the five stations.
func foreign(words string) bool {
	words = places.ReplaceAllString(words, "")
	return strings.ContainsFunc(words, func(r rune) bool {
		return unicode.Is(unicode.Han, r) && !strings.ContainsRune("视议决督果回音", r)
	})
}

// around is a piece of text around a mark.
func around(text, mark string) string {
	i := strings.Index(text, mark)
	if i < 0 {
		return ""
	}
	return text[max(0, i-80):min(len(text), i+120)]
}
