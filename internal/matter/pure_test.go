package matter_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/huiyin/huiyin/internal/matter"
	"github.com/huiyin/huiyin/internal/rulebook"
)

// acts of the test book with fields that are often right; any person may try any of them at any step.
var tries = []string{
	"assign unit=water", "assign unit=roads category=roads cost=12 urgent=true", "assignUrgent unit=water", "answerNow answer=好",
	"answerAndClose answer=好", "decline reasonCode=beyond answer=不归我们", "importAnswer answer=旧", "split unit=water parts=一|二", "openOne unit=water part=一",
	"plan day=2026-03-20", "planMaybe", "toOrphan", "answer answer=好了", "answerFor answer=电话", "return reasonCode=notOurs reason=错",
	"askMore reason=慢 newDue=2026-12-01", "grantMore reason=慢 newDue=2026-04-01 approver=葛", "refuseMore reason=够了",
	"rate rating=satisfied", "rate rating=notSatisfied reason=没修", "recordRating rating=basically note=电话", "closeUnrated note=逾期",
	"confirm findings=属实", "notDone reason=没动", "done answer=完成", "reopen reason=又坏了", "merge target=m9 reason=同", "unmerge reason=两处",
	"withdraw reason=算了", "note note=备注", "fly",
}

var people = []string{"station", "deputyOffice", "committee", "water", "roads", "r1", "r2", "system"}

// randomAct lets time pass and has somebody try something; children settle, words are erased, raisers join.
func randomAct(r *rapid.T, d *desk) {
	d.env.Now = d.env.Now.Add(time.Duration(rapid.IntRange(-10, 8*24*60).Draw(r, "minutes")) * time.Minute)
	switch rapid.IntRange(0, 14).Draw(r, "what") {
	case 13, 14:
		d.undo()
	case 0:
		if len(d.m.Children) > 0 {
			c := rapid.SampledFrom(d.m.Children).Draw(r, "child")
			child := matter.Matter{ID: c.ID, Procedure: "part", Answers: make([]matter.Answer, 1), Ending: rapid.SampledFrom([]rulebook.Ending{rulebook.Open, rulebook.Confirmed}).Draw(r, "ending")}
			if dec, err := matter.Settle(d.env, d.m, child); err == nil {
				d.take(d.m, dec.Event)
			}
		}
	case 1:
		source := matter.Matter{Congress: d.m.Congress, ID: fmt.Sprintf("m%d", 50+d.m.Rev), Procedure: d.m.Procedure, Raisers: []matter.Raiser{{ID: fmt.Sprintf("q%d", d.m.Rev), Kind: "resident", Name: "并"}}}
		if ev, err := matter.Absorb(d.env, d.m, source, matter.Decision{}); err == nil {
			d.take(d.m, ev)
		}
	default:
		who := rapid.SampledFrom(people).Draw(r, "who")
		line := rapid.SampledFrom(tries).Draw(r, "act")
		for range 3 { // most acts do not belong to the step: try a few of those that do
			if step := d.env.Rules.Steps[d.m.Step]; step != nil && step.Acts[d.act(who, line).Name] != nil {
				break
			}
			line = rapid.SampledFrom(tries).Draw(r, "another act")
		}
		_ = d.try(who, line) // a refusal is as good as an act: neither may touch what was given
	}
}

// A row equals the fold of its journal whatever happened, and neither Decide nor Apply alters what it is
// given: every state that was ever passed through still reads as it did then.
func TestPureAndFolded(t *testing.T) {
	t.Parallel()
	rules := parse(t, caseBook)
	rapid.Check(t, func(r *rapid.T) {
		d := openDesk(t, rules, "case")
		states, texts := []matter.Matter{d.m}, []string{text(t, d.m)}
		for range rapid.IntRange(1, 25).Draw(r, "acts") {
			before := text(t, d.env.Orgs)
			randomAct(r, d)
			if text(t, d.env.Orgs) != before {
				r.Fatal("the environment was altered")
			}
			states, texts = append(states, d.m), append(texts, text(t, d.m))
		}
		for i, m := range states {
			if got := text(t, m); got != texts[i] {
				r.Fatalf("state %d was altered by what came after it:\n%s\n%s", i, texts[i], got)
			}
		}
		if a, b := text(t, refold(t, d.m, d.events)), text(t, d.m); a != b {
			r.Fatalf("the fold of the journal is not the matter:\n%s\n%s", a, b)
		}
		if a := text(t, matter.Fold(d.events)); a != text(t, withoutName(d.m)) {
			r.Fatalf("Fold:\n%s\n%s", a, text(t, d.m))
		}
		invariants(r, d)
	})
}

// withoutName takes away what only the caller knows: Fold begins with nothing.
func withoutName(m matter.Matter) matter.Matter {
	m.Congress, m.ID = "", ""
	return m
}

// invariants hold for every matter: a way on, an owner and a due day while it is open, none afterwards, and a
// history without gaps.
func invariants(r *rapid.T, d *desk) {
	m := d.m
	if m.Rev != int64(len(d.events)) {
		r.Fatalf("revision %d after %d events", m.Rev, len(d.events))
	}
	if m.Open() != (m.Owner.Org != "") || m.Open() != (m.Due() != nil) || m.Open() != (m.EndedAt == nil) {
		r.Fatalf("open %v, owner %q, due %v, ended %v", m.Open(), m.Owner.Org, m.Due(), m.EndedAt)
	}
	if step := d.env.Rules.Steps[m.Step]; step == nil || step.Ends != m.Ending {
		r.Fatalf("ended as %q at %s", m.Ending, m.Step)
	}
	for i, v := range m.Visits {
		last := i == len(m.Visits)-1
		if last != (v.Until == nil) || !last && !v.Until.Equal(m.Visits[i+1].From) {
			r.Fatalf("visit %d does not end where the next begins", i)
		}
	}
	if m.Ending == rulebook.Confirmed && slices.ContainsFunc(d.events, func(ev matter.Event) bool { return ev.Kind == rulebook.Answer && ev.Change.Ends != "" }) {
		r.Fatal("an answer ended the matter")
	}
}

// Decide leaves the act and the environment as they were, fields included.
func TestDecideLeavesItsInputs(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	a := d.act("station", "assign unit=_water_ category=roads")
	a.Fields["unit"] = " water "
	before := fmt.Sprintf("%#v", a)
	m := copyOf(t, d.m)
	dec, err := matter.Decide(d.env, d.m, a)
	if err != nil {
		t.Fatal(err)
	}
	if got := fmt.Sprintf("%#v", a); got != before {
		t.Errorf("the act was altered:\n%s\n%s", before, got)
	}
	if text(t, m) != text(t, d.m) {
		t.Error("the matter was altered")
	}
	dec.Event.Words.Fields["unit"] = "other"
	if a.Fields["unit"] != " water " {
		t.Error("the event shares its fields with the act")
	}
}
