package htmlcheck

import (
	"strings"

	"golang.org/x/net/html"
)

// walk calls f for every element below and including n.
func walk(n *html.Node, f func(*html.Node)) {
	if n.Type == html.ElementNode {
		f(n)
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		walk(c, f)
	}
}

// find returns the elements below n that the selector describes.
func find(n *html.Node, sel string) ([]*html.Node, error) {
	s, err := compile(sel)
	if err != nil {
		return nil, err
	}
	var found []*html.Node
	walk(n, func(e *html.Node) {
		if e != n && s.match(e) {
			found = append(found, e)
		}
	})
	return found, nil
}

func attrOf(n *html.Node, name string) (string, bool) {
	for _, a := range n.Attr {
		if a.Namespace == "" && a.Key == name {
			return a.Val, true
		}
	}
	return "", false
}

// textOf returns what a reader sees as the element's text: without scripts,
// styles and templates, white space folded.
func textOf(n *html.Node) string {
	var b strings.Builder
	var add func(*html.Node)
	add = func(n *html.Node) {
		if n.Type == html.TextNode {
			b.WriteString(n.Data)
			return
		}
		if n.Type == html.ElementNode {
			switch n.Data {
			case "script", "style", "template":
				return
			}
			if !inline[n.Data] {
				b.WriteByte(' ')
				defer b.WriteByte(' ')
			}
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			add(c)
		}
	}
	add(n)
	return fold(b.String())
}

// inline elements do not part words: 第<b>27</b>号 reads 第27号.
var inline = map[string]bool{
	"a": true, "abbr": true, "b": true, "bdi": true, "cite": true, "code": true, "data": true, "del": true,
	"em": true, "i": true, "ins": true, "kbd": true, "mark": true, "q": true, "ruby": true, "s": true,
	"small": true, "span": true, "strong": true, "sub": true, "sup": true, "time": true, "u": true, "wbr": true,
}

func fold(s string) string { return strings.Join(strings.Fields(s), " ") }

// excerpt shows an element in a message, not too much of it.
func excerpt(n *html.Node) string {
	var b strings.Builder
	if err := html.Render(&b, n); err != nil {
		return err.Error()
	}
	return clip(fold(b.String()))
}

const excerptRunes = 600

func clip(s string) string {
	if r := []rune(s); len(r) > excerptRunes {
		return string(r[:excerptRunes]) + "…"
	}
	return s
}

// openTag shows an element without its contents.
func openTag(n *html.Node) string {
	shallow := html.Node{Type: n.Type, Data: n.Data, DataAtom: n.DataAtom, Attr: n.Attr}
	var b strings.Builder
	if err := html.Render(&b, &shallow); err != nil {
		return err.Error()
	}
	return strings.TrimSuffix(b.String(), "</"+n.Data+">")
}
