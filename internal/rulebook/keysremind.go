package rulebook

import (
	"slices"

	"github.com/huiyin/huiyin/internal/lang"
)

// spanKeys write a length of time from or to a due day. Where it ends on a rest day is not a choice: nobody
// is reminded then.
func spanKeys() []keyShape {
	return slices.DeleteFunc(termKeys(), func(k keyShape) bool { return k.key == "roll" })
}

func hoursShape() *shape {
	return &shape{name: "hours", is: object, about: lang.T("可以提醒的时间", "when people may be reminded"), keys: []keyShape{
		{"from", true, &shape{is: timeOfDay}, lang.T("从几点", "from this time")},
		{"to", true, &shape{is: timeOfDay}, lang.T("到几点", "until this time")},
	}}
}

func remindShape(basis *shape) *shape {
	before := &shape{name: "span", is: object, about: lang.T("一段时间", "a length of time"), keys: spanKeys()}
	after := &shape{name: "repeat", is: object, about: lang.T("逾期后每隔多久再提醒", "reminders after the due day"), keys: append(spanKeys(),
		keyShape{"times", true, &shape{is: whole, max: 30}, lang.T("最多几次", "at most so many times")},
	)}
	return &shape{name: "remind", is: object, about: lang.T("何时提醒责任单位；提醒不改变期限", "when the owner is reminded; a reminder never moves the due day"), keys: []keyShape{
		{"before", false, &shape{is: list, elem: before, max: 5, empty: true}, lang.T("到期前多久提醒", "so long before the due day")},
		{"onDay", false, &shape{is: yesNo}, lang.T("到期当天提醒", "on the due day")},
		{"after", false, after, lang.T("逾期后每隔多久再提醒，最多几次", "after the due day, again and again, with a bound")},
		{"basis", true, basis, lang.T("依据", "where it comes from")},
	}}
}

func ladderShape(words, basis *shape) *shape {
	rung := &shape{name: "rung", is: object, about: lang.T("逐级上报的一级", "one rung of the ladder"), keys: append(spanKeys(),
		keyShape{"to", true, words, lang.T("报给哪个角色；owner 为责任单位负责人", "the role it goes to; owner: the heads of the owning organization")},
		keyShape{"basis", true, basis, lang.T("依据", "where it comes from")},
	)}
	return &shape{is: list, elem: rung, max: 8, empty: true}
}
