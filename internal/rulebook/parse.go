package rulebook

import "strings"

// Parse reads a rulebook. Guards are compiled, so that a book without mistakes can be run. The mistakes
// are those of form: what the words mean together is for Check. The book is nil when the text cannot be
// read as YAML at all; else it holds what could be understood, and Check can look at it too.
func Parse(name string, src []byte) (*Book, Mistakes) {
	r := &reporter{file: name}
	text := strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(strings.TrimPrefix(firstPart(src), "\ufeff"))
	root := readYAML(r, text)
	if root == nil {
		return nil, r.list
	}
	c := checker{r: r, done: map[checked]bool{}}
	c.walk(root, bookShape)
	b := build(r, root, string(src))
	compileGuards(r, b, text)
	return b, r.list.tidy()
}

// firstPart is the text as far as it will be looked at: one byte beyond the limit shows that it is too long.
func firstPart(src []byte) string { return string(src[:min(len(src), maxBytes+1)]) }
