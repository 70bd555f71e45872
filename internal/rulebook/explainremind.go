package rulebook

import "strings"

// reminders tells when the owner of a step is reminded, and to whom the matter goes up.
func (t teller) reminders(s *Step) []string {
	var lines []string
	if r := s.Remind; r != nil {
		var when []string
		for _, b := range r.Before {
			when = append(when, t.say("到期前%s", "%s before the due day", t.term(b)))
		}
		if r.OnDay {
			when = append(when, t.say("到期当日", "on the due day"))
		}
		if r.After != nil {
			when = append(when, t.say("逾期后每%s一次、最多 %s", "every %s after it, at most %s", t.term(r.After.Every), t.times(r.After.Times)))
		}
		if len(when) > 0 {
			lines = append(lines, t.say("提醒责任单位：%s（依据：%s）。", "Its owner is reminded: %s (%s).", strings.Join(when, t.say("；", "; ")), t.basis(r.Basis)))
		}
	}
	var rungs []string
	for _, r := range s.Escalate {
		rungs = append(rungs, t.say("逾期%s报%s（依据：%s）", "%s after the due day to %s (%s)", t.term(r.After), t.rung(s, r.To), t.basis(r.Basis)))
	}
	if len(rungs) > 0 {
		lines = append(lines, t.say("逐级上报：%s。", "It goes up: %s.", strings.Join(rungs, t.say("；", "; "))))
	}
	return lines
}

// rung names whom a rung leads to.
func (t teller) rung(s *Step, role string) string {
	if role == "owner" {
		return t.say("%s负责人", "the heads of %s", t.owner(s))
	}
	return t.role(role)
}
