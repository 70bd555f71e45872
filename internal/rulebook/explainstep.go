package rulebook

import (
	"slices"
	"strings"

	"github.com/huiyin/huiyin/internal/lang"
)

// step tells a step and its acts.
func (t teller) step(s *Step) string {
	var w strings.Builder
	w.WriteString(t.say("%s（%s）", "%s (%s)", s.Name.In(t.l), s.Phase.Name().In(t.l)))
	w.WriteString("\n   ")
	w.WriteString(t.say("由%s负责，%s办理（依据：%s）。", "Owned by %s; due %s (%s).", t.owner(s), t.due(s.Due), t.basis(s.Due.Basis)))
	for _, line := range t.reminders(s) {
		w.WriteString("\n   " + line)
	}
	for _, key := range s.Order {
		if a := s.Acts[key]; !everywhereAct(a) {
			w.WriteString("\n   - " + t.act(s, a))
		}
	}
	return w.String()
}

// everywhereAct reports whether an act is one of those under everywhere.
func everywhereAct(a *Act) bool { return strings.Contains(a.path, "/everywhere/") }

// everywhere tells, once, the acts that every step has.
func (t teller) everywhere() []string {
	var lines []string
	for _, key := range t.p.Order {
		s := t.p.Steps[key]
		for _, k := range s.Order {
			if a := s.Acts[k]; everywhereAct(a) {
				if line := t.act(&Step{}, a); !slices.Contains(lines, line) {
					lines = append(lines, line)
				}
			}
		}
	}
	return lines
}

// ending tells an ending and how a matter can come back from it.
func (t teller) ending(s *Step) string {
	var w strings.Builder
	w.WriteString("   " + t.say("%s（%s）：%s。", "%s (%s): %s.", s.Name.In(t.l), s.Phase.Name().In(t.l), endingNames[s.Ends].In(t.l)))
	for _, key := range s.Order {
		w.WriteString("\n   - " + t.act(s, s.Acts[key]))
	}
	return w.String()
}

// act tells one act in one sentence: who, when, what is needed, what follows.
func (t teller) act(s *Step, a *Act) string {
	parts := []string{t.doers(s, a)}
	add := func(zh, en string, args ...any) { parts = append(parts, t.say(zh, en, args...)) }
	if a.When != nil {
		add("条件是%s", "only when %s", t.guard(a.When))
	}
	if a.Within != nil {
		if s.Ends != Open {
			add("限结束后%s内", "within %s of the ending", t.term(*a.Within))
		} else {
			add("限到本环节后%s内", "within %s of coming to this step", t.term(*a.Within))
		}
	}
	if a.Limit > 0 {
		add("最多 %s", "at most %s", t.times(a.Limit))
	}
	if a.Daily > 0 {
		add("每天最多 %s", "at most %s a day", t.times(a.Daily))
	}
	if a.Max != nil {
		add("最多延到原期限后%s", "at most %s after the original due day", t.term(*a.Max))
	}
	if len(a.Reasons) > 0 {
		var names []string
		for _, r := range a.Reasons {
			names = append(names, r.Name.In(t.l))
		}
		add("须选理由：%s", "a reason must be chosen: %s", strings.Join(names, t.say("／", " / ")))
	}
	if needs := slices.DeleteFunc(slices.Clone(a.Needs), func(f string) bool { return f == "reasonCode" }); len(needs) > 0 {
		add("须填：%s", "to be given: %s", t.fields(needs))
	}
	if len(a.Takes) > 0 {
		add("可填：%s", "may be given: %s", t.fields(a.Takes))
	}
	if a.Opens != nil {
		parts = append(parts, t.opens(a.Opens))
	}
	if follows := t.follows(s, a); follows != "" {
		parts = append(parts, follows)
	}
	if a.Undoable() {
		add("十分钟内可撤销", "can be undone for ten minutes")
	}
	line := a.Name.In(t.l) + t.say("：", ": ") + strings.Join(parts, t.say("；", "; ")) + t.say("。", ".")
	if len(a.Basis) > 0 {
		line += t.say("（依据：%s）", " (%s)", t.bases(a.Basis))
	}
	return line
}

// doers says who does it.
func (t teller) doers(s *Step, a *Act) string {
	switch a.Kind {
	case Settled:
		return t.say("子事项有进展时由系统转入", "by the system, when a part of it was answered or has ended")
	case Import:
		return t.say("导入旧答复时由系统记录", "by the system, when an old answer is imported")
	}
	var who []string
	for _, w := range a.Who {
		who = append(who, t.doer(s, w))
	}
	return t.say("%s办理", "by %s", strings.Join(who, t.say("或", " or ")))
}

// doer names one of those who do an act; the owner of a step by his name.
func (t teller) doer(s *Step, who string) string {
	switch {
	case who != "owner" || s.Owner == Owner{}:
		return t.one(who)
	case s.Owner.Field == "":
		return t.role(s.Owner.Role)
	case t.l == lang.EN:
		name := t.field(s.Owner.Field)
		return "the " + strings.ToLower(name[:1]) + name[1:]
	}
	return t.field(s.Owner.Field)
}

func (t teller) opens(o *Opens) string {
	name := o.Procedure
	if p := t.b.Procedures[o.Procedure]; p != nil {
		name = p.Name.In(t.l)
	}
	if o.Each != "" {
		return t.say("%s中的每一项各立一件“%s”", `each entry of %s becomes a "%s" of its own`, t.field(o.Each), name)
	}
	return t.say("以%s立一件“%s”", `%s becomes a "%s"`, t.field(o.Title), name)
}

// follows says where an act leads.
func (t teller) follows(s *Step, a *Act) string {
	if len(a.To) == 1 {
		if a.To[0].Step == Stay {
			return ""
		}
		return t.leads(s, a.To[0].Step)
	}
	parts := make([]string, 0, len(a.To))
	for i, br := range a.To {
		lead := t.leads(s, br.Step)
		if br.Limit > 0 {
			lead += t.say("（最多 %s）", " (at most %s)", t.times(br.Limit))
		}
		switch {
		case br.When != nil:
			parts = append(parts, t.say("%s的，%s", "if %s, %s", t.guard(br.When), lead))
		case i > 0:
			parts = append(parts, t.say("其余%s", "otherwise %s", lead))
		default:
			parts = append(parts, lead)
		}
	}
	return strings.Join(parts, t.say("；", "; "))
}

func (t teller) leads(s *Step, to string) string {
	target := t.p.Steps[to]
	switch {
	case to == Stay:
		return t.say("留在本环节", "it stays here")
	case to == Back:
		return t.say("回到并入前的环节", "it goes back to where it was")
	case target == nil:
		return to
	case target.Ends != Open:
		return t.say("结束为%s", "it ends as %s", t.quote(target.Name))
	case s.Ends == Open && target.Phase.Rank() < s.Phase.Rank():
		return t.say("退回%s", "it goes back to %s", t.quote(target.Name))
	}
	return t.say("转到%s", "it goes on to %s", t.quote(target.Name))
}
