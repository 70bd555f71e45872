package rulebook

import (
	"slices"
	"strconv"

	"github.com/huiyin/huiyin/internal/lang"
)

// acts checks each act where it is offered.
func (c *procedureCheck) acts() {
	c.eachAct(func(s *Step, a *Act) {
		c.who(s, a)
		c.asked(a)
		c.bases(a.Basis, a.path+"/basis")
		c.kindOf(s, a)
		c.branches(s, a)
		if a.Opens != nil {
			c.opens(a)
		}
		if s.Ends != Open {
			c.atEnding(s, a)
		} else if a.Kind == Reopen || a.Kind == Unmerge {
			c.r.add(c.b.at(a.path+"/kind"), "onlyAtEnding", string(a.Kind), tf("%s 只能写在结束环节，%s 不是", "%[1]s belongs to an ending, and %[2]s is none", a.Kind, s.Key),
				lang.T("移到结束环节，或换一种 kind", "move it to an ending, or choose another kind"))
		}
	})
	for _, key := range c.p.Order {
		c.oneSettled(c.p.Steps[key])
	}
}

// fieldKinds are the built-in fields that mean something to acts of certain kinds only.
var fieldKinds = map[string][]Kind{
	"rating": {Rate}, "attitude": {Rate}, "newDue": {Extend, Ask}, "approver": {Extend}, "target": {Merge},
}

// asked checks the fields that an act needs and takes.
func (c *procedureCheck) asked(a *Act) {
	check := func(list []string, key string) {
		for i, name := range list {
			at := c.b.at(a.path + "/" + key + "/" + strconv.Itoa(i))
			switch {
			case name == "reasonCode" && len(a.Reasons) == 0:
				c.r.add(at, "noReasons", "", tf("%s 要选理由类别，却没有列出 reasons", "%s asks for a coded reason but lists no reasons", a.Key), lang.T("补上 reasons", "add reasons"))
			case c.p.FieldOf(name) == nil:
				c.r.add(at, "unknownField", name, tf("没有字段“%s”", "there is no field %q", name), didYouMean(name, c.fieldNames()))
			case fieldKinds[name] != nil && !slices.Contains(fieldKinds[name], a.Kind) && a.Kind != vagueKind:
				c.r.add(at, "fieldOfKind", name, tf("%s 是 %s，用不到字段 %s", "%s is of kind %s and has no use for the field %s", a.Key, a.Kind, name),
					tf("写 kind: %s，或删去 %s", "write kind: %s, or remove %s", fieldKinds[name][0], name))
			case key == "takes" && slices.Contains(a.Needs, name):
				c.r.add(at, "needsAndTakes", name, tf("“%s”既在 needs 又在 takes", "%s is in both needs and takes", name), lang.T("只保留一处", "keep one of the two"))
			}
		}
	}
	check(a.Needs, "needs")
	check(a.Takes, "takes")
}

// branches checks where an act leads.
func (c *procedureCheck) branches(s *Step, a *Act) {
	last := len(a.To) - 1
	for i, br := range a.To {
		path := branchPath(a, i)
		c.target(s, a, br, path+"/step")
		if i == last && br.When != nil {
			c.r.add(c.b.at(path), "lastBranchGuarded", "", tf("最后一个去向有条件，条件不成立时 %s 无处可去", "the last branch has a condition; when it does not hold, %s leads nowhere", a.Key),
				lang.T("最后加一个不带 when 的去向，如 {step: stay}", "add a last branch without when, such as {step: stay}"))
		}
		if i == last && br.Limit > 0 {
			c.r.add(c.b.at(path), "lastBranchLimited", "", tf("最后一个去向有次数限制，用完后 %s 无处可去", "the last branch has a limit; when it is used up, %s leads nowhere", a.Key),
				lang.T("最后加一个不带 limit 的去向", "add a last branch without limit"))
		}
		if i < last && br.When == nil && br.Limit == 0 {
			c.r.add(c.b.at(path), "shadowingBranch", "", tf("这个去向没有条件，后面的 %d 个永远轮不到", "this branch has no condition, so the %d after it are never reached", last-i),
				lang.T("补上 when，或移到最后", "add when, or move it to the end"))
		}
		c.as(s, a, br, path)
	}
}

