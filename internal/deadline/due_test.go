package deadline

import (
	"strings"
	"testing"
)

// TestVectors holds the worked examples of the deadline rules for 2025 and 2026: plain terms, month-ends,
// holidays that are rolled over, weekend days that are worked, and the days before a meeting.
func TestVectors(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct{ start, term, nominal, due string }{
		{"2026-03-10", "3 months", "2026-06-10", "2026-06-10"},
		{"2026-03-10", "6 months", "2026-09-10", "2026-09-10"},
		{"2025-11-30", "3 months", "2026-02-28", "2026-02-28"}, // no 30 February, and the Saturday is worked
		{"2026-07-01", "3 months", "2026-10-01", "2026-10-08"}, // National Day
		{"2026-01-15", "1 month", "2026-02-15", "2026-02-24"},  // Spring Festival
		{"2026-01-14", "1 month", "2026-02-14", "2026-02-14"},  // a Saturday that is worked
		{"2026-01-31", "1 month", "2026-02-28", "2026-02-28"},
		{"2026-04-01", "1 month", "2026-05-01", "2026-05-06"}, // Labour Day
		{"2026-08-20", "1 month", "2026-09-20", "2026-09-20"}, // a Sunday that is worked
		{"2024-02-29", "12 months", "2025-02-28", "2025-02-28"},
		{"2026-02-06", "10 working days", "2026-02-27", "2026-02-27"}, // 14 February counts, 15 to 23 do not
		{"2026-02-26", "2 working days", "2026-02-28", "2026-02-28"},
		{"2026-04-27", "5 working days", "2026-05-07", "2026-05-07"},
		{"2026-09-28", "10 working days", "2026-10-16", "2026-10-16"},
		{"2026-04-25", "10 calendar days", "2026-05-05", "2026-05-06"},
		// Beyond the worked examples.
		{"2020-01-23", "5 working days", "2020-02-07", "2020-02-07"}, // the Spring Festival that was prolonged
		{"2015-08-03", "1 month", "2015-09-03", "2015-09-06"},        // Victory Day; the Sunday after is worked
		{"2019-04-01", "1 month", "2019-05-01", "2019-05-05"},        // Labour Day as amended
		{"2024-02-29", "1 year", "2025-02-28", "2025-02-28"},
		{"2023-06-01", "2 years", "2025-06-01", "2025-06-03"}, // over a leap day, into the Dragon Boat Festival
		{"2026-05-01", "3 days, roll none", "2026-05-04", "2026-05-04"},
		{"2026-05-01", "3 days, roll previous", "2026-05-04", "2026-04-30"},
	} {
		r := Due(MustDate(tc.start), mustTerm(t, tc.term), Builtin())
		if r.Nominal.String() != tc.nominal || r.Due.String() != tc.due {
			t.Errorf("%s from %s: nominal %s, due %s; want %s and %s", tc.term, tc.start, r.Nominal, r.Due, tc.nominal, tc.due)
		}
		if r.Provisional || r.CalendarVersion != Builtin().Version() {
			t.Errorf("%s from %s: provisional %v, calendar %s", tc.term, tc.start, r.Provisional, r.CalendarVersion)
		}
	}
}

func TestBeforeMeeting(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct{ meeting, term, nominal, due string }{
		{"2026-06-25", "20 days", "2026-06-05", "2026-06-05"},
		{"2026-06-25", "10 days", "2026-06-15", "2026-06-15"},
		{"2026-06-25", "7 days", "2026-06-18", "2026-06-18"},
		{"2026-10-10", "7 days", "2026-10-03", "2026-09-30"}, // never less time than the rule gives
		{"2026-10-09", "3 working days", "2026-09-29", "2026-09-29"},
		{"2026-03-31", "1 month", "2026-02-28", "2026-02-28"},
		{"2026-10-10", "7 days, roll none", "2026-10-03", "2026-10-03"},
	} {
		r := Before(MustDate(tc.meeting), mustTerm(t, tc.term), Builtin())
		if r.Nominal.String() != tc.nominal || r.Due.String() != tc.due {
			t.Errorf("%s before %s: nominal %s, due %s; want %s and %s", tc.term, tc.meeting, r.Nominal, r.Due, tc.nominal, tc.due)
		}
	}
}

func TestFixedStaysUnlessToldToRoll(t *testing.T) {
	t.Parallel()
	for roll, want := range map[Roll]string{Natural: "2026-10-01", NoRoll: "2026-10-01", NextWorkday: "2026-10-08", PrevWorkday: "2026-09-30"} {
		if r := Fixed(MustDate("2026-10-01"), roll, Builtin()); r.Due.String() != want {
			t.Errorf("roll %q: due %s, want %s", roll, r.Due, want)
		}
	}
}

func TestZeroStartGivesNothing(t *testing.T) {
	t.Parallel()
	if r := Due(Date{}, Term{N: 3, Unit: Months}, Builtin()); !r.Due.IsZero() || !r.Why().IsZero() {
		t.Fatalf("a term from no day ends on %s: %s", r.Due, r.Why())
	}
}

