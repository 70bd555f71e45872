package rulebook

// brokenRed crosses the red lines that no rulebook can cross.
var brokenRed = []broken{
	{"handling unit may close", []string{"who: [owner, committee]", "who: [owner, committee, ⟦handlerCloses⟧unit]"}},
	{"only the handling unit closes", []string{"who: [owner, committee]", "who: [⟦handlerCloses⟧unit]"}},
	{"handling unit closes as owner", []string{
		"      checking:\n        phase: supervised\n        name: {zh: 待回头看, en: Look-back due}\n        owner: {role: deputyOffice}", "      checking:\n        phase: supervised\n        name: {zh: 待回头看, en: Look-back due}\n        owner: {field: unit}",
		"who: [owner, committee]", "who: [⟦handlerCloses⟧owner, committee]",
	}},
	{"an organization chosen freely counts as a handling unit", []string{
		"      checking:\n        phase: supervised\n        name: {zh: 待回头看, en: Look-back due}\n        owner: {role: deputyOffice}", "      checking:\n        phase: supervised\n        name: {zh: 待回头看, en: Look-back due}\n        owner: {field: anyone}",
		"who: [owner, committee]", "who: [⟦handlerCloses⟧owner, committee]",
		"      points: {", "      anyone: {name: {zh: 某, en: Any}, type: organization}\n      points: {", "raise: [topic]", "raise: [topic, anyone]",
	}},
	{"handling unit declines", []string{"            name: {zh: 不予受理, en: Decline}\n            who: [owner]", "            name: {zh: 不予受理, en: Decline}\n            who: [owner, ⟦handlerCloses⟧unit]"}},
	{"handling unit merges", []string{"        name: {zh: 并案, en: Merge}\n        who: [deputyOffice]", "        name: {zh: 并案, en: Merge}\n        who: [deputyOffice, ⟦handlerCloses⟧unit]"}},
	{"answer that closes", []string{
		"            needs: [answer]\n            to: answered", "            needs: [answer]\n            to: ⟦answerEnds⟧done",
		"      answered:\n", "      ⟦unreachableStep⟧answered:\n", "      checking:\n", "      ⟦unreachableStep⟧checking:\n", "      notRated:\n", "      ⟦unreachableStep⟧notRated:\n",
	}},
	{"advance to a result", []string{"            kind: confirm\n            name: {zh: 核实, en: Confirm}\n            who: [owner]\n            to: finished", "            name: {zh: 核实, en: Confirm}\n            who: [owner]\n            to: ⟦notConfirmed⟧finished"}},
	{"handling unit finishes by itself", []string{
		"            needs: [answer]\n            to: claimed\n", "            needs: [answer]\n            to: claimed\n          finish: {name: {zh: 完, en: Finish}, who: [owner], needs: [answer], to: ⟦handlerCloses⟧⟦notConfirmed⟧finished}\n",
	}},
	{"deputy may close", []string{"who: [owner, committee]", "who: [owner, committee, ⟦raiserCloses⟧deputy]"}},
	{"raiser may close", []string{"who: [owner, committee]", "who: [owner, committee, ⟦raiserCloses⟧raiser]"}},
	{"resident closes as not rated", []string{"            name: {zh: 未评价结束, en: Close as not rated}\n            who: [owner]", "            name: {zh: 未评价结束, en: Close as not rated}\n            who: [owner, ⟦raiserCloses⟧resident]"}},
	{"rating that closes", []string{"{step: checking}", "{step: ⟦rateEnds⟧done}", "      checking:\n", "      ⟦unreachableStep⟧checking:\n"}},
	{"the system closes", []string{
		"            name: {zh: 分项进展, en: A part moved on}\n            who: [system]\n            to: stay", "            name: {zh: 分项进展, en: A part moved on}\n            who: [system]\n            to: ⟦wrongEnding⟧declined",
		"          partSettled:\n", "          ⟦endsUnanswered⟧partSettled:\n",
	}},
	{"not rated before the due day", []string{closeGuard, "", "          closeUnrated:\n", "          ⟦notRatedEarly⟧closeUnrated:\n"}},
	{"not rated on another condition", []string{closeGuard, "            when: unrated > 0 || overdue\n", "          closeUnrated:\n", "          ⟦notRatedEarly⟧closeUnrated:\n"}},
	{"office withdraws", []string{"        who: [raiser]\n        needs: [reason]\n        to: withdrawn", "        who: [raiser, ⟦notTheRaiser⟧deputyOffice]\n        needs: [reason]\n        to: withdrawn"}},
	{"any deputy withdraws", []string{"        who: [raiser]\n        needs: [reason]\n        to: withdrawn", "        who: [⟦notTheRaiser⟧deputy]\n        needs: [reason]\n        to: withdrawn"}},
	{"any deputy rates", []string{"            who: [raiser]\n            needs: [rating]", "            who: [raiser, ⟦notTheRaiser⟧deputy]\n            needs: [rating]"}},
	{"handling unit grants itself more time", []string{"            name: {zh: 批准延期, en: Grant more time}\n            who: [deputyOffice]", "            name: {zh: 批准延期, en: Grant more time}\n            who: [deputyOffice, ⟦ownExtension⟧owner]"}},
	{"handling unit rates itself", []string{"            who: [raiser]\n            needs: [rating]", "            who: [raiser, ⟦ownRating⟧unit]\n            needs: [rating]"}},
	{"whoever closed cannot close again", []string{
		"            needs: [findings]\n            to: done", "            needs: [findings, answer]\n            to: done",
		"            limit: 1\n            within: {months: 6}\n            to: handling", "            limit: 1\n            within: {months: 6}\n            to: checking",
		"who: [owner, committee]", "⟦endsOwnAnswer⟧who: [owner]",
	}},
	{"only the answerer can end it", []string{
		"        owner: {role: deputyOffice}\n        due: {days: 5, of: working, basis: default}\n        acts:\n", "        owner: {role: deputyOffice}\n        due: {days: 5, of: working, basis: default}\n        acts:\n          atOnce: {kind: answer, name: {zh: 当场, en: At once}, who: [owner], needs: [answer, unit, day], to: answered}\n",
		"            name: {zh: 未评价结束, en: Close as not rated}\n            who: [owner]", "            name: {zh: 未评价结束, en: Close as not rated}\n            ⟦endsOwnAnswer⟧who: [owner]",
	}},
}