// as checks a branch that counts as another kind.
func (c *procedureCheck) as(s *Step, a *Act, br Branch, path string) {
	if br.As == "" {
		if br.Limit > 0 && !c.b.has(path+"/as") {
			c.r.add(c.b.home(path+"/limit"), "limitWithoutAs", "", lang.T("去向的 limit 按 as 计数，这里没有 as", "the limit of a branch counts moves of its kind, and there is no as"),
				lang.T("补上 as: redo，或删去 limit", "add as: redo, or remove limit"))
		}
		return
	}
	if br.Limit == 0 && a.Limit == 0 && !c.b.has(path+"/limit") {
		c.r.add(c.b.at(path), "missingLimit", "", tf("%s 的这个去向往回走，没有次数限制", "this branch of %s goes back without limit", a.Key), lang.T("补上 limit: 2", "add limit: 2"))
	}
	if !c.lists(a.Needs, "reason") && !c.lists(a.Takes, "reason") {
		c.r.add(c.b.at(path), "missingReason", "", tf("%s 的这个去向往回走，没有地方填写理由", "this branch of %s goes back, but the act takes no reason", a.Key),
			lang.T("在 takes 或 needs 中补上 reason", "add reason to takes or needs"))
	}
	if br.As == Reopen && s.Ends == Open {
		c.r.add(c.b.at(path+"/as"), "onlyAtEnding", string(Reopen), tf("reopen 只能写在结束环节，%s 不是", "reopen belongs to an ending, and %s is none", s.Key), lang.T("写 as: redo", "write as: redo"))
	}
}

// target checks one target: it exists, and an act of this kind may lead there.
func (c *procedureCheck) target(s *Step, a *Act, br Branch, path string) {
	at, rule := c.b.at(path), actRules[a.Kind]
	switch {
	case br.Step == "":
		return // reported with the form
	case rule.target != "" && br.Step != rule.target:
		c.r.add(at, "onlyTarget", "", tf("%s 办理 %s 只能写 to: %s", "the %s act %s can only have to: %s", a.Kind, a.Key, rule.target), tf("写 to: %s", "write to: %s", rule.target))
		return
	case br.Step == Back && a.Kind != Unmerge && a.Kind != vagueKind:
		c.r.add(at, "onlyUnmerge", "", lang.T("back 只用于撤销并案", "back is for undoing a merge only"), lang.T("写明去哪个环节", "name the step"))
		return
	case br.Step == Stay || br.Step == Back:
		if rule.ends != Open {
			c.r.add(at, "wrongEnding", "", tf("%s 办理 %s 应当通向 ends: %s 的环节", "the %s act %s must lead to an ending of the sort %s", a.Kind, a.Key, rule.ends), lang.Text{})
		}
		return
	}
	if c.p.Steps[br.Step] == nil {
		c.r.add(at, "unknownStep", br.Step, tf("没有环节“%s”", "there is no step %q", br.Step), didYouMean(br.Step, append(slices.Clone(c.p.Order), Stay)))
	}
	if t := c.stepNamed(br.Step); t != nil {
		c.leads(s, a, br, t, at)
	}
}

// atEnding checks that an ended matter is left alone but for coming back.
func (c *procedureCheck) atEnding(s *Step, a *Act) {
	switch a.Kind {
	case Reopen, Note, vagueKind:
		return
	case Unmerge:
		if s.Ends != Merged && s.Ends != vagueEnding {
			c.r.add(c.b.at(a.path+"/kind"), "onlyAtEnding", string(Unmerge), tf("撤销并案只能写在 ends: merged 的环节，%s 不是", "undoing a merge belongs to a merged ending, and %s is none", s.Key),
				lang.T("移到 ends: merged 的环节", "move it to the merged ending"))
		}
		return
	}
	c.r.add(c.b.whole(a.path), "actAfterEnding", "", tf("事项在 %s 已经结束，不能再办理 %s", "the matter has ended at %s and %s can no longer be done", s.Key, a.Key),
		lang.T("结束之后只能 reopen、unmerge 或 note", "after an ending there is only reopen, unmerge or note"))
}

// oneSettled makes sure that news of a child is taken up by one act only, and that there can be any.
func (c *procedureCheck) oneSettled(s *Step) {
	var first *Act
	for _, key := range s.Order {
		a := s.Acts[key]
		if a.Kind != Settled {
			continue
		}
		if first != nil {
			c.r.add(c.b.whole(a.path), "twoSettled", "", tf("环节 %s 有两项 settled 办理，第二项永远轮不到", "step %s has two settled acts, and the second is never reached", s.Key),
				lang.T("合成一项，用几个去向", "make one act with several branches"))
		}
		first = a
		if len(c.p.opened()) == 0 && !c.opensAnything() {
			c.r.add(c.b.whole(a.path), "settledWithoutChildren", "", tf("程序 %s 不派生子事项，%s 永远不会发生", "%s opens no children, so %s never happens", c.p.Key, a.Key),
				lang.T("删去，或在某项办理里写 opens", "remove it, or give an act opens"))
		}
	}
}

func (c *procedureCheck) opensAnything() bool {
	found := false
	c.eachAct(func(_ *Step, a *Act) { found = found || a.Opens != nil })
	return found
}
