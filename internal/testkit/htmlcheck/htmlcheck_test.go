package htmlcheck_test

import (
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"github.com/huiyin/huiyin/internal/testkit/htmlcheck"
)

const page = `<!doctype html><html lang="zh-CN"><head><title>待办</title><style>.x{}</style></head><body>
<nav class="top main"><a href="/todo" aria-current="page">待办 <b>3</b></a><a href="/m/27">第<b>27</b>号</a></nav>
<main id="content"><h1>  待办
 事项</h1>
<form id="f" action="/m/27/acts/assign" method="post"><input type="hidden" name="csrf" value="t0ken">
<label for="due">期限</label><input id="due" name="due" type="date">
<label>承办单位 <select name="unit"><option value="a">住建局</option><option value="b" selected>水务局</option></select></label>
<button>交办</button></form>
<ul><li class="row late">甲</li><li class="row">乙<ul><li>丙</li></ul></li></ul>
<script>var x = "不可见"</script></main></body></html>`

func TestSelectors(t *testing.T) {
	t.Parallel()
	doc := htmlcheck.ParseString(t, page)
	for sel, want := range map[string]int{
		"li":                               3,
		"main li":                          3,
		"main > ul > li":                   2,
		"ul ul li":                         1,
		"body>main>h1":                     1,
		"li.row":                           2,
		"li.row.late":                      1,
		".ro":                              0,
		"#due":                             1,
		"input#due[type=date]":             1,
		"input":                            2,
		"input[name]":                      2,
		`a[href="/todo"]`:                  1,
		"a[href^='/m/']":                   1,
		"form[action$='/acts/assign']":     1,
		"[action*=27]":                     1,
		"nav[class~=main]":                 1,
		"option[selected]":                 1,
		"h1, button, li.late":              3,
		`li:contains("丙")`:                 2,
		`button:contains("交办")`:            1,
		"LI":                               3,
		"* > option":                       2,
		`form:contains("期限") button`:       1,
		"main p":                           0,
		`a:contains(第27号)`:                 1,
		`main:contains("不可见")`:             0,
		"nav > li":                         0,
		"html body main form label select": 1,
	} {
		if got := len(doc.Texts(sel)); got != want {
			t.Errorf("%s: %d elements, want %d", sel, got, want)
		}
	}
}

// A chain must try every ancestor, not only the nearest that fits.
func TestSelectorBacktracks(t *testing.T) {
	t.Parallel()
	doc := htmlcheck.ParseString(t, `<section><div><p><div><b>x</b></div></div></section>`)
	if !doc.Has("section > div b") {
		t.Errorf("section > div b is not found")
	}
}

func TestTextsAndAttributes(t *testing.T) {
	t.Parallel()
	doc := htmlcheck.ParseString(t, page)
	if got := doc.Text("h1"); got != "待办 事项" {
		t.Errorf("h1: %q", got)
	}
	if got := doc.Texts("nav a"); !slices.Equal(got, []string{"待办 3", "第27号"}) {
		t.Errorf("links: %q", got)
	}
	if got := doc.Attr("input[name=csrf]", "value"); got != "t0ken" {
		t.Errorf("csrf: %q", got)
	}
	if got := doc.Attrs("option", "value"); !slices.Equal(got, []string{"a", "b"}) {
		t.Errorf("options: %q", got)
	}
}

