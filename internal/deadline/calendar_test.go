package deadline

import (
	"slices"
	"strings"
	"testing"
)

// TestBuiltinVersion pins the data. When it fails, the table changed: say in docs/deadlines.md which
// notice is behind the change, then put the new version here.
func TestBuiltinVersion(t *testing.T) {
	t.Parallel()
	if got, want := Builtin().Version(), "cn-2007-2026-406dbf1446f7"; got != want {
		t.Fatalf("the built-in calendar is %s, want %s", got, want)
	}
	if (Calendar{}).Version() == Builtin().Version() {
		t.Fatal("no calendar has the version of one")
	}
}

// TestNoticeCounts compares the table with the number of days off and of days worked that the notices of
// each year name, counted apart from the table.
func TestNoticeCounts(t *testing.T) {
	t.Parallel()
	want := map[int][2]int{
		2007: {24, 8}, 2008: {29, 6}, 2009: {27, 6}, 2010: {29, 8}, 2011: {29, 5}, 2012: {27, 7}, 2013: {29, 12},
		2014: {22, 5}, 2015: {26, 5}, 2016: {24, 6}, 2017: {24, 5}, 2018: {23, 6}, 2019: {24, 7}, 2020: {30, 6},
		2021: {31, 7}, 2022: {31, 7}, 2023: {27, 7}, 2024: {28, 8}, 2025: {28, 5}, 2026: {33, 6},
	}
	years := Builtin().Years()
	if len(years) != len(want) || years[0] != 2007 || years[len(years)-1] != 2026 {
		t.Fatalf("published years: %v", years)
	}
	for _, y := range years {
		a, ok := Builtin().Arrangement(y)
		off, work := 0, 0
		for _, e := range a.Entries {
			if e.Work {
				work++
			} else {
				off++
			}
			if e.Work && weekday(e.Date) {
				t.Errorf("%s is worked to make up for a holiday, but it is no weekend day", e.Date)
			}
		}
		if !ok || off != want[y][0] || work != want[y][1] || a.Source == "" {
			t.Errorf("%d: %d off, %d worked, from %q; want %v", y, off, work, a.Source, want[y])
		}
	}
}

// TestDay holds the days that later notices changed and the seams between years.
func TestDay(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		date, name string
		work, pub  bool
	}{
		{"2026-07-01", "", true, true},
		{"2026-07-04", "", false, true},
		{"2026-10-01", "国庆节", false, true},
		{"2026-10-03", "国庆节", false, true}, // a Saturday that the notice names
		{"2026-10-10", "国庆节调休上班", true, true},
		{"2026-02-14", "春节调休上班", true, true},
		{"2020-01-31", "春节", false, true}, // prolonged by 国办发明电〔2020〕1号
		{"2020-02-01", "春节", false, true}, // was to be worked
		{"2020-02-02", "春节", false, true},
		{"2020-02-03", "", true, true},
		{"2015-09-03", "中国人民抗日战争暨世界反法西斯战争胜利70周年纪念日", false, true}, // 国发明电〔2015〕1号
		{"2015-09-04", "中国人民抗日战争暨世界反法西斯战争胜利70周年纪念日", false, true},
		{"2015-09-06", "中国人民抗日战争暨世界反法西斯战争胜利70周年纪念日调休上班", true, true},
		{"2019-05-02", "劳动节", false, true}, // 国办发明电〔2019〕3号
		{"2019-05-03", "劳动节", false, true},
		{"2019-04-28", "劳动节调休上班", true, true},
		{"2019-05-05", "劳动节调休上班", true, true},
		{"2024-02-09", "", true, true},       // New Year's Eve, on which rest was only encouraged
		{"2018-12-31", "元旦", false, true},    // by the notice of 2019
		{"2018-12-29", "元旦调休上班", true, true}, // by the notice of 2019
		{"2011-12-31", "元旦调休上班", true, true}, // by the notice of 2012
		{"2020-10-01", "国庆节、中秋节", false, true},
		{"2014-04-06", "", false, true},       // a Sunday that the notice does not name
		{"2006-12-31", "元旦调休上班", true, false}, // named by the notice of 2007; 2006 itself is not in the table
		{"2006-10-02", "", true, false},
		{"2027-10-01", "", true, false},
		{"2027-10-02", "", false, false},
		{"1949-10-01", "", false, false},
	} {
		got := Builtin().Day(MustDate(tc.date))
		if got.Workday != tc.work || got.Name != tc.name || got.Published != tc.pub || (got.Name == "") != (got.NameEN == "") {
			t.Errorf("%s: %+v", tc.date, got)
		}
	}
}

