package rulebook

import (
	"maps"
	"slices"

	"github.com/huiyin/huiyin/internal/lang"
)

// bookShape describes a whole rulebook. It is built once and never changed.
var bookShape = buildShapes()

func textOf(name string, most int) *shape {
	words := &shape{is: anyText, max: most}
	return &shape{name: name, is: bothLang, keys: []keyShape{
		{"zh", true, words, lang.T("中文", "the Chinese text")},
		{"en", true, &shape{is: anyText, max: 3 * most}, lang.T("英文", "the English text")},
	}}
}

func enumOf(code string, values func() []string) *shape {
	return &shape{is: oneOf, enum: values, code: code}
}

func strs[T ~string](list []T) func() []string {
	return func() []string {
		out := make([]string, len(list))
		for i, v := range list {
			out[i] = string(v)
		}
		return out
	}
}

func listOf(elem *shape) *shape { return &shape{is: list, elem: elem, max: 60} }

var (
	fieldTypes = []FieldType{TextField, LongText, DateField, NumberField, YesNo, Choice, OrgField, PersonField, List, MatterField}
	endings    = []Ending{Confirmed, Declined, Withdrawn, Merged, NotRated, Historic}
	actKinds   = []Kind{Advance, Answer, Rate, Confirm, Return, Redo, Reopen, Extend, Ask, Refuse, Withdraw, Merge, Unmerge, Note, Urge, Settled, Import}
	backKinds  = []Kind{Return, Redo, Reopen}
)

func buildShapes() *shape {
	name, sentence := textOf("name", 60), textOf("sentence", 300)
	words := &shape{is: anyText, max: 60} // names something declared elsewhere
	basis := &shape{is: basisIs}
	options := &shape{is: table, elem: name, max: 60}
	fields := &shape{is: list, elem: words, max: 60, empty: true}
	count := &shape{is: whole, max: 1000}
	procedure := &shape{name: "procedure", is: object, about: lang.T("一套程序，从提出到结束", "one way of working, from raising to ending"), keys: []keyShape{
		{"kind", true, enumOf("unknownKind", func() []string { return slices.Sorted(maps.Keys(Kinds)) }), lang.T("法定种类，决定法定最长期限", "its legal kind, which decides the statutory maxima")},
		{"name", true, name, lang.T("名称", "its name")},
		{"about", false, sentence, lang.T("给提出人看的一句话", "one sentence for the person who is about to raise a matter")},
		{"basis", true, listOf(basis), lang.T("依据", "where it comes from")},
		{"raisedBy", false, listOf(words), lang.T("谁可以提出", "the roles that may raise it")},
		{"childOf", false, listOf(words), lang.T("由哪些程序派生", "the procedures that open it")},
		{"fields", false, &shape{is: table, elem: fieldShape(name, sentence, options), max: 100, empty: true, keep: []string{"raised"}}, lang.T("需要记录的内容", "the information it keeps")},
		{"raise", false, fields, lang.T("提出时必须填写的字段，标题和内容之外", "the fields that must be given when raising, beside title and text")},
		{"begin", true, words, lang.T("第一个环节", "the first step")},
		{"steps", true, &shape{is: table, elem: stepShape(name, sentence, words, basis, options, count), max: 100, keep: []string{Stay, Back}}, lang.T("各个环节", "the steps")},
		{"remind", false, remindShape(basis), lang.T("何时提醒责任单位，环节自己写的优先", "when owners are reminded; what a step says itself takes its place")},
		{"escalate", false, ladderShape(words, basis), lang.T("逾期后逐级上报，环节自己写的优先", "to whom overdue matters go up; what a step says itself takes its place")},
		{"everywhere", false, &shape{is: table, elem: actShape(name, sentence, words, basis, options, count), max: 60, empty: true}, lang.T("每个未结束的环节都能做的办理", "acts that can be done at every step that is not an ending")},
	}}
	return &shape{name: "rulebook", is: object, about: lang.T("一部规则", "a rulebook"), keys: []keyShape{
		{"rulebook", true, &shape{is: bookID}, lang.T("规则名，各版本相同", "its name, the same over all versions")},
		{"version", true, &shape{is: version}, lang.T("版本号，如 \"2026.1\"", "its version, such as \"2026.1\"")},
		{"inForce", true, &shape{is: day}, lang.T("施行日期", "the first day it applies to new matters")},
		{"name", true, name, lang.T("名称", "its title")},
		{"local", false, &shape{is: table, free: true, elem: name, max: 60, empty: true}, lang.T("本级自己的办法，供 basis 引用", "the congress's own measures that a basis may name")},
		{"hours", false, hoursShape(), lang.T("可以提醒的时间，只在工作日；不写为 08:30 至 17:30", "when people may be reminded, on working days only; 08:30 to 17:30 if not given")},
		{"procedures", true, &shape{is: table, elem: procedure, max: 50}, lang.T("各套程序", "the procedures")},
	}}
}

func fieldShape(name, sentence, options *shape) *shape {
	return &shape{name: "field", is: object, about: lang.T("一项需要记录的内容", "a piece of information that an act asks for and the matter keeps"), keys: []keyShape{
		{"name", true, name, lang.T("名称", "its name")},
		{"type", true, enumOf("unknownType", strs(fieldTypes)), lang.T("类型", "its type")},
		{"hint", false, sentence, lang.T("填写提示", "a hint beside the box")},
		{"options", false, options, lang.T("choice 的选项", "the options of a choice")},
		{"class", false, enumOf("unknownClass", owningRoles), lang.T("organization 从哪一类机构中选", "which organizations to choose from")},
		{"internal", false, &shape{is: yesNo}, lang.T("不给提出人和公众看", "never shown to raisers or the public")},
		{"private", false, &shape{is: yesNo}, lang.T("个人信息，只给办理人看", "personal data, shown to those who work on the matter only")},
	}}
}

func owningRoles() []string {
	var out []string
	for _, r := range Roles {
		if r.Owns {
			out = append(out, r.Key)
		}
	}
	return out
}
