package rulebook

import (
	"fmt"
	"slices"

	"github.com/huiyin/huiyin/internal/lang"
)

// actRule is what an act of a kind must have so that it means what its kind says.
type actRule struct {
	needs   []string // built-in fields that must be given
	why     lang.Text
	reasons bool   // coded reasons
	reason  bool   // the field reason, or coded reasons
	limit   bool   // how often
	within  bool   // a time limit
	max     bool   // a bound of extensions
	daily   bool   // how often a day
	target  string // Stay or Back: the only target
	ends    Ending // the only ending it may lead to, and it must
	system  bool   // done by the system and by nobody else
}

// actRules has every kind that is more than a name.
var actRules = map[Kind]actRule{
	Answer:   {needs: []string{"answer"}, why: lang.T("答复要送到每一位提出人", "an answer must reach every raiser")},
	Import:   {needs: []string{"answer"}, why: lang.T("导入的是一份答复", "what is imported is an answer"), system: true},
	Rate:     {needs: []string{"rating"}, why: lang.T("评价要有结论", "a rating says how satisfied")},
	Return:   {reasons: true, limit: true, within: true},
	Redo:     {reason: true, limit: true},
	Reopen:   {reason: true, limit: true},
	Extend:   {needs: []string{"reason", "newDue", "approver"}, why: lang.T("延期要有理由、新的日期和批准人", "an extension has a reason, a new day and an approver"), max: true, target: Stay},
	Ask:      {needs: []string{"reason"}, why: lang.T("申请要有理由", "a request says why"), target: Stay},
	Refuse:   {needs: []string{"reason"}, why: lang.T("不同意要说明理由", "a refusal says why"), target: Stay},
	Withdraw: {ends: Withdrawn},
	Merge:    {needs: []string{"target"}, why: lang.T("要写明并入哪一件", "it must be said into which matter"), ends: Merged},
	Unmerge:  {needs: []string{"reason"}, why: lang.T("撤销并案要有理由", "undoing a merge says why"), target: Back},
	Note:     {needs: []string{"note"}, why: lang.T("备注要有内容", "a note has words"), target: Stay},
	Urge:     {needs: []string{"note"}, why: lang.T("催办要说明催什么", "whoever urges says what for"), daily: true, target: Stay},
	Settled:  {system: true},
}

// kindOf checks what the kind of an act asks for.
func (c *procedureCheck) kindOf(s *Step, a *Act) {
	rule := actRules[a.Kind]
	missing := slices.DeleteFunc(slices.Clone(rule.needs), func(f string) bool { return c.needs(a, f) })
	if len(missing) > 0 {
		message := lang.T(fmt.Sprintf("%s 办理 %s 没有要求填写 %s：%s", a.Kind, a.Key, join(missing, "、"), rule.why.ZH),
			fmt.Sprintf("the %s act %s does not ask for %s: %s", a.Kind, a.Key, join(missing, ", "), rule.why.EN))
		mend := lang.T("在 needs 中补上 "+join(missing, "、"), "add "+join(missing, ", ")+" to needs")
		c.r.add(c.needsAt(a), "missingNeed", "", message, mend)
	}
	if rule.reason && !c.needs(a, "reason") && !c.b.has(a.path+"/reasons") {
		c.r.add(c.needsAt(a), "missingReason", "", tf("%s 往回走，没有要求说明理由", "%s goes back without giving a reason", a.Key), lang.T("写 needs: [reason]", "write needs: [reason]"))
	}
	miss := func(wanted bool, key, code string, message, mend lang.Text) {
		if wanted && !c.b.has(a.path+"/"+key) {
			c.r.add(c.b.whole(a.path), code, "", message, mend)
		}
	}
	miss(rule.reasons, "reasons", "missingReasons", tf("退回 %s 没有理由类别", "the return %s has no coded reasons", a.Key), lang.T("补上 reasons: {notOurs: {zh: …, en: …}}", "add reasons: {notOurs: {zh: …, en: …}}"))
	miss(rule.limit, "limit", "missingLimit", tf("%s 往回走，没有次数限制", "%s goes back without limit", a.Key), lang.T("补上 limit: 2", "add limit: 2"))
	miss(rule.within, "within", "missingWithin", tf("退回 %s 没有时限", "the return %s has no time limit", a.Key), lang.T("补上 within: {days: 5, of: working}", "add within: {days: 5, of: working}"))
	miss(rule.max, "max", "missingMax", tf("延期 %s 没有上限，期限可以一推再推", "the extension %s has no bound, so the due day could be put off for ever", a.Key),
		lang.T("补上 max: {days: 30, of: calendar}", "add max: {days: 30, of: calendar}"))
	miss(rule.daily, "daily", "missingDaily", tf("催办 %s 没有每日次数，可能一催再催", "the urging %s may be repeated all day", a.Key), lang.T("补上 daily: 1", "add daily: 1"))
	c.misplaced(a)
	if a.Kind == Ask {
		c.askAnswered(s, a)
	}
}

// needsAt is where a field missing from needs is reported: at needs, or at the act where it has none.
func (c *procedureCheck) needsAt(a *Act) Pos {
	if c.b.has(a.path + "/needs") {
		return c.b.home(a.path + "/needs")
	}
	return c.b.whole(a.path)
}

// misplaced reports keys that mean nothing on an act of this kind.
func (c *procedureCheck) misplaced(a *Act) {
	if a.Kind == vagueKind {
		return
	}
	if c.b.has(a.path+"/max") && a.Kind != Extend {
		c.r.add(c.b.home(a.path+"/max"), "misplaced", "max", tf("%s 不是延期，max 不起作用", "%s is no extension; max does nothing here", a.Key), lang.T("删去 max，或写 kind: extend", "remove max, or write kind: extend"))
	}
	if c.b.has(a.path+"/daily") && a.Kind != Urge {
		c.r.add(c.b.home(a.path+"/daily"), "misplaced", "daily", tf("%s 不是催办，daily 不起作用", "%s is no urging; daily does nothing here", a.Key), lang.T("删去 daily，或写 kind: urge", "remove daily, or write kind: urge"))
	}
	if c.b.has(a.path+"/within") && a.Kind != Return && a.Kind != Reopen {
		c.r.add(c.b.home(a.path+"/within"), "misplaced", "within", tf("%s 不是退回或重启，within 不起作用", "%s is neither a return nor a reopening; within does nothing here", a.Key),
			lang.T("删去 within，或写对 kind", "remove within, or give the right kind"))
	}
}

// askAnswered makes sure that what is asked for can be granted and refused at the same step.
func (c *procedureCheck) askAnswered(s *Step, a *Act) {
	var has []Kind
	for _, other := range s.Acts {
		has = append(has, other.Kind)
	}
	if slices.Contains(has, vagueKind) {
		return
	}
	if !slices.Contains(has, Extend) {
		c.r.add(c.b.whole(a.path), "askUnanswered", string(Extend), tf("在环节 %s 提出的申请没有办法批准", "at step %s a request cannot be granted", s.Key),
			lang.T("在同一环节补上 kind: extend 的办理", "add an act of kind extend to the same step"))
	}
	if !slices.Contains(has, Refuse) {
		c.r.add(c.b.whole(a.path), "askUnanswered", string(Refuse), tf("在环节 %s 提出的申请没有办法不同意", "at step %s a request cannot be refused", s.Key),
			lang.T("在同一环节补上 kind: refuse 的办理", "add an act of kind refuse to the same step"))
	}
}
