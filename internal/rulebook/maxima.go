package rulebook

import (
	"fmt"
	"slices"

	"github.com/huiyin/huiyin/internal/deadline"
	"github.com/huiyin/huiyin/internal/lang"
)

// longest refuses a due term beyond a term of office: a day that nobody in office will see is none.
func (c *procedureCheck) longest(s *Step, path string) {
	if s.Due.Term.IsZero() || lengthOf(s.Due.Term).within(maxYears*12) {
		return
	}
	c.r.add(c.b.home(path), "tooFar", "", tf("环节 %s 的期限超过 %d 年", "the due term of step %s is longer than %d years", s.Key, maxYears), lang.T("写一个任期内的期限", "set a day within a term of office"))
}

// length is a sum of terms, kept so that it can be compared with months in the worst case.
type length struct {
	months   int
	days     int // calendar days
	workdays int
}

func lengthOf(t deadline.Term) length {
	switch t.Unit {
	case deadline.Years:
		return length{months: 12 * t.N}
	case deadline.Months:
		return length{months: t.N}
	case deadline.Workdays:
		return length{workdays: t.N}
	}
	return length{days: t.N}
}

func (l length) plus(m length) length {
	return length{l.months + m.months, l.days + m.days, l.workdays + m.workdays}
}

// worst is how many calendar days the day terms can come to: working days fall into whole weeks, and all
// thirteen public holidays of a year (放假办法 art. 2) may fall among them.
func (l length) worst() int {
	d := l.days
	if l.workdays > 0 {
		d += (l.workdays+4)/5*7 + 13*(1+l.workdays/250)
	}
	return d
}

// within reports whether l never exceeds so many calendar months, whatever the day it begins on.
func (l length) within(months int) bool {
	if l.months > months {
		return false
	}
	d := l.worst()
	return d == 0 || d <= shortest(months-l.months)
}

// shortest is the least number of calendar days that so many consecutive months can have.
func shortest(months int) int {
	best := -1
	for start := 1; start <= 12; start++ {
		from := deadline.MustDate(fmt.Sprintf("2025-%02d-01", start)) // no February 29 until 2028
		year, month := 2025+(start-1+months)/12, (start-1+months)%12+1
		to := deadline.MustDate(fmt.Sprintf("%04d-%02d-01", year, month))
		if n := to.Sub(from); best < 0 || n < best {
			best = n
		}
	}
	return best
}

// text says a length in words, and what it comes to at worst.
func (l length) text() lang.Text {
	var zh, en string
	part := func(n int, unit deadline.Unit) {
		if n == 0 {
			return
		}
		t := deadline.Term{N: n, Unit: unit}.Text()
		if zh != "" {
			zh, en = zh+"加", en+" and "
		}
		zh, en = zh+t.ZH, en+t.EN
	}
	part(l.months, deadline.Months)
	part(l.days, deadline.Days)
	part(l.workdays, deadline.Workdays)
	if l.workdays > 0 {
		zh += fmt.Sprintf("（遇节假日，%d 个工作日可达 %d 天）", l.workdays, length{workdays: l.workdays}.worst())
		en += fmt.Sprintf(" (with holidays %d working days may come to %d days)", l.workdays, length{workdays: l.workdays}.worst())
	}
	return lang.T(zh, en)
}

// maxima proves that the statutory time for an answer is kept on every way (domain rules §10.5): the
// terms from the first decided step to the answer together, and again with every extension.
func (c *procedureCheck) maxima() {
	kind, ok := Kinds[c.p.Kind]
	if !ok || kind.Answer == 0 {
		return
	}
	m := maximum{c: c, kind: kind, budget: 100_000, leads: c.leadToAnswer()}
	for _, s := range c.ordered() {
		if c.facts[s] != nil && s.Ends == Open && c.clockStarts(s) {
			m.walk(s, length{}, length{}, map[*Step]bool{})
		}
	}
	if m.budget < 0 {
		c.r.add(c.b.whole(c.p.path), "tooTangled", "", tf("程序 %s 的路径太多，无法证明法定期限", "%s has too many ways through it to prove the statutory time", c.p.Key),
			lang.T("减少环节之间的往来", "let fewer acts lead from step to step"))
	}
}

// decided reports whether the clock of the law runs at a step.
func decided(s *Step) bool { return s.Phase.Rank() >= Decided.Rank() }

