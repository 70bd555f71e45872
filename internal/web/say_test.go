package web

import (
	"testing"
	"time"

	"github.com/huiyin/huiyin/internal/deadline"
	"github.com/huiyin/huiyin/internal/lang"
)

func TestDaysAndNumbersAsPeopleReadThem(t *testing.T) {
	t.Parallel()
	w := newWords()
	zh, en := &Say{Lang: lang.ZH, Zone: defaultZone, words: w}, &Say{Lang: lang.EN, Zone: defaultZone, words: w}
	d := deadline.MustDate("2026-03-10")
	// 16:30 UTC on the 9th is half past midnight on the 10th in the congress's zone.
	at := time.Date(2026, 3, 9, 16, 30, 0, 0, time.UTC)
	for _, c := range []struct{ got, want string }{
		{zh.Day(d), "2026年3月10日 (周二)"},
		{en.Day(d), "10 March 2026 (Tue)"},
		{zh.DayOf(at), "2026年3月10日 (周二)"},
		{zh.Time(at), "2026年3月10日 00:30"},
		{en.Time(at), "10 March 2026 00:30"},
		{zh.Short(at), "2026-03-10"},
		{zh.ISO(at), "2026-03-10T00:30:00+08:00"},
		{zh.Day(deadline.Date{}), ""},
		{zh.Num(0), "0"},
		{zh.Num(999), "999"},
		{zh.Num(1000), "1,000"},
		{zh.Num(1234567), "1,234,567"},
		{zh.Num(-1234), "-1,234"},
		{zh.Count(1000, true), "1,000+"},
	} {
		if c.got != c.want {
			t.Errorf("reads %q, want %q", c.got, c.want)
		}
	}
}
