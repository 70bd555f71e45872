package rulebook

import (
	"strconv"

	"github.com/huiyin/huiyin/internal/lang"
)

// who checks the doers of an act.
func (c *procedureCheck) who(s *Step, a *Act) {
	for i, name := range a.Who {
		at := c.b.at(a.path + "/who/" + strconv.Itoa(i))
		role, ok := c.role(name, at)
		if !ok {
			continue
		}
		class := c.class(s, role.Key)
		isSystem := actRules[a.Kind].system
		switch {
		case a.Kind == vagueKind:
		case role.Class == SystemClass && !isSystem:
			c.r.add(at, "systemActs", "", tf("系统不能做 %s：它只转告子事项的进展和导入旧答复", "the system cannot do %s: it only passes on news of children and imports old answers", a.Key),
				lang.T("由人来做；或者 kind 应为 settled、import", "let people do it; or the kind should be settled or import"))
		case role.Class != SystemClass && isSystem:
			c.r.add(at, "onlySystem", name, tf("%s 由系统做，不能由 %s 做", "%s is done by the system, not by %s", a.Key, name), lang.T("写 who: [system]", "write who: [system]"))
		case role.Key == "owner" && s.Ends != Open:
			c.r.add(at, "ownerOfEnding", "", tf("%s 已经结束，没有责任单位（owner）", "%s is an ending and has no owner", s.Key), lang.T("写明角色，如 deputyOffice", "name a role, such as deputyOffice"))
		default:
			c.mayDo(a, role.Key, class, at)
		}
	}
}

// mayDo refuses doers for whom an act of this kind would be judging their own work or acting for others.
func (c *procedureCheck) mayDo(a *Act, name string, class RoleClass, at Pos) {
	switch {
	case (a.Kind == Extend || a.Kind == Refuse) && (class == HandlerClass || class == RaiserClass):
		c.r.add(at, "ownExtension", name, tf("%s 不能由 %s 做：延期由联络站、代表工委或会议批准", "%s cannot be done by %s: the station, the deputy office or a meeting grants more time", a.Key, name),
			lang.T("承办单位用 kind: ask 申请", "the handling unit asks, by an act of kind ask"))
	case a.Kind == Urge && (class == HandlerClass || class == RaiserClass):
		c.r.add(at, "ownUrging", name, tf("%s 不能由 %s 做：催办由联络站、办公室或会议进行", "%s cannot be done by %s: the station, an office or a meeting urges", a.Key, name),
			lang.T("写 who: [station, deputyOffice]", "write who: [station, deputyOffice]"))
	case a.Kind == Rate && class == HandlerClass:
		c.r.add(at, "ownRating", name, tf("%s 不能由承办单位（%s）做：评价是提出人的", "%s cannot be done by a handling unit (%s): the rating is the raiser's", a.Key, name),
			lang.T("由 raiser 评价，或由联络站代录", "let the raiser rate, or the station record it"))
	case a.Kind == Rate && class == RaiserClass && name != "raiser":
		c.r.add(at, "notTheRaiser", name, tf("%s 不能由任意的 %s 做：评价的是提出人本人", "%s cannot be done by any %s: whoever raised the matter rates", a.Key, name),
			lang.T("写 who: [raiser]", "write who: [raiser]"))
	case a.Kind == Withdraw && name != "raiser":
		c.r.add(at, "notTheRaiser", name, tf("%s 不能由 %s 做：只有提出人可以撤回", "%s cannot be done by %s: only the raiser takes a matter back", a.Key, name),
			lang.T("写 who: [raiser]；不办理的用不予受理，并作答复", "write who: [raiser]; what is not taken up is declined, with an answer"))
	}
}