// clockStarts reports whether the clock begins on entering s: at the first decided step, also after a
// return or a redo; and where an answer is given without any decided step, at the step that gives it.
func (c *procedureCheck) clockStarts(s *Step) bool {
	if !decided(s) {
		return slices.ContainsFunc(sortedKeys(s.Acts), func(k string) bool { return s.Acts[k].Kind == Answer })
	}
	if s == c.g.begin {
		return true
	}
	for _, e := range c.g.in[s] {
		if e.slides() && !slices.Contains(backKinds, e.kind) {
			continue // reported; nothing to count from
		}
		if !decided(e.from) || e.from.Ends != Open || c.answers(e.act) || e.kind == Redo || e.kind == Return {
			return true
		}
	}
	return false
}

func (c *procedureCheck) offersAnswer(s *Step) bool {
	for _, a := range s.Acts {
		if c.answers(a) {
			return true
		}
	}
	return false
}

// leadToAnswer is every step from which an answer can still be given without going back.
func (c *procedureCheck) leadToAnswer() map[*Step]bool {
	ok := map[*Step]bool{}
	for changed := true; changed; {
		changed = false
		for _, s := range c.ordered() {
			if ok[s] {
				continue
			}
			ok[s] = c.offersAnswer(s)
			for _, e := range c.g.out[s] {
				ok[s] = ok[s] || ok[e.to] && c.onward(e)
			}
			changed = changed || ok[s]
		}
	}
	return ok
}

// onward reports whether the clock goes on running over a move.
func (c *procedureCheck) onward(e edge) bool {
	return waysOut(e) && !e.slides() && e.kind != vagueKind && e.kind != Return && e.kind != Redo && e.kind != Reopen && !c.answers(e.act) && e.to.Ends == Open
}

// maximum walks the ways to an answer.
type maximum struct {
	c      *procedureCheck
	kind   LegalKind
	budget int // moves to look at; beyond it the procedure is too tangled to be proven
	leads  map[*Step]bool
}

func (m *maximum) walk(s *Step, plain, extended length, on map[*Step]bool) {
	if m.budget--; m.budget < 0 || on[s] || !m.leads[s] || s.Due == nil {
		return
	}
	path := s.path + "/due"
	if s.Due.Field != "" || s.Due.Since != "" && s.Due.Since != "raised" {
		m.c.r.add(m.c.b.home(path), "dueNotBounded", "", tf("环节 %s 的期限由人填写的日期决定，不能保证在 %d 个月内答复（%s）", "the due day of step %s depends on a date that people fill in, so an answer within %d months (%s) is not certain", s.Key, m.kind.Answer, m.kind.Basis),
			lang.T("写一段固定的时间", "give a fixed length of time"))
		return
	}
	plain = plain.plus(lengthOf(s.Due.Term))
	extended = extended.plus(lengthOf(s.Due.Term))
	if !plain.within(m.kind.Answer) {
		m.beyond(m.c.b.home(path), "beyondMaximum", plain, m.kind.Answer, s.Key)
		return
	}
	worst := extended
	for _, key := range s.Order {
		a := s.Acts[key]
		if a.Kind != Extend || a.Max == nil || a.Max.IsZero() {
			continue
		}
		more := extended.plus(lengthOf(*a.Max))
		if !more.within(m.kind.Hard) {
			m.beyond(m.c.b.home(a.path+"/max"), "extensionBeyondMaximum", more, m.kind.Hard, s.Key)
			continue
		}
		if !more.within(0) && more.worse(worst) {
			worst = more
		}
	}
	on[s] = true
	for _, e := range m.c.g.out[s] {
		if m.c.onward(e) {
			m.walk(e.to, plain, worst, on)
		}
	}
	delete(on, s)
}

// worse compares two lengths roughly; months count as 31 days.
func (l length) worse(m length) bool { return l.months*31+l.worst() > m.months*31+m.worst() }

func (m *maximum) beyond(at Pos, code string, l length, months int, step string) {
	t := l.text()
	zh := fmt.Sprintf("走到环节 %s，答复期限合计 %s，超过%s#%s 规定的 %d 个月", step, t.ZH, m.kind.Basis.Law, m.kind.Basis.Article, months)
	en := fmt.Sprintf("up to step %s the time for an answer comes to %s, beyond the %d months of %s", step, t.EN, months, m.kind.Basis)
	if l.months < months && l.worst() > 0 {
		zh += fmt.Sprintf("（%d 个月最短只有 %d 天）", months, shortest(months))
		en += fmt.Sprintf(" (which may be as short as %d days)", shortest(months))
	}
	m.c.r.add(at, code, "", lang.T(zh, en), lang.T("缩短期限，或减少答复前的环节", "shorten the terms, or have fewer steps before the answer"))
}
