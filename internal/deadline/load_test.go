package deadline

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/huiyin/huiyin/internal/problem"
)

// TestLoadForms loads the same invented year in each form; all give one calendar.
func TestLoadForms(t *testing.T) {
	t.Parallel()
	var versions []string
	for _, name := range []string{"own.json", "feed.json", "feed.ics", "phone.ics"} {
		all := loadFile(t, name)
		if len(all) != 1 || all[0].Year != 2027 {
			t.Fatalf("%s: %+v", name, all)
		}
		cal, err := Builtin().With(all...)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		for date, want := range map[string]DayInfo{
			"2027-01-01": {false, "元旦", "New Year's Day", true},
			"2027-02-14": {true, "春节调休上班", "working day made up for Spring Festival", true},
			"2027-10-07": {false, "国庆节", "National Day", true},
			"2027-10-09": {true, "国庆节调休上班", "working day made up for National Day", true},
			"2026-12-31": {false, "元旦", "New Year's Day", true},
			"2027-10-08": {Workday: true, Published: true},
		} {
			if got := cal.Day(MustDate(date)); got != want {
				t.Errorf("%s: %s is %+v, want %+v", name, date, got, want)
			}
		}
		versions = append(versions, cal.Version())
	}
	for _, v := range versions {
		if v != versions[0] {
			t.Fatalf("the forms of one year give different calendars: %v", versions)
		}
	}
	// A term into 2027 stops being provisional once the year is there.
	cal, err := Builtin().With(loadFile(t, "own.json")...)
	if err != nil {
		t.Fatal(err)
	}
	start, term := MustDate("2026-12-20"), Term{N: 3, Unit: Months}
	if !Due(start, term, Builtin()).Provisional || Due(start, term, cal).Provisional {
		t.Fatal("loading the year does not settle what was provisional")
	}
}

func TestLoadFeedOfManyYears(t *testing.T) {
	t.Parallel()
	all := loadFile(t, "years.ics")
	if len(all) != 2 || all[0].Year != 2027 || all[1].Year != 2028 {
		t.Fatalf("%+v", all)
	}
	if all[1].Ignored != 1 {
		t.Errorf("%d events ignored, want the solar term only", all[1].Ignored)
	}
	if d := all[0].Entries[len(all[0].Entries)-1].Date; d.Year() != 2027 {
		t.Errorf("%s is in the arrangement of 2027", d)
	}
	if _, err := Builtin().With(all...); err != nil {
		t.Fatal(err)
	}
}

func TestHolidayName(t *testing.T) {
	t.Parallel()
	for summary, want := range map[string]string{
		"国庆节（休）": "国庆节", `国庆节(班)`: "国庆节", "国庆节 假期 第1天/共7天": "国庆节", "春节 补班 第2天/共2天": "春节",
		`上班(补元旦假期)`: "元旦", "【休】清明节": "清明节", "休：端午节": "端午节", "元旦假期": "元旦", "班": "节假日", `国庆节\, 中秋节（休）`: "国庆节、中秋节",
	} {
		if got := holidayName(summary); got != want {
			t.Errorf("%q is %q, want %q", summary, got, want)
		}
	}
}