// TestProvisional: a day is provisional when the count, the nominal day or the roll touches 2027.
func TestProvisional(t *testing.T) {
	t.Parallel()
	cal := Builtin()
	for _, tc := range []struct {
		r    Result
		due  string
		want bool
	}{
		{Due(MustDate("2026-09-30"), mustTerm(t, "3 months"), cal), "2026-12-30", false},
		{Due(MustDate("2026-10-01"), mustTerm(t, "3 months"), cal), "2027-01-01", true},
		{Due(MustDate("2026-12-20"), mustTerm(t, "1 month"), cal), "2027-01-20", true},
		{Due(MustDate("2026-12-25"), mustTerm(t, "4 working days"), cal), "2026-12-31", false},
		{Due(MustDate("2026-12-25"), mustTerm(t, "5 working days"), cal), "2027-01-01", true},
		{Due(MustDate("2026-12-25"), mustTerm(t, "10 days, roll none"), cal), "2027-01-04", false}, // needs no calendar
		{Before(MustDate("2027-01-08"), mustTerm(t, "10 days"), cal), "2026-12-29", false},
		{Before(MustDate("2027-01-13"), mustTerm(t, "10 days"), cal), "2027-01-01", true},
		{Before(MustDate("2027-01-05"), mustTerm(t, "3 working days"), cal), "2026-12-31", true},  // counts days of 2027
		{Before(MustDate("2027-01-01"), mustTerm(t, "3 working days"), cal), "2026-12-29", false}, // counts days of 2026 only
		{Fixed(MustDate("2027-03-01"), Natural, cal), "2027-03-01", false},
		{Fixed(MustDate("2027-03-01"), NextWorkday, cal), "2027-03-01", true},
		{Due(MustDate("2026-07-01"), mustTerm(t, "3 months"), Calendar{}), "2026-10-01", true},
		{Due(MustDate("2006-12-01"), mustTerm(t, "2 months"), cal), "2007-02-01", false},
		{Due(MustDate("2006-12-01"), mustTerm(t, "30 workdays"), cal), "2007-01-15", true}, // counts days of 2006
	} {
		if tc.r.Provisional != tc.want || tc.r.Due.String() != tc.due {
			t.Errorf("due %s provisional %v, want %s %v (%s)", tc.r.Due, tc.r.Provisional, tc.due, tc.want, tc.r.Why().EN)
		}
		if has := strings.Contains(tc.r.Why().ZH, "暂定") && strings.Contains(tc.r.Why().EN, "provisional"); has != tc.want {
			t.Errorf("due %s provisional %v, but it says: %s %s", tc.r.Due, tc.want, tc.r.Why().ZH, tc.r.Why().EN)
		}
	}
}

func TestWhyNamesArticleAndRestDays(t *testing.T) {
	t.Parallel()
	cal := Builtin()
	for _, tc := range []struct {
		r      Result
		zh, en []string
	}{
		{
			Due(MustDate("2026-07-01"), mustTerm(t, "3 months"), cal),
			[]string{"第二百零一条", "第二百零二条", "第二百零三条", "国庆节（2026-10-01至2026-10-07）", "2026-10-08（星期四）"},
			[]string{"art. 201", "art. 202", "art. 203", "National Day (2026-10-01 to 2026-10-07)", "Thursday 2026-10-08"},
		},
		{
			Due(MustDate("2026-01-31"), mustTerm(t, "1 month"), cal),
			[]string{"到期月没有31日", "春节调休上班"},
			[]string{"no day 31", "made up for Spring Festival"},
		},
		{
			Due(MustDate("2026-02-06"), mustTerm(t, "10 working days"), cal),
			[]string{"不计春节（2026-02-15至2026-02-23）", "计入春节调休上班（2026-02-14）"},
			[]string{"left out: Spring Festival (2026-02-15 to 2026-02-23)", "counted: working day made up for Spring Festival (2026-02-14)"},
		},
		{
			Before(MustDate("2026-10-10"), mustTerm(t, "7 days"), cal),
			[]string{"会议当日不计入", "提前至此前最近的工作日2026-09-30（星期三）"},
			[]string{"meeting day not counted", "brought forward to the working day before it, Wednesday 2026-09-30"},
		},
		{
			Due(MustDate("2026-03-05"), mustTerm(t, "1 month, roll none"), cal),
			[]string{"清明节（2026-04-05）", "不作调整"},
			[]string{"Qingming Festival (2026-04-05)", "stands"},
		},
		{
			Due(MustDate("2026-03-01"), mustTerm(t, "20 days"), cal),
			[]string{"周末（2026-03-21至2026-03-22）"},
			[]string{"weekend (2026-03-21 to 2026-03-22)"},
		},
		{
			Due(MustDate("2007-01-04"), mustTerm(t, "4000 workdays"), cal),
			[]string{"处"},
			[]string{"more"},
		},
	} {
		for _, want := range tc.zh {
			if !strings.Contains(tc.r.Why().ZH, want) {
				t.Errorf("%q is not in %q", want, tc.r.Why().ZH)
			}
		}
		for _, want := range tc.en {
			if !strings.Contains(tc.r.Why().EN, want) {
				t.Errorf("%q is not in %q", want, tc.r.Why().EN)
			}
		}
	}
}

func mustTerm(t *testing.T, s string) Term {
	t.Helper()
	term, err := ParseTerm(s)
	if err != nil {
		t.Fatalf("term %q: %v", s, err)
	}
	return term
}
