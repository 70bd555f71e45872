package rulebook

import (
	"slices"

	"github.com/huiyin/huiyin/internal/lang"
)

// closers makes sure that a matter can be ended by somebody else than the one who answered it: the kernel
// refuses an organization that ends its own answer, so an act that only the answerer may do would be no
// way out at all.
func (c *procedureCheck) closers() {
	answerers := map[*Step][]string{} // who may have given the last answer, on entering a step
	for changed := true; changed; {
		changed = false
		for _, s := range c.ordered() {
			for _, e := range c.g.out[s] {
				for _, who := range c.lastAnswer(answerers[s], e) {
					if !slices.Contains(answerers[e.to], who) {
						answerers[e.to] = append(answerers[e.to], who)
						changed = true
					}
				}
			}
		}
	}
	for _, s := range c.ordered() {
		for _, e := range c.g.out[s] {
			if e.to.Ends == Confirmed || e.to.Ends == NotRated {
				c.ownAnswer(s, e, answerers[s])
			}
		}
	}
}

// lastAnswer is who has answered last once a move was made. An answer counts as the owner's, also when
// somebody else writes it down.
func (c *procedureCheck) lastAnswer(before []string, e edge) []string {
	if e.act.Kind != Answer {
		if !c.needs(e.act, "answer") {
			return before
		}
		var out []string // a decision that carries an answer counts as that of whoever took it
		for _, who := range e.act.Who {
			if who == "owner" {
				who = e.from.Owner.Role
			}
			if role, ok := RoleOf(who); ok && role.Owns {
				out = append(out, who)
			}
		}
		return out
	}
	if role, ok := RoleOf(e.from.Owner.Role); ok && role.Owns {
		return []string{role.Key}
	}
	return nil // a unit in a field: it may not end anyway
}

func (c *procedureCheck) ownAnswer(s *Step, e edge, answerers []string) {
	for _, who := range answerers {
		others := slices.DeleteFunc(slices.Clone(e.act.Who), func(w string) bool {
			return w == who || w == "owner" && s.Owner.Role == who
		})
		if len(others) > 0 || len(e.act.Who) == 0 {
			continue
		}
		c.r.add(c.b.home(e.act.path+"/who"), "endsOwnAnswer", "", tf("答复可能出自 %s，而 %s 只能由 %s 做：谁答复谁不能结束，事项会卡住", "the answer may be that of %s, and only %[3]s may do %[2]s: nobody ends what he answered, so the matter would be stuck", who, e.act.Key, who),
			lang.T("在 who 中再加一个角色，如 committee", "add another role to who, such as committee"))
	}
}
