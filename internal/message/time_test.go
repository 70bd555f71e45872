package message

import (
	"errors"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestParseTimeShapes(t *testing.T) {
	t.Parallel()
	const day, minute, second = "2006-01-02", "2006-01-02 15:04", "2006-01-02 15:04:05"
	for _, c := range []struct{ cell, want, layout string }{
		// Chinese practice: year, month, day, with every separator people use.
		{"2019年3月5日 上午9时", "2019-03-05 09:00", minute},
		{"2019/3/5 9:05", "2019-03-05 09:05", minute},
		{"2019.3.5", "2019-03-05", day},
		{"2019-03-05", "2019-03-05", day},
		{"2019/03/05 09:05:09", "2019-03-05 09:05:09", second},
		{"2019/12/31 23:59:59", "2019-12-31 23:59:59", second},
		{"２０１９／３／５　９：０５", "2019-03-05 09:05", minute},
		{" \u00a02019/3/5 9:05\t\n", "2019-03-05 09:05", minute},
		{"2019年03月05日", "2019-03-05", day},
		{"2019年3月5号", "2019-03-05", day},
		{"2019年3月5", "2019-03-05", day},
		{"2019、3、5", "2019-03-05", day},
		{"2019。3。5", "2019-03-05", day},
		{"2019 3 5", "2019-03-05", day},
		{"2019_03_05", "2019-03-05", day},
		{"19年3月5日", "2019-03-05", day},
		{"二〇一九年三月五日", "2019-03-05", day},
		{"二○一九年十二月三十一日 下午三时二十分", "2019-12-31 15:20", minute},
		{"2019年3月5日（星期二）9:05", "2019-03-05 09:05", minute},
		{"2019-03-05 周二 09:05", "2019-03-05 09:05", minute},
		{"北京时间2019年3月5日9时5分30秒", "2019-03-05 09:05:30", second},
		{"2019年3月5日9点半", "2019-03-05 09:30", minute},
		{"2019年3月5日 9点", "2019-03-05 09:00", minute},
		{"2019年3月5日下午3点05分", "2019-03-05 15:05", minute},
		{"2019年3月5日下午15:05", "2019-03-05 15:05", minute},
		{"2019年3月5日晚上8点", "2019-03-05 20:00", minute},
		{"2019年3月5日中午12点", "2019-03-05 12:00", minute},
		{"2019年3月5日凌晨2:10", "2019-03-05 02:10", minute},
		{"2019年3月5日上午", "2019-03-05", day},
		{"2019-03-05 9:05 PM", "2019-03-05 21:05", minute},
		{"2019-03-05 12:05 AM", "2019-03-05 00:05", minute},
		{"2019/3/5 0:00:00", "2019-03-05 00:00:00", second},
		{"'2019/3/5", "2019-03-05", day},
		{`="2019/3/5 9:05"`, "2019-03-05 09:05", minute},
		// ISO 8601, with and without a zone; a zone is turned into ours.
		{"2019-03-05T09:05:30", "2019-03-05 09:05:30", second},
		{"2019-03-05T01:05:30Z", "2019-03-05 09:05:30", second},
		{"2019-03-05T20:05:30.250Z", "2019-03-06 04:05:30", second},
		{"2019-03-05T09:05:30+08:00", "2019-03-05 09:05:30", second},
		{"2019-03-05 03:05:30 +0200", "2019-03-05 09:05:30", second},
		{"2019-03-05 09:05:30 +0800 CST", "2019-03-05 09:05:30", second},
		{"2019-03-05T09:05:30+08:00[Asia/Shanghai]", "2019-03-05 09:05:30", second},
		{"20190305", "2019-03-05", day},
		{"201903050905", "2019-03-05 09:05", minute},
		{"20190305090530", "2019-03-05 09:05:30", second},
		{"20190305T090530Z", "2019-03-05 17:05:30", second},
		{"20190305 0905", "2019-03-05 09:05", minute},
		{"20190305.0", "2019-03-05", day},
		// Programs.
		{"Tue Mar 05 2019 09:05:30 GMT+0800 (中国标准时间)", "2019-03-05 09:05:30", second},
		{"Tue Mar 05 09:05:30 CST 2019", "2019-03-05 09:05:30", second},
		{"5-Mar-2019", "2019-03-05", day},
		{"2019-Mar-05", "2019-03-05", day},
		{"2019.3.5 9.05", "2019-03-05 09:05", minute},
		{"2019年3月5日。", "2019-03-05", day},
		{"March 5, 2019 9:05 am", "2019-03-05 09:05", minute},
		{"1551747930000", "2019-03-05 09:05:30", second},
		// Serial days: with a fraction, as a whole number, as text, in scientific notation.
		{"43529", "2019-03-05", day},
		{"43529.0", "2019-03-05", day},
		{"43529.3784722222", "2019-03-05 09:05:00", second},
		{"43529.378472222", "2019-03-05 09:05:00", second},
		{"4.3529378472222219E4", "2019-03-05 09:05:00", second},
		{"43529.999988425923", "2019-03-05 23:59:59", second},
		// Orders that only one day fits.
		{"25/3/2019", "2019-03-25", day},
		{"3/25/2019 9:05", "2019-03-25 09:05", minute},
		{"5/5/2019", "2019-05-05", day},
		{"3/25/19", "2019-03-25", day},
	} {
		got, err := ParseTime(c.cell, nil, false)
		if err != nil {
			t.Errorf("%q: %v", c.cell, err)
			continue
		}
		want, err := time.ParseInLocation(c.layout, c.want, China)
		if err != nil {
			t.Fatal(err)
		}
		if !got.At.Equal(want) || got.HasTime != (c.layout != day) {
			t.Errorf("%q = %v (time of day %v), want %v", c.cell, got.At, got.HasTime, want)
		}
	}
}

func TestParseTimeRefuses(t *testing.T) {
	t.Parallel()
	for cell, code := range map[string]string{
		"": "timeMissing", " \u3000": "timeMissing", "-": "timeMissing", "NULL": "timeMissing", "NaN": "timeMissing", "暂无": "timeMissing",
		"#N/A": "cellError", "########": "cellError", uncomputed: "cellError",
		"03/04/2019": "timeAmbiguous", "3-4-2019 9:05": "timeAmbiguous", "19/3/5": "timeAmbiguous", "19-03-05": "timeAmbiguous", "1.2.3": "timeAmbiguous",
		"2019年3月": "timeNoDay", "2019/3": "timeNoDay", "2019": "timeNoDay", "2019.03": "timeNoDay", "2019年": "timeNoDay",
		"3月5日": "timeNoYear", "3/5 9:05": "timeNoYear", "03-05": "timeNoYear",
		"9:05": "timeOnlyClock", "上午9时": "timeOnlyClock", "0.378": "timeOnlyClock",
		"2019-02-29": "timeNoSuchDay", "2019年2月30日": "timeNoSuchDay", "2019/13/1": "timeNoSuchDay", "2019-04-31 9:00": "timeNoSuchDay", "20190230": "timeNoSuchDay",
		"2019-03-05 24:00": "timeNoSuchClock", "2019-03-05 9:60": "timeNoSuchClock", "2019年3月5日上午12点": "timeNoSuchClock", "2019年3月5日晚上12点": "timeNoSuchClock",
		"201903052505": "timeNoSuchClock", "2019-3-5 13:00 am": "timeNoSuchClock",
		"1889-03-05": "timeOutOfRange", "2100/1/1": "timeOutOfRange", "12": "timeOutOfRange", "1e11": "timeOutOfRange", "2.5e5": "timeOutOfRange",
		"昨天": "timeUnreadable", "2019-03-05至2019-03-07": "timeUnreadable", "2019年3月5日左右": "timeUnreadable", "2019-03-05 9:05 13": "timeUnreadable",
		"2019-03-05 +99:00": "timeUnreadable", "已答复": "timeUnreadable", "-43529": "timeUnreadable", "1,5": "timeUnreadable",
	} {
		got, err := ParseTime(cell, China, false)
		var r Reason
		if !errors.As(err, &r) {
			t.Errorf("%q was read as %v, want %s", cell, got.At, code)
			continue
		}
		if r.Code != code || r.Text.ZH == "" || r.Text.EN == "" {
			t.Errorf("%q: code %s, want %s (%q)", cell, r.Code, code, r.Text)
		}
	}
}

func TestSerialDaysOfTheMacintosh(t *testing.T) {
	t.Parallel()
	got, err := ParseTime("42067.5", nil, true) // 1462 days less than in the 1900 system
	if want := time.Date(2019, 3, 5, 12, 0, 0, 0, China); err != nil || !got.At.Equal(want) {
		t.Fatalf("%v %v, want %v", got.At, err, want)
	}
	if got, err = ParseTime("2019-03-05", nil, true); err != nil || got.At.Day() != 5 {
		t.Fatalf("a text must not shift with the date system: %v %v", got.At, err)
	}
}

// A time is told in the zone that was asked for, and a text without a zone is civil time there.
func TestParseTimeZone(t *testing.T) {
	t.Parallel()
	urumqi := time.FixedZone("UTC+6", 6*60*60)
	for cell, want := range map[string]time.Time{
		"2019-03-05 09:05":     time.Date(2019, 3, 5, 9, 5, 0, 0, urumqi),
		"2019-03-05T09:05:00Z": time.Date(2019, 3, 5, 15, 5, 0, 0, urumqi),
		"43529.5":              time.Date(2019, 3, 5, 12, 0, 0, 0, urumqi),
	} {
		if got, err := ParseTime(cell, urumqi, false); err != nil || !got.At.Equal(want) || got.At.Location() != urumqi {
			t.Errorf("%q = %v %v, want %v", cell, got.At, err, want)
		}
	}
}

// Every moment of the range is read back from each way to write it.
func TestParseTimeReadsBack(t *testing.T) {
	t.Parallel()
	layouts := []string{
		"2006/1/2 15:04:05", "2006-01-02T15:04:05", "2006年1月2日 15时4分5秒", "2006.01.02 15:04:05", "20060102150405",
		"2006-01-02T15:04:05Z07:00", "Jan 2, 2006 3:04:05 PM", "Mon Jan 02 2006 15:04:05 GMT-0700",
	}
	first, last := time.Date(1990, 1, 1, 0, 0, 0, 0, China).Unix(), time.Date(2099, 12, 31, 23, 59, 59, 0, China).Unix()
	rapid.Check(t, func(t *rapid.T) {
		want := time.Unix(rapid.Int64Range(first, last).Draw(t, "moment"), 0).In(China)
		text := want.Format(rapid.SampledFrom(layouts).Draw(t, "layout"))
		if got, err := ParseTime(text, China, false); err != nil || !got.At.Equal(want) || !got.HasTime {
			t.Fatalf("%q = %v %v, want %v", text, got.At, err, want)
		}
	})
}

func FuzzParseTime(f *testing.F) {
	for _, s := range []string{
		"2019年3月5日 上午9时", "43529.378", "03/04/2019", "2019-03-05T09:05:30+08:00", "二〇一九年三月五日", "1e308", "99999999999999",
		"十十年月", "Tue Mar 05 2019 09:05:30 GMT+0800 (x)", "2019\x00-3-5", "00000000",
	} {
		f.Add(s, false)
	}
	f.Fuzz(func(t *testing.T, s string, mac bool) {
		got, err := ParseTime(s, China, mac)
		if err != nil {
			var r Reason
			if !errors.As(err, &r) || r.Code == "" || len([]rune(r.Text.ZH)) > 120 {
				t.Fatalf("%q: not a short reason: %v", s, err)
			}
			return
		}
		if y := got.At.Year(); y < 1990 || y > 2099 || got.At.Nanosecond() != 0 {
			t.Fatalf("%q = %v", s, got.At)
		}
		if h, m, sec := got.At.Clock(); !got.HasTime && h+m+sec > 0 {
			t.Fatalf("%q has a time of day that it denies: %v", s, got.At)
		}
	})
}
