package matter_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/huiyin/huiyin/internal/deadline"
	"github.com/huiyin/huiyin/internal/matter"
	"github.com/huiyin/huiyin/internal/rulebook"
)

// stay makes a visit: from and until are civil times ("" is still there), dues are "day" or "day set at time".
func stay(t testing.TB, phase rulebook.Phase, from, until string, dues ...string) matter.Visit {
	t.Helper()
	v := matter.Visit{Step: string(phase), Phase: phase, From: at(t, from), Owner: matter.Owner{Org: "water"}}
	if until != "" {
		u := at(t, until)
		v.Until = &u
	}
	for _, d := range dues {
		day, set, found := strings.Cut(d, " set ")
		due := matter.Due{Day: deadline.MustDate(day), Set: v.From}
		if found {
			due.Set = at(t, set)
		}
		v.Dues = append(v.Dues, due)
	}
	return v
}

// intervals writes failures as "kind from..until": days as they are counted.
func intervals(fs []matter.Failure, now time.Time) []string {
	short := func(t time.Time) string { return t.In(zone).Format("01-02 15:04") }
	out := []string{}
	for _, f := range fs {
		until := "now"
		if f.Until != nil {
			until = short(*f.Until)
		}
		out = append(out, fmt.Sprintf("%s %s..%s: %d", f.Kind, short(f.From), until, f.Days(now, zone)))
	}
	return out
}

func TestFailures(t *testing.T) {
	t.Parallel()
	cases := []struct {
		name   string
		now    string
		visits []matter.Visit
		want   []string
	}{
		{"on the due day nothing is late", "03-05 23:59", []matter.Visit{stay(t, rulebook.Seen, "03-02 09:00", "", "2026-03-05")}, nil},
		{
			"late from 24:00 of the due day", "03-06 00:00",
			[]matter.Visit{stay(t, rulebook.Seen, "03-02 09:00", "", "2026-03-05")},
			[]string{"seenNotDeliberated 03-06 00:00..now: 1"},
		},
		{
			"still lying five days on", "03-10 12:00",
			[]matter.Visit{stay(t, rulebook.Deliberated, "03-02 09:00", "", "2026-03-05")},
			[]string{"deliberatedNotDecided 03-06 00:00..now: 5"},
		},
		{"left in time", "04-01 00:00", []matter.Visit{stay(t, rulebook.Seen, "03-02 09:00", "03-05 23:59", "2026-03-05")}, nil},
		{
			"left late", "04-01 00:00",
			[]matter.Visit{stay(t, rulebook.Decided, "03-02 09:00", "03-08 10:00", "2026-03-05")},
			[]string{"decidedNotSupervised 03-06 00:00..03-08 10:00: 3"},
		},
		{
			"history that knows only days: midnight after the due day is late", "04-01 00:00",
			[]matter.Visit{stay(t, rulebook.Seen, "03-02 00:00", "03-06 00:00", "2026-03-05")},
			[]string{"seenNotDeliberated 03-06 00:00..03-06 00:00: 1"},
		},
		{"history that knows only days: the due day itself is not", "04-01 00:00", []matter.Visit{stay(t, rulebook.Seen, "03-02 00:00", "03-05 00:00", "2026-03-05")}, nil},
		{"each of the four phases has its failure", "03-20 09:00", []matter.Visit{
			stay(t, rulebook.Seen, "03-02 09:00", "03-04 09:00", "2026-03-03"),
			stay(t, rulebook.Deliberated, "03-04 09:00", "03-06 09:00", "2026-03-05"),
			stay(t, rulebook.Decided, "03-06 09:00", "03-10 09:00", "2026-03-09"),
			stay(t, rulebook.Supervised, "03-10 09:00", "", "2026-03-12"),
		}, []string{
			"seenNotDeliberated 03-04 00:00..03-04 09:00: 1", "deliberatedNotDecided 03-06 00:00..03-06 09:00: 1",
			"decidedNotSupervised 03-10 00:00..03-10 09:00: 1", "supervisedWithoutResult 03-13 00:00..now: 8",
		}},
		{"an ending has no clock", "12-31 09:00", []matter.Visit{stay(t, rulebook.Resulted, "03-02 09:00", "")}, nil},
		{"an ending at an earlier phase has none either", "12-31 09:00", []matter.Visit{stay(t, rulebook.Supervised, "03-02 09:00", "")}, nil},
		{"extended in time: nothing is left behind", "03-11 09:00", []matter.Visit{
			stay(t, rulebook.Decided, "03-02 09:00", "", "2026-03-05", "2026-03-12 set 03-05 23:59"),
		}, nil},
		{"extended in time and late after that", "03-14 09:00", []matter.Visit{
			stay(t, rulebook.Decided, "03-02 09:00", "", "2026-03-05", "2026-03-12 set 03-05 09:00"),
		}, []string{"decidedNotSupervised 03-13 00:00..now: 2"}},
		{"extended too late: the time until then stays on record", "03-11 09:00", []matter.Visit{
			stay(t, rulebook.Decided, "03-02 09:00", "", "2026-03-05", "2026-03-12 set 03-08 09:00"),
		}, []string{"decidedNotSupervised 03-06 00:00..03-08 09:00: 3"}},
		{"several dues, each late", "04-01 09:00", []matter.Visit{
			stay(t, rulebook.Decided, "03-02 09:00", "03-20 09:00", "2026-03-05", "2026-03-12 set 03-08 09:00", "2026-03-15 set 03-14 09:00"),
		}, []string{
			"decidedNotSupervised 03-06 00:00..03-08 09:00: 3", "decidedNotSupervised 03-13 00:00..03-14 09:00: 2",
			"decidedNotSupervised 03-16 00:00..03-20 09:00: 5",
		}},
		{"a day that was over when it was set counts from then", "03-20 09:00", []matter.Visit{
			stay(t, rulebook.Supervised, "03-10 09:00", "", "2026-03-05"),
		}, []string{"supervisedWithoutResult 03-10 09:00..now: 15"}},
		{"set again, over already", "03-20 09:00", []matter.Visit{
			stay(t, rulebook.Supervised, "03-02 09:00", "", "2026-03-12", "2026-03-04 set 03-10 09:00"),
		}, []string{"supervisedWithoutResult 03-10 09:00..now: 16"}},
		{"ended while overdue", "12-31 09:00", []matter.Visit{
			stay(t, rulebook.Supervised, "03-02 09:00", "03-10 09:00", "2026-03-05"), stay(t, rulebook.Resulted, "03-10 09:00", ""),
		}, []string{"supervisedWithoutResult 03-06 00:00..03-10 09:00: 5"}},
		{"reopened: the new stay has its own clock", "06-20 09:00", []matter.Visit{
			stay(t, rulebook.Supervised, "03-02 09:00", "03-05 09:00", "2026-03-05"), stay(t, rulebook.Resulted, "03-05 09:00", "06-01 09:00"),
			stay(t, rulebook.Decided, "06-01 09:00", "", "2026-06-12"),
		}, []string{"decidedNotSupervised 06-13 00:00..now: 8"}},
	}
	for _, c := range cases {
		now := at(t, c.now)
		m := matter.Matter{Visits: c.visits}
		got := intervals(matter.Failures(m, now, zone), now)
		if !slices.Equal(got, c.want) {
			t.Errorf("%s:\n got %q\nwant %q", c.name, got, c.want)
		}
	}
}

