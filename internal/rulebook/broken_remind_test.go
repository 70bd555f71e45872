package rulebook

// The places of testdata/small.yaml where reminders and ladders can be put.
const (
	begins    = "    begin: received\n"
	answered0 = "        name: {zh: 待评价, en: To be rated}\n"
)

// brokenRemind has reminders, ladders, hours and urgings that do not hold together.
var brokenRemind = []broken{
	{"reminded at no time", []string{begins, begins + "    ⟦emptyRemind⟧remind: {basis: default}\n"}},
	{"reminded by an unknown law", []string{begins, begins + "    remind: {onDay: true, basis: ⟦unknownLaw⟧提醒法#3}\n"}},
	{"reminded twice at once", []string{begins, begins + "    remind: {before: [{days: 3, of: working}, ⟦remindTwice⟧{days: 3, of: working}], basis: default}\n"}},
	{"reminded before the term begins", []string{answered0, answered0 + "        remind: {before: [{days: 3, of: working}, ⟦remindTooEarly⟧{days: 15, of: working}], basis: default}\n"}},
	{"reminded before any term begins", []string{begins, begins + "    remind: {before: [⟦remindTooEarly⟧{months: 3}], basis: default}\n", "due: {days: 15, of: working, basis: default}", "due: {days: 14, of: working, basis: default}"}},
	{"reminded for years", []string{begins, begins + "    remind: {after: ⟦tooFar⟧{years: 6, times: 2}, basis: default}\n"}},
	{"reminded without bound", []string{begins, begins + "    remind: {⟦missingKey⟧after: {days: 2, of: working}, basis: default}\n"}},
	{"reminded after days of no sort", []string{begins, begins + "    remind: {after: {⟦daysOf⟧days: 2, times: 3}, basis: default}\n"}},
	{"an ending reminds", []string{"        ends: declined\n", "        ends: declined\n        ⟦endingReminded⟧remind: {onDay: true, basis: default}\n"}},
	{"an ending goes up", []string{"        ends: declined\n", "        ends: declined\n        ⟦endingReminded⟧escalate: [{days: 3, of: working, to: committee, basis: default}]\n"}},
	{"goes up to an unknown role", []string{begins, begins + "    escalate: [{days: 3, of: working, to: ⟦unknownRole⟧mayor, basis: default}]\n"}},
	{"goes up to a unit", []string{begins, begins + "    escalate: [{days: 3, of: working, to: ⟦cannotEscalate⟧unit, basis: default}]\n"}},
	{"goes up to a deputy", []string{begins, begins + "    escalate: [{days: 3, of: working, to: ⟦cannotEscalate⟧deputy, basis: default}]\n"}},
	{"goes up to the same twice", []string{begins, begins + "    escalate: [{days: 3, of: working, to: committee, basis: default}, {days: 5, of: working, to: ⟦ladderTwice⟧committee, basis: default}]\n"}},
	{"goes up to its owner", []string{answered0, answered0 + "        escalate: [{days: 3, of: working, to: ⟦ladderOwner⟧deputyOffice, basis: default}]\n"}},
	{"ladder that goes down", []string{begins, begins + "    escalate: [{days: 5, of: working, to: committee, basis: default}, ⟦ladderNotIncreasing⟧{days: 7, of: calendar, to: chairMeeting, basis: default}]\n"}},
	{"rung without a role", []string{begins, begins + "    escalate: [⟦missingKey⟧{days: 5, of: working, basis: default}]\n"}},
	{"rung that rolls", []string{begins, begins + "    escalate: [{days: 5, of: working, ⟦unknownKey⟧roll: none, to: committee, basis: default}]\n"}},
	{"hours that run backward", []string{"procedures:\n  proposal:", "hours: {from: \"17:00\", to: ⟦hoursBackward⟧\"08:00\"}\nprocedures:\n  proposal:"}},
	{"hours before dawn", []string{"procedures:\n  proposal:", "hours: {from: ⟦hoursAtNight⟧\"05:30\", to: \"17:00\"}\nprocedures:\n  proposal:"}},
	{"hours late at night", []string{"procedures:\n  proposal:", "hours: {from: \"08:30\", to: ⟦hoursAtNight⟧\"23:00\"}\nprocedures:\n  proposal:"}},
	{"hours that are none", []string{"procedures:\n  proposal:", "hours: {from: ⟦badTime⟧\"8.30\", to: \"17:00\"}\nprocedures:\n  proposal:"}},
	{"urging without bound", []string{"      note:\n        kind: note\n", "      ⟦missingDaily⟧urge:\n        kind: urge\n        name: {zh: 催办, en: Urge}\n        who: [deputyOffice]\n        needs: [note]\n        to: stay\n      note:\n        kind: note\n"}},
	{"urging without words", []string{"      note:\n        kind: note\n", "      ⟦missingNeed⟧urge:\n        kind: urge\n        name: {zh: 催办, en: Urge}\n        who: [deputyOffice]\n        daily: 1\n        to: stay\n      note:\n        kind: note\n"}},
	{"urging by the raiser", []string{"      note:\n        kind: note\n", "      urge:\n        kind: urge\n        name: {zh: 催办, en: Urge}\n        who: [deputyOffice, ⟦ownUrging⟧raiser]\n        needs: [note]\n        daily: 1\n        to: stay\n      note:\n        kind: note\n"}},
	{"a note with a bound a day", []string{"      note:\n        kind: note\n", "      note:\n        kind: note\n        ⟦misplaced⟧daily: 1\n"}},
}