// TestEveryNameHasEnglish: an English reader meets no Chinese holiday name from the built-in table.
func TestEveryNameHasEnglish(t *testing.T) {
	t.Parallel()
	for _, info := range Builtin().t.info {
		if strings.ContainsFunc(info.NameEN, func(r rune) bool { return r > 0x2fff }) {
			t.Errorf("%s has no English name", info.Name)
		}
	}
	if got := englishName("劳动节、某节"); got != "劳动节、某节" {
		t.Errorf("an unknown name became %q", got)
	}
}

func TestLookupsDoNotAllocate(t *testing.T) {
	cal, a, b := Builtin(), MustDate("2011-03-01"), MustDate("2026-11-23")
	n := testing.AllocsPerRun(100, func() {
		if !cal.Day(a).Published || cal.WorkdaysBetween(a, b) < 3000 || cal.AddWorkdays(a, 15) == a {
			t.Fatal("wrong answer")
		}
		if Due(a, Term{N: 3, Unit: Months}, cal).Due == a {
			t.Fatal("wrong answer")
		}
	})
	if n != 0 {
		t.Fatalf("%v allocations", n)
	}
}

// TestWithLeavesTheOldCalendar: calendars are values; an old one keeps its answers and its version.
func TestWithLeavesTheOldCalendar(t *testing.T) {
	t.Parallel()
	old := Builtin()
	version := old.Version()
	next, err := old.With(year2027())
	if err != nil {
		t.Fatal(err)
	}
	if old.Published(2027) || old.Version() != version || old.Day(MustDate("2027-02-08")).Name != "" {
		t.Fatal("the old calendar changed")
	}
	if !next.Published(2027) || next.Version() == version || !strings.HasPrefix(next.Version(), "cn-2007-2027-") {
		t.Fatalf("the new calendar is %s", next.Version())
	}
	a, _ := next.Arrangement(2027)
	a.Entries[0].Work = !a.Entries[0].Work
	if b, _ := next.Arrangement(2027); b.Entries[0].Work == a.Entries[0].Work {
		t.Fatal("a calendar can be changed from outside")
	}
}

// TestNewYearChangesDecember: the notice of a year has the last word on the December days it names, in
// whatever order the years are loaded.
func TestNewYearChangesDecember(t *testing.T) {
	t.Parallel()
	a := year2027()
	a.Entries = append(a.Entries, Entry{Date: MustDate("2026-12-31"), Name: "元旦"}, Entry{Date: MustDate("2026-12-27"), Work: true, Name: "元旦"})
	next, err := Builtin().With(a)
	if err != nil {
		t.Fatal(err)
	}
	was := Due(MustDate("2026-09-30"), Term{N: 3, Unit: Months}, Builtin())
	due := Due(MustDate("2026-09-30"), Term{N: 3, Unit: Months}, next)
	if was.Due.String() != "2026-12-30" || due.Due != was.Due {
		t.Fatalf("was %s, is %s", was.Due, due.Due)
	}
	if r := Due(MustDate("2026-11-30"), Term{N: 31, Unit: Days}, next); r.Due.String() != "2027-01-04" || r.Provisional {
		t.Fatalf("2026-12-31 is a rest day now, but the term ends on %s", r.Due)
	}
	// The year 2026 loaded again does not take back what the notice of 2027 says of its December.
	y2026, _ := Builtin().Arrangement(2026)
	again, err := next.With(y2026)
	if err != nil || again.Version() != next.Version() {
		t.Fatalf("%s became %s, %v", next.Version(), again.Version(), err)
	}
	var changed []string
	for _, c := range Builtin().Changes(next) {
		if c.Date.Year() == 2026 {
			changed = append(changed, c.Date.String())
		}
	}
	if !slices.Equal(changed, []string{"2026-12-27", "2026-12-31"}) {
		t.Fatalf("changes of 2026: %v", changed)
	}
}

func TestAmendment(t *testing.T) {
	t.Parallel()
	amend := Arrangement{Year: 2026, Source: "更正", Amends: true, Entries: []Entry{
		{Date: MustDate("2026-05-09"), Name: "劳动节"},             // no longer worked
		{Date: MustDate("2026-05-05"), Work: true, Name: "劳动节"}, // no longer a rest day
	}}
	next, err := Builtin().With(amend)
	if err != nil {
		t.Fatal(err)
	}
	if d := next.Day(MustDate("2026-05-05")); !d.Workday || d.Name != "" {
		t.Errorf("5 May: %+v", d)
	}
	if d := next.Day(MustDate("2026-05-09")); d.Workday || d.Name != "劳动节" {
		t.Errorf("9 May: %+v", d)
	}
	if !next.Day(MustDate("2026-05-10")).Published || next.Workday(MustDate("2026-10-01")) {
		t.Error("the amendment took the rest of the year away")
	}
	if a, _ := next.Arrangement(2026); !strings.HasSuffix(a.Source, " + 更正") {
		t.Errorf("source %q", a.Source)
	}
	amend.Year, amend.Entries = 2028, []Entry{{Date: MustDate("2028-05-05"), Name: "劳动节"}}
	if _, err := Builtin().With(amend); err == nil {
		t.Error("a year that is not there was amended")
	}
}

