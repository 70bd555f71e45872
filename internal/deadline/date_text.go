package deadline

import (
	"strconv"
	"time"

	"github.com/huiyin/huiyin/internal/lang"
	"github.com/huiyin/huiyin/internal/problem"
)

// ParseDate reads the one text form of a day, 2006-01-02. Nothing shorter, longer or looser is taken:
// a date that two people may read differently is worse than none.
func ParseDate(s string) (Date, error) {
	y, okY := digits(s, 0, 4)
	m, okM := digits(s, 5, 7)
	d, okD := digits(s, 8, 10)
	if len(s) == 10 && s[4] == '-' && s[7] == '-' && okY && okM && okD {
		if date, err := NewDate(y, time.Month(m), d); err == nil {
			return date, nil
		}
	}
	q := quote(s)
	return Date{}, problem.New(problem.Invalid, "badDate",
		q+" 不是日期；请按 2026-07-01 这样的年-月-日填写。",
		q+" is not a day; write it as year-month-day, like 2026-07-01.")
}

// MustDate is ParseDate for text that is known to be right, such as a literal in a test. It panics
// when the text is wrong.
func MustDate(s string) Date {
	d, err := ParseDate(s)
	if err != nil {
		panic(err)
	}
	return d
}

// String is the text form 2006-01-02; empty for the zero Date.
func (d Date) String() string {
	if d.IsZero() {
		return ""
	}
	return string(d.append(make([]byte, 0, 10)))
}

// MarshalText is the text form, so that JSON, YAML and CSV all hold "2006-01-02".
func (d Date) MarshalText() ([]byte, error) {
	if d.IsZero() {
		return []byte{}, nil
	}
	return d.append(make([]byte, 0, 10)), nil
}

// UnmarshalText reads the text form; an empty text is the zero Date.
func (d *Date) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*d = Date{}
		return nil
	}
	v, err := ParseDate(string(text))
	if err != nil {
		return err
	}
	*d = v
	return nil
}

func (d Date) append(b []byte) []byte {
	y, m, day := d.Civil()
	return append(b,
		byte('0'+y/1000), byte('0'+y/100%10), byte('0'+y/10%10), byte('0'+y%10), '-',
		byte('0'+int(m)/10), byte('0'+int(m)%10), '-',
		byte('0'+day/10), byte('0'+day%10))
}

// digits reads s[from:to] as a number of digits only.
func digits(s string, from, to int) (int, bool) {
	if len(s) < to {
		return 0, false
	}
	n := 0
	for _, c := range []byte(s[from:to]) {
		if c < '0' || c > '9' {
			return 0, false
		}
		n = n*10 + int(c-'0')
	}
	return n, true
}

// quote shows what a person typed, shortened, with nothing in it that could disturb a terminal or page.
func quote(s string) string {
	const most = 40
	if r := []rune(s); len(r) > most {
		s = string(r[:most]) + "…"
	}
	return strconv.Quote(s)
}

var weekdays = [7]lang.Text{
	lang.T("星期日", "Sunday"), lang.T("星期一", "Monday"), lang.T("星期二", "Tuesday"), lang.T("星期三", "Wednesday"),
	lang.T("星期四", "Thursday"), lang.T("星期五", "Friday"), lang.T("星期六", "Saturday"),
}

// WeekdayText is the name of a day of the week in both languages.
func WeekdayText(w time.Weekday) lang.Text { return weekdays[(w%7+7)%7] }
