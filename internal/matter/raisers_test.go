package matter_test

import (
	"testing"

	"github.com/huiyin/huiyin/internal/matter"
)

// Every raiser has a rating of his own, for the latest answer; an earlier one does not count for a later answer.
func TestEachRaiserRatesForHimself(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	rating := func(id string) string { return d.m.Rating(*d.m.Raiser(id)) }
	d.do("station", "assign unit=water")
	d.do("water", "answer answer=一")
	d.do("r1", "rate rating=satisfied attitude=notSatisfied reason=态度差")
	if rating("r1") != "satisfied" || rating("r2") != "" {
		t.Fatalf("after one rating: %q %q", rating("r1"), rating("r2"))
	}
	d.do("r2", "rate rating=notSatisfied reason=没修")
	d.do("water", "answer answer=二")
	if rating("r1") != "" || rating("r2") != "" {
		t.Fatalf("ratings of the first answer count for the second: %q %q", rating("r1"), rating("r2"))
	}
	d.do("r1", "rate rating=satisfied")
	d.do("r1", "rate rating=basically") // thought better of it, while the matter waits for the other
	if got := d.m.Raiser("r1").Ratings; len(got) != 3 || got[0].Attitude != "notSatisfied" || got[0].Answer != 1 || rating("r1") != "basically" {
		t.Fatalf("ratings of the first raiser: %+v", got)
	}
}

// A rating by telephone belongs to the first raiser who has not rated, and says who wrote it down. When
// everybody has rated there is nobody to rate for.
func TestRecordedRating(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.do("station", "assign unit=water")
	d.do("water", "answer answer=一")
	d.do("r1", "rate rating=satisfied")
	d.do("deputyOffice", "recordRating rating=basically note=电话")
	if got := d.m.Raiser("r2").Ratings; len(got) != 1 || got[0].Result != "basically" || got[0].By != "deputyOffice" {
		t.Fatalf("recorded rating: %+v", got)
	}
	if d.m.Step != "checking" {
		t.Fatalf("at %s", d.m.Step)
	}
}

func TestNobodyLeftToRateFor(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.do("station", "assign unit=water")
	d.do("water", "answer answer=一")
	d.do("r1", "rate rating=satisfied")
	// The one who has not rated leaves again, with the merge that brought him.
	d.m.Raisers = d.m.Raisers[:1]
	if err := d.try("deputyOffice", "recordRating rating=satisfied note=电话"); codeOf(err) != "notNow" {
		t.Fatalf("a rating for nobody: %v", err)
	}
}

// Answers name who gave them and who wrote them down; the ending's own answer reaches the raisers too.
func TestAnswers(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.do("station", "assign unit=water")
	d.do("deputyOffice", "answerFor answer=电话答复")
	a := d.m.Answers[0]
	if a.Org != "water" || a.Person != "" || a.Recorder != "deputyOffice" || a.Text != "电话答复" || a.Seq != 3 || a.Imported {
		t.Fatalf("answer written down: %+v", a)
	}
	d = newDesk(t)
	d.do("station", "decline reasonCode=beyond answer=请找县里")
	if a := d.m.Answers; len(a) != 1 || a[0].Text != "请找县里" || a[0].Org != "station" {
		t.Fatalf("answer of a declining: %+v", a)
	}
	d = newDesk(t)
	d.do("system", "importAnswer answer=已答复")
	if a := d.m.Answers; len(a) != 1 || !a[0].Imported || a[0].Org != "" {
		t.Fatalf("imported answer: %+v", a)
	}
}

// Fields stay with the matter, what belongs to one act only stays in the journal.
func TestFieldsThatStay(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.do("station", "assign unit=water category=roads")
	d.do("deputyOffice", "note note=催一催")
	d.do("water", "answer answer=好")
	if len(d.m.Fields) != 2 || d.m.Fields["unit"] != "water" || d.m.Fields["category"] != "roads" {
		t.Fatalf("fields: %v", d.m.Fields)
	}
}

// An erasure takes the words and leaves the structure: the same steps, owners, days and ratings; and the
// matter can still go on to whoever handled it.
func TestErasureLeavesStructure(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.do("station", "assign unit=water category=roads")
	d.do("water", "answer answer=已修好")
	d.do("r1", "rate rating=satisfied")
	before := d.m
	d.take(d.m, matter.Erase(d.env, d.m, matter.Actor{Person: "admin", Role: "admin"}, []string{"h1", "h2"}, "pipl47", "本人要求"))
	erase := d.events[len(d.events)-1]
	if erase.Change.Coded["body:h1"] == "" || erase.Change.Coded["body:h2"] == "" || erase.Change.Coded["basis"] != "pipl47" {
		t.Fatalf("the erasure names %v", erase.Change.Coded)
	}
	for i := range d.events[:4] {
		d.events[i].Words = nil
	}
	m := refold(t, d.m, d.events)
	if m.Title+m.Text+m.Answers[0].Text+m.Raisers[0].Name+m.Raisers[0].Contact != "" || !m.Erased {
		t.Fatalf("words are left: %s", text(t, m))
	}
	if m.Step != before.Step || m.Owner != before.Owner || len(m.Visits) != len(before.Visits) || m.Raisers[0].ID != "r1" ||
		m.Raisers[1].Kind != "deputy" || m.Rating(m.Raisers[0]) != "satisfied" || m.Answers[0].Org != "water" || *m.Due() != *before.Due() {
		t.Fatalf("structure was lost: %s", text(t, m))
	}
	d.m = m
	d.play(line{"03-02 11:00", "r2", "rate rating=notSatisfied reason=没修好", "handling"})
	if d.m.Owner.Org != "water" {
		t.Fatalf("sent back to %q", d.m.Owner.Org)
	}
}
