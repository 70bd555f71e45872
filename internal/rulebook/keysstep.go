package rulebook

import (
	"github.com/huiyin/huiyin/internal/deadline"
	"github.com/huiyin/huiyin/internal/lang"
)

// The keys by which a length of time is written; a due rule has more of them.
func termKeys() []keyShape {
	long := &shape{is: whole, max: maxYears * 366}
	return []keyShape{
		{"months", false, long, lang.T("个月", "calendar months")},
		{"years", false, long, lang.T("年", "calendar years")},
		{"days", false, long, lang.T("天，与 of 连用", "days, with of")},
		{"of", false, enumOf("unknownDays", func() []string { return []string{"working", "calendar"} }), lang.T("working（工作日）或 calendar（自然日）", "working or calendar days")},
		{"roll", false, enumOf("unknownRoll", strs(rolls)), lang.T("最后一天休息时：next 顺延（不写即是）、previous 提前、none 不动", "when the last day is a rest day: next (as if not given), previous or none")},
	}
}

// rolls say what becomes of a last day that is a rest day; without one it moves on (民法典 art. 203).
var rolls = []deadline.Roll{deadline.NextWorkday, deadline.PrevWorkday, deadline.NoRoll}

// maxYears is the longest term a rulebook may set: a term of office.
const maxYears = 5

func stepShape(name, sentence, words, basis, options, count *shape) *shape {
	owner := &shape{name: "owner", is: object, about: lang.T("责任单位，role 和 field 写一个", "who owns the step: one of role and field"), keys: []keyShape{
		{"role", false, words, lang.T("担任这个角色的机构", "the organization that has this role")},
		{"field", false, words, lang.T("这个字段里的机构", "the organization kept in this field")},
	}}
	due := &shape{name: "due", is: object, about: lang.T("期限", "by when"), keys: append(termKeys(),
		keyShape{"since", false, words, lang.T("从这个日期字段起算，raised 为提出之日；不写为进入环节之日", "runs from this date field, or raised; otherwise from the day the step began")},
		keyShape{"field", false, words, lang.T("期限就是这个字段里的日期", "the due day is the date kept in this field")},
		keyShape{"basis", true, basis, lang.T("依据", "where it comes from")},
	)}
	return &shape{name: "step", is: object, about: lang.T("一个环节", "one station of a procedure"), keys: []keyShape{
		{"phase", true, enumOf("unknownPhase", strs(Phases)), lang.T("阶段：视 seen、议 deliberated、决 decided、督 supervised、果 resulted", "its phase: seen, deliberated, decided, supervised or resulted")},
		{"name", true, name, lang.T("名称", "its name")},
		{"ends", false, enumOf("unknownEnding", strs(endings)), lang.T("结束的方式；不写则不是结束", "what sort of ending it is; none: it is not an ending")},
		{"owner", false, owner, lang.T("责任单位", "who owns it")},
		{"due", false, due, lang.T("期限", "by when")},
		{"remind", false, remindShape(basis), lang.T("本环节的提醒", "reminders of this step")},
		{"escalate", false, ladderShape(words, basis), lang.T("本环节的逐级上报；[] 为不上报", "to whom this step goes up when it is overdue; []: to nobody")},
		{"acts", false, &shape{is: table, elem: actShape(name, sentence, words, basis, options, count), max: 60, empty: true}, lang.T("能做的办理", "what can be done there")},
	}}
}

func actShape(name, sentence, words, basis, options, count *shape) *shape {
	guard := &shape{is: guardIs}
	term := &shape{name: "term", is: object, about: lang.T("一段时间，单位写一种", "a length of time, in one unit"), keys: termKeys()}
	fields := &shape{is: list, elem: words, max: 60, empty: true}
	branch := &shape{name: "branch", is: object, about: lang.T("一个去向", "one possible target"), keys: []keyShape{
		{"when", false, guard, lang.T("条件；最后一个去向不写", "its condition; the last has none")},
		{"step", true, words, lang.T("去哪个环节，stay 为不动", "the step it leads to; stay: none")},
		{"as", false, enumOf("unknownAs", strs(backKinds)), lang.T("这一去向按哪种办理计", "the kind the move counts as")},
		{"limit", false, count, lang.T("按 as 计满这么多次后跳过", "passed over once this many moves of its kind were made")},
	}}
	opens := &shape{name: "opens", is: object, about: lang.T("派生子事项", "opens child matters"), keys: []keyShape{
		{"procedure", true, words, lang.T("子事项的程序", "the procedure of the children")},
		{"each", false, words, lang.T("list 字段，一行一件", "a list field: one child for each item")},
		{"title", false, words, lang.T("没有 each 时，子事项标题所在的字段", "without each: the field that becomes the title")},
		{"with", false, &shape{is: table, elem: words, max: 60, empty: true, refs: true}, lang.T("子事项字段：本事项字段", "child field: parent field")},
	}}
	return &shape{name: "act", is: object, about: lang.T("一项办理", "something that can be done at a step"), keys: []keyShape{
		{"kind", false, enumOf("unknownActKind", strs(actKinds)), lang.T("性质；不写为 advance", "what it means; advance if not given")},
		{"name", true, name, lang.T("名称，即按钮上的字", "its name, the words on the button")},
		{"hint", false, sentence, lang.T("提示", "a hint")},
		{"who", true, listOf(words), lang.T("谁能做", "the roles that may do it")},
		{"needs", false, fields, lang.T("必填字段", "the fields that must be given")},
		{"takes", false, fields, lang.T("可填字段", "the fields that may be given")},
		{"reasons", false, options, lang.T("理由类别，办理时须选一项", "coded reasons, one of which must be chosen")},
		{"when", false, guard, lang.T("条件成立时才能做", "offered only when it holds")},
		{"to", true, &shape{is: list, single: words, elem: branch, max: 20}, lang.T("去哪个环节，或按条件列出几个去向", "the step it leads to, or a list of branches")},
		{"opens", false, opens, lang.T("派生子事项", "opens child matters")},
		{"limit", false, count, lang.T("一件事项最多做几次", "how many times in the life of a matter")},
		{"within", false, term, lang.T("进入环节（reopen 为结束）之后多久以内", "only this long after the step began, or the matter ended")},
		{"max", false, term, lang.T("最多延长到原期限之后多久", "at most this long after the original due day")},
		{"daily", false, &shape{is: whole, max: 3}, lang.T("urge：一天最多几次", "urge: at most so many times a day")},
		{"basis", false, listOf(basis), lang.T("依据", "where it comes from")},
	}}
}
