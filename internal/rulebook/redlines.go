package rulebook

import (
	"slices"
	"strconv"

	"github.com/huiyin/huiyin/internal/lang"
)

// The red lines (domain rules §10.2) stand here, in code: handlers answer, deputies and residents rate, the
// office, a look-back or a body's decision ends. No rulebook can cross them.

// endedBy lists the kinds of act that may lead to each sort of ending.
var endedBy = map[Ending][]Kind{
	Confirmed: {Confirm},
	Declined:  {Advance, Answer, Confirm},
	Withdrawn: {Withdraw},
	Merged:    {Merge},
	NotRated:  {Advance},
	Historic:  {Import},
}

// leads checks an act that leads to step t: what its kind and its doers may end.
func (c *procedureCheck) leads(s *Step, a *Act, br Branch, t *Step, at Pos) {
	rule := actRules[a.Kind]
	if t.Ends == Open {
		if rule.ends != Open {
			c.r.add(at, "wrongEnding", "", tf("%s 办理 %s 应当通向 ends: %s 的环节，%s 不是", "the %s act %s must lead to an ending of the sort %s, and %s is none", a.Kind, a.Key, rule.ends, t.Key),
				tf("通向 ends: %s 的环节", "name a step with ends: %s", rule.ends))
		}
		return
	}
	if t.Ends == vagueEnding || a.Kind == vagueKind {
		return
	}
	if !slices.Contains(endedBy[t.Ends], a.Kind) {
		c.kindEnds(a, t, at)
		if a.Kind != Advance && a.Kind != Confirm {
			return // whoever does it, an act of this kind does not end there
		}
	}
	if t.Ends == NotRated && a.Kind == Advance && !waitsForDue(a, br) {
		c.r.add(c.b.whole(a.path), "notRatedEarly", t.Key, tf("%s 可以在期限届满之前以“未评价”结束", "%s can end the matter as not rated before the due day", a.Key),
			lang.T("写 when: overdue", "write when: overdue"))
	}
	if a.Kind == Withdraw && t.Ends == Withdrawn {
		return // the raiser's own; who() sees that nobody else does it
	}
	c.doersEnd(s, a, t, at)
}

// kindEnds says why an act of this kind cannot lead to this ending.
func (c *procedureCheck) kindEnds(a *Act, t *Step, at Pos) {
	switch {
	case a.Kind == Answer:
		c.r.add(at, "answerEnds", t.Key, tf("答复 %s 直接结束到 %s：答复不等于办结，谁答复谁不能结束", "the answer %s ends at %s: an answer is not yet a result, and nobody ends what he answered", a.Key, t.Key),
			lang.T("先到待评价或待回头看的环节", "lead to a step that waits for a rating or a look-back"))
	case a.Kind == Rate:
		c.r.add(at, "rateEnds", t.Key, tf("评价 %s 直接结束到 %s：提出人只评价，不销号", "the rating %s ends at %s: the raiser rates and does not close", a.Key, t.Key),
			lang.T("先到待回头看的环节", "lead to a step that waits for a look-back"))
	case t.Ends == Confirmed:
		c.r.add(at, "notConfirmed", t.Key, tf("%s 是 %s，不能通向核实结束的 %s", "%s is of kind %s and cannot lead to the confirmed ending %s", a.Key, a.Kind, t.Key),
			lang.T("由 kind: confirm 的办理（核实、回头看）通向它", "let an act of kind confirm (a check, a look-back) lead there"))
	default:
		c.r.add(at, "wrongEnding", t.Key, tf("%s 是 %s，不能通向 ends: %s 的 %s", "%s is of kind %s and cannot lead to %[4]s, an ending of the sort %[3]s", a.Key, a.Kind, t.Ends, t.Key),
			tf("通向它的办理应当是 kind: %s", "an act that leads there is of kind %s", endedBy[t.Ends][0]))
	}
}

// doersEnd refuses doers who may not end anything. Where nobody among the doers may, and the act is one of
// the handler's or raiser's own, the target is what is wrong; otherwise it is the doer.
func (c *procedureCheck) doersEnd(s *Step, a *Act, t *Step, at Pos) {
	type doer struct {
		i     int
		class RoleClass
	}
	var wrong []doer
	for i, name := range a.Who {
		switch class := c.class(s, name); class {
		case HandlerClass, RaiserClass:
			wrong = append(wrong, doer{i, class})
		}
	}
	ownAct := a.Kind != Confirm && len(wrong) == len(a.Who)
	for _, d := range wrong {
		where := c.b.at(a.path + "/who/" + strconv.Itoa(d.i))
		if ownAct {
			where = at
		}
		c.r.add(where, string(d.class)+"Closes", t.Key, c.whyNotClose(d.class, s, a, t, a.Who[d.i]),
			lang.T("由联络站、代表工委、工作委员会或会议来结束", "let the station, the deputy office, a committee or a meeting end it"))
	}
}

func (c *procedureCheck) whyNotClose(class RoleClass, s *Step, a *Act, t *Step, who string) lang.Text {
	if who == "owner" {
		who = "owner, " + c.ownerName(s)
	}
	if class == HandlerClass {
		return tf("承办单位（%s）不能结束事项：%s 通向 %s", "a handling unit (%s) never closes: %s leads to %s", who, a.Key, t.Key)
	}
	return tf("提出人、代表和群众（%s）只评价、可撤回，不能结束事项：%s 通向 %s", "raisers, deputies and residents (%s) rate and may withdraw but never close: %s leads to %s", who, a.Key, t.Key)
}

func (c *procedureCheck) ownerName(s *Step) string {
	if s.Owner.Field != "" {
		return s.Owner.Field
	}
	return s.Owner.Role
}

// class is the class of a doer at a step; the owner's is that of the organization that owns the step. An
// organization chosen freely may be a handling unit and counts as one.
func (c *procedureCheck) class(s *Step, name string) RoleClass {
	if name != "owner" {
		r, _ := RoleOf(name)
		if r.Key == "" {
			r, _ = RoleOf(nearest(name, roleNames()))
		}
		if r.Key != "owner" {
			return r.Class
		}
	}
	role := s.Owner.Role
	if s.Owner.Field != "" {
		f := c.fieldNamed(s.Owner.Field)
		if f == nil || f.Type != OrgField {
			return ""
		}
		if role = f.Class; role == "" {
			return HandlerClass
		}
	}
	if r, ok := RoleOf(role); ok && r.Owns {
		return r.Class
	}
	return "" // reported where it is written
}

// waitsForDue reports whether an act is offered, or a branch taken, only when the step is overdue.
func waitsForDue(a *Act, br Branch) bool {
	for _, e := range []*Expr{a.When, br.When} {
		if e != nil && (e.tree == nil || e.requires("overdue")) { // a guard that cannot be read was reported
			return true
		}
	}
	return false
}
