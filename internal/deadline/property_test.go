package deadline

import (
	"testing"

	"pgregory.net/rapid"
)

// anyDay draws days of published years, of years before and after them, and of the seams between.
func anyDay(label string) *rapid.Generator[Date] {
	lo, hi := MustDate("2005-01-01").n, MustDate("2031-12-31").n
	return rapid.Custom(func(t *rapid.T) Date { return Date{rapid.Int32Range(lo, hi).Draw(t, label)} })
}

// TestDueDayLaws holds what is true of every term, start and calendar.
func TestDueDayLaws(t *testing.T) {
	t.Parallel()
	cal := Builtin()
	rapid.Check(t, func(t *rapid.T) {
		start, term := anyDay("start").Draw(t, "start"), anyTerm().Draw(t, "term")
		r := Due(start, term, cal)

		if !r.Nominal.After(start) {
			t.Fatalf("the first day is counted: %s of %s ends on %s", term, start, r.Nominal)
		}
		switch term.Roll {
		case Natural, NextWorkday:
			if r.Due.Before(r.Nominal) || !cal.Workday(r.Due) || cal.WorkdaysBetween(r.Nominal.AddDays(-1), r.Due) != 1 {
				t.Fatalf("%s rolls on to %s, which is not the first working day from there", r.Nominal, r.Due)
			}
		case PrevWorkday:
			if r.Due.After(r.Nominal) || !cal.Workday(r.Due) || cal.WorkdaysBetween(r.Due.AddDays(-1), r.Nominal) != 1 {
				t.Fatalf("%s rolls back to %s, which is not the last working day until there", r.Nominal, r.Due)
			}
		case NoRoll:
			if r.Due != r.Nominal {
				t.Fatalf("%s moved to %s", r.Nominal, r.Due)
			}
		}
		if term.Unit == Workdays && cal.WorkdaysBetween(start, r.Due) != term.N {
			t.Fatalf("counting from %s to %s again gives %d, not %d", start, r.Due, cal.WorkdaysBetween(start, r.Due), term.N)
		}
		if r.Why().ZH == "" || r.Why().EN == "" {
			t.Fatal("nothing is said about why")
		}
	})
}

// TestDueIsMonotone: who starts later, or has longer, is never due earlier.
func TestDueIsMonotone(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		start, term := anyDay("start").Draw(t, "start"), anyTerm().Draw(t, "term")
		later := start.AddDays(rapid.IntRange(0, 40).Draw(t, "later"))
		longer := term
		longer.N += rapid.IntRange(0, 20).Draw(t, "longer")
		if a, b := Due(start, term, Builtin()).Due, Due(later, term, Builtin()).Due; b.Before(a) {
			t.Fatalf("%s from %s is due %s, but from %s already %s", term, start, a, later, b)
		}
		if a, b := Due(start, term, Builtin()).Due, Due(start, longer, Builtin()).Due; b.Before(a) {
			t.Fatalf("%s from %s is due %s, but %s already %s", term, start, a, longer, b)
		}
	})
}

// TestBeforeLaws: the recipient never has less time than the rule gives.
func TestBeforeLaws(t *testing.T) {
	t.Parallel()
	cal := Builtin()
	rapid.Check(t, func(t *rapid.T) {
		meeting, term := anyDay("meeting").Draw(t, "meeting"), anyTerm().Draw(t, "term")
		term.Roll = Natural
		r := Before(meeting, term, cal)
		if !r.Nominal.Before(meeting) || r.Due.After(r.Nominal) || !cal.Workday(r.Due) {
			t.Fatalf("%s before %s is %s, rolled to %s", term, meeting, r.Nominal, r.Due)
		}
		if term.Unit == Workdays && cal.WorkdaysBetween(r.Due.AddDays(-1), meeting.AddDays(-1)) != term.N {
			t.Fatalf("from %s to the eve of %s are not %s", r.Due, meeting, term)
		}
	})
}

// TestMonthEnd: where a month has no corresponding day, the term ends with the month.
func TestMonthEnd(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		start := anyDay("start").Draw(t, "start")
		n := rapid.IntRange(1, 60).Draw(t, "n")
		end := start.AddMonths(n)
		y, m, d := end.Civil()
		sy, sm, sd := start.Civil()
		if months := (y-sy)*12 + int(m-sm); months != n {
			t.Fatalf("%s and %d months is %s", start, n, end)
		}
		if _, next, _ := end.AddDays(1).Civil(); d != sd && next == m {
			t.Fatalf("%s and %d months is %s, which is neither the corresponding day nor the last of its month", start, n, end)
		}
	})
}

// TestProvisionalExactlyWhenUnpublishedIsTouched compares the flag with a walk over the days.
func TestProvisionalExactlyWhenUnpublishedIsTouched(t *testing.T) {
	t.Parallel()
	cal := Builtin()
	rapid.Check(t, func(t *rapid.T) {
		start, term := anyDay("start").Draw(t, "start"), anyTerm().Draw(t, "term")
		r := Due(start, term, cal)
		lo, hi := r.Nominal, r.Due
		if hi.Before(lo) {
			lo, hi = hi, lo
		}
		if term.Unit == Workdays {
			lo = start.AddDays(1)
		}
		touched := false
		for d := lo; !d.After(hi); d = d.AddDays(1) {
			touched = touched || !cal.Day(d).Published
		}
		if term.Roll == NoRoll && term.Unit != Workdays {
			touched = false
		}
		if r.Provisional != touched {
			t.Fatalf("%s from %s until %s: provisional %v, touches an unpublished year: %v", term, start, r.Due, r.Provisional, touched)
		}
	})
}

// TestWorkdayCountsAgreeWithAWalk compares the running counts with counting one by one.
func TestWorkdayCountsAgreeWithAWalk(t *testing.T) {
	t.Parallel()
	for name, cal := range map[string]Calendar{"built in": Builtin(), "none": {}} {
		rapid.Check(t, func(t *rapid.T) {
			from := anyDay("from").Draw(t, "from")
			to := from.AddDays(rapid.IntRange(-900, 900).Draw(t, "days"))
			walk := 0
			for d := from; d.Before(to); {
				if d = d.AddDays(1); cal.Workday(d) {
					walk++
				}
			}
			for d := from; d.After(to); d = d.AddDays(-1) {
				if cal.Workday(d) {
					walk--
				}
			}
			if got := cal.WorkdaysBetween(from, to); got != walk || cal.WorkdaysBetween(to, from) != -walk {
				t.Fatalf("%s: between %s and %s are %d working days, counted %d", name, from, to, walk, got)
			}
			n := rapid.IntRange(-300, 300).Draw(t, "n")
			if got, want := cal.AddWorkdays(from, n), walkWorkdays(cal, from, n); got != want {
				t.Fatalf("%s: working day %d from %s is %s, want %s", name, n, from, got, want)
			}
		})
	}
}

func walkWorkdays(cal Calendar, d Date, n int) Date {
	step := 1
	if n < 0 {
		step, n = -1, -n
	}
	for n > 0 {
		if d = d.AddDays(step); cal.Workday(d) {
			n--
		}
	}
	return d
}
