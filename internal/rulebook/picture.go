package rulebook

import (
	"errors"
	"fmt"
	"strings"

	"github.com/huiyin/huiyin/internal/lang"
)

// Format is a way of drawing a procedure.
type Format string

// The formats. SVG needs no other program; the others are for those who want to draw it themselves.
const (
	SVG     Format = "svg"
	DOT     Format = "dot"
	Mermaid Format = "mermaid"
)

// ErrNoProcedure says that a rulebook has no procedure of the key that was asked for.
var ErrNoProcedure = errors.New("no such procedure")

// Graph draws a procedure: its steps under the five phases, with owner, due day and acts, and where the
// acts lead. The same book always gives the same bytes.
func Graph(b *Book, procedure string, l lang.Lang, f Format) ([]byte, error) {
	p := b.Procedures[procedure]
	if p == nil {
		return nil, fmt.Errorf("%w: %s", ErrNoProcedure, procedure)
	}
	t := teller{l: l, b: b, p: p}
	switch f {
	case SVG:
		return []byte(t.svg()), nil
	case DOT:
		return []byte(t.dot()), nil
	case Mermaid:
		return []byte(t.mermaid()), nil
	}
	return nil, fmt.Errorf("unknown format %q", f)
}

// move is one line of a step's card: what can be done, and where it leads.
type move struct {
	text string
	to   *Step // nil: it stays
	back bool  // goes back a phase or a step: drawn dashed
}

// moves lists what can be done at a step, branch by branch. Acts of `everywhere` are told apart.
func (t teller) moves(s *Step) []move {
	var out []move
	for _, key := range s.Order {
		a := s.Acts[key]
		if everywhereAct(a) {
			continue
		}
		for _, br := range a.To {
			if br.Step == Stay && len(a.To) > 1 {
				continue // a branch that waits says nothing in a picture
			}
			m := move{text: a.Name.In(t.l), to: t.p.Steps[br.Step]}
			if br.When != nil {
				m.text += t.say("，", ", ") + t.guard(br.When)
			}
			switch {
			case m.to != nil:
				m.text += " → " + m.to.Name.In(t.l)
				m.back = t.goesBack(s, m.to, a, br)
			case br.Step == Back:
				m.text += " → " + t.say("并入前的环节", "where it was")
			}
			out = append(out, m)
		}
	}
	return out
}

func (t teller) goesBack(s, to *Step, a *Act, br Branch) bool {
	kind := a.Kind
	if br.As != "" {
		kind = br.As
	}
	return kind == Return || kind == Redo || kind == Reopen || s.Ends == Open && to.Ends == Open && to.Phase.Rank() < s.Phase.Rank()
}

// dot is the procedure in the language of Graphviz.
func (t teller) dot() string {
	var w strings.Builder
	fmt.Fprintf(&w, "digraph %q {\n  rankdir=LR;\n  node [shape=box, style=rounded];\n", t.p.Key)
	for _, phase := range Phases {
		fmt.Fprintf(&w, "  subgraph cluster_%s {\n    label=%q;\n", phase, phase.Name().In(t.l))
		for _, key := range t.p.Order {
			if s := t.p.Steps[key]; s.Phase == phase {
				shape := ""
				if s.Ends != Open {
					shape = ", shape=oval"
				}
				fmt.Fprintf(&w, "    %s [label=%q%s];\n", key, s.Name.In(t.l), shape)
			}
		}
		w.WriteString("  }\n")
	}
	t.arrows(func(from, to, label string, back bool) {
		style := ""
		if back {
			style = ", style=dashed"
		}
		fmt.Fprintf(&w, "  %s -> %s [label=%q%s];\n", from, to, label, style)
	})
	w.WriteString("}\n")
	return w.String()
}

// mermaid is the procedure as a Mermaid flowchart.
func (t teller) mermaid() string {
	var w strings.Builder
	quote := func(s string) string { return `"` + strings.ReplaceAll(s, `"`, "#quot;") + `"` }
	w.WriteString("flowchart LR\n")
	for _, phase := range Phases {
		fmt.Fprintf(&w, "  subgraph %s[%s]\n", phase, quote(phase.Name().In(t.l)))
		for _, key := range t.p.Order {
			switch s := t.p.Steps[key]; {
			case s.Phase != phase:
			case s.Ends != Open:
				fmt.Fprintf(&w, "    %s([%s])\n", key, quote(s.Name.In(t.l)))
			default:
				fmt.Fprintf(&w, "    %s[%s]\n", key, quote(s.Name.In(t.l)))
			}
		}
		w.WriteString("  end\n")
	}
	t.arrows(func(from, to, label string, back bool) {
		arrow := "-->"
		if back {
			arrow = "-.->"
		}
		fmt.Fprintf(&w, "  %s %s|%s| %s\n", from, arrow, quote(label), to)
	})
	return w.String()
}

// arrows gives every move between two steps once, with the names of all acts that make it.
func (t teller) arrows(draw func(from, to, label string, back bool)) {
	for _, key := range t.p.Order {
		s := t.p.Steps[key]
		var order []*Step
		labels := map[*Step][]string{}
		back := map[*Step]bool{}
		for _, a := range s.Order {
			for _, br := range s.Acts[a].To {
				to := t.p.Steps[br.Step]
				if to == nil || everywhereAct(s.Acts[a]) {
					continue
				}
				if labels[to] == nil {
					order = append(order, to)
				}
				labels[to] = append(labels[to], s.Acts[a].Name.In(t.l))
				back[to] = back[to] || t.goesBack(s, to, s.Acts[a], br)
			}
		}
		for _, to := range order {
			draw(s.Key, to.Key, strings.Join(labels[to], t.say("、", ", ")), back[to])
		}
	}
}
