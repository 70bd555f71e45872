package deadline

import (
	"encoding/json"
	"errors"
	"testing"
	"time"

	"github.com/huiyin/huiyin/internal/problem"
)

// TestDateAgreesWithTime compares every day of the range with the standard library's calendar.
func TestDateAgreesWithTime(t *testing.T) {
	t.Parallel()
	at := time.Date(1, 1, 1, 0, 0, 0, 0, time.UTC)
	for n := int32(firstDay); n <= lastDay; n++ {
		d := Date{n}
		y, m, day := d.Civil()
		if wy, wm, wd := at.Date(); y != wy || m != wm || day != wd || d.Weekday() != at.Weekday() {
			t.Fatalf("day %d is %04d-%02d-%02d %s, want %s", n, y, m, day, d.Weekday(), at.Format("2006-01-02 Monday"))
		}
		if back := fromCivil(y, m, day); back != d {
			t.Fatalf("%s comes back as %s", d, back)
		}
		at = at.AddDate(0, 0, 1)
	}
	if at.Year() != 10_000 {
		t.Fatalf("the range ends before %s", at)
	}
}

func TestParseDate(t *testing.T) {
	t.Parallel()
	for _, s := range []string{"2026-07-01", "2024-02-29", "2000-02-29", "0001-01-01", "9999-12-31"} {
		d, err := ParseDate(s)
		if err != nil || d.String() != s {
			t.Errorf("%s: %v, %v", s, d, err)
		}
	}
	for _, s := range []string{
		"", "2026-7-1", "2026/07/01", "2026-07-01 ", " 2026-07-01", "2026-02-29", "1900-02-29", "2026-13-01", "2026-00-01",
		"2026-04-31", "2026-04-00", "0000-01-01", "10000-01-01", "2026-07-01T00:00:00Z", "+026-07-01", "2026-0x-01",
		"2026年7月1日", "20260701",
	} {
		d, err := ParseDate(s)
		if err == nil || !d.IsZero() {
			t.Errorf("%q was read as %s", s, d)
		}
		var p *problem.Problem
		if !errors.As(err, &p) || p.Kind != problem.Invalid || p.Text.ZH == "" || p.Text.EN == "" {
			t.Errorf("%q: not a problem to show: %v", s, err)
		}
	}
}

func TestDateTravelsAsText(t *testing.T) {
	t.Parallel()
	type row struct {
		Due  Date  `json:"due"`
		None Date  `json:"none"`
		Opt  *Date `json:"opt,omitempty"`
		Zero Date  `json:"zero,omitzero"`
	}
	in := row{Due: MustDate("2026-10-08")}
	text, err := json.Marshal(in)
	if err != nil || string(text) != `{"due":"2026-10-08","none":""}` {
		t.Fatalf("%s, %v", text, err)
	}
	var out row
	if err := json.Unmarshal(text, &out); err != nil || out != in {
		t.Fatalf("%+v, %v", out, err)
	}
	if err := json.Unmarshal([]byte(`{"due":"8.10.2026"}`), &out); err == nil || out != in {
		t.Fatalf("a wrong day was taken: %+v, %v", out, err)
	}
	keyed, err := json.Marshal(map[Date]int{MustDate("2026-10-08"): 1})
	if err != nil || string(keyed) != `{"2026-10-08":1}` {
		t.Fatalf("%s, %v", keyed, err)
	}
}

// TestFromTime: the civil day is that of the place, not of the clock's own zone.
func TestFromTime(t *testing.T) {
	t.Parallel()
	beijing := time.FixedZone("CST", 8*3600)
	late := time.Date(2026, 9, 30, 16, 0, 0, 0, time.UTC)
	if d := FromTime(late, beijing); d != MustDate("2026-10-01") {
		t.Fatalf("16:00 UTC is %s in Beijing", d)
	}
	if d := FromTime(late.Add(-time.Nanosecond), beijing); d != MustDate("2026-09-30") {
		t.Fatalf("just before 16:00 UTC is %s in Beijing", d)
	}
	if got := MustDate("2026-10-01").In(beijing); !got.Equal(late) {
		t.Fatalf("the day begins at %s", got)
	}
	if d := FromTime(time.Date(12000, 1, 1, 0, 0, 0, 0, time.UTC), time.UTC); d.String() != "9999-12-31" {
		t.Fatalf("a year out of range gives %s", d)
	}
	if d := FromTime(time.Date(-5, 1, 1, 0, 0, 0, 0, time.UTC), time.UTC); d.String() != "0001-01-01" {
		t.Fatalf("a year out of range gives %s", d)
	}
}

func TestDateArithmetic(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		from   string
		months int
		want   string
	}{
		{"2026-01-31", 1, "2026-02-28"},
		{"2024-01-31", 1, "2024-02-29"},
		{"2026-03-31", -1, "2026-02-28"},
		{"2026-01-15", -1, "2025-12-15"},
		{"2026-12-31", 2, "2027-02-28"},
		{"2026-05-31", 13, "2027-06-30"},
		{"2026-05-31", 0, "2026-05-31"},
		{"9999-06-01", 12, "9999-12-31"},
		{"0001-06-01", -12, "0001-01-01"},
	} {
		if got := MustDate(tc.from).AddMonths(tc.months); got.String() != tc.want {
			t.Errorf("%s and %d months is %s, want %s", tc.from, tc.months, got, tc.want)
		}
	}
	d := MustDate("2024-02-28")
	if got := d.AddDays(2); got.String() != "2024-03-01" || got.Sub(d) != 2 || !got.After(d) || !d.Before(got) || d.Compare(got) != -1 {
		t.Errorf("two days after %s is %s", d, got)
	}
	if got := d.AddDays(1 << 40); got.String() != "9999-12-31" {
		t.Errorf("arithmetic left the range: %s", got)
	}
	if got := d.AddDays(-1 << 40); got.String() != "0001-01-01" {
		t.Errorf("arithmetic left the range: %s", got)
	}
	if (Date{}).String() != "" || !(Date{}).IsZero() || d.IsZero() {
		t.Error("the zero Date is not no day")
	}
}

func TestMustDatePanics(t *testing.T) {
	t.Parallel()
	defer func() {
		if recover() == nil {
			t.Fatal("MustDate took 2026-02-30")
		}
	}()
	MustDate("2026-02-30")
}
