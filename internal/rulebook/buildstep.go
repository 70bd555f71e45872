package rulebook

import (
	"strconv"

	"github.com/huiyin/huiyin/internal/deadline"
	"github.com/huiyin/huiyin/internal/lang"
)

// step reads a step. Acts of `everywhere` are added to every step that is not an ending; an act that the
// step has itself under the same key takes their place.
func (b *builder) step(key string, n *node, path string, everywhere []*Act) *Step {
	s := &Step{Key: key, path: path, Name: b.text(n, path, "name"), Acts: map[string]*Act{}}
	s.Phase = Phase(b.pick(n, path, "phase", strs(Phases)()))
	if ends, _ := b.child(n, path, "ends"); ends != nil {
		s.Ends = Ending(b.pick(n, path, "ends", strs(endings)()))
		if s.Ends == Open {
			s.Ends = vagueEnding
		}
	}
	if s.Phase == Resulted && n.get("ends") == nil && n.get("owner") == nil && n.get("due") == nil {
		s.Ends = vagueEnding // an ending of which only that was forgotten
	}
	if owner, op := b.child(n, path, "owner"); owner != nil {
		s.Owner = Owner{Role: b.str(owner, op, "role"), Field: b.str(owner, op, "field")}
	}
	if due, dp := b.child(n, path, "due"); due != nil {
		s.Due = b.due(due, dp)
	}
	s.Remind, s.Escalate = b.remind(n, path), b.ladder(n, path)
	if acts, ap := b.child(n, path, "acts"); acts != nil {
		for _, e := range acts.entries {
			b.mark(ap+"/"+e.key, e.value, e.pos)
			s.Acts[e.key] = b.act(e.key, e.value, ap+"/"+e.key)
			s.Order = append(s.Order, e.key)
		}
	}
	if s.Ends != Open {
		return s
	}
	for _, a := range everywhere {
		if s.Acts[a.Key] == nil {
			s.Acts[a.Key] = a
			s.Order = append(s.Order, a.Key)
		}
	}
	return s
}

// vagueEnding stands for an ending whose sort could not be read: nothing is said about its sort.
const vagueEnding Ending = "?"

// vagueKind stands for an act whose kind could not be read.
const vagueKind Kind = "?"

func (b *builder) due(n *node, path string) *Due {
	d := &Due{Field: b.str(n, path, "field"), Since: b.str(n, path, "since"), Basis: ParseBasis(b.str(n, path, "basis"))}
	t := b.term(n, path, d.Field == "")
	switch {
	case d.Field != "" && (!t.IsZero() || d.Since != "" || n.get("roll") != nil):
		b.r.add(b.b.home(path), "twoDue", "", lang.T("期限写了两种", "two ways of giving the due day"),
			lang.T("只写一段时间，或者只写 field", "give a length of time, or field, not both"))
	case d.Field == "":
		d.Term = t
	}
	return d
}

// term reads a length of time in exactly one unit.
func (b *builder) term(n *node, path string, needed bool) deadline.Term {
	if n == nil || n.kind != mapNode {
		return deadline.Term{}
	}
	units := []struct {
		key  string
		unit deadline.Unit
	}{{"years", deadline.Years}, {"months", deadline.Months}, {"days", deadline.Days}}
	var t deadline.Term
	given := 0
	for _, u := range units {
		if v, _ := b.child(n, path, u.key); v != nil {
			if given++; given > 1 {
				b.r.add(b.b.home(path+"/"+u.key), "twoUnits", "", lang.T("一段时间只能用一种单位", "a length of time has one unit"),
					lang.T("留下 years、months、days 中的一个", "keep one of years, months and days"))
				continue
			}
			t = deadline.Term{N: b.number(n, path, u.key), Unit: u.unit}
		}
	}
	of := b.pick(n, path, "of", []string{"working", "calendar"})
	hasOf := n.get("of") != nil
	switch {
	case given == 0 && (needed || hasOf):
		b.r.add(n.home, "noUnit", "", lang.T("没有写多长时间", "no length of time is given"),
			lang.T("写 months: 1 或 days: 15, of: working", "write months: 1, or days: 15, of: working"))
	case t.Unit == deadline.Days && !hasOf:
		b.r.add(b.b.home(path+"/days"), "daysOf", "", lang.T("没有写是工作日还是自然日", "it is not said whether these are working days"),
			lang.T("补上 of: working 或 of: calendar", "add of: working, or of: calendar"))
	case given == 1 && t.Unit != deadline.Days && hasOf:
		b.r.add(b.b.home(path+"/of"), "daysOf", "", lang.T("of 只与 days 连用", "of goes with days only"), lang.T("删去 of", "remove of"))
	}
	t.Roll = deadline.Roll(b.pick(n, path, "roll", strs(rolls)()))
	if of == "working" && t.Unit == deadline.Days {
		t.Unit = deadline.Workdays
	}
	if t.N == 0 { // the number was reported
		return deadline.Term{}
	}
	return t
}

