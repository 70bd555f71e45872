package rulebook

// brokenFields has mistakes in fields and in the procedure as a whole.
var brokenFields = []broken{
	{"choice without options", []string{
		"        type: choice\n        options:\n          roads: {zh: 道路, en: Roads}\n          water: {zh: 供水, en: Water}\n", "        type: choice\n",
		"      topic:\n", "      ⟦noOptions⟧topic:\n",
	}},
	{"options of a date", []string{"type: date}\n      points", "type: date, ⟦uselessOptions⟧options: {a: {zh: 甲, en: A}}}\n      points"}},
	{"class of a date", []string{"type: date}\n      points", "type: date, ⟦uselessClass⟧class: unit}\n      points"}},
	{"built-in field declared", []string{"      points: {", "      ⟦builtinField⟧answer: {name: {zh: 答, en: A}, type: text}\n      points: {"}},
	{"field called raised", []string{"      amount: {name", "      ⟦badKey⟧raised: {name"}},
	{"nobody can raise it", []string{"    raisedBy: [deputy]\n", "", "  proposal:\n", "  ⟦neverBegins⟧proposal:\n"}},
	{"raised by the owner", []string{"raisedBy: [deputy]", "raisedBy: [deputy, ⟦badRaiser⟧owner]"}},
	{"raised by an unknown role", []string{"raisedBy: [deputy]", "raisedBy: [⟦unknownRole⟧voter]"}},
	{"raise asks for an unknown field", []string{"raise: [topic]", "raise: [⟦unknownField⟧theme]"}},
	{"raise asks for the title", []string{"raise: [topic]", "raise: [topic, ⟦raiseBuiltin⟧title]"}},
	{"child of an unknown procedure", []string{"childOf: [proposal]", "childOf: [proposal, ⟦unknownProcedure⟧motion]"}},
	{"child of one that does not open it", []string{"childOf: [proposal]", "childOf: [proposal, ⟦notOpened⟧part]"}},
	{"opens what does not say so", []string{"    childOf: [proposal]\n", "    raisedBy: [station]\n    raise: [unit, day]\n", "procedure: part,", "procedure: ⟦notAChild⟧part,"}},
	{"unknown statute", []string{"basis: [代表法#51,", "basis: [⟦unknownLaw⟧代理法#51,"}},
	{"unknown article", []string{"basis: [代表法#51,", "basis: [⟦unknownArticle⟧代表法#511,"}},
	{"unknown article of a due day", []string{twoMonths, "due: {months: 2, basis: ⟦unknownArticle⟧代表法#5}"}},
	{"unknown measure", []string{`"local:小办法#3"`, `⟦unknownMeasure⟧"local:大规则#3"`}},
}

// brokenSteps has steps without what every step needs.
var brokenSteps = []broken{
	{"step without an owner", []string{"      received:\n", "      ⟦missingOwner⟧received:\n", received, "        due: {days: 5, of: working, basis: default}\n"}},
	{"step without a due day", []string{"      received:\n", "      ⟦missingDue⟧received:\n", received, "        owner: {role: deputyOffice}\n"}},
	{"owner that says nothing", []string{"owner: {field: unit}\n        due: {months", "⟦missingOwner⟧owner: {}\n        due: {months"}},
	{"two owners", []string{"owner: {field: unit}\n        due: {months", "⟦twoOwners⟧owner: {field: unit, role: unit}\n        due: {months"}},
	{"unknown owner", []string{received, "        owner: {role: ⟦unknownRole⟧manager}\n        due: {days: 5, of: working, basis: default}\n"}},
	{"deputy as owner", []string{received, "        owner: {role: ⟦cannotOwn⟧deputy}\n        due: {days: 5, of: working, basis: default}\n"}},
	{"resident as owner", []string{received, "        owner: {role: ⟦cannotOwn⟧resident}\n        due: {days: 5, of: working, basis: default}\n"}},
	{"owner is a date", []string{"owner: {field: unit}\n        due: {months", "owner: {field: ⟦ownerNotOrganization⟧day}\n        due: {months"}},
	{"owner is an unknown field", []string{"owner: {field: unit}\n        due: {months", "owner: {field: ⟦unknownField⟧office}\n        due: {months"}},
	{"due in two units", []string{twoMonths, "due: {months: 2, ⟦twoUnits⟧days: 3, of: working, basis: 代表法#51}"}},
	{"due in no unit", []string{twoMonths, "⟦noUnit⟧due: {basis: 代表法#51}"}},
	{"due twice", []string{twoMonths, "⟦twoDue⟧due: {months: 2, field: day, basis: 代表法#51}", "kind: suggestion", "kind: opinion"}},
	{"days of no sort", []string{"{days: 10, of: calendar, basis", "{⟦daysOf⟧days: 10, basis"}},
	{"months of a sort", []string{twoMonths, "due: {months: 2, ⟦daysOf⟧of: working, basis: 代表法#51}"}},
	{"unknown sort of days", []string{"{days: 10, of: calendar, basis", "{days: 10, of: ⟦unknownDays⟧rest, basis"}},
	{"due is no date", []string{"due: {field: day, basis", "due: {field: ⟦notADate⟧area, basis"}},
	{"due since no date", []string{twoMonths, "due: {months: 2, since: ⟦notADate⟧topic, basis: 代表法#51}", "kind: suggestion", "kind: opinion"}},
	{"due since an unknown field", []string{twoMonths, "due: {months: 2, since: ⟦unknownField⟧start, basis: 代表法#51}", "kind: suggestion", "kind: opinion"}},
	{"due in six years", []string{"due: {months: 1, basis", "⟦tooFar⟧due: {years: 6, basis"}},
	{"resulted but no ending", []string{"      checking:\n        phase: supervised", "      checking:\n        phase: ⟦resultedNotEnding⟧resulted"}},
	{"confirmed but not resulted", []string{"phase: resulted\n        name: {zh: 已销号", "phase: ⟦confirmedNotResulted⟧supervised\n        name: {zh: 已销号"}},
	{"resulted but not confirmed", []string{"phase: supervised\n        name: {zh: 未评价", "phase: ⟦resultedNotConfirmed⟧resulted\n        name: {zh: 未评价"}},
	{"ending with an owner", []string{"        ends: declined\n", "        ends: declined\n        ⟦endingOwned⟧owner: {role: station}\n"}},
	{"ending with a due day", []string{"        ends: declined\n", "        ends: declined\n        ⟦endingDue⟧due: {days: 3, of: working, basis: default}\n"}},
	{"merge that cannot be undone", []string{
		"        ends: merged\n        acts:\n          unmerge:\n            kind: unmerge\n            name: {zh: 撤销并案, en: Undo}\n            who: [deputyOffice]\n            needs: [reason]\n            to: back\n",
		"        ends: merged\n", "      merged:\n", "      ⟦mergeWithoutUnmerge⟧merged:\n",
	}},
	{"begins at an unknown step", []string{"begin: received", "begin: ⟦unknownStep⟧nowhere"}},
	{"begins at an ending", []string{"begin: underway", "begin: ⟦beginsAtEnd⟧finished", "      underway:\n", "      ⟦unreachableStep⟧underway:\n", "      claimed:\n", "      ⟦unreachableStep⟧claimed:\n"}},
}
