package rulebook

import (
	"fmt"

	"github.com/huiyin/huiyin/internal/lang"
)

// nodeKind is what a piece of YAML is.
type nodeKind int

const (
	emptyNode nodeKind = iota // nothing after the key, or null
	scalarNode
	mapNode
	listNode
	brokenNode // already reported: nothing more is said of it
)

// node is a piece of the rulebook's text with its place. Aliases share the node of their anchor, so a
// mistake inside is found once, at the place where it is written.
type node struct {
	kind    nodeKind
	pos     Pos    // where the value begins
	home    Pos    // the key or list item that it belongs to, where it is written; for "something is missing here"
	text    string // scalar: the value
	plain   bool   // scalar written without quotes
	block   bool   // scalar written as an indented block
	entries []entry
	items   []*node
}

// entry is one key of a map.
type entry struct {
	key   string
	means string // the known key that a misspelt one stands for; equal to key when it is right
	pos   Pos
	value *node
}

// get finds the value of a key, misspelt or not; nil when it is not there.
func (n *node) get(key string) *node {
	if n == nil {
		return nil
	}
	for _, e := range n.entries {
		if e.means == key {
			return e.value
		}
	}
	return nil
}

// kindName says what a node is, for people.
func (n *node) kindName() lang.Text {
	switch n.kind {
	case mapNode:
		return lang.T("一组键值", "a map")
	case listNode:
		return lang.T("一个列表", "a list")
	case emptyNode:
		return lang.T("空的", "empty")
	}
	return lang.T("一个值", "a single value")
}

// reporter gathers mistakes of one file.
type reporter struct {
	file string
	list Mistakes
}

// add notes a mistake. about tells apart mistakes of one code at one place.
func (r *reporter) add(at Pos, code, about string, message, mend lang.Text) {
	if at.IsZero() {
		at = Pos{1, 1}
	}
	r.list = append(r.list, Mistake{File: r.file, Line: at.Line, Column: at.Column, Code: code, about: about, Message: message, Mend: mend})
}

// tf fills the same values into a text in both languages.
func tf(zh, en string, args ...any) lang.Text {
	return lang.T(fmt.Sprintf(zh, args...), fmt.Sprintf(en, args...))
}

// didYouMean suggests the nearest of the known words, or lists them all.
func didYouMean(word string, known []string) lang.Text {
	if s := nearest(word, known); s != "" {
		return tf("是否想写“%s”？", "did you mean %s?", s)
	}
	if len(known) == 0 {
		return lang.Text{}
	}
	return lang.T("可用的有："+join(known, "、"), "use one of: "+join(known, ", "))
}

// join lists words, the first forty of them.
func join(words []string, sep string) string {
	const most = 40
	s := ""
	for i, w := range words {
		if i == most {
			return s + sep + "…"
		}
		if i > 0 {
			s += sep
		}
		s += w
	}
	return s
}