// The day ends when it ends where the congress is: the same instant is late in one zone and not in another.
func TestFailuresGoByTheCongressesZone(t *testing.T) {
	t.Parallel()
	m := matter.Matter{Visits: []matter.Visit{stay(t, rulebook.Seen, "03-02 09:00", "", "2026-03-05")}}
	instant := time.Date(2026, 3, 5, 16, 30, 0, 0, time.UTC) // 00:30 of the sixth in China
	for offset, want := range map[int]int{8 * 3600: 1, 6 * 3600: 0, 7*3600 + 1800: 1, 0: 0, -5 * 3600: 0, 12 * 3600: 1} {
		z := time.FixedZone("", offset)
		if got := len(matter.Failures(m, instant, z)); got != want {
			t.Errorf("UTC%+dh: %d failures, want %d", offset/3600, got, want)
		}
		if got := m.Overdue(instant, z); got != (want == 1) {
			t.Errorf("UTC%+dh: overdue %v", offset/3600, got)
		}
	}
}

// Laws that hold whatever happened: intervals follow each other without overlapping, closed ones never change
// as time goes on, at most one is open, and it is open exactly when the matter is overdue.
func TestFailureLaws(t *testing.T) {
	t.Parallel()
	phases := []rulebook.Phase{rulebook.Seen, rulebook.Deliberated, rulebook.Decided, rulebook.Supervised}
	rapid.Check(t, func(r *rapid.T) {
		clock := at(t, "03-02 09:00")
		tick := func() time.Time {
			clock = clock.Add(time.Duration(rapid.IntRange(0, 6*24*60).Draw(r, "minutes")) * time.Minute)
			return clock
		}
		var m matter.Matter
		for range rapid.IntRange(1, 5).Draw(r, "visits") {
			v := matter.Visit{Phase: rapid.SampledFrom(phases).Draw(r, "phase"), From: clock}
			set := clock
			for range rapid.IntRange(1, 3).Draw(r, "dues") {
				day := deadline.FromTime(set, zone).AddDays(rapid.IntRange(-2, 5).Draw(r, "due in"))
				v.Dues = append(v.Dues, matter.Due{Day: day, Set: set})
				set = tick()
			}
			until := clock
			v.Until = &until
			m.Visits = append(m.Visits, v)
		}
		if rapid.Bool().Draw(r, "still there") {
			m.Visits[len(m.Visits)-1].Until = nil
		} else {
			m.Ending = rulebook.Confirmed
		}
		now, later := tick(), tick()
		fs := matter.Failures(m, now, zone)
		open := 0
		for i, f := range fs {
			if f.Until == nil {
				open++
			} else if f.Until.Before(f.From) {
				r.Fatalf("interval %d ends before it begins: %v", i, intervals(fs, now))
			}
			if i > 0 && (fs[i-1].Until == nil || fs[i-1].Until.After(f.From)) {
				r.Fatalf("intervals overlap: %v", intervals(fs, now))
			}
			if f.Days(now, zone) < 1 {
				r.Fatalf("interval %d has %d days", i, f.Days(now, zone))
			}
		}
		if want := m.Overdue(now, zone); (open == 1) != want || open > 1 {
			r.Fatalf("%d open intervals, overdue is %v: %v", open, want, intervals(fs, now))
		}
		closed := slices.DeleteFunc(fs, func(f matter.Failure) bool { return f.Until == nil })
		if after := matter.Failures(m, later, zone); !slices.Equal(intervals(after[:len(closed)], now), intervals(closed, now)) {
			r.Fatalf("closed intervals changed as time went on:\n%v\n%v", closed, after)
		}
	})
}
