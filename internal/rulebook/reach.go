package rulebook

import (
	"slices"

	"github.com/huiyin/huiyin/internal/lang"
)

// reach proves that every step can be come to, that every step has a way out, and that no matter can go
// round for ever or slide back unnamed.
func (c *procedureCheck) reach() {
	if len(c.p.Order) == 0 {
		return
	}
	steps := c.ordered()
	c.unreachable(steps)
	dead := c.deadEnds(steps)
	c.loops(steps, dead)
	for _, s := range steps {
		for _, e := range c.g.out[s] {
			c.backwards(e)
		}
	}
}

func (c *procedureCheck) ordered() []*Step {
	steps := make([]*Step, len(c.p.Order))
	for i, k := range c.p.Order {
		steps[i] = c.p.Steps[k]
	}
	return steps
}

// unreachable reports steps that nothing leads to. An act whose target cannot be read may be what was to
// lead to the next lost step after it in the file: when every lost group can be explained so, nothing more
// is said.
func (c *procedureCheck) unreachable(steps []*Step) {
	if c.g.begin == nil {
		return // reported at begin
	}
	reached := c.g.reached()
	lost := slices.DeleteFunc(slices.Clone(steps), func(s *Step) bool { return reached[s] })
	if c.explained(steps, lost, reached) {
		return
	}
	for _, s := range lost {
		c.r.add(c.b.home(s.path), "unreachableStep", s.Key, tf("环节 %s 到不了：没有办理通向它", "step %s cannot be reached: no act leads to it", s.Key),
			lang.T("让某项办理通向它，或删去这个环节", "let an act lead to it, or remove the step"))
	}
}

// explained reports whether each group of lost steps that no other lost step leads to stands after an act of
// its own whose target cannot be read.
func (c *procedureCheck) explained(steps, lost []*Step, reached map[*Step]bool) bool {
	unread := 0
	for _, s := range steps {
		if reached[s] {
			unread += c.g.unread[s]
			continue
		}
		if slices.ContainsFunc(c.g.in[s], func(e edge) bool { return e.from != s && slices.Contains(lost, e.from) }) {
			continue
		}
		if unread--; unread < 0 {
			return false
		}
	}
	return true
}

// waysOut leaves out what the house cannot rely on: that the raiser gives up, or that the matter goes on
// inside another.
func waysOut(e edge) bool { return e.kind != Withdraw && e.kind != Merge }

// deadEnds reports steps from which no ending can be reached. Of a chain of such steps the last ones are
// reported: mending them mends the others.
func (c *procedureCheck) deadEnds(steps []*Step) map[*Step]bool {
	ok := c.g.canEnd(steps, waysOut)
	dead := map[*Step]bool{}
	for _, s := range steps {
		dead[s] = !ok[s]
	}
	circles := c.g.circles(steps, waysOut)
	for _, s := range steps {
		if !dead[s] || c.leaves(s, circles) {
			continue
		}
		c.r.add(c.b.home(s.path), "deadEnd", s.Key, tf("从环节 %s 走不到任何结束（撤回和并案不算出路）", "no ending can be reached from step %s (withdrawing and merging are no way out)", s.Key),
			lang.T("补上一项办理，使它能走到结束", "add an act by which it can come to an ending"))
	}
	for _, s := range steps {
		if !dead[s] && s.Ends == Open {
			c.usedUp(s, ok, circles)
		}
	}
	return dead
}

// leaves reports whether a dead step leads on to others that do not lead back to it.
func (c *procedureCheck) leaves(s *Step, circles [][]*Step) bool {
	own := []*Step{s}
	for _, group := range circles {
		if slices.Contains(group, s) {
			own = group
		}
	}
	for _, member := range own {
		for _, e := range c.g.out[member] {
			if waysOut(e) && !slices.Contains(own, e.to) {
				return true
			}
		}
	}
	return false
}

// usedUp reports a step whose every way out may be gone when the matter needs it: a time limit is over, or
// the number of times was used up on an earlier visit.
func (c *procedureCheck) usedUp(s *Step, ok map[*Step]bool, circles [][]*Step) {
	again := slices.ContainsFunc(circles, func(g []*Step) bool { return slices.Contains(g, s) })
	var last *Act
	for _, e := range c.g.out[s] {
		if !waysOut(e) || !ok[e.to] {
			continue
		}
		closes := e.act.Within != nil && e.act.Kind == Return
		if !closes && (e.act.Limit == 0 || !again) {
			return
		}
		last = e.act
	}
	if last == nil || c.g.unread[s] > 0 {
		return
	}
	c.r.add(c.b.home(s.path), "wayOutUsedUp", s.Key, tf("环节 %s 的出路（%s）有次数或时间限制，用完以后就走不出去", "the way out of step %s (%s) is limited in number or time; once it is used up the matter is stuck", s.Key, last.Key),
		lang.T("补上一项不受限制的出路", "add a way out without limit"))
}

// loops reports circles that a matter could go round without limit: each round would give a fresh due
// day, and nothing would ever be late.
func (c *procedureCheck) loops(steps []*Step, dead map[*Step]bool) {
	free := func(e edge) bool {
		return !e.limited() && waysOut(e) && e.kind != Unmerge && !slices.Contains(backKinds, e.kind) && e.kind != vagueKind
	}
	for _, group := range c.g.circles(steps, free) {
		if dead[group[0]] {
			continue
		}
		var back *edge
		for _, s := range steps {
			if !slices.Contains(group, s) {
				continue
			}
			for _, e := range c.g.out[s] {
				if free(e) && slices.Contains(group, e.to) && slices.Index(steps, e.to) <= slices.Index(steps, s) {
					back = &e
				}
			}
		}
		if back == nil || back.slides() {
			continue
		}
		c.r.add(c.b.at(back.path()), "endlessLoop", back.to.Key, tf("从 %s 回到 %s 没有次数限制，事项可以一直转圈，期限永远不到", "going from %s back to %s has no limit: a matter could go round for ever and never be late", back.from.Key, back.to.Key),
			lang.T("用 kind: redo 或 return，写明理由和 limit", "make it a redo or a return, with a reason and a limit"))
	}
}

// slides reports whether a move goes back a phase.
func (e edge) slides() bool {
	return e.from.Ends == Open && e.to.Ends == Open && e.from.Phase.Rank() >= 0 && e.to.Phase.Rank() >= 0 &&
		e.to.Phase.Rank() < e.from.Phase.Rank()
}

// backwards reports a move that goes back a phase without saying so.
func (c *procedureCheck) backwards(e edge) {
	if !e.slides() || e.from.Phase == Resulted || slices.Contains(backKinds, e.kind) || e.kind == vagueKind || actRules[e.act.Kind].ends != Open {
		return
	}
	c.r.add(c.b.at(e.path()), "phaseBack", e.to.Key, tf("%s 从“%s”退到“%s”：只有 return、redo、reopen 可以往回走", "%s goes back from the phase %s to %s: only return, redo and reopen may", e.act.Key, e.from.Phase, e.to.Phase),
		lang.T("改用 kind: redo 或 return（写明理由和次数），或改正阶段", "make it a redo or a return with reason and limit, or mend the phases"))
}
