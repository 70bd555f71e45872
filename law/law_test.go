package law

import (
	"regexp"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/huiyin/huiyin/internal/deadline"
)

func TestShipped(t *testing.T) {
	t.Parallel()
	ix, err := Load(files)
	if err != nil {
		t.Fatal(err)
	}
	if len(ix.Statutes()) < 10 || len(Shipped().Statutes()) != len(ix.Statutes()) {
		t.Fatalf("%d statutes", len(ix.Statutes()))
	}
	for _, s := range ix.Statutes() {
		for _, day := range []string{s.Version, s.InForce} {
			if _, err := deadline.ParseDate(day); day != "" && err != nil {
				t.Errorf("%s: %v", s.Name, err)
			}
		}
		for _, n := range s.Numbers() {
			if a, ok := ix.Find(s.Name, n); !ok || a.Summary.IsZero() || a.Statute != s {
				t.Errorf("%s#%s not found", s.Name, n)
			}
		}
	}
}

// The redlines rest on these articles; a typing mistake in a number would let them go unseen.
func TestFind(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, no, says string }{
		{"代表法", "51", "三个月"}, {"监督法", "27", "六个月"}, {"地方组织法", "51", "两个月"}, {"民法典", "203", "休假日"},
	} {
		a, ok := Shipped().Find(c.name, c.no)
		if !ok || !strings.Contains(a.Summary.ZH, c.says) {
			t.Errorf("%s#%s: %v %q", c.name, c.no, ok, a.Summary.ZH)
		}
	}
	for _, c := range []struct{ name, no string }{{"代表法", "999"}, {"代表法", ""}, {"无此法", "1"}} {
		if _, ok := Shipped().Find(c.name, c.no); ok {
			t.Errorf("%s#%s should not be known", c.name, c.no)
		}
	}
}

func TestLoadRefuses(t *testing.T) {
	t.Parallel()
	whole := "name: 甲法\nfull: {zh: 甲法, en: Law}\nversion: 2020-01-01\nsource: X\narticles: {1: {zh: 一, en: one}}\n"
	if _, err := Load(fstest.MapFS{"a.yaml": {Data: []byte(whole)}}); err != nil {
		t.Fatal(err)
	}
	for name, src := range map[string]string{
		"no English":  strings.Replace(whole, "{zh: 一, en: one}", "{zh: 一}", 1),
		"no version":  strings.Replace(whole, "version: 2020-01-01\n", "", 1),
		"no articles": strings.Replace(whole, "{1: {zh: 一, en: one}}", "{}", 1),
		"bad number":  strings.Replace(whole, "{1:", "{一:", 1),
		"unknown key": whole + "colour: red\n",
		"not YAML":    "name: [",
	} {
		if _, err := Load(fstest.MapFS{"a.yaml": {Data: []byte(src)}}); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
	if _, err := Load(fstest.MapFS{"a.yaml": {Data: []byte(whole)}, "b.yaml": {Data: []byte(whole)}}); err == nil {
		t.Error("the same statute twice: accepted")
	}
}

// Summaries are ours: short, one sentence, never the wording of an article.
func TestSummariesAreShort(t *testing.T) {
	t.Parallel()
	article := regexp.MustCompile(`第[一二三四五六七八九十百零]+条`)
	for _, s := range Shipped().Statutes() {
		for n, text := range s.Articles {
			if len([]rune(text.ZH)) > 50 || article.MatchString(text.ZH) {
				t.Errorf("%s#%s is too long or quotes: %s", s.Name, n, text.ZH)
			}
		}
	}
}
