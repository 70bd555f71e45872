package htmlcheck

import (
	"errors"
	"fmt"
	"strings"

	"golang.org/x/net/html"
)

// Sound finds what is wrong on any page, whatever it is about: an id used
// twice, a label or an aria reference that points nowhere, a field without a
// name to read out, an image without alt, a form inside a form, a page without
// language or title. It needs no browser, so every page can have it in every
// test; axe looks deeper, in a browser.
func Sound() Checker {
	return func(root *html.Node) error {
		s := soundness{ids: map[string]*html.Node{}}
		walk(root, s.collect)
		walk(root, s.inspect)
		return errors.Join(s.errs...)
	}
}

type soundness struct {
	ids      map[string]*html.Node
	labelled []string // ids that a label's for names
	errs     []error
}

func (s *soundness) wrongf(n *html.Node, format string, args ...any) {
	s.errs = append(s.errs, fmt.Errorf("%s: %s", openTag(n), fmt.Sprintf(format, args...)))
}

func (s *soundness) collect(n *html.Node) {
	if id, ok := attrOf(n, "id"); ok {
		if _, twice := s.ids[id]; twice || id == "" {
			s.wrongf(n, "the id is empty or used twice")
		}
		s.ids[id] = n
	}
	if to, ok := attrOf(n, "for"); ok && n.Data == "label" {
		s.labelled = append(s.labelled, to)
	}
}

func (s *soundness) inspect(n *html.Node) {
	for _, ref := range []string{"for", "aria-labelledby", "aria-describedby", "aria-controls", "list", "popovertarget"} {
		v, ok := attrOf(n, ref)
		if !ok {
			continue
		}
		for id := range strings.FieldsSeq(v) {
			if s.ids[id] == nil {
				s.wrongf(n, "%s names the id %q, which no element has", ref, id)
			}
		}
	}
	switch n.Data {
	case "html":
		if lang, _ := attrOf(n, "lang"); lang == "" {
			s.wrongf(n, "the page does not say its language")
		}
		if found, err := find(n, "head > title"); err != nil || len(found) != 1 || textOf(found[0]) == "" {
			s.wrongf(n, "the page needs exactly one title, with words in it")
		}
	case "img":
		if _, ok := attrOf(n, "alt"); !ok {
			s.wrongf(n, "an image without alt")
		}
	case "form":
		if inside(n, "form") {
			s.wrongf(n, "a form inside a form")
		}
	case "input", "select", "textarea":
		s.field(n)
	case "button":
		if textOf(n) == "" && !named(n) {
			s.wrongf(n, "a button without words")
		}
	case "a":
		if _, link := attrOf(n, "href"); link && textOf(n) == "" && !named(n) {
			if found, err := find(n, "img[alt]"); err != nil || len(found) == 0 {
				s.wrongf(n, "a link without words")
			}
		}
	}
}

func (s *soundness) field(n *html.Node) {
	switch kind, _ := attrOf(n, "type"); kind {
	case "hidden", "submit", "reset", "button", "image":
		return
	}
	id, _ := attrOf(n, "id")
	for _, to := range s.labelled {
		if to == id && id != "" {
			return
		}
	}
	if !named(n) && !inside(n, "label") {
		s.wrongf(n, "a field without a label")
	}
}

// named reports whether an element carries its name in an attribute.
func named(n *html.Node) bool {
	for _, attr := range []string{"aria-label", "aria-labelledby", "title"} {
		if v, _ := attrOf(n, attr); strings.TrimSpace(v) != "" {
			return true
		}
	}
	return false
}

func inside(n *html.Node, tag string) bool {
	for up := n.Parent; up != nil; up = up.Parent {
		if up.Type == html.ElementNode && up.Data == tag {
			return true
		}
	}
	return false
}
