package rulebook

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	"github.com/huiyin/huiyin/internal/lang"
)

// object checks a map whose keys are known: unknown, misspelt and missing ones, then the values.
func (c *checker) object(n *node, s *shape) {
	known := make([]string, len(s.keys))
	for i, k := range s.keys {
		known[i] = k.key
	}
	c.matchKeys(n, s, known)
	for _, k := range s.keys {
		v := n.get(k.key)
		if v == nil {
			if k.required {
				c.missing(n, s, k)
			}
			continue
		}
		if s.is == bothLang && (v.kind == emptyNode || v.kind == scalarNode && len(v.text) == countSpace(v.text)) {
			c.missing(n, s, k)
			continue
		}
		c.walk(v, k.shape)
	}
	if s.is == bothLang {
		c.language(n)
	}
}

// matchKeys reports the keys that s does not know. A misspelt one stands for the nearest known key that
// is not there, so that one slip is not reported again as something missing.
func (c *checker) matchKeys(n *node, s *shape, known []string) {
	for i := range n.entries {
		e := &n.entries[i]
		if slices.Contains(known, e.key) {
			continue
		}
		if s.is == bothLang && cutOff(e) {
			c.r.add(e.pos, "cutOff", e.key, tf("“%s”前面的逗号把这句话截断了", "the comma before %q ends the text", e.key),
				lang.T("用中文逗号“，”，或给整句加引号", "use a Chinese comma (，) or put the whole text in quotes"))
			e.means = ""
			continue
		}
		var free []string
		for _, k := range known {
			if n.index(k) < 0 {
				free = append(free, k)
			}
		}
		e.means = nearest(e.key, free)
		c.r.add(e.pos, "unknownKey", e.key, tf("这里不认识“%s”", "%q is not known here", e.key), c.mendKey(e.key, known))
	}
}

func (c *checker) mendKey(key string, known []string) lang.Text {
	for _, k := range known {
		if strings.EqualFold(k, key) {
			return tf("是否想写“%s”？", "did you mean %s?", k)
		}
	}
	return didYouMean(key, known)
}

// cutOff recognizes the rest of a sentence that a comma inside {zh: …} has split off.
func cutOff(e *entry) bool {
	return e.value.kind == emptyNode && strings.ContainsFunc(e.key, func(r rune) bool {
		return unicode.Is(unicode.Han, r) || r == ' '
	})
}

func (c *checker) missing(n *node, s *shape, k keyShape) {
	if s.is == bothLang {
		name := map[string]lang.Text{"zh": lang.T("中文", "Chinese"), "en": lang.T("英文", "English")}[k.key]
		c.r.add(n.place(), "missingTranslation", k.key, lang.T("缺少"+name.ZH, "the "+name.EN+" text is missing"),
			lang.T("补上 "+k.key+": …", "add "+k.key+": …"))
		return
	}
	c.r.add(n.home, "missingKey", k.key, tf("缺少“%s”", "%q is missing", k.key),
		lang.T(fmt.Sprintf("补上 %s：%s", k.key, k.about.ZH), fmt.Sprintf("add %s: %s", k.key, k.about.EN)))
}

// place is where a text in both languages begins: it is small, so the map itself is shown.
func (n *node) place() Pos {
	if n.pos.IsZero() {
		return n.home
	}
	return n.pos
}

// language finds a translation that was copied instead of made.
func (c *checker) language(n *node) {
	en := n.get("en")
	if en == nil || en.kind != scalarNode {
		return
	}
	han := strings.ContainsFunc(en.text, func(r rune) bool { return unicode.Is(unicode.Han, r) })
	latin := strings.ContainsFunc(en.text, func(r rune) bool { return unicode.Is(unicode.Latin, r) })
	if han && !latin {
		c.r.add(en.pos, "missingTranslation", "en", tf("“%s”不是英文", "%q is not English", en.text), lang.T("写出英文", "write it in English"))
	}
}