// brokenTime goes beyond what statutes allow.
var brokenTime = []broken{
	{"four months", []string{twoMonths, "⟦beyondMaximum⟧due: {months: 4, basis: 代表法#51}", "max: {months: 3}", "max: {months: 2}"}},
	{"ninety days may be longer than three months", []string{twoMonths, "⟦beyondMaximum⟧due: {days: 90, of: calendar, basis: 代表法#51}"}},
	{"eighty-nine days never are", []string{twoMonths, "due: {days: 89, of: calendar, basis: 代表法#51}"}},
	{"sixty-five working days", []string{twoMonths, "⟦beyondMaximum⟧due: {days: 65, of: working, basis: 代表法#51}"}},
	{"forty working days", []string{twoMonths, "due: {days: 40, of: working, basis: 代表法#51}"}},
	{"three months in two steps", []string{
		"            needs: [unit, day]\n            to: handling", "            needs: [unit, day]\n            to: waiting",
		"      handling:\n", "      waiting:\n        phase: decided\n        name: {zh: 待签收, en: Waiting}\n        owner: {field: unit}\n        due: {months: 2, basis: default}\n        acts:\n          go: {name: {zh: 签收, en: Sign}, who: [owner], to: handling}\n      handling:\n",
		twoMonths, "⟦beyondMaximum⟧due: {months: 2, basis: 代表法#51}",
	}},
	{"extension beyond six months", []string{"max: {months: 3}", "⟦extensionBeyondMaximum⟧max: {months: 5}"}},
	{"day chosen freely", []string{twoMonths, "⟦dueNotBounded⟧due: {field: day, basis: 代表法#51}"}},
	{"answered without any decided step", []string{
		"        owner: {role: deputyOffice}\n        due: {days: 5, of: working, basis: default}\n        acts:\n", "        owner: {role: deputyOffice}\n        ⟦beyondMaximum⟧due: {months: 9, basis: default}\n        acts:\n          atOnce: {kind: answer, name: {zh: 当场, en: At once}, who: [owner], needs: [answer, unit, day], to: answered}\n",
		"            name: {zh: 未评价结束, en: Close as not rated}\n            who: [owner]", "            name: {zh: 未评价结束, en: Close as not rated}\n            who: [owner, committee]",
	}},
	{"an answer that is only part of a decision counts", []string{
		"            kind: answer\n            name: {zh: 答复, en: Answer}", "            name: {zh: 答复, en: Answer}", twoMonths, "⟦beyondMaximum⟧due: {months: 4, basis: 代表法#51}", "max: {months: 3}", "max: {months: 2}",
	}},
	{"a kind without a statute has no maximum", []string{"kind: suggestion", "kind: opinion", twoMonths, "due: {months: 11, basis: default}"}},
	{"audit findings in seven months", []string{"kind: suggestion", "kind: auditRectification", twoMonths, "⟦beyondMaximum⟧due: {months: 7, basis: default}", "max: {months: 3}", "max: {months: 1}"}},
}
