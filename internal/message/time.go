package message

import (
	"time"
)

// Stamp is a moment as people write it: a day, with or without a time of day.
type Stamp struct {
	At      time.Time // in the zone asked for; midnight when HasTime is false
	HasTime bool
}

// China is the zone used when none is given: UTC+8, without summer time, as in force since 1992.
var China = time.FixedZone("UTC+8", 8*60*60)

// ParseTime reads the time in a cell, whether it is kept as a number or as a text, in the shapes that
// docs/import-messages.md lists. A text without a zone is civil time in zone (nil means [China]); one
// with a zone is turned into it. date1904 says that serial numbers count from 1904.
//
// What can be read in two ways is refused, not guessed: 03/04/2019, 19/3/5. The error is a [Reason].
func ParseTime(cell string, zone *time.Location, date1904 bool) (Stamp, error) {
	if zone == nil {
		zone = China
	}
	s := foldText(cell)
	if s == "" || isPlaceholder(s) {
		return Stamp{}, reason("timeMissing", "没有填写时间。", "the time is missing")
	}
	if isCellError(s) {
		return Stamp{}, cellError(s)
	}
	if st, ok, err := numberTime(s, zone, date1904); ok {
		return st, err
	}
	return textTime(s, zone)
}

// instant is a moment on the world's clock, told in zone.
func instant(t time.Time, zone *time.Location, cell string) (Stamp, bool, error) {
	t = t.In(zone).Truncate(time.Second)
	if !plausibleYear(t.Year()) {
		return Stamp{}, true, outOfRange(cell)
	}
	return Stamp{At: t, HasTime: true}, true, nil
}

// civil checks a day of the calendar and makes it a Stamp without a time of day.
func civil(y, m, d int, zone *time.Location, cell string) (Stamp, error) {
	if !plausibleYear(y) {
		return Stamp{}, outOfRange(cell)
	}
	if !isDay(y, m, d) {
		return Stamp{}, reason("timeNoSuchDay", "“%s”不是日历上有的日子。", "%q is not a day of the calendar", brief(cell))
	}
	return Stamp{At: time.Date(y, time.Month(m), d, 0, 0, 0, 0, zone)}, nil
}

func isDay(y, m, d int) bool {
	t := time.Date(y, time.Month(m), d, 0, 0, 0, 0, time.UTC)
	return m >= 1 && m <= 12 && t.Month() == time.Month(m) && t.Day() == d
}

// plausibleYear bounds the years a message on a public board can come from.
func plausibleYear(y int) bool { return y >= 1990 && y < 2100 }

func unreadable(cell string) Reason {
	return reason("timeUnreadable", "看不懂时间“%s”；请写成 2019-03-05 09:05 这样的形式。",
		"the time %q cannot be read; write it like 2019-03-05 09:05", brief(cell))
}

func ambiguous(cell string) Reason {
	return reason("timeAmbiguous", "时间“%s”的年、月、日可以有不同读法；请写成 2019-03-05 这样的形式。",
		"year, month and day of %q can be read in more than one way; write it like 2019-03-05", brief(cell))
}

func noDay(cell string) Reason {
	return reason("timeNoDay", "“%s”没有写明哪一天。", "%q does not say which day", brief(cell))
}

func noYear(cell string) Reason {
	return reason("timeNoYear", "“%s”没有写明哪一年。", "%q does not say which year", brief(cell))
}

func onlyClock(cell string) Reason {
	return reason("timeOnlyClock", "“%s”只有几点几分，没有日期。", "%q is a time of day without a day", brief(cell))
}

func outOfRange(cell string) Reason {
	return reason("timeOutOfRange", "“%s”不在1990年至2099年之间。", "%q is not between 1990 and 2099", brief(cell))
}

func noSuchClock(cell string) Reason {
	return reason("timeNoSuchClock", "“%s”的时刻不存在或说不清是上午还是下午。", "the time of day in %q does not exist or may be morning or evening", brief(cell))
}
