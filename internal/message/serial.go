package message

import (
	"math"
	"regexp"
	"strconv"
	"time"

	"github.com/xuri/excelize/v2"
)

// decimal is a number as a spreadsheet keeps it: digits, a fraction, an exponent.
var decimal = regexp.MustCompile(`^(\d+)(?:\.(\d*))?(?:[eE]\+?(\d{1,3}))?$`)

var yearMonth = regexp.MustCompile(`^(19|20)\d\d(\.\d{1,2})?$`)

// Serial days outside these are no times of messages: 1990-01-01 and 2100-01-01 in the 1900 system.
const (
	firstSerial = 32874
	lastSerial  = 73051
	// days1904 is how far the 1904 date system (old Macintosh workbooks) counts behind the 1900 one.
	days1904 = 1462
)

// numberTime reads a time that is kept as a number: a serial day, or digits such as 20190305 or
// 20190305090530, or milliseconds since 1970 (13 digits). ok is false when s is not a number.
func numberTime(s string, zone *time.Location, date1904 bool) (Stamp, bool, error) {
	m := decimal.FindStringSubmatch(s)
	if m == nil {
		return Stamp{}, false, nil
	}
	f, err := strconv.ParseFloat(s, 64)
	if err != nil {
		return Stamp{}, true, unreadable(s)
	}
	if f == math.Trunc(f) && f < 1<<53 {
		digits := strconv.FormatInt(int64(f), 10)
		switch len(digits) {
		case 8, 12, 14:
			st, err := compactTime(digits, s, zone)
			return st, true, err
		case 13:
			return instant(time.UnixMilli(int64(f)), zone, s)
		}
	}
	if yearMonth.MatchString(s) {
		return Stamp{}, true, noDay(s)
	}
	if f > 0 && f < 1 {
		return Stamp{}, true, onlyClock(s)
	}
	day := f
	if date1904 {
		day += days1904
	}
	if day < firstSerial || day >= lastSerial {
		return Stamp{}, true, reason("timeOutOfRange", "“%s”是一个数字，但不是1990年至2099年之间的日期。",
			"%q is a number but not of a day between 1990 and 2099", brief(s))
	}
	st, err := serialTime(f, zone, date1904)
	return st, true, err
}

// serialTime turns a serial day into the civil time it shows, to the nearest second: binary fractions
// make 9:05:00 into 9:04:59.9999. A whole day has no time of day.
func serialTime(f float64, zone *time.Location, date1904 bool) (Stamp, error) {
	t, err := excelize.ExcelDateToTime(f, date1904)
	if err != nil {
		return Stamp{}, unreadable(strconv.FormatFloat(f, 'g', -1, 64))
	}
	h, mi, sec := t.Clock()
	at := time.Date(t.Year(), t.Month(), t.Day(), h, mi, sec, 0, zone)
	return Stamp{At: at, HasTime: h != 0 || mi != 0 || sec != 0}, nil
}
