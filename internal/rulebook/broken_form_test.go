package rulebook

import "strings"

// Parts of small.yaml that are unique and are used in several cases.
const (
	head        = "rulebook: small\n"
	received    = "        owner: {role: deputyOffice}\n        due: {days: 5, of: working, basis: default}\n"
	assign      = "            needs: [unit, day]\n            to: handling\n"
	assignName  = "name: {zh: 交办, en: Assign}"
	unitOwner   = "        owner: {field: unit}\n        due: {months: 2, basis: 代表法#51}\n"
	twoMonths   = "due: {months: 2, basis: 代表法#51}"
	giveBack    = "            reasons:\n              notOurs: {zh: 不属本单位, en: Not ours}\n            within: {days: 5, of: working}\n            limit: 2\n            to: received\n"
	closeGuard  = "            when: overdue\n"
	confirmWhen = "            when: open.part == 0\n"
	firstBranch = `{when: "input.rating == 'notSatisfied'", step: handling, as: redo, limit: 2}`
)

// brokenForm has mistakes of form: what can be seen without knowing what the words mean together.
var brokenForm = []broken{
	{"unknown key", []string{"    about: {zh", "    ⟦unknownKey⟧colour: red\n    about: {zh"}},
	{"misspelt key stands for the right one", []string{received, strings.Replace(received, "owner", "⟦unknownKey⟧ower", 1)}},
	{"misspelt key in an act", []string{"needs: [unit, day]", "⟦unknownKey⟧neds: [unit, day]"}},
	{"key in capitals", []string{"        ends: declined", "        ⟦unknownKey⟧Ends: declined"}},
	{"unknown key at the top", []string{head, head + "⟦unknownKey⟧author: somebody\n"}},
	{"duplicate key", []string{"needs: [unit, day]\n", "needs: [unit, day]\n            ⟦duplicateKey⟧needs: [unit]\n"}},
	{"duplicate key in one line", []string{received, strings.Replace(received, "deputyOffice}", "deputyOffice, ⟦duplicateKey⟧role: station}", 1)}},
	{"duplicate step", []string{
		"      notRated:\n        phase", "      declined:\n        phase: seen\n        name: {zh: 甲, en: A}\n        ends: declined\n      notRated:\n        phase",
		"      declined:\n        phase: seen\n        name: {zh: 不予", "      ⟦duplicateKey⟧declined:\n        phase: seen\n        name: {zh: 不予",
	}},
	{"rulebook missing", []string{head + "version", "⟦missingKey⟧version"}},
	{"version missing", []string{"rulebook: small\nversion: \"2026.1\"\n", "⟦missingKey⟧rulebook: small\n"}},
	{"two missing", []string{"rulebook: small\nversion: \"2026.1\"\ninForce: 2026-01-01\n", "⟦missingKey⟧⟦missingKey⟧rulebook: small\n"}},
	{"bad name of a rulebook", []string{head, "rulebook: ⟦badId⟧Small Book\n"}},
	{"bad version", []string{`version: "2026.1"`, "version: ⟦badVersion⟧latest"}},
	{"version as a number is taken as written", []string{`version: "2026.1"`, "version: 2026.10"}},
	{"bad date", []string{"inForce: 2026-01-01", "inForce: ⟦badDate⟧2026-02-30"}},
	{"date in another form", []string{"inForce: 2026-01-01", "inForce: ⟦badDate⟧1.1.2026"}},
	{"procedure without a kind", []string{"  proposal:\n    kind: suggestion\n", "  ⟦missingKey⟧proposal:\n"}},
	{"unknown kind", []string{"kind: suggestion", "kind: ⟦unknownKind⟧petition"}},
	{"step without a phase", []string{"      received:\n        phase: seen\n", "      ⟦missingKey⟧received:\n"}},
	{"unknown phase", []string{"      received:\n        phase: seen", "      received:\n        phase: ⟦unknownPhase⟧sene"}},
	{"unknown ending", []string{"ends: declined", "ends: ⟦unknownEnding⟧refused"}},
	{"unknown kind of act", []string{"            kind: ask\n", "            kind: ⟦unknownActKind⟧request\n"}},
	{"misspelt kind of act", []string{"            kind: ask\n", "            kind: ⟦unknownActKind⟧aks\n"}},
	{"unknown field type", []string{"type: number}\n      findings", "type: ⟦unknownType⟧money}\n      findings"}},
	{"unknown class", []string{"class: unit}\n      topic", "class: ⟦unknownClass⟧office}\n      topic"}},
	{"branch counts as what it cannot", []string{"as: redo, limit: 2", "as: ⟦unknownAs⟧confirm, limit: 2"}},
	{"act without to", []string{assign, strings.TrimSuffix(assign, "            to: handling\n"), "          assign:\n", "          ⟦missingKey⟧assign:\n"}},
	{"act without who", []string{assignName + "\n            who: [owner]\n", assignName + "\n", "          assign:\n", "          ⟦missingKey⟧assign:\n"}},
	{"branch without a step", []string{`{when: "unrated > 0", step: stay}`, `⟦missingKey⟧{when: "unrated > 0"}`}},
	{"nobody may do it", []string{assignName + "\n            who: [owner]\n", assignName + "\n            who: ⟦empty⟧[]\n"}},
	{"no English name", []string{assignName, "name: ⟦missingTranslation⟧{zh: 交办}"}},
	{"empty Chinese name", []string{assignName, `name: ⟦missingTranslation⟧{zh: "", en: Assign}`}},
	{"Chinese copied as English", []string{assignName, "name: {zh: 交办, en: ⟦missingTranslation⟧交办}"}},
	{"option without English", []string{"roads: {zh: 道路, en: Roads}", "roads: ⟦missingTranslation⟧{zh: 道路}"}},
	{"reason without Chinese", []string{"notOurs: {zh: 不属本单位, en: Not ours}", "notOurs: ⟦missingTranslation⟧{en: Not ours}"}},
	{"no name at all", []string{"            " + assignName + "\n", "", "          assign:\n", "          ⟦missingKey⟧assign:\n"}},
	{"comma ends the text", []string{assignName, "name: {zh: 交办,⟦cutOff⟧限期答复, en: Assign}"}},
	{"name is one word", []string{assignName, "name: ⟦wrongNode⟧交办"}},
	{"list is one word", []string{"needs: [unit, day]", "needs: ⟦wrongNode⟧unit", "due: {field: day, basis: default}", "due: {days: 9, of: working, basis: default}"}},
	{"word is a list", []string{"begin: received", "begin: ⟦wrongNode⟧[received]"}},
	{"map is a list", []string{"        owner: {field: unit}\n        due: {months: 2", "        owner: ⟦wrongNode⟧[unit]\n        due: {months: 2"}},
	{"due is a word", []string{twoMonths, "due: ⟦wrongNode⟧soon"}},
	{"steps are a word", []string{"    begin: underway\n    steps:\n", "    begin: underway\n    steps: ⟦wrongNode⟧none\n    ⟦unknownKey⟧others:\n", "begin: underway", "begin: ⟦unknownStep⟧underway"}},
	{"nothing given", []string{"            " + assignName + "\n            who: [owner]\n", "            " + assignName + "\n            ⟦empty⟧who:\n"}},
	{"empty text", []string{twoMonths, `due: {months: 2, basis: ⟦badBasis⟧""}`}},
	{"listed twice", []string{"who: [owner, committee]", "who: [owner, committee, ⟦twice⟧owner]"}},
	{"name too long", []string{assignName, "name: {zh: ⟦tooLong⟧" + strings.Repeat("交办", 40) + ", en: Assign}"}},
	{"too many", []string{"needs: [unit, day]", "needs: ⟦tooMany⟧[unit, day" + strings.Repeat(", title", 60) + "]"}},
	{"bad name of a step", []string{"      checking:\n", "      ⟦badKey⟧look-back:\n", "{step: checking}", "{step: look-back}"}},
	{"a step called stay", []string{"      declined:\n", "      ⟦badKey⟧⟦unreachableStep⟧stay: {phase: seen, name: {zh: 留, en: Stay}, ends: declined}\n      declined:\n"}},
	{"bad name of a measure", []string{"  小办法: {zh", "  ⟦badKey⟧办法#1: {zh: 甲, en: A}\n  小办法: {zh"}},
	{"limit in words", []string{"as: redo, limit: 2", "as: redo, limit: ⟦badNumber⟧two"}},
	{"limit in quotes", []string{"as: redo, limit: 2", `as: redo, limit: ⟦badNumber⟧"2"`}},
	{"limit of nothing", []string{"as: redo, limit: 2", "as: redo, limit: ⟦outOfRange⟧0"}},
	{"term of nothing", []string{twoMonths, "due: {months: ⟦outOfRange⟧0, basis: 代表法#51}"}},
	{"negative term", []string{"within: {days: 5,", "within: {days: ⟦outOfRange⟧-5,"}},
	{"neither yes nor no", []string{"type: number}\n      findings", "type: number, internal: ⟦badYesNo⟧yes}\n      findings"}},
	{"basis in words", []string{twoMonths, "due: {months: 2, basis: ⟦badBasis⟧代表法第五十一条}"}},
	{"due without a basis", []string{twoMonths, "⟦missingKey⟧due: {months: 2}"}},
	{"tag", []string{"begin: received", "begin: ⟦tag⟧!!str received"}},
	{"alias of nothing", []string{"who: [owner, committee]", "who: ⟦unknownAlias⟧*bosses"}},
	{"merge key of a word", []string{"            " + assignName + "\n", "            <<: ⟦wrongNode⟧word\n            " + assignName + "\n"}},

	// What is written once and used twice is reported once, where it is written.
	{"mistake behind an alias", []string{
		"          assign:\n            " + assignName, "          assign:\n            name: &text ⟦missingTranslation⟧{zh: 交办}",
		"name: {zh: 办理中, en: Being handled}", "name: *text",
	}},
	{"act used by alias", []string{
		"          ask:\n", "          ⟦missingNeed⟧ask: &ask\n", "            needs: [reason, newDue]\n", "",
		"          split:\n", "          askAgain: *ask\n          split:\n",
	}},

	// Guards.
	{"unknown name in a guard", []string{"open.part == 0", "⟦guardUnknown⟧openPart == 0"}},
	{"input before anything is filled in", []string{"open.part == 0", "⟦guardUnknown⟧input.findings == ''"}},
	{"input of a field that the act does not ask for", []string{"input.rating == 'notSatisfied'", "⟦guardUnknown⟧input.day == ''"}},
	{"guard that is no question", []string{"open.part == 0", "⟦guardNotBool⟧open.part + 1"}},
	{"guard of two types", []string{"unrated > 0", "unrated ⟦guardType⟧> 'none'"}},
	{"guard that cannot be read", []string{"unrated > 0", "unrated >⟦guardSyntax⟧"}},
	{"guard with an option that is none", []string{"input.rating == 'notSatisfied'", "input.rating == ⟦guardOption⟧'dissatisfied'"}},
	{"guard that always holds", []string{"open.part == 0", "⟦guardConstant⟧1 < 2"}},
	{"guard that costs too much", []string{"input.rating == 'notSatisfied'", "⟦guardCost⟧input.reason.matches('" + strings.Repeat("(a+)+", 20) + "')"}},
	{"guard too long", []string{"open.part == 0", "⟦guardTooLong⟧" + strings.Repeat("open.part == 0 || ", 40) + "overdue"}},
	{"guard in a block", []string{confirmWhen, "            when: |\n⟦guardUnknown⟧              nobody == 0\n"}},
	{"loops are switched off", []string{"open.part == 0", "\"[1, 2].all⟦guardUnknown⟧(⟦guardUnknown⟧x, ⟦guardUnknown⟧x > 0)\""}},
}
