package matter_test

import (
	"testing"

	"github.com/huiyin/huiyin/internal/matter"
)

// One story a rule: who may do what at which step, how often, until when, and where it leads.
func TestDecide(t *testing.T) {
	t.Parallel()
	stories := map[string][]line{
		"from receipt to a confirmed result": {
			{"03-02 10:00", "station", "assign unit=water", "handling"},
			{"03-03 10:00", "water", "answer answer=已修好", "answered"},
			{"03-04 10:00", "r1", "rate rating=satisfied", "answered"}, // the other raiser has not rated
			{"03-05 10:00", "r2", "rate rating=basically attitude=satisfied", "checking"},
			{"03-20 10:00", "station", "confirm findings=属实", "closed"},
		},
		"an act belongs to its step": {
			{"", "station", "confirm findings=x", "!notAtThisStep"},
			{"", "station", "fly", "!notAtThisStep"},
		},
		"an act belongs to its people": {
			{"", "water", "assign unit=water", "!notYours"},
			{"", "r1", "assign unit=water", "!notYours"},
			{"", "committee", "assign unit=water", "!notYours"},
			{"", "deputyOffice", "assign unit=water", "handling"}, // named beside the owner
			{"", "station", "answer answer=x", "!notYours"},       // the station no longer owns it
			{"", "roads", "answer answer=x", "!notYours"},         // nor does another unit
		},
		"what an act needs": {
			{"", "station", "assign", "!incomplete"},
			{"", "station", "assign unit=water colour=red", "!incomplete"},           // nobody asked for it
			{"", "station", "assign unit=water findings=x", "!incomplete"},           // a field, but not of this act
			{"", "station", "assign unit=water category=sea", "!incomplete"},         // not an option
			{"", "station", "assign unit=water cost=many", "!incomplete"},            // not a number
			{"", "station", "assign unit=water urgent=maybe", "!incomplete"},         // neither yes nor no
			{"", "station", "assign unit=two|lines", "handling"},                     // references are for the office to resolve
			{"", "two\nlines", "note note=_", "!incomplete"},                         // blanks are nothing
			{"", "deputyOffice", "note note=已电话催办|第二行", "handling"},                  // long text may have lines
			{"", "deputyOffice", "merge target=m2 reason=同一处 note=x", "!incomplete"}, // merge does not take a note
		},
		"dates are dates": {
			{"", "station", "plan day=2026-02-30", "!incomplete"},
			{"", "station", "plan day=March", "!incomplete"},
			{"", "station", "planMaybe", "!incomplete"}, // the due day of the next step is that date
			{"", "station", "plan day=2026-03-10", "planned"},
		},
		"coded reasons": {
			{"", "station", "decline answer=不归我们管", "!incomplete"},
			{"", "station", "decline answer=不归我们管 reasonCode=lazy", "!incomplete"},
			{"", "station", "decline answer=不归我们管 reasonCode=beyond", "declined"},
			{"", "station", "note note=x", "!notAtThisStep"}, // it has ended
			{"", "deputyOffice", "assign unit=water", "!notAtThisStep"},
		},
		"a guard over a field": {
			{"", "station", "assignUrgent unit=water", "!notNow"},
			{"", "station", "assign unit=water urgent=true", "handling"},
			{"", "water", "return reasonCode=notOurs reason=错了", "taken"},
			{"", "station", "assignUrgent unit=roads", "handling"},
		},
		"a return has a reason, a number and a time": {
			{"03-02 10:00", "station", "assign unit=water", "handling"},
			{"03-03 10:00", "water", "return reasonCode=notOurs", "!incomplete"},
			{"03-03 10:00", "water", "return reasonCode=other reason=x", "!incomplete"},
			{"03-03 10:00", "roads", "return reasonCode=notOurs reason=x", "!notYours"},
			{"03-09 23:59", "water", "return reasonCode=notOurs reason=x", "taken"}, // fifth working day
			{"03-10 10:00", "station", "assign unit=water", "handling"},
			{"03-18 00:00", "water", "return reasonCode=notOurs reason=x", "!tooLate"}, // sixth working day begins
			{"03-18 10:00", "water", "return reasonCode=notOurs reason=x @at=03-17_16:00", "taken"},
			{"03-19 10:00", "station", "assign unit=water", "handling"},
			{"03-19 11:00", "water", "return reasonCode=notOurs reason=x", "!limitReached"},
		},
		"more time: asked for, refused, granted, bounded": {
			{"03-02 10:00", "station", "assign unit=water", "handling"}, // due 2026-03-23
			{"03-03 10:00", "deputyOffice", "refuseMore reason=x", "!notNow"},
			{"03-03 10:00", "water", "askMore reason=备料 newDue=2026-04-01", "handling"},
			{"03-03 11:00", "deputyOffice", "refuseMore reason=够了", "handling"},
			{"03-03 11:01", "deputyOffice", "refuseMore reason=够了", "!notNow"},
			{"03-04 10:00", "water", "grantMore reason=x newDue=2026-04-01 approver=葛", "!notYours"},
			{"03-04 10:00", "deputyOffice", "grantMore reason=x newDue=2026-04-01", "!incomplete"},
			{"03-04 10:00", "deputyOffice", "grantMore reason=x newDue=2026-03-23 approver=葛", "!notLater"},
			{"03-04 10:00", "deputyOffice", "grantMore reason=x newDue=2026-04-23 approver=葛", "!beyondMax"}, // 31 days
			{"03-04 10:00", "deputyOffice", "grantMore reason=x newDue=2026-04-01 approver=葛", "handling"},
			{"03-20 10:00", "deputyOffice", "grantMore reason=x newDue=2026-04-23 approver=葛", "!beyondMax"}, // counted from the first day
			{"04-10 10:00", "deputyOffice", "grantMore reason=x newDue=2026-04-09 approver=葛", "!past"},
			{"04-10 10:00", "deputyOffice", "grantMore reason=x newDue=2026-04-22 approver=葛", "handling"},
			{"04-11 10:00", "deputyOffice", "grantMore reason=x newDue=2026-04-22 approver=葛", "!limitReached"},
		},
		"a dissatisfied raiser sends it back, until the limit, then it goes on": {
			{"03-02 10:00", "station", "assign unit=water", "handling"},
			{"03-02 11:00", "water", "answer answer=一", "answered"},
			{"03-02 12:00", "r1", "rate rating=notSatisfied", "!incomplete"}, // a redo needs a reason
			{"03-02 12:00", "r1", "rate rating=notSatisfied reason=没修", "handling"},
			{"03-02 13:00", "water", "answer answer=二", "answered"},
			{"03-02 14:00", "r2", "rate rating=notSatisfied reason=没修好", "handling"},
			{"03-02 15:00", "water", "answer answer=三", "answered"},
			{"03-02 16:00", "r1", "rate rating=notSatisfied", "answered"}, // the branch is used up; the other has not rated
			{"03-02 17:00", "r2", "rate rating=satisfied", "checking"},
		},
		"redo by the office counts into the same limit of moves": {
			{"03-02 10:00", "station", "assign unit=water", "handling"},
			{"03-02 11:00", "water", "answer answer=一", "answered"},
			{"03-02 12:00", "r1", "rate rating=satisfied", "answered"},
			{"03-02 12:00", "r2", "rate rating=satisfied", "checking"},
			{"03-02 13:00", "station", "notDone reason=现场没动", "handling"},
			{"03-02 14:00", "water", "answer answer=二", "answered"},
			{"03-02 15:00", "r1", "rate rating=notSatisfied reason=还是没动", "handling"},
			{"03-02 16:00", "water", "answer answer=三", "answered"},
			{"03-02 17:00", "r1", "rate rating=notSatisfied reason=仍没动", "answered"},
		},
		"who answered does not close": {
			{"03-02 10:00", "station", "answerNow answer=已修", "answered"},
			{"03-02 11:00", "r1", "rate rating=satisfied", "answered"},
			{"03-02 11:00", "r2", "rate rating=satisfied", "checking"},
			{"03-02 12:00", "station", "confirm findings=好", "!ownAnswer"},
			{"03-02 12:00", "committee", "confirm findings=好", "closed"},
		},
		"who answered does not close as not rated either": {
			{"03-02 10:00", "station", "plan day=2026-03-05", "planned"},
			{"03-03 10:00", "deputyOffice", "done answer=完成", "answered"},
			{"03-24 10:00", "deputyOffice", "closeUnrated note=x", "!notNow"}, // due that day
			{"03-25 10:00", "deputyOffice", "closeUnrated note=x", "!ownAnswer"},
			{"03-25 10:00", "committee", "closeUnrated note=x", "notRated"},
		},
		"an answer that would close at once": {
			{"03-02 10:00", "station", "answerAndClose answer=好了", "!ownAnswer"},
			{"03-02 10:00", "deputyOffice", "answerAndClose answer=好了", "!ownAnswer"}, // written down for the station
		},
		"an answer written down for the unit is the unit's": {
			{"03-02 10:00", "station", "assign unit=water", "handling"},
			{"03-02 11:00", "deputyOffice", "answerFor answer=电话答复", "answered"},
			{"03-02 12:00", "deputyOffice", "recordRating rating=satisfied note=电话", "answered"},
			{"03-02 12:00", "deputyOffice", "recordRating rating=satisfied note=电话", "checking"},
			{"03-02 13:00", "deputyOffice", "confirm findings=属实", "closed"},
		},
		"reopening has a time and a number": {
			{"03-02 10:00", "station", "assign unit=water", "handling"},
			{"03-02 11:00", "water", "answer answer=好", "answered"},
			{"03-02 12:00", "r1", "rate rating=satisfied", "answered"},
			{"03-02 12:00", "r2", "rate rating=satisfied", "checking"},
			{"04-01 10:00", "station", "confirm findings=好", "closed"},
			{"04-01 11:00", "r1", "reopen", "!incomplete"},
			{"04-01 11:00", "water", "reopen reason=x", "!notYours"},
			{"10-08 23:59", "r1", "reopen reason=又坏了", "handling"}, // six months end in the holiday of 10-01 to 10-07
		},
		"reopening too late": {
			{"03-02 10:00", "station", "assign unit=water", "handling"},
			{"03-02 11:00", "water", "answer answer=好", "answered"},
			{"03-02 12:00", "r1", "rate rating=satisfied", "answered"},
			{"03-02 12:00", "r2", "rate rating=satisfied", "checking"},
			{"03-03 10:00", "station", "confirm findings=好", "closed"},
			{"09-04 00:00", "r1", "reopen reason=又坏了", "!tooLate"},
			{"09-03 23:59", "r1", "reopen reason=又坏了", "handling"},
			{"09-03 23:59", "water", "answer answer=再修", "answered"},
			{"09-03 23:59", "r1", "rate rating=satisfied", "answered"},
			{"09-03 23:59", "r2", "rate rating=satisfied", "checking"},
			{"09-03 23:59", "station", "confirm findings=好", "closed"},
			{"09-05 10:00", "r1", "reopen reason=又坏了", "!limitReached"},
		},
		"dates of acts": {
			{"03-02 10:00", "station", "assign unit=water @at=03-02_10:01", "!inTheFuture"},
			{"03-02 10:00", "station", "assign unit=water @at=03-02_08:59", "!beforeLast"}, // raised at nine
			{"03-05 10:00", "station", "assign unit=water @at=03-03_10:00", "handling"},
			{"03-05 10:00", "water", "answer answer=x @at=03-03_09:59", "!beforeLast"},
			{"03-05 10:00", "water", "answer answer=x @at=03-03_10:00", "answered"},
		},
		"a clock that steps back holds nobody up": {
			{"03-02 10:00", "station", "assign unit=water", "handling"},
			{"03-02 09:59", "water", "answer answer=x", "answered"},
			{"03-02 09:58", "deputyOffice", "note note=x", "answered"},
		},
		"withdrawing": {
			{"03-02 10:00", "station", "withdraw reason=x", "!notYours"},
			{"03-02 10:00", "r1", "withdraw reason=已经解决", "withdrawn"},
			{"03-02 10:01", "r1", "withdraw reason=x", "!notAtThisStep"},
		},
		"an imported answer ends as historic, and its recorder may reopen": {
			{"03-02 10:00", "station", "importAnswer answer=x", "!notYours"},
			{"03-05 10:00", "system", "importAnswer answer=已答复 @at=03-04_00:00", "historic"},
			{"03-06 10:00", "deputyOffice", "reopen reason=未解决", "!noOwner"}, // no unit was ever named
		},
		"a step whose owner nobody is": {
			{"03-02 10:00", "station", "toOrphan", "!noOwner"},
		},
		"merging and undoing it": {
			{"03-02 10:00", "station", "assign unit=water", "handling"},
			{"03-02 11:00", "water", "merge target=m2 reason=x", "!notYours"},
			{"03-02 11:00", "deputyOffice", "merge reason=x", "!incomplete"},
			{"03-02 11:00", "deputyOffice", "merge target=m2 reason=同一处", "merged"},
			{"03-02 12:00", "r1", "unmerge reason=x", "!notYours"},
			{"03-02 12:00", "deputyOffice", "unmerge reason=两处", "handling"}, // back where it stood, with a clock of its own
		},
		"splitting": {
			{"03-02 10:00", "station", "split unit=water parts=_|_", "!incomplete"}, // no part in it
			{"03-02 10:00", "station", "split unit=water parts=一段|二段", "waiting"},
		},
	}
	for name, story := range stories {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := newDesk(t)
			d.play(story...)
			if a, b := text(t, refold(t, d.m, d.events)), text(t, d.m); a != b {
				t.Errorf("the fold of the journal is not the matter:\n%s\n%s", a, b)
			}
		})
	}
}

// A stale page is refused before anything else is looked at; no revision means "whatever stands".
func TestStaleRevision(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	for rev, want := range map[int64]string{0: "", 1: "", 2: "staleRevision", 7: "staleRevision"} {
		a := d.act("station", "assign unit=water")
		a.Rev = rev
		if _, err := matter.Decide(d.env, d.m, a); codeOf(err) != want {
			t.Errorf("revision %d: %v, want %q", rev, err, want)
		}
	}
}
