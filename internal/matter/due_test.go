package matter_test

import (
	"testing"

	"github.com/huiyin/huiyin/internal/deadline"
	"github.com/huiyin/huiyin/internal/matter"
)

func (d *desk) due(want string, provisional bool) {
	d.t.Helper()
	due := d.m.Due()
	if due == nil {
		d.t.Fatalf("no due day at %s, want %s", d.m.Step, want)
	}
	if due.Day.String() != want || due.Provisional != provisional {
		d.t.Fatalf("due %s (provisional %v) at %s, want %s (%v)", due.Day, due.Provisional, d.m.Step, want, provisional)
	}
	if due.Calendar == "" || due.Basis == "" || due.Term == "" || due.Start.IsZero() {
		d.t.Fatalf("a due day does not say how it came about: %+v", due)
	}
}

// Each step has its own clock, counted from the day it began; a step left has none.
func TestDueDays(t *testing.T) {
	t.Parallel()
	d := newDesk(t) // Monday 03-02
	d.due("2026-03-05", false)
	d.clock("03-03 23:59")
	d.do("station", "assign unit=water")
	d.due("2026-03-24", false) // 15 working days from Tuesday
	d.clock("04-03 10:00")
	d.do("water", "answer answer=好")
	d.due("2026-04-27", false) // 04-04 to 04-06 is Tomb-sweeping, 04-27 is the fifteenth working day
	d.do("r1", "rate rating=satisfied")
	d.due("2026-04-27", false) // the wait goes on, its day stays
	d.do("r2", "rate rating=satisfied")
	d.due("2026-05-06", false) // one month ends in the holiday of 05-01 to 05-05
	d.do("station", "confirm findings=好")
	if d.m.Due() != nil || d.m.Owner != (matter.Owner{}) || d.m.EndedAt == nil {
		t.Fatalf("an ended matter still has a clock: %+v", d.m)
	}
	d.clock("06-01 10:00")
	d.do("r1", "reopen reason=又坏")
	d.due("2026-06-23", false)
	if d.m.EndedAt != nil || d.m.Owner.Org != "water" || !d.m.RaisedAt.Equal(at(t, "03-02 09:00")) {
		t.Fatalf("reopened: %+v", d.m)
	}
}

func TestDueInAField(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.do("station", "plan day=2026-05-02") // a holiday: a day that was agreed on is not rolled
	d.due("2026-05-02", false)
	if due := d.m.Due(); due.Term != "date" || due.Nominal != due.Day {
		t.Fatalf("%+v", due)
	}
}

// A term may run from a date in a field; without the date it runs from the day of the act.
func TestDueSince(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.do("station", "split unit=water parts=一 day=2026-02-10")
	d.due("2026-03-10", false)
	d = newDesk(t)
	d.do("station", "split unit=water parts=一")
	d.due("2026-04-02", false)
}

// The due day of a year whose holidays are not published is provisional, and follows the calendar once it is.
func TestRecompute(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	if _, changed, err := matter.Recompute(d.env, d.m); changed || err != nil {
		t.Fatalf("a settled day was computed anew: %v %v", changed, err)
	}
	d.clock("12-30 10:00")
	d.do("station", "assign unit=water")
	before := *d.m.Due()
	if !before.Provisional {
		t.Fatalf("%+v", before)
	}
	if _, changed, err := matter.Recompute(d.env, d.m); changed || err != nil {
		t.Fatalf("recomputed with the same calendar: %v %v", changed, err)
	}
	var entries []deadline.Entry
	for _, day := range []string{"2027-01-01", "2027-01-04", "2027-02-05", "2027-05-01", "2027-10-01"} { // invented, but for the fixed days
		entries = append(entries, deadline.Entry{Date: deadline.MustDate(day), Name: "假日"})
	}
	calendar, err := d.env.Calendar.With(deadline.Arrangement{Year: 2027, Entries: entries})
	if err != nil {
		t.Fatal(err)
	}
	d.env.Calendar = calendar
	d.clock("12-31 09:00")
	ev, changed, err := matter.Recompute(d.env, d.m)
	if err != nil || !changed || ev.Kind != matter.Recalendar {
		t.Fatalf("%v %v %+v", changed, err, ev)
	}
	d.take(d.m, ev)
	after := d.m.Due()
	if after.Provisional || after.Start != before.Start || after.Term != before.Term || after.Day != before.Day.AddDays(2) || after.Calendar == before.Calendar {
		t.Fatalf("%+v became %+v", before, after)
	}
	if n := len(d.m.Visit().Dues); n != 2 || d.m.Visit().Dues[0] != before {
		t.Fatalf("history was rewritten: %+v", d.m.Visit().Dues)
	}
	if _, changed, _ := matter.Recompute(d.env, d.m); changed {
		t.Fatal("recomputed twice")
	}
	d.do("r1", "withdraw reason=x")
	if _, changed, _ := matter.Recompute(d.env, d.m); changed {
		t.Fatal("an ended matter was computed anew")
	}
}

// An extension replaces the day, not the history, and rests on its own basis.
func TestExtensionKeepsHistory(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.do("station", "assign unit=water")
	d.do("water", "askMore reason=备料 newDue=2026-04-01")
	if d.m.Asked == nil || d.m.Asked.NewDue.String() != "2026-04-01" || d.m.Asked.Reason != "备料" {
		t.Fatalf("asked: %+v", d.m.Asked)
	}
	d.clock("03-04 10:00")
	d.do("deputyOffice", "grantMore reason=同意 newDue=2026-04-01 approver=葛")
	if d.m.Asked != nil {
		t.Fatal("what was granted is still asked for")
	}
	d.due("2026-04-01", false)
	dues := d.m.Visit().Dues
	if len(dues) != 2 || dues[0].Day.String() != "2026-03-23" || !dues[1].Set.Equal(at(t, "03-04 10:00")) || dues[1].Start.String() != "2026-03-04" {
		t.Fatalf("dues: %+v", dues)
	}
}
