package demo

import (
	"strings"
	"testing"
	"time"

	"github.com/huiyin/huiyin/internal/deadline"
)

func deadlineZone(t *testing.T) *time.Location {
	t.Helper()
	z, err := time.LoadLocation(Zone)
	if err != nil {
		t.Fatal(err)
	}
	return z
}

func planAt(t *testing.T, now time.Time) *planner {
	t.Helper()
	d, err := newDistrict(now)
	if err != nil {
		t.Fatal(err)
	}
	all, err := allTexts()
	if err != nil {
		t.Fatal(err)
	}
	p, err := plan(d, all, now)
	if err != nil {
		t.Fatalf("%s: %v", now, err)
	}
	return p
}

// The year can be laid out whenever it is to end: on working days, at weekends, in the holidays, at midnight
// and on leap days, and nothing in it happens later or outside the hours of those who do it.
func TestPlanFitsAnyDay(t *testing.T) {
	t.Parallel()
	zone := deadlineZone(t)
	moments := []time.Time{
		time.Date(2026, 2, 17, 12, 0, 0, 0, zone),  // New Year's Day by the moon
		time.Date(2026, 10, 8, 0, 1, 0, 0, zone),   // the first minute after the long holiday
		time.Date(2028, 2, 29, 23, 59, 0, 0, zone), // a leap day, holidays not published
	}
	for d := deadline.MustDate("2026-01-03"); d.Before(deadline.MustDate("2027-03-01")); d = d.AddDays(23) {
		moments = append(moments, d.In(zone).Add(8*time.Hour+40*time.Minute))
	}
	for _, now := range moments {
		p := planAt(t, now)
		for _, x := range p.tales {
			last := x.start
			if !x.imported.IsZero() {
				last = x.imported
			}
			for i, at := range x.times {
				b := x.beats[i]
				if !at.After(last) {
					t.Fatalf("%s: %s: %s at %s is not after %s", now, x.key, b, at, last)
				}
				if !b.byRaiser() && (b.act != "reopen") && !p.hours.open(at) {
					t.Fatalf("%s: %s: %s at %s, when offices are closed", now, x.key, b, at)
				}
				last = at
			}
			if !last.Before(now) {
				t.Fatalf("%s: %s goes on until %s", now, x.key, last)
			}
			if last.Before(now.AddDate(0, -15, 0)) {
				t.Fatalf("%s: %s is not of this year: %s", now, x.key, last)
			}
		}
	}
}

func TestTheSameMomentGivesTheSameYear(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 23, 10, 30, 0, 0, deadlineZone(t))
	a, b := planAt(t, now), planAt(t, now)
	for i, x := range a.tales {
		y := b.tales[i]
		if x.key != y.key || !x.start.Equal(y.start) || !x.end().Equal(y.end()) || x.from != y.from {
			t.Fatalf("%s differs from %s", x.key, y.key)
		}
	}
}

// Two variants of one text never stand near each other.
func TestVariantsKeepApart(t *testing.T) {
	t.Parallel()
	p := planAt(t, time.Date(2026, 11, 23, 10, 30, 0, 0, deadlineZone(t)))
	for i, x := range p.tales {
		for _, y := range p.tales[:i] {
			if x.op != nil && x.op == y.op && x.start.Sub(y.start).Abs() < 20*24*time.Hour {
				t.Errorf("%s and %s were raised within %s", x.key, y.key, x.start.Sub(y.start).Abs())
			}
		}
	}
}

func TestScripts(t *testing.T) {
	t.Parallel()
	got, err := parseScript("assign:wrong@1 q2.rate:good@0 promise2@3-5 extend:c merge:river@2")
	if err != nil {
		t.Fatal(err)
	}
	want := []beat{
		{act: "assign", arg: "wrong", min: 1, max: 1},
		{child: "q2", act: "rate", arg: "good"},
		{act: "promise", arg: "2", min: 3, max: 5},
		{act: "extend", arg: "c"},
		{act: "merge", arg: "river", min: 2, max: 2},
	}
	for i, b := range got {
		if b != want[i] {
			t.Errorf("beat %d is %+v, want %+v", i, b, want[i])
		}
	}
	for _, wrong := range []string{"assign@", "@1", "assign@1-", "x9.rate", "rate::good"} {
		if _, err := parseScript(wrong); err == nil {
			t.Errorf("%q was taken for a script", wrong)
		}
	}
}

// People have names of their own, the names can be sorted, and every office has people and an English name.
func TestThePeople(t *testing.T) {
	t.Parallel()
	d, err := newDistrict(time.Date(2026, 11, 23, 10, 30, 0, 0, deadlineZone(t)))
	if err != nil {
		t.Fatal(err)
	}
	seen, deputies := map[string]bool{}, 0
	for _, p := range d.founding.People {
		if seen[p.Name] || !p.Invented || p.SortName == "" || p.SortName != strings.ToLower(p.SortName) {
			t.Errorf("%+v", p)
		}
		seen[p.Name] = true
		if strings.HasPrefix(p.ID, "d") {
			deputies++
		}
	}
	for _, list := range d.residents {
		for _, name := range list {
			if seen[name] {
				t.Errorf("%s is two people", name)
			}
			seen[name] = true
		}
	}
	if deputies != 60 {
		t.Errorf("%d deputies", deputies)
	}
	stations, units, towns, villages := 0, 0, 0, 0
	for _, o := range d.orgs {
		switch o.Classification {
		case "station":
			stations++
		case "unit":
			units++
		}
		if (o.Classification == "station" || o.Classification == "unit") && len(d.staff[o.ID]) == 0 {
			t.Errorf("nobody works for %s", o.Name)
		}
		if o.NameEN == "" {
			t.Errorf("%s has no English name", o.Name)
		}
	}
	for _, a := range d.areas {
		switch a.Classification {
		case "town":
			towns++
		case "village":
			villages++
		}
	}
	if stations != 14 || units != 32 || towns != 10 || villages != 40 {
		t.Errorf("%d stations, %d units, %d towns, %d villages", stations, units, towns, villages)
	}
}
