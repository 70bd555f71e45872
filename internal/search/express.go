package search

import (
	"strconv"
	"strings"
)

// Part is which part of a matter a query must meet.
type Part int

// The parts, in the order in which hits are shown.
const (
	InNumber Part = iota // it is the matter's number
	InTitle              // every term is in number or title
	Anywhere             // every term is somewhere in what the viewer may read
	Parts    = int(Anywhere) + 1
)

// alternatives are the ways in which a term is met in a part.
func (t term) alternatives(p Part) []phrase {
	var out []phrase
	if t.number != "" {
		out = append(out, phrase{tokens: []string{t.number}})
	}
	if p == InNumber {
		return out
	}
	return append(append(out, t.phrase()), t.sounds...)
}

// columns of the SQLite index by layer.
var columns = [layers]string{"open", "own", "work", "full"}

// FTS5 is the query as SQLite's full-text index takes it, for a viewer who reads up to layer l; empty: nothing
// can meet it. Tokens are letters, digits and our marks, so that quoting is safe.
func (q Query) FTS5(p Part, l Layer) string {
	where := "{title}"
	if p == Anywhere {
		where = "{" + strings.Join(columns[:l+1], " ") + "}"
	}
	return q.join(p, " AND ", " OR ", func(x phrase) string {
		s := where + " : \"" + strings.Join(x.tokens, " ") + "\""
		if x.prefix {
			s += " *"
		}
		return "(" + s + ")"
	})
}

// weights of the PostgreSQL index by layer.
const weights = "ABCD"

// TSQuery is the query as PostgreSQL takes it.
func (q Query) TSQuery(p Part, l Layer) string {
	mark := ""
	if p == Anywhere && l < Full {
		mark = weights[:l+1]
	}
	return q.join(p, " & ", " | ", func(x phrase) string {
		parts := make([]string, len(x.tokens))
		for i, t := range x.tokens {
			star := ""
			if x.prefix && i == len(x.tokens)-1 {
				star = "*"
			}
			parts[i] = "'" + t + "'"
			if mark+star != "" {
				parts[i] += ":" + star + mark
			}
		}
		return "(" + strings.Join(parts, " <-> ") + ")"
	})
}

func (q Query) join(p Part, and, or string, say func(phrase) string) string {
	var all []string
	for _, t := range q.terms {
		var either []string
		for _, x := range t.alternatives(p) {
			either = append(either, say(x))
		}
		if len(either) == 0 {
			return ""
		}
		all = append(all, "("+strings.Join(either, or)+")")
	}
	return strings.Join(all, and)
}

// FTS5 gives the columns of the SQLite index: title, open, own, work, full.
func (x Indexed) FTS5() []string {
	out := []string{strings.Join(x.Title, " ")}
	for _, l := range x.Layers {
		out = append(out, strings.Join(l, " "))
	}
	return out
}

// TSVector gives title and words as PostgreSQL reads them: every lexeme once with its positions, since a vector
// with a lexeme twice loses hits. Positions of a layer follow those of the one below, with a gap.
func (x Indexed) TSVector() (title, words string) {
	title = vector([][]string{x.Title}, false)
	return title, vector(x.Layers[:], true)
}

func vector(groups [][]string, weighted bool) string {
	at := map[string][]byte{}
	var order []string
	pos := 0
	for i, tokens := range groups {
		for _, t := range tokens {
			pos++
			if t == gap {
				continue
			}
			b, ok := at[t]
			if !ok {
				order = append(order, t)
			} else {
				b = append(b, ',')
			}
			b = strconv.AppendInt(b, int64(pos), 10)
			if weighted {
				b = append(b, weights[i])
			}
			at[t] = b
		}
		pos++
	}
	var out strings.Builder
	for _, t := range order {
		out.WriteString("'" + t + "':")
		out.Write(at[t])
		out.WriteByte(' ')
	}
	return out.String()
}
