package rulebook

import (
	"fmt"
	"maps"
	"slices"

	"github.com/huiyin/huiyin/internal/lang"
)

// facts is what is certain whichever way a matter came: the fields that were given, and answered.
type facts map[string]bool

// answered is the fact that an answer went to every raiser. Field keys have no dot.
const answered = ".answered"

func (f facts) and(g facts) facts {
	out := facts{}
	for k := range f {
		if g[k] {
			out[k] = true
		}
	}
	return out
}

// flow computes, for all procedures together, what is certain on entering each step: the greatest
// solution, so that going round a circle loses nothing. Children begin with what every act that opens
// them is certain to hand over.
func flow(all []*procedureCheck) {
	byKey := map[string]*procedureCheck{}
	for _, c := range all {
		c.facts = map[*Step]facts{}
		byKey[c.p.Key] = c
	}
	// Each round can only take facts away, so this ends; the bound is for the reader's peace of mind.
	for range 10_000 {
		changed := false
		for _, c := range all {
			start := c.startFacts(byKey)
			if start != nil && (c.start == nil || !maps.Equal(start, c.start)) {
				c.start, changed = start, true
			}
			changed = c.flowOnce() || changed
		}
		if !changed {
			return
		}
	}
}

// startFacts is what is certain when a matter begins; nil as long as nothing is known of its parents.
func (c *procedureCheck) startFacts(byKey map[string]*procedureCheck) facts {
	var start facts
	meet := func(f facts) {
		if start == nil {
			start = f
		} else {
			start = start.and(f)
		}
	}
	if c.b.has(c.p.path + "/raisedBy") {
		given := facts{"title": true, "text": true}
		for _, f := range c.p.Raise {
			if field := c.fieldNamed(f); field != nil {
				given[field.Key] = true
			}
		}
		meet(given)
	}
	for _, parent := range byKey {
		parent.eachAct(func(s *Step, a *Act) {
			if a.Opens != nil && parent.facts[s] != nil && parent.opens2(a) == c.p.Key {
				meet(c.handedOver(parent, s, a))
			}
		})
	}
	return start
}

// opens2 is the key of the procedure that an act opens, a misspelt one read as the nearest.
func (c *procedureCheck) opens2(a *Act) string {
	if c.b.Procedures[a.Opens.Procedure] != nil {
		return a.Opens.Procedure
	}
	return nearest(a.Opens.Procedure, c.known)
}

func (c *procedureCheck) handedOver(parent *procedureCheck, s *Step, a *Act) facts {
	given := facts{"title": true, "text": true}
	for child, from := range a.Opens.With {
		cf, pf := c.fieldNamed(child), parent.fieldNamed(from)
		if cf != nil && (pf == nil || parent.facts[s][pf.Key] || slices.Contains(reliesOn(s), pf.Key) || parent.needs(a, pf.Key)) {
			given[cf.Key] = true
		}
	}
	return given
}

// flowOnce goes over the moves of the procedure once and reports whether anything became less certain.
func (c *procedureCheck) flowOnce() bool {
	changed := false
	if c.g.begin != nil && c.start != nil {
		changed = c.meet(c.g.begin, c.start)
	}
	for _, s := range c.ordered() {
		if c.facts[s] == nil {
			continue
		}
		for _, e := range c.g.out[s] {
			changed = c.meet(e.to, c.after(e)) || changed
		}
	}
	return changed
}

func (c *procedureCheck) meet(s *Step, f facts) bool {
	was := c.facts[s]
	if was == nil {
		c.facts[s] = maps.Clone(f)
		return true
	}
	now := was.and(f)
	c.facts[s] = now
	return len(now) != len(was)
}

// after is what is certain once a move was made.
func (c *procedureCheck) after(e edge) facts {
	f := maps.Clone(c.facts[e.from])
	for _, name := range reliesOn(e.from) {
		f[name] = true // the matter could not have come to that step without; it is reported there
	}
	for _, n := range e.act.Needs {
		if field := c.fieldNamed(n); field != nil {
			f[field.Key] = true
		}
	}
	if c.answers(e.act) {
		f[answered] = true
	}
	return f
}