func TestCheckers(t *testing.T) {
	t.Parallel()
	root, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	for name, tc := range map[string]struct {
		check htmlcheck.Checker
		wrong string // empty: nothing is wrong
	}{
		"in":               {htmlcheck.In("main", htmlcheck.In("h1", htmlcheck.TextIs("待办 事项"))), ""},
		"in, wrong text":   {htmlcheck.In("main", htmlcheck.In("h1", htmlcheck.HasText("督办"))), `in main: in h1: the text is "待办 事项", want "督办" in it`},
		"in, nothing":      {htmlcheck.In("table"), "nothing for table"},
		"bad selector":     {htmlcheck.In("li[", htmlcheck.HasText("")), "at byte"},
		"pseudo":           {htmlcheck.In("li:hover"), "only pseudo-class"},
		"empty selector":   {htmlcheck.In(""), "an element is missing"},
		"dangling >":       {htmlcheck.In("li >"), "an element is missing"},
		"unclosed":         {htmlcheck.In(`a[href="x]`), "is missing"},
		"count":            {htmlcheck.Count("li", 3), ""},
		"count, wrong":     {htmlcheck.Count("li", 2), "3 elements for li, want 2"},
		"not in":           {htmlcheck.NotIn(".error"), ""},
		"not in, wrong":    {htmlcheck.NotIn(".late"), "1 elements for .late, want 0"},
		"each":             {htmlcheck.Each("option", htmlcheck.HasText("局")), ""},
		"each, wrong":      {htmlcheck.Each("option", htmlcheck.HasText("水务")), `option, number 1: the text is "住建局"`},
		"each of nothing":  {htmlcheck.Each("table", htmlcheck.HasText("")), "nothing for table"},
		"lacks text":       {htmlcheck.LacksText("不可见"), ""},
		"lacks text, no":   {htmlcheck.LacksText("交办"), `contains "交办"`},
		"matches":          {htmlcheck.In("nav", htmlcheck.TextMatches(`第\d+号`)), ""},
		"matches, wrong":   {htmlcheck.In("nav", htmlcheck.TextMatches(`^第`)), "want a match"},
		"attribute":        {htmlcheck.In("form", htmlcheck.HasAttr("method", "post")), ""},
		"attribute, other": {htmlcheck.In("form", htmlcheck.HasAttr("method", "get")), `method is "post", want "get"`},
		"attribute, none":  {htmlcheck.In("form", htmlcheck.HasAttr("target", "x")), "no attribute target"},
		"text is, wrong":   {htmlcheck.In("button", htmlcheck.TextIs("交")), `want "交"`},
		"sound":            {htmlcheck.Sound(), ""},
	} {
		err := tc.check(root)
		switch {
		case tc.wrong == "" && err != nil:
			t.Errorf("%s: %v", name, err)
		case tc.wrong != "" && (err == nil || !strings.Contains(err.Error(), tc.wrong)):
			t.Errorf("%s: %v, want an error with %q", name, err, tc.wrong)
		}
	}
}

func TestSoundFindsWhatIsWrong(t *testing.T) {
	t.Parallel()
	for wrong, part := range map[string]string{
		"used twice":        `<p id="a"></p><p id="a"></p>`,
		"which no element":  `<label for="nowhere">x</label>`,
		"without a label":   `<input name="x">`,
		"without alt":       `<img src="x.png">`,
		"without words":     `<button></button>`,
		"a link without":    `<a href="/"></a>`,
		"aria-describedby":  `<p aria-describedby="gone">x</p>`,
		"textarea":          `<textarea name="t"></textarea>`,
		`names the id "b"`:  `<p id="a"></p><p aria-labelledby="a b">x</p>`,
		"list names the id": `<input aria-label="x" list="gone">`,
	} {
		root, err := html.Parse(strings.NewReader(`<html lang="zh-CN"><head><title>x</title></head><body>` + part + `</body></html>`))
		if err != nil {
			t.Fatal(err)
		}
		if err := htmlcheck.Sound()(root); err == nil || !strings.Contains(err.Error(), wrong) {
			t.Errorf("%s: %v, want %q", part, err, wrong)
		}
	}
	for _, bare := range []string{`<html><head><title>x</title></head></html>`, `<html lang="zh-CN"><head></head></html>`} {
		root, err := html.Parse(strings.NewReader(bare))
		if err != nil {
			t.Fatal(err)
		}
		if htmlcheck.Sound()(root) == nil {
			t.Errorf("%s passes", bare)
		}
	}
}