func (b *builder) act(key string, n *node, path string) *Act {
	a := &Act{Key: key, path: path, Name: b.text(n, path, "name"), Hint: b.text(n, path, "hint"), Kind: Advance}
	if kind, _ := b.child(n, path, "kind"); kind != nil {
		if a.Kind = Kind(b.pick(n, path, "kind", strs(actKinds)())); a.Kind == "" {
			a.Kind = vagueKind
		}
	}
	a.Who = b.words(n, path, "who")
	a.Needs, a.Takes = b.words(n, path, "needs"), b.words(n, path, "takes")
	a.Reasons = b.options(n, path, "reasons")
	a.When = b.guard(n, path)
	a.Limit, a.Daily = b.number(n, path, "limit"), b.number(n, path, "daily")
	a.Basis = b.bases(n, path, "basis")
	a.Within, a.Max = b.span(n, path, "within"), b.span(n, path, "max")
	if o, op := b.child(n, path, "opens"); o != nil {
		a.Opens = &Opens{Procedure: b.str(o, op, "procedure"), Each: b.str(o, op, "each"), Title: b.str(o, op, "title"), With: map[string]string{}}
		if with, wp := b.child(o, op, "with"); with != nil {
			for _, e := range with.entries {
				a.Opens.With[e.key] = b.str(with, wp, e.key)
			}
		}
	}
	a.To = b.branches(n, path)
	return a
}

func (b *builder) span(n *node, path, key string) *deadline.Term {
	v, path := b.child(n, path, key)
	if v == nil || v.kind != mapNode {
		return nil
	}
	t := b.term(v, path, true)
	return &t
}

func (b *builder) guard(n *node, path string) *Expr {
	if s := b.str(n, path, "when"); s != "" {
		return &Expr{Source: s}
	}
	return nil
}

// as reads what a branch counts as; a kind that is none is vague, so that nothing else is said of it.
func (b *builder) as(n *node, path string) Kind {
	as := b.pick(n, path, "as", strs(backKinds)())
	if as == "" && b.b.has(path+"/as") {
		return vagueKind
	}
	return Kind(as)
}

func (b *builder) branches(n *node, path string) []Branch {
	to, path := b.child(n, path, "to")
	if to == nil {
		return nil
	}
	if to.kind == scalarNode {
		b.mark(path+"/0", to, to.pos)
		b.mark(path+"/0/step", to, to.pos)
		return []Branch{{Step: to.text}}
	}
	var out []Branch
	for _, i := range to.items {
		p := path + "/" + strconv.Itoa(len(out))
		b.mark(p, i, i.pos)
		if i.kind == scalarNode {
			b.mark(p+"/step", i, i.pos)
			out = append(out, Branch{Step: i.text})
			continue
		}
		out = append(out, Branch{
			When: b.guard(i, p), Step: b.str(i, p, "step"), Limit: b.number(i, p, "limit"),
			As: b.as(i, p),
		})
	}
	return out
}
