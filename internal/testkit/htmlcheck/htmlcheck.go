// Package htmlcheck lets tests say what a page must hold in terms of elements,
// not of bytes.
//
//	doc := htmlcheck.Parse(t, body)
//	doc.Check(
//		htmlcheck.In("main h1", htmlcheck.HasText("待办")),
//		htmlcheck.In("form[action$='/acts/assign']",
//			htmlcheck.Count("input[name=due]", 1),
//			htmlcheck.In("button", htmlcheck.HasText("交办"))),
//		htmlcheck.NotIn(".error"),
//		htmlcheck.Sound())
//
// Checkers say in one line what was wanted and what is there. The selectors are
// listed at type selector.
package htmlcheck

import (
	"errors"
	"fmt"
	"io"
	"regexp"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// Checker looks at an element and its contents and says what is wrong.
type Checker func(*html.Node) error

// Doc is a parsed page.
type Doc struct {
	t    testing.TB
	root *html.Node
}

// Parse reads a page. HTML is never ill-formed to a browser, so it only fails
// when the reader does.
func Parse(t testing.TB, r io.Reader) *Doc {
	t.Helper()
	root, err := html.Parse(r)
	if err != nil {
		t.Fatalf("htmlcheck: parse: %v", err)
	}
	return &Doc{t, root}
}

// ParseString is Parse for a page in memory.
func ParseString(t testing.TB, page string) *Doc {
	t.Helper()
	return Parse(t, strings.NewReader(page))
}

// Check reports everything that the checkers find wrong and goes on.
func (d *Doc) Check(checkers ...Checker) {
	d.t.Helper()
	for _, check := range checkers {
		if err := check(d.root); err != nil {
			d.t.Errorf("htmlcheck: %v", err)
		}
	}
}

// Has reports whether the page has an element for the selector.
func (d *Doc) Has(sel string) bool {
	d.t.Helper()
	return len(d.all(sel)) > 0
}

// Text returns the text of the first element for the selector, white space
// folded. It fails the test when there is none.
func (d *Doc) Text(sel string) string {
	d.t.Helper()
	return textOf(d.first(sel))
}

// Texts returns the text of every element for the selector, in page order.
func (d *Doc) Texts(sel string) []string {
	d.t.Helper()
	var texts []string
	for _, n := range d.all(sel) {
		texts = append(texts, textOf(n))
	}
	return texts
}

// Attr returns an attribute of the first element for the selector: a link to
// follow, a token to send back. It fails the test when either is missing.
func (d *Doc) Attr(sel, name string) string {
	d.t.Helper()
	v, ok := attrOf(d.first(sel), name)
	if !ok {
		d.t.Fatalf("htmlcheck: %s has no attribute %s", sel, name)
	}
	return v
}

// Attrs returns an attribute of every element for the selector that has it.
func (d *Doc) Attrs(sel, name string) []string {
	d.t.Helper()
	var values []string
	for _, n := range d.all(sel) {
		if v, ok := attrOf(n, name); ok {
			values = append(values, v)
		}
	}
	return values
}

func (d *Doc) all(sel string) []*html.Node {
	d.t.Helper()
	found, err := find(d.root, sel)
	if err != nil {
		d.t.Fatalf("htmlcheck: %v", err)
	}
	return found
}

func (d *Doc) first(sel string) *html.Node {
	d.t.Helper()
	found := d.all(sel)
	if len(found) == 0 {
		d.t.Fatalf("htmlcheck: nothing for %s in: %s", sel, excerpt(d.root))
	}
	return found[0]
}

// In applies the checkers to the first element for the selector, which must
// exist.
func In(sel string, checkers ...Checker) Checker {
	return func(n *html.Node) error {
		found, err := find(n, sel)
		if err != nil {
			return err
		}
		if len(found) == 0 {
			return fmt.Errorf("nothing for %s in: %s", sel, excerpt(n))
		}
		return within(sel, found[0], checkers)
	}
}

// Each applies the checkers to every element for the selector. None is wrong:
// a check of nothing would pass unnoticed.
func Each(sel string, checkers ...Checker) Checker {
	return func(n *html.Node) error {
		found, err := find(n, sel)
		if err != nil {
			return err
		}
		if len(found) == 0 {
			return fmt.Errorf("nothing for %s in: %s", sel, excerpt(n))
		}
		var errs []error
		for i, e := range found {
			errs = append(errs, within(fmt.Sprintf("%s, number %d", sel, i+1), e, checkers))
		}
		return errors.Join(errs...)
	}
}

func within(where string, n *html.Node, checkers []Checker) error {
	var errs []error
	for _, check := range checkers {
		if err := check(n); err != nil {
			errs = append(errs, fmt.Errorf("in %s: %w", where, err))
		}
	}
	return errors.Join(errs...)
}

// NotIn wants no element for the selector.
func NotIn(sel string) Checker { return Count(sel, 0) }

// Count wants exactly n elements for the selector.
func Count(sel string, n int) Checker {
	return func(root *html.Node) error {
		found, err := find(root, sel)
		if err != nil {
			return err
		}
		if len(found) != n {
			return fmt.Errorf("%d elements for %s, want %d, in: %s", len(found), sel, n, excerpt(root))
		}
		return nil
	}
}

// HasText wants the element's text to contain want; white space is folded on
// both sides.
func HasText(want string) Checker {
	want = fold(want)
	return func(n *html.Node) error {
		if got := textOf(n); !strings.Contains(got, want) {
			return fmt.Errorf("the text is %q, want %q in it", clip(got), want)
		}
		return nil
	}
}

// LacksText wants the element's text not to contain what must not be shown.
func LacksText(unwanted string) Checker {
	unwanted = fold(unwanted)
	return func(n *html.Node) error {
		if strings.Contains(textOf(n), unwanted) {
			return fmt.Errorf("the text contains %q", unwanted)
		}
		return nil
	}
}

// TextIs wants the element's text to be exactly want.
func TextIs(want string) Checker {
	want = fold(want)
	return func(n *html.Node) error {
		if got := textOf(n); got != want {
			return fmt.Errorf("the text is %q, want %q", clip(got), want)
		}
		return nil
	}
}

// TextMatches wants the regular expression to match the element's text.
func TextMatches(pattern string) Checker {
	re := regexp.MustCompile(pattern)
	return func(n *html.Node) error {
		if got := textOf(n); !re.MatchString(got) {
			return fmt.Errorf("the text is %q, want a match of %s", clip(got), pattern)
		}
		return nil
	}
}

// HasAttr wants an attribute with exactly this value.
func HasAttr(name, want string) Checker {
	return func(n *html.Node) error {
		got, ok := attrOf(n, name)
		switch {
		case !ok:
			return fmt.Errorf("no attribute %s, want %q", name, want)
		case got != want:
			return fmt.Errorf("attribute %s is %q, want %q", name, got, want)
		}
		return nil
	}
}
