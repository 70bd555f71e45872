package deadline

import (
	"cmp"
	"time"

	"github.com/huiyin/huiyin/internal/problem"
)

// Date is a civil day of the Gregorian calendar (Civil Code art. 200), without hour or zone. The zero
// Date is no day. Dates compare with == and may be map keys. The range is 0001-01-01 to 9999-12-31;
// arithmetic stops at either end instead of leaving it.
type Date struct {
	n int32 // days since 0000-12-31: 0001-01-01, a Monday, is 1
}

// The ends of the range.
const (
	firstDay = 1
	lastDay  = 3_652_059 // 9999-12-31
)

// NewDate is the day d of month m of year y. It refuses a day that the calendar does not have.
func NewDate(y int, m time.Month, d int) (Date, error) {
	if y < 1 || y > 9999 || m < time.January || m > time.December || d < 1 || d > daysIn(y, m) {
		return Date{}, problem.New(problem.Invalid, "badDate", "没有这个日期。", "There is no such day.")
	}
	return fromCivil(y, m, d), nil
}

// FromTime is the civil day at instant t in loc.
func FromTime(t time.Time, loc *time.Location) Date {
	y, m, d := t.In(loc).Date()
	if y < 1 {
		return Date{firstDay}
	}
	if y > 9999 {
		return Date{lastDay}
	}
	return fromCivil(y, m, d)
}

// In is the instant at which d begins in loc. A term that ends on d ends at 24:00 (Civil Code
// art. 203), which is d.AddDays(1).In(loc).
func (d Date) In(loc *time.Location) time.Time {
	y, m, day := d.Civil()
	return time.Date(y, m, day, 0, 0, 0, 0, loc)
}

// IsZero reports whether d is no day.
func (d Date) IsZero() bool { return d.n == 0 }

// Compare is -1, 0 or +1 as d is before, on or after o.
func (d Date) Compare(o Date) int { return cmp.Compare(d.n, o.n) }

// Before reports whether d is earlier than o.
func (d Date) Before(o Date) bool { return d.n < o.n }

// After reports whether d is later than o.
func (d Date) After(o Date) bool { return d.n > o.n }

// Sub is the number of calendar days from o to d, negative when d is the earlier.
func (d Date) Sub(o Date) int { return int(d.n) - int(o.n) }

// Weekday is the day of the week.
func (d Date) Weekday() time.Weekday { return time.Weekday(d.n % 7) }

// Year is the calendar year of d.
func (d Date) Year() int {
	y, _, _ := d.Civil()
	return y
}

// AddDays is the day n calendar days after d, or before it when n is negative.
func (d Date) AddDays(n int) Date { return clamp(int64(d.n) + int64(n)) }

// AddMonths is the corresponding day n months after d, or the last day of that month where the month
// has no such day (Civil Code art. 202). n may be negative.
func (d Date) AddMonths(n int) Date {
	y, m, day := d.Civil()
	months := int64(y)*12 + int64(m-1) + int64(n)
	if months < 12 {
		return Date{firstDay}
	}
	if months >= 10_000*12 {
		return Date{lastDay}
	}
	y, m = int(months/12), time.Month(months%12+1)
	return fromCivil(y, m, min(day, daysIn(y, m)))
}

// Civil is the year, month and day of d; 0, December, 31 for the zero Date.
func (d Date) Civil() (y int, m time.Month, day int) {
	// Count in 400-year eras of years that begin in March, so that the leap day is the last of its year.
	z := int(d.n) + 305
	era, doe := z/daysInEra, z%daysInEra
	yoe := (doe - doe/1460 + doe/36524 - doe/(daysInEra-1)) / 365
	doy := doe - (365*yoe + yoe/4 - yoe/100)
	mp := (5*doy + 2) / 153
	day = doy - (153*mp+2)/5 + 1
	y = yoe + era*400
	if mp < 10 {
		return y, time.Month(mp + 3), day
	}
	return y + 1, time.Month(mp - 9), day
}

const daysInEra = 146_097

func fromCivil(y int, m time.Month, d int) Date {
	mp := int(m) - 3
	if m < time.March {
		y, mp = y-1, int(m)+9
	}
	era, yoe := y/400, y%400
	doy := (153*mp+2)/5 + d - 1
	return Date{int32(era*daysInEra + yoe*365 + yoe/4 - yoe/100 + doy - 305)}
}

func daysIn(y int, m time.Month) int {
	switch m {
	case time.April, time.June, time.September, time.November:
		return 30
	case time.February:
		if y%4 == 0 && (y%100 != 0 || y%400 == 0) {
			return 29
		}
		return 28
	}
	return 31
}

func clamp(n int64) Date { return Date{int32(min(max(n, firstDay), lastDay))} }
