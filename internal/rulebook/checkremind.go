package rulebook

import (
	"slices"
	"strconv"

	"github.com/huiyin/huiyin/internal/deadline"
	"github.com/huiyin/huiyin/internal/lang"
)

// hours checks that nobody is reminded at night.
func (c *checking) hours() {
	h := c.b.Hours
	switch {
	case !c.b.has("/hours/from") || !c.b.has("/hours/to"):
	case h.From >= h.To:
		c.r.add(c.b.at("/hours/to"), "hoursBackward", "", tf("提醒时间从 %s 到 %s，是倒着的", "the hours from %s to %s run backward", h.From, h.To), lang.T("把早的写在 from", "give the earlier one as from"))
	case h.From < nightEnds:
		c.hoursAtNight("/hours/from")
	case h.To > nightBegins:
		c.hoursAtNight("/hours/to")
	}
}

func (c *checking) hoursAtNight(path string) {
	c.r.add(c.b.at(path), "hoursAtNight", "", tf("夜里（%s 至次日 %s）不提醒任何人", "nobody is reminded at night, from %s to %s", nightBegins, nightEnds), lang.T("写白天的时间", "give an hour of the day"))
}

// openSteps lists the steps that are not endings.
func (c *procedureCheck) openSteps() []*Step {
	var out []*Step
	for _, key := range c.p.Order {
		if s := c.p.Steps[key]; s.Ends == Open {
			out = append(out, s)
		}
	}
	return out
}

// remind checks reminders, which steps share when the procedure gives them: those too early for one step
// are left out there, those too early for every step are a mistake.
func (c *procedureCheck) remind(r *Remind, path string, steps []*Step) {
	path += "/remind"
	if r == nil {
		return
	}
	c.basis(r.Basis, c.b.at(path+"/basis"))
	if !c.b.has(path+"/before") && !c.b.has(path+"/onDay") && !c.b.has(path+"/after") {
		c.r.add(c.b.home(path), "emptyRemind", "", lang.T("没有写何时提醒", "it is not said when"), lang.T("补上 before、onDay 或 after；不提醒写 before: []", "add before, onDay or after; for no reminders write before: []"))
	}
	for i, t := range r.Before {
		at := c.b.at(path + "/before/" + strconv.Itoa(i))
		c.span(t, at)
		if !t.IsZero() && slices.Contains(r.Before[:i], t) {
			c.r.add(at, "remindTwice", "", tf("到期前%[1]s写了两次", "%[2]s before stands twice", t.Text().ZH, t.Text().EN), lang.T("只保留一个", "keep one of the two"))
		}
		if !t.IsZero() && !slices.ContainsFunc(steps, func(s *Step) bool { return s.Due == nil || s.Due.Term.IsZero() || compare(t, s.Due.Term) < 0 }) {
			c.r.add(at, "remindTooEarly", "", tf("到期前%[1]s，期限还没有开始", "%[2]s before the due day the term has not begun", t.Text().ZH, t.Text().EN), lang.T("写得比期限短", "give less than the term"))
		}
	}
	if r.After != nil {
		c.span(r.After.Every, c.b.at(path+"/after"))
	}
}

func (c *procedureCheck) span(t deadline.Term, at Pos) {
	if approximate(t) > maxYears*366 {
		c.r.add(at, "tooFar", "", tf("%[1]s超过 %[3]d 年", "%[2]s is over %[3]d years", t.Text().ZH, t.Text().EN, maxYears), lang.T("写短一些", "make it shorter"))
	}
}

// ladder checks the rungs of a ladder; s is the step it belongs to, nil when it is the procedure's.
func (c *procedureCheck) ladder(rungs []Rung, s *Step) {
	for i, r := range rungs {
		c.basis(r.Basis, c.b.at(r.path+"/basis"))
		c.span(r.After, c.b.at(r.path))
		if i > 0 && !r.After.IsZero() && !rungs[i-1].After.IsZero() && compare(rungs[i-1].After, r.After) >= 0 {
			c.r.add(c.b.at(r.path), "ladderNotIncreasing", "", tf("逾期%[1]s不晚于上一级的%[3]s", "%[2]s is not later than the %[4]s of the rung before", r.After.Text().ZH, r.After.Text().EN, rungs[i-1].After.Text().ZH, rungs[i-1].After.Text().EN),
				lang.T("一级比一级晚", "let each rung come later than the one before"))
		}
		at := c.b.at(r.path + "/to")
		if r.To == "" {
			continue
		}
		role, ok := c.role(r.To, at)
		switch {
		case !ok:
		case role.Key != "owner" && (!role.Owns || role.Class == HandlerClass):
			c.r.add(at, "cannotEscalate", r.To, tf("不能上报给 %s（%s）", "a matter cannot go up to %[1]s", role.Key, role.Name.ZH),
				lang.T("写 owner（责任单位负责人）、station、deputyOffice、committee、chairMeeting 等", "write owner (its heads), station, deputyOffice, committee, chairMeeting and the like"))
		case slices.ContainsFunc(rungs[:i], func(o Rung) bool { return o.To == r.To }):
			c.r.add(at, "ladderTwice", r.To, tf("%s 在上报中出现两次", "%s stands twice on the ladder", r.To), lang.T("只保留一级", "keep one of the two"))
		case s != nil && s.Owner.Role == r.To:
			c.r.add(at, "ladderOwner", r.To, tf("%s 就是环节 %s 的责任单位，不能上报给自己", "%s owns step %s itself", r.To, s.Key), lang.T("写 owner（其负责人），或上一级", "write owner (its heads), or somebody above"))
		}
	}
}

// compare compares two lengths of time; of different units roughly, in days.
func compare(a, b deadline.Term) int {
	if a.Unit == b.Unit {
		return a.N - b.N
	}
	return approximate(a) - approximate(b)
}

// approximate is a length in days, roughly: five working days a week.
func approximate(t deadline.Term) int {
	switch t.Unit {
	case deadline.Years:
		return t.N * 365
	case deadline.Months:
		return t.N * 30
	case deadline.Workdays:
		return t.N * 7 / 5
	}
	return t.N
}
