package rulebook

import (
	"regexp"
	"strings"
	"testing"

	"github.com/huiyin/huiyin/law"
)

// TestReferenceIsComplete: docs/rulebook.md names every key, kind, ending, type, variable and code, and no
// code that does not exist.
func TestReferenceIsComplete(t *testing.T) {
	t.Parallel()
	doc := read(t, "../../docs/rulebook.md")
	named := map[string]bool{}
	for _, m := range regexp.MustCompile("`([A-Za-z.]+)").FindAllStringSubmatch(doc, -1) {
		named[m[1]] = true
	}
	demand := func(what string, words []string) {
		for _, w := range words {
			if !named[w] && !strings.Contains(doc, "    "+w+":") {
				t.Errorf("docs/rulebook.md does not name the %s %s", what, w)
			}
		}
	}
	demand("kind of act", strs(actKinds)())
	demand("ending", strs(endings)())
	demand("phase", strs(Phases)())
	demand("field type", strs(fieldTypes)())
	demand("legal kind", sortedKeys(Kinds))
	demand("count", counts)
	demand("built-in field", sortedKeys(builtin))
	codes := codesInSource(t)
	for _, class := range []RoleClass{HandlerClass, RaiserClass} {
		codes[string(class)+"Closes"] = true
	}
	demand("code", sortedKeys(codes))
	table := doc[strings.Index(doc, "## What check reports"):strings.Index(doc, "## Worked examples")]
	for _, m := range regexp.MustCompile("`([a-zA-Z]+)`").FindAllStringSubmatch(table, -1) {
		if !codes[m[1]] && m[1] != codeSyntax && !strings.HasPrefix(m[1], "guard") {
			t.Errorf("docs/rulebook.md names a code that nothing reports: %s", m[1])
		}
	}
	var keys func(s *shape, seen map[*shape]bool)
	keys = func(s *shape, seen map[*shape]bool) {
		if s == nil || seen[s] {
			return
		}
		seen[s] = true
		for _, k := range s.keys {
			if !regexp.MustCompile(`(?m)[\x60{ ]` + k.key + `[:\x60]|^` + k.key + ":").MatchString(doc) {
				t.Errorf("docs/rulebook.md does not name the key %s", k.key)
			}
			keys(k.shape, seen)
		}
		keys(s.elem, seen)
		keys(s.single, seen)
	}
	keys(bookShape, map[*shape]bool{})
}

// TestExamplesInTheReference puts the YAML of the reference into the small book's place for it, so that
// nobody copies a mistake.
func TestExamplesInTheReference(t *testing.T) {
	t.Parallel()
	doc := read(t, "../../docs/rulebook.md")
	blocks := regexp.MustCompile("(?s)```yaml\n(.*?)```").FindAllStringSubmatch(doc, -1)
	if len(blocks) != 5 {
		t.Fatalf("%d examples", len(blocks))
	}
	indent := func(s string) string {
		return "          " + strings.ReplaceAll(strings.TrimRight(s, "\n"), "\n", "\n          ") + "\n"
	}
	src := read(t, "testdata/small.yaml")
	act := strings.NewReplacer("takes: [proposedUnit]", "takes: [unit]", "to: registered", "to: received").Replace(blocks[3][1])
	src = strings.Replace(src, "          split:\n", indent(act)+"          split:\n", 1)
	branches := strings.NewReplacer("redoing", "handling", "lookingBack", "checking").Replace(blocks[4][1])
	old := src[strings.Index(src, "            to:\n"):strings.Index(src, "          closeUnrated:")]
	src = strings.Replace(src, old, strings.ReplaceAll(indent(branches), "          to:", "            to:"), 1)
	if _, ms := Read("doc.yaml", []byte(src), law.Shipped()); len(ms) > 0 {
		t.Fatalf("%v\n%s", ms, src)
	}
}
