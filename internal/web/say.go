package web

import (
	"strconv"
	"time"

	"github.com/huiyin/huiyin/internal/deadline"
	"github.com/huiyin/huiyin/internal/lang"
	"github.com/huiyin/huiyin/internal/office"
)

// Say speaks to one reader: fixed texts by key, text that comes with data, days and numbers, in the
// reader's language and the congress's zone.
type Say struct {
	Lang  lang.Lang
	Zone  *time.Location
	words *words
}

// T is the fixed text of a key; args are pairs of name and value for its placeholders.
func (s *Say) T(key string, args ...any) string { return s.words.text(s.Lang, key, args) }

// N is the fixed text of a key in the plural form of n, which the text shows as {{.N}}.
func (s *Say) N(key string, n int) string { return s.words.plural(s.Lang, key, n, s.Num(n)) }

// In is a text that came with data, in the reader's language.
func (s *Say) In(t lang.Text) string { return t.In(s.Lang) }

// Name is an organization or person in the reader's language.
func (s *Say) Name(n office.Name) string { return n.In(s.Lang) }

// English reports whether the page is English.
func (s *Say) English() bool { return s.Lang == lang.EN }

// Other is the language that the page is not in.
func (s *Say) Other() lang.Lang {
	if s.English() {
		return lang.ZH
	}
	return lang.EN
}

var shortWeekdays = [7]lang.Text{
	lang.T("周日", "Sun"), lang.T("周一", "Mon"), lang.T("周二", "Tue"), lang.T("周三", "Wed"),
	lang.T("周四", "Thu"), lang.T("周五", "Fri"), lang.T("周六", "Sat"),
}

// Day is a civil day: 2026年3月10日 (周二), 10 March 2026 (Tue).
func (s *Say) Day(d deadline.Date) string {
	if d.IsZero() {
		return ""
	}
	return s.Date(d) + " (" + s.In(shortWeekdays[d.Weekday()]) + ")"
}

// Date is a civil day without its weekday.
func (s *Say) Date(d deadline.Date) string {
	y, m, day := d.Civil()
	if s.English() {
		return strconv.Itoa(day) + " " + m.String() + " " + strconv.Itoa(y)
	}
	return strconv.Itoa(y) + "年" + strconv.Itoa(int(m)) + "月" + strconv.Itoa(day) + "日"
}

// Short is a civil day for narrow columns: 2026-03-10.
func (s *Say) Short(t time.Time) string { return t.In(s.Zone).Format(time.DateOnly) }

// DayOf is the civil day of an instant, in the congress's zone.
func (s *Say) DayOf(t time.Time) string { return s.Day(deadline.FromTime(t, s.Zone)) }

// DateOf is DayOf without the weekday.
func (s *Say) DateOf(t time.Time) string { return s.Date(deadline.FromTime(t, s.Zone)) }

// Time is an instant with its minute.
func (s *Say) Time(t time.Time) string { return s.DateOf(t) + " " + t.In(s.Zone).Format("15:04") }

// ISO is an instant for the datetime attribute of a time element.
func (s *Say) ISO(t time.Time) string { return t.In(s.Zone).Format(time.RFC3339) }

// Num is a number with thousands separators: 12,345.
func (s *Say) Num(n int) string {
	digits := strconv.Itoa(n)
	sign := ""
	if n < 0 {
		sign, digits = "-", digits[1:]
	}
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	return sign + digits
}

// Count is a number that may have stopped at the bound of counting: 1,000+.
func (s *Say) Count(n int, more bool) string {
	if more {
		return s.Num(n) + "+"
	}
	return s.Num(n)
}
