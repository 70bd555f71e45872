package rulebook

import (
	"github.com/huiyin/huiyin/law"
)

// Check proves what a rulebook promises, for every step that a matter can reach: an owner, a due day, a
// way out, an answer to the raiser, and the red lines that no rulebook can cross (domain rules §10). It
// looks at everything and reports every mistake. The book must come from Parse; one that Parse found
// mistakes in can be checked too.
func Check(b *Book, ix law.Index) Mistakes {
	if b == nil {
		return nil
	}
	c := &checking{r: &reporter{file: b.file}, b: b, ix: ix, known: sortedKeys(b.Procedures)}
	var all []*procedureCheck
	for _, key := range b.Order {
		p := &procedureCheck{checking: c, p: b.Procedures[key]}
		p.g = p.graph()
		all = append(all, p)
	}
	flow(all)
	c.hours()
	for _, p := range all {
		p.procedure()
		p.fields()
		p.steps()
		p.acts()
		p.reach()
		p.flowed()
		p.closers()
		p.maxima()
	}
	return c.r.list.tidy()
}

// Read parses and checks: every mistake of a rulebook at once, in the order of the text. The book can be
// run only when there is none.
func Read(name string, src []byte, ix law.Index) (*Book, Mistakes) {
	b, ms := Parse(name, src)
	if b == nil {
		return nil, ms
	}
	return b, append(ms, Check(b, ix)...).tidy()
}

// checking is the state of one check.
type checking struct {
	r     *reporter
	b     *Book
	ix    law.Index
	known []string // procedure keys
}

// procedureCheck is the check of one procedure.
type procedureCheck struct {
	*checking
	p *Procedure
	g *graph
	// What is certain on entering each step; nil for steps that nothing is known of (unreachable).
	facts map[*Step]facts
	start facts
}

// stepNamed finds a step; a misspelt name stands for the nearest step, nil when none is near.
func (c *procedureCheck) stepNamed(name string) *Step {
	if s := c.p.Steps[name]; s != nil {
		return s
	}
	return c.p.Steps[nearest(name, c.p.Order)]
}

// fieldNamed finds a field, declared or built in; a misspelt name stands for the nearest one.
func (c *procedureCheck) fieldNamed(name string) *Field {
	if f := c.p.FieldOf(name); f != nil {
		return f
	}
	return c.p.FieldOf(nearest(name, c.fieldNames()))
}

// fieldNames lists what acts may ask for.
func (c *procedureCheck) fieldNames() []string {
	return append(append([]string{}, c.p.FieldKeys...), sortedKeys(builtin)...)
}

// needs reports whether the act must be given the field.
func (c *procedureCheck) needs(a *Act, field string) bool {
	return c.lists(a.Needs, field) || field == "reasonCode" && len(a.Reasons) > 0
}

// lists reports whether a list of fields names this one, misspelt or not.
func (c *procedureCheck) lists(names []string, field string) bool {
	for _, n := range names {
		if f := c.fieldNamed(n); f != nil && f.Key == field {
			return true
		}
	}
	return false
}

// eachAct visits every act of every step. Acts of `everywhere` and those used by alias come up at each
// step; the same mistake about them is reported once.
func (c *procedureCheck) eachAct(visit func(*Step, *Act)) {
	for _, s := range c.p.Order {
		step := c.p.Steps[s]
		for _, a := range step.Order {
			visit(step, step.Acts[a])
		}
	}
}
