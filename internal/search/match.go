package search

import (
	"slices"
	"strings"
)

// Match reports whether a query meets a part of a document for a reader of layer l. It is what the indexes of
// both engines promise, said by the texts themselves.
func (q Query) Match(d Indexed, p Part, l Layer) bool {
	if q.Empty() {
		return false
	}
	where := [][]string{d.Title}
	if p == Anywhere {
		where = d.Layers[:l+1]
	}
	for _, t := range q.terms {
		if !t.in(where, p) {
			return false
		}
	}
	return true
}

// Best is the first part in which a query meets a document, for a reader of layer l.
func (q Query) Best(d Indexed, l Layer) (Part, bool) {
	for p := InNumber; p <= Anywhere; p++ {
		if q.Match(d, p, l) {
			return p, true
		}
	}
	return Anywhere, false
}

func (t term) in(texts [][]string, p Part) bool {
	for _, x := range t.alternatives(p) {
		if slices.ContainsFunc(texts, x.in) {
			return true
		}
	}
	return false
}

// in reports whether the phrase stands among tokens.
func (p phrase) in(tokens []string) bool {
	n := len(p.tokens)
	for i := 0; i+n <= len(tokens); i++ {
		if p.at(tokens[i : i+n]) {
			return true
		}
	}
	return false
}

func (p phrase) at(tokens []string) bool {
	for i, want := range p.tokens {
		if tokens[i] == want {
			continue
		}
		if !p.prefix || i < len(p.tokens)-1 || !strings.HasPrefix(tokens[i], want) {
			return false
		}
	}
	return true
}