// TestLoadRefuses: every refusal says where, in both languages, and keeps nothing.
func TestLoadRefuses(t *testing.T) {
	t.Parallel()
	json := func(days string) string { return `{"year":2027,"days":[` + days + `]}` }
	event := func(lines string) string {
		return "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n" + lines + "\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
	}
	for name, tc := range map[string]struct {
		f        Format
		text, en string
	}{
		"not json":        {JSON, "year: 2027", "line 1"},
		"cut off":         {JSON, "{\n\"year\": 2027,\n\"days\": [", "line 3"},
		"year is text":    {JSON, "{\n\"year\": \"2027\"}", "line 2"},
		"nothing":         {JSON, "", "not a calendar in JSON"},
		"null":            {JSON, "null", "the year 0 is not between"},
		"not yet there":   {JSON, json(""), "not published yet"},
		"no date":         {JSON, json(`{"name":"元旦","isOffDay":true}`), "entry 1 of days"},
		"wrong date":      {JSON, json(`{"date":"2027-01-01","name":"元旦","isOffDay":true},{"date":"2027-13-01","name":"元旦","isOffDay":true}`), "entry 2 of days"},
		"no kind":         {JSON, json(`{"date":"2027-01-01","name":"元旦"}`), "kind off or work"},
		"unknown kind":    {JSON, json(`{"date":"2027-01-01","name":"元旦","kind":"half"}`), "kind off or work"},
		"both kinds":      {JSON, json(`{"date":"2027-01-01","name":"元旦","kind":"off","isOffDay":false}`), "kind off or work"},
		"no object":       {JSON, json(`"2027-01-01"`), "entry 1 of days"},
		"contradiction":   {JSON, json(`{"date":"2027-01-01","name":"元旦","kind":"off"},{"date":"2027-01-01","name":"元旦","kind":"work"}`), "entry 2 of days: 2027-01-01 is both"},
		"half a year":     {JSON, json(`{"date":"2027-01-01","name":"元旦","kind":"off"}`), "2027-05-01 should be a rest day"},
		"too many":        {JSON, json(strings.Repeat(`{},`, maxEntries) + `{}`), "more than 400 days"},
		"long source":     {JSON, `{"year":2027,"source":"` + strings.Repeat("x", 201) + `","days":[]}`, "longer than 200"},
		"not utf-8":       {JSON, "{\"year\":\xb4\xba}", "not UTF-8"},
		"too large":       {JSON, strings.Repeat(" ", maxFile+1), "larger than 1 MB"},
		"unknown form":    {Format("csv"), "2027-01-01,off", ".json or .ics"},
		"no events":       {ICS, "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", "no whole-day event"},
		"not a calendar":  {ICS, "hello", "no whole-day event"},
		"unmarked":        {ICS, event("SUMMARY:元旦\r\nDTSTART;VALUE=DATE:20270101"), "no whole-day event"},
		"cut off event":   {ICS, "BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:元旦（休）\n", `no END of "VEVENT"`},
		"crossed":         {ICS, "BEGIN:VCALENDAR\nEND:VEVENT\n", "line 2"},
		"nested":          {ICS, strings.Repeat("BEGIN:X\n", 9), "line 9"},
		"repeats":         {ICS, event("SUMMARY:元旦（休）\r\nDTSTART;VALUE=DATE:20270101\r\nRRULE:FREQ=YEARLY"), "the event at line 2: RRULE"},
		"with an hour":    {ICS, event("SUMMARY:元旦（休）\r\nDTSTART:20270101T000000Z"), "whole-day event"},
		"without a start": {ICS, event("SUMMARY：元旦（休）"), "whole-day event"},
		"ends before":     {ICS, event("SUMMARY:元旦（休）\r\nDTSTART;VALUE=DATE:20270101\r\nDTEND;VALUE=DATE:20270101"), "is not 1 to 40 days"},
		"never ends":      {ICS, event("SUMMARY:元旦（休）\r\nDTSTART;VALUE=DATE:20270101\r\nDTEND;VALUE=DATE:20280101"), "is not 1 to 40 days"},
		"rest and work": {
			ICS, event("SUMMARY:元旦（休）\r\nDTSTART;VALUE=DATE:20270101\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nSUMMARY:元旦（班）\r\nDTSTART;VALUE=DATE:20270101"),
			"the event at line 6: 2027-01-01 is both",
		},
		"only December": {ICS, event("SUMMARY:元旦（休）\r\nDTSTART;VALUE=DATE:20271231"), "2027-01-01 should be a rest day"},
	} {
		all, err := Load(strings.NewReader(tc.text), tc.f)
		var p *problem.Problem
		switch {
		case !errors.As(err, &p) || p.Kind != problem.Invalid || p.Text.ZH == "" || all != nil:
			t.Errorf("%s: %v, %v", name, all, err)
		case !strings.Contains(strings.ToLower(p.Text.EN), strings.ToLower(tc.en)):
			t.Errorf("%s: %q does not say %q", name, p.Text.EN, tc.en)
		}
	}
}

func TestLoadReportsReadErrors(t *testing.T) {
	t.Parallel()
	_, err := Load(iotest.ErrReader(io.ErrUnexpectedEOF), JSON)
	if problem.KindOf(err) != problem.Unavailable || !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Fatalf("%v", err)
	}
}

func TestFormatOf(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]Format{"2027.json": JSON, "a/b/2027.ICS": ICS} {
		if f, err := FormatOf(name); err != nil || f != want {
			t.Errorf("%s is %q, %v", name, f, err)
		}
	}
	if _, err := FormatOf("2027.xlsx"); err == nil {
		t.Error("2027.xlsx was taken")
	}
}

func loadFile(t *testing.T, name string) []Arrangement {
	t.Helper()
	format, err := FormatOf(name)
	if err != nil {
		t.Fatal(err)
	}
	f, err := os.Open(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	all, err := Load(f, format)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return all
}
