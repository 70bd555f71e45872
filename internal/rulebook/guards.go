package rulebook

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// counts are the numbers that every guard may ask for (docs/rulebook.md, "Guards").
var counts = []string{"raisers", "unrated", "dissatisfied", "redos", "returns", "reopens", "extensions", "children", "openChildren"}

// GuardVariables lists what the guards of an act may name. What is filled in (input.…) is known only to
// the branches: when an act is offered, nothing has been filled in yet.
func (p *Procedure) GuardVariables(a *Act, branch bool) []Variable {
	return p.guardVariables(a, branch, p.opened())
}

func (p *Procedure) guardVariables(a *Act, branch bool, children []string) []Variable {
	vars := []Variable{{Name: "overdue", Type: BoolVar}}
	for _, c := range counts {
		vars = append(vars, Variable{Name: c, Type: IntVar})
	}
	for _, child := range children {
		vars = append(vars, Variable{Name: "open." + child, Type: IntVar}, Variable{Name: "unanswered." + child, Type: IntVar})
	}
	for _, key := range slices.Sorted(maps.Keys(p.Fields)) {
		if keyPattern.MatchString(key) {
			vars = append(vars, variable("field.", p.Fields[key], nil))
		}
	}
	if !branch {
		return vars
	}
	input := slices.Concat(a.Needs, a.Takes)
	if len(a.Reasons) > 0 {
		input = append(input, "reasonCode")
	}
	slices.Sort(input)
	for _, key := range slices.Compact(input) {
		if f := p.FieldOf(key); f != nil && keyPattern.MatchString(key) {
			vars = append(vars, variable("input.", f, a.Reasons))
		}
	}
	return vars
}

func variable(prefix string, f *Field, reasons []Option) Variable {
	v := Variable{Name: prefix + f.Key, Type: StringVar}
	switch f.Type {
	case NumberField:
		v.Type = IntVar
	case YesNo:
		v.Type = BoolVar
	case Choice:
		options := f.Options
		if f.Key == "reasonCode" {
			options = reasons
		}
		for _, o := range options {
			v.Options = append(v.Options, o.Code)
		}
	}
	return v
}

// opened lists the procedures whose matters an act of p opens, in order.
func (p *Procedure) opened() []string {
	var out []string
	for _, s := range p.Order {
		for _, a := range p.Steps[s].Acts {
			if a.Opens != nil && keyPattern.MatchString(a.Opens.Procedure) {
				out = append(out, a.Opens.Procedure)
			}
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// compileGuards compiles every guard of the book where it stands.
func compileGuards(r *reporter, b *Book, text string) {
	c := guardCompiler{r, b, strings.Split(text, "\n"), map[string]*Expr{}}
	for _, p := range b.Order {
		done := map[*Act]bool{}
		for _, s := range b.Procedures[p].Order {
			step := b.Procedures[p].Steps[s]
			for _, key := range step.Order {
				if a := step.Acts[key]; !done[a] {
					done[a] = true
					c.act(b.Procedures[p], a)
				}
			}
		}
	}
}

type guardCompiler struct {
	r     *reporter
	b     *Book
	lines []string // of the text of the book
	done  map[string]*Expr
}

func (c guardCompiler) act(p *Procedure, a *Act) {
	if a.When != nil {
		a.When = c.compile(p, a, a.path+"/when", a.When, false)
	}
	for i := range a.To {
		if br := &a.To[i]; br.When != nil {
			br.When = c.compile(p, a, branchPath(a, i)+"/when", br.When, true)
		}
	}
}

// children are the procedures that a guard of p may ask after. When an act opens one that does not exist,
// it may mean any: that is reported where it is written, not in every guard.
func (c guardCompiler) children(p *Procedure) []string {
	opened := p.opened()
	for _, o := range opened {
		if c.b.Procedures[o] == nil {
			return slices.Concat(opened, slices.DeleteFunc(sortedKeys(c.b.Procedures), func(k string) bool {
				return slices.Contains(opened, k) || !keyPattern.MatchString(k)
			}))
		}
	}
	return opened
}

// compile compiles one guard and reports its mistakes inside the text of the book. Acts that are used by
// alias share the guard.
func (c guardCompiler) compile(p *Procedure, a *Act, path string, e *Expr, branch bool) *Expr {
	key := fmt.Sprintf("%s %s %v %q %q %q", p.Key, c.b.at(path), branch, a.Needs, a.Takes, a.Reasons)
	if done := c.done[key]; done != nil {
		return done
	}
	out, bad := compile(e.Source, p.guardVariables(a, branch, c.children(p)))
	c.done[key] = out
	for _, g := range bad {
		c.r.add(c.inside(c.b.at(path), e.Source, g), g.code, g.text.EN, g.text, g.mend)
	}
	return out
}

// inside finds the place in the book of a place in a guard that begins at `at`. A guard on one line is
// followed exactly; in a folded block only the line is known.
func (c guardCompiler) inside(at Pos, source string, g guardMistake) Pos {
	if at.Line < 1 || at.Line > len(c.lines) {
		return at
	}
	line := []rune(c.lines[at.Line-1])
	rest := string(line[min(max(at.Column-1, 0), len(line)):])
	switch {
	case strings.HasPrefix(rest, source):
		at.Column += g.column
	case len(rest) > 0 && strings.HasPrefix(rest[1:], source):
		at.Column += g.column + 1
	case strings.HasPrefix(rest, "|"), strings.HasPrefix(rest, ">"):
		at = Pos{min(at.Line+max(g.line, 1), len(c.lines)), 1}
	}
	return at
}
