package htmlcheck

import (
	"fmt"
	"slices"
	"strings"

	"golang.org/x/net/html"
)

// A selector is the part of CSS that tests need, and :contains of our own:
//
//	a, b            either
//	a b, a > b      descendant, child
//	tag #id .class  in any combination: form#login.narrow
//	[attr] [attr=v] [attr^=v] [attr$=v] [attr*=v] [attr~=v], v quoted or not
//	:contains("v")  the element's text has v in it
type selector []chain

// chain is a list of simple selectors, the innermost last.
type chain []simple

type simple struct {
	child bool // the element must be a child, not any descendant, of the one before
	tag   string
	tests []func(*html.Node) bool
}

// compile parses a selector. Tests write selectors by hand, so a mistake in
// one is reported with its position.
func compile(text string) (selector, error) {
	p := &parser{text: text}
	var sel selector
	for {
		c, err := p.chain()
		if err != nil {
			return nil, fmt.Errorf("selector %q, at byte %d: %w", text, p.pos, err)
		}
		sel = append(sel, c)
		if p.done() {
			return sel, nil
		}
		p.pos++ // the comma, which ended the chain
	}
}

// match reports whether the selector describes n.
func (s selector) match(n *html.Node) bool {
	return slices.ContainsFunc(s, func(c chain) bool { return c.match(n) })
}

func (c chain) match(n *html.Node) bool {
	last := len(c) - 1
	if !c[last].match(n) {
		return false
	}
	if last == 0 {
		return true
	}
	for up := n.Parent; up != nil; up = up.Parent {
		if c[:last].match(up) {
			return true
		}
		if c[last].child {
			return false
		}
	}
	return false
}

func (s simple) match(n *html.Node) bool {
	if n.Type != html.ElementNode || s.tag != "" && s.tag != n.Data {
		return false
	}
	for _, test := range s.tests {
		if !test(n) {
			return false
		}
	}
	return true
}

type parser struct {
	text string
	pos  int
}

func (p *parser) done() bool { return p.pos >= len(p.text) }

func (p *parser) peek() byte {
	if p.done() {
		return 0
	}
	return p.text[p.pos]
}

func (p *parser) spaces() {
	for strings.IndexByte(" \t\n", p.peek()) >= 0 && !p.done() {
		p.pos++
	}
}

func (p *parser) chain() (chain, error) {
	var c chain
	child := false
	for {
		p.spaces()
		if p.peek() == '>' && len(c) > 0 && !child {
			child = true
			p.pos++
			continue
		}
		if p.done() || p.peek() == ',' {
			if len(c) == 0 || child {
				return nil, fmt.Errorf("an element is missing")
			}
			return c, nil
		}
		s, err := p.simple()
		if err != nil {
			return nil, err
		}
		s.child = child
		c, child = append(c, s), false
	}
}

func (p *parser) simple() (simple, error) {
	start := p.pos
	var s simple
	if p.peek() == '*' {
		p.pos++
	} else {
		s.tag = strings.ToLower(p.word())
	}
	for {
		var test func(*html.Node) bool
		switch p.peek() {
		case '#':
			p.pos++
			test = attrTest("id", "=", p.word())
		case '.':
			p.pos++
			test = attrTest("class", "~=", p.word())
		case '[':
			p.pos++
			name := p.word()
			op, value, err := p.comparison()
			if err != nil {
				return simple{}, err
			}
			test = attrTest(name, op, value)
		case ':':
			if !strings.HasPrefix(p.text[p.pos:], ":contains(") {
				return simple{}, fmt.Errorf("the only pseudo-class is :contains")
			}
			p.pos += len(":contains(")
			value, err := p.value(')')
			if err != nil {
				return simple{}, err
			}
			test = func(n *html.Node) bool { return strings.Contains(textOf(n), value) }
		default:
			if p.pos == start {
				return simple{}, fmt.Errorf("%q is not understood", p.peek())
			}
			return s, nil
		}
		s.tests = append(s.tests, test)
	}
}

// word reads a name; anything that has no meaning of its own belongs to it.
func (p *parser) word() string {
	start := p.pos
	for !p.done() && strings.IndexByte(" \t\n,>#.[]:=^$*~()\"'", p.peek()) < 0 {
		p.pos++
	}
	return p.text[start:p.pos]
}

// comparison reads the rest of [attr…] after the name.
func (p *parser) comparison() (op, value string, err error) {
	for strings.IndexByte("=^$*~", p.peek()) >= 0 && !p.done() && !strings.HasSuffix(op, "=") {
		op += string(p.peek())
		p.pos++
	}
	if op == "" {
		if p.peek() != ']' {
			return "", "", fmt.Errorf("] is missing")
		}
		p.pos++
		return "", "", nil
	}
	value, err = p.value(']')
	return op, value, err
}

// value reads a value, quoted or not, and the bracket that ends it.
func (p *parser) value(end byte) (string, error) {
	rest := p.text[p.pos:]
	quote := ""
	if q := p.peek(); q == '"' || q == '\'' {
		quote, rest = string(q), rest[1:]
	}
	i := strings.Index(rest, quote+string(end))
	if i < 0 {
		return "", fmt.Errorf("%s%c is missing", quote, end)
	}
	p.pos += 2*len(quote) + i + 1
	return rest[:i], nil
}

func attrTest(name, op, want string) func(*html.Node) bool {
	return func(n *html.Node) bool {
		got, ok := attrOf(n, name)
		switch op {
		case "":
			return ok
		case "=":
			return ok && got == want
		case "^=":
			return ok && strings.HasPrefix(got, want)
		case "$=":
			return ok && strings.HasSuffix(got, want)
		case "*=":
			return ok && strings.Contains(got, want)
		default: // ~=
			return slices.Contains(strings.Fields(got), want)
		}
	}
}
