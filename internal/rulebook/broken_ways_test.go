package rulebook

import "strings"

const lostStep = "        phase: seen\n        name: {zh: 游离, en: Lost}\n        owner: {role: station}\n        due: {days: 3, of: working, basis: default}\n        acts:\n"

// brokenWays has procedures in which a matter gets lost, stuck or goes round.
var brokenWays = []broken{
	{"unreachable step", []string{"      handling:\n        phase", "      ⟦unreachableStep⟧lost:\n" + lostStep + "          go: {name: {zh: 去, en: Go}, who: [owner], needs: [unit, day], to: handling}\n      handling:\n        phase"}},
	{"unreachable ending", []string{"      declined:\n", "      ⟦unreachableStep⟧historic:\n        phase: seen\n        name: {zh: 历史, en: Historic}\n        ends: historic\n      declined:\n"}},
	{"two mistakes in one procedure", []string{
		"            needs: [unit, day]\n            to: handling", "            needs: [unit, day]\n            to: ⟦unknownStep⟧handlin",
		"      handling:\n        phase", "      ⟦unreachableStep⟧lost:\n" + lostStep + "          go: {name: {zh: 去, en: Go}, who: [owner], needs: [unit, day], to: handling}\n      handling:\n        phase",
	}},
	{"dead end", []string{
		"{step: checking}", "{step: limbo}",
		"      checking:\n", "      ⟦deadEnd⟧limbo:\n" + strings.Replace(lostStep, "seen", "supervised", 1) + "          wait: {name: {zh: 等, en: Wait}, who: [owner], to: stay}\n      ⟦unreachableStep⟧checking:\n",
		"      done:\n", "      ⟦unreachableStep⟧done:\n",
	}},
	{"step without acts", []string{
		"          claim:\n            kind: answer\n            name: {zh: 报告完成, en: Report it done}\n            who: [owner]\n            needs: [answer]\n            to: claimed\n", "          think: {name: {zh: 想, en: Think}, who: [owner], to: stay}\n",
		"      underway:\n", "      ⟦deadEnd⟧underway:\n", "      claimed:\n", "      ⟦unreachableStep⟧claimed:\n", "      finished:\n", "      ⟦unreachableStep⟧finished:\n",
	}},
	{"circle without a way out", []string{
		"            who: [owner]\n            to: finished\n", "            who: [owner]\n            to: other\n",
		"      finished:\n", "      ⟦deadEnd⟧other:\n" + strings.Replace(lostStep, "seen", "supervised", 1) + "          on: {name: {zh: 转, en: On}, who: [owner], to: claimed}\n      ⟦unreachableStep⟧finished:\n",
		"      claimed:\n", "      ⟦deadEnd⟧claimed:\n",
	}},
	{"only the raiser can end it", []string{
		"          confirm:\n            kind: confirm\n            name: {zh: 核实, en: Confirm}\n            who: [owner]\n            to: finished\n",
		"          withdraw: {kind: withdraw, name: {zh: 撤, en: Withdraw}, who: [raiser], needs: [reason], to: dropped}\n",
		"      finished:\n", "      dropped: {phase: seen, name: {zh: 撤回, en: Dropped}, ends: withdrawn}\n      ⟦unreachableStep⟧finished:\n",
		"      claimed:\n", "      ⟦deadEnd⟧claimed:\n",
	}},
	{"way out that closes", []string{
		"          confirm:\n            kind: confirm\n            name: {zh: 核实, en: Confirm}\n            who: [owner]\n            to: finished\n",
		"          back:\n            kind: return\n            name: {zh: 退, en: Back}\n            who: [owner]\n            reasons: {no: {zh: 否, en: No}}\n            within: {days: 3, of: working}\n            limit: 2\n            to: underway\n",
		"            needs: [answer]\n            to: claimed\n", "            needs: [answer]\n            to: claimed\n          done: {kind: confirm, name: {zh: 了, en: Done}, who: [deputyOffice], needs: [answer], to: finished}\n",
		"      claimed:\n", "      ⟦wayOutUsedUp⟧claimed:\n",
	}},
	{"round and round", []string{
		"            who: [owner]\n            to: finished\n", "            who: [owner]\n            to: finished\n          wait: {name: {zh: 等, en: Wait}, who: [owner], to: other}\n",
		"      finished:\n", "      other:\n" + strings.Replace(lostStep, "seen", "supervised", 1) + "          on: {name: {zh: 转, en: On}, who: [owner], to: ⟦endlessLoop⟧claimed}\n      finished:\n",
	}},
	{"a step again and again", []string{"            who: [owner]\n            to: finished\n", "            who: [owner]\n            to: finished\n          again: {name: {zh: 再, en: Again}, who: [owner], to: ⟦endlessLoop⟧claimed}\n"}},
	{"back a phase without saying so", []string{"            kind: redo\n", "            kind: advance\n", "            needs: [reason]\n            limit: 2\n            to: handling", "            needs: [reason]\n            limit: 2\n            to: ⟦phaseBack⟧handling"}},
	{"branch back a phase without saying so", []string{", as: redo, limit: 2}", "}", "step: handling}", "step: ⟦phaseBack⟧handling}"}},
	{"owner may be empty", []string{"needs: [unit, day]", "needs: [day]\n            takes: [unit]", "        owner: {field: unit}\n        due: {months: 2", "        owner: {field: ⟦fieldNotSet⟧unit}\n        due: {months: 2"}},
	{"due day may be empty", []string{"with: {unit: unit, day: day}", "with: {unit: unit}", "due: {field: day,", "due: {field: ⟦fieldNotSet⟧day,"}},
	{"due day is not handed over for certain", []string{"needs: [unit, day]", "needs: [unit]\n            takes: [day]", "due: {field: day,", "due: {field: ⟦fieldNotSet⟧day,"}},
	{"since may be empty", []string{"due: {months: 1, basis", "due: {months: 1, since: ⟦fieldNotSet⟧held, basis", "      points: {", "      held: {name: {zh: 会, en: Held}, type: date}\n      points: {"}},
	{"declined without an answer", []string{"            needs: [answer]\n            to: declined", "            needs: [note]\n            to: declined", "          decline:\n", "          ⟦endsUnanswered⟧decline:\n"}},
	{"closed without an answer on one way", []string{
		"          decline:\n", "          skip: {name: {zh: 略, en: Skip}, who: [owner], to: checking}\n          decline:\n",
		"          confirm:\n            kind: confirm\n            name: {zh: 销号", "          ⟦endsUnanswered⟧confirm:\n            kind: confirm\n            name: {zh: 销号",
		"        owner: {field: unit}\n        due: {months: 2", "        owner: {field: ⟦fieldNotSet⟧unit}\n        due: {months: 2",
		"due: {field: day,", "due: {field: ⟦fieldNotSet⟧day,",
	}},
	{"unknown target and an unrelated lost step", []string{
		"            who: [owner]\n            to: finished\n", "            who: [owner]\n            to: finished\n          also: {name: {zh: 又, en: Also}, who: [owner], to: ⟦unknownStep⟧nirvana}\n",
		"      underway:\n", "      ⟦unreachableStep⟧lost:\n" + lostStep + "          go: {name: {zh: 去, en: Go}, who: [owner], to: claimed}\n      underway:\n",
		"          claim:\n", "          claim:\n",
	}},
	{"missing target explains what is lost after it", []string{"            needs: [answer]\n            to: claimed\n", "            needs: [answer]\n", "          claim:\n", "          ⟦missingKey⟧claim:\n"}},
}