// TestVersionIsOfTheDaysOnly: where the data came from and how a holiday is called decide no due day.
func TestVersionIsOfTheDaysOnly(t *testing.T) {
	t.Parallel()
	a, b := year2027(), year2027()
	b.Source = "elsewhere"
	b.Entries = slices.Clone(b.Entries)
	slices.Reverse(b.Entries)
	b.Entries[0].Name = "别的名字"
	one, err1 := Builtin().With(a)
	two, err2 := Builtin().With(b)
	if err1 != nil || err2 != nil || one.Version() != two.Version() {
		t.Fatalf("%s and %s, %v, %v", one.Version(), two.Version(), err1, err2)
	}
	b.Entries = append(b.Entries, Entry{Date: MustDate("2027-10-08"), Name: "国庆节"})
	if three, err := Builtin().With(b); err != nil || three.Version() == one.Version() {
		t.Fatalf("another day off, the same version %s, %v", three.Version(), err)
	}
}

func TestWithRefuses(t *testing.T) {
	t.Parallel()
	with := func(change func(*Arrangement)) Arrangement {
		a := year2027()
		change(&a)
		return a
	}
	add := func(e Entry) Arrangement { return with(func(a *Arrangement) { a.Entries = append(a.Entries, e) }) }
	for name, a := range map[string]Arrangement{
		"empty year":        {Year: 2027},
		"year out of range": with(func(a *Arrangement) { a.Year = 1027 }),
		"day of the future": add(Entry{Date: MustDate("2028-01-01"), Name: "元旦"}),
		"day of November":   add(Entry{Date: MustDate("2026-11-30"), Name: "元旦"}),
		"day of the past":   add(Entry{Date: MustDate("2025-12-31"), Name: "元旦"}),
		"day twice":         add(Entry{Date: MustDate("2027-10-01"), Name: "国庆节"}),
		"no name":           add(Entry{Date: MustDate("2027-10-08")}),
		"formula as name":   add(Entry{Date: MustDate("2027-10-08"), Name: "=1+1"}),
		"escape in name":    add(Entry{Date: MustDate("2027-10-08"), Name: "国庆\x1b[31m"}),
		"name too long":     add(Entry{Date: MustDate("2027-10-08"), Name: strings.Repeat("节", 41)}),
		"half a year":       with(func(a *Arrangement) { a.Entries = a.Entries[:6] }),
		"worked on 1 May":   with(func(a *Arrangement) { a.Entries[8].Work = true }),
	} {
		c, err := Builtin().With(a)
		if err == nil || c.Version() != Builtin().Version() {
			t.Errorf("%s: taken as %s", name, c.Version())
		}
	}
}

func TestChangesOfNothing(t *testing.T) {
	t.Parallel()
	if ch := Builtin().Changes(Builtin()); len(ch) != 0 {
		t.Errorf("%v", ch)
	}
	if ch := (Calendar{}).Changes(Calendar{}); len(ch) != 0 {
		t.Errorf("%v", ch)
	}
	if a, b := (Calendar{}).Changes(Builtin()), Builtin().Changes(Calendar{}); len(a) == 0 || len(a) != len(b) {
		t.Errorf("%d days one way, %d the other", len(a), len(b))
	}
}

// year2027 is an invented arrangement for tests; the real one is not published.
func year2027() Arrangement {
	a := Arrangement{Year: 2027, Source: "测试"}
	for _, d := range []string{"2027-01-01", "2027-02-05", "2027-02-06", "2027-02-07", "2027-02-08", "2027-02-09", "2027-04-05", "2027-04-06"} {
		a.Entries = append(a.Entries, Entry{Date: MustDate(d), Name: "春节"})
	}
	for _, d := range []string{"2027-05-01", "2027-05-03", "2027-10-01", "2027-10-04", "2027-10-05"} {
		a.Entries = append(a.Entries, Entry{Date: MustDate(d), Name: "国庆节"})
	}
	return a
}