// answers reports whether an act carries an answer to every raiser.
func (c *procedureCheck) answers(a *Act) bool {
	return a.Kind == Answer || a.Kind == Import || a.Kind == vagueKind || c.needs(a, "answer")
}

// flowed reports steps that rely on a field that may be empty, and endings that may come without an answer.
func (c *procedureCheck) flowed() {
	for _, s := range c.ordered() {
		known := c.facts[s]
		if known == nil {
			continue // never reached: reported as such
		}
		if s.Ends == Open {
			c.relies(s, s.Owner.Field, OrgField, s.path+"/owner/field", known, lang.T("责任单位", "the owner"))
			if s.Due != nil {
				c.relies(s, s.Due.Field, DateField, s.path+"/due/field", known, lang.T("期限", "the due day"))
				if s.Due.Since != "raised" {
					c.relies(s, s.Due.Since, DateField, s.path+"/due/since", known, lang.T("期限", "the due day"))
				}
			}
		}
		for _, key := range s.Order {
			c.handsOver(s.Acts[key], known)
		}
		for _, e := range c.g.out[s] {
			c.endsAnswered(e)
		}
	}
}

// reliesOn lists the fields without which nobody could own the step or know its due day.
func reliesOn(s *Step) []string {
	if s.Ends != Open {
		return nil
	}
	names := []string{s.Owner.Field}
	if s.Due != nil {
		names = append(names, s.Due.Field, s.Due.Since)
	}
	return slices.DeleteFunc(names, func(n string) bool { return n == "" || n == "raised" })
}

func (c *procedureCheck) relies(s *Step, name string, want FieldType, path string, known facts, what lang.Text) {
	f := c.p.Fields[name]
	if f == nil || f.Type != want || known[name] {
		return
	}
	m := lang.T(fmt.Sprintf("环节 %s 的%s取自字段 %s，但有的路径到这里时它可能是空的", s.Key, what.ZH, name),
		fmt.Sprintf("step %s takes %s from the field %s, which may be empty on some way to it", s.Key, what.EN, name))
	c.r.add(c.b.at(path), "fieldNotSet", name, m, tf("在每条路径上都用 needs 或 raise 要求填写 %s%s", "ask for %s by needs or raise on every way here%s", name, c.example(s, name)))
}

// example names an act that leads to s without having asked for the field.
func (c *procedureCheck) example(s *Step, name string) string {
	for _, e := range c.g.in[s] {
		if c.facts[e.from] != nil && !c.after(e)[name] {
			return " (" + e.from.Key + "." + e.act.Key + ")"
		}
	}
	return ""
}

// handsOver reports fields that an act hands to children although they may be empty.
func (c *procedureCheck) handsOver(a *Act, known facts) {
	if a.Opens == nil {
		return
	}
	for _, k := range []string{"each", "title"} {
		name := map[string]string{"each": a.Opens.Each, "title": a.Opens.Title}[k]
		f := c.p.FieldOf(name)
		if f == nil || known[f.Key] || c.needs(a, f.Key) {
			continue
		}
		c.r.add(c.b.at(a.path+"/opens/"+k), "fieldNotSet", name, tf("%s 用字段 %s 派生子事项，但它可能是空的", "%s opens children from the field %s, which may be empty", a.Key, name),
			tf("在 needs 中补上 %s", "add %s to needs", name))
	}
}

// endsAnswered reports an ending that a matter may come to without any answer to those who raised it.
func (c *procedureCheck) endsAnswered(e edge) {
	switch e.to.Ends {
	case Open, Withdrawn, Merged, vagueEnding:
		return // the raiser took it back; or goes on as a raiser of the other matter
	}
	if c.after(e)[answered] || slices.Contains([]Kind{Withdraw, Merge}, e.kind) {
		return
	}
	c.r.add(c.b.whole(e.act.path), "endsUnanswered", e.to.Key, tf("%s 使事项结束到 %s（%s），提出人可能没有得到任何答复", "%s ends the matter at %s (%s) although the raiser may have had no answer", e.act.Key, e.to.Key, c.b.home(e.to.path)),
		lang.T("在 needs 中补上 answer，或让每条路径先经过 kind: answer 的办理", "add answer to its needs, or let every way here pass an act of kind answer"))
}
