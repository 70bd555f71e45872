package message

import (
	"regexp"
	"strconv"
	"strings"
	"time"
)

var (
	weekday = regexp.MustCompile(`\(?(?:(?:星期|礼拜|周)[一二三四五六日天]|\b(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\b[.,]*)\)?`)
	spaces  = regexp.MustCompile(`\s+`)
	// months by their English names, and the orders in which day and year stand around them.
	monthName = `(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?`
	dayMonth  = regexp.MustCompile(`^(\d{1,2})(?:st|nd|rd|th)?[\s\-/]*` + monthName + `[\s\-/,]*(\d{4})\b`)
	monthDay  = regexp.MustCompile(`^` + monthName + `\s*(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})\b`)
	yearName  = regexp.MustCompile(`^(\d{4})[\s\-/]*` + monthName + `[\s\-/]*(\d{1,2})\b`)
	// javaDate is what Date.toString gives: mar 05 09:05:00 cst 2019.
	javaDate = regexp.MustCompile(`^` + monthName + ` (\d{1,2}) (\d{1,2}:\d{2}:\d{2}) [a-z]{3,4} (\d{4})$`)

	sep       = `\s*[./\-_,、。\\年月\s]\s*`
	threeNums = regexp.MustCompile(`^(\d{1,4})` + sep + `(\d{1,2})` + sep + `(\d{1,4})\s*[日号]?`)
	digitRun  = regexp.MustCompile(`^(\d{8}|\d{12}|\d{14})(?:\D|$)`)
	lacksYear = regexp.MustCompile(`^\d{1,2}\s*(?:月\s*\d{1,2}\s*[日号]?|[/\-]\d{1,2})(?:\s.*)?$`)
	lacksDay  = regexp.MustCompile(`^\d{4}\s*(?:年|[/\-.]\s*\d{1,2}$|年\s*\d{1,2}\s*月?$)$`)
)

var monthNumbers = map[string]string{
	"jan": "1", "feb": "2", "mar": "3", "apr": "4", "may": "5", "jun": "6",
	"jul": "7", "aug": "8", "sep": "9", "oct": "10", "nov": "11", "dec": "12",
}

// textTime reads a folded text: a date, then perhaps a time of day, then perhaps a zone, and nothing else.
func textTime(cell string, zone *time.Location) (Stamp, error) {
	s := plainDate(cell)
	if run := digitRun.FindStringSubmatch(s); run != nil {
		return digitsThenClock(run[1], s[len(run[1]):], cell, zone)
	}
	m := threeNums.FindStringSubmatch(s)
	if m == nil || lacksYear.MatchString(s) {
		return Stamp{}, whyNoDate(s, cell)
	}
	y, mo, d, err := order(m[1], m[2], m[3], strings.Contains(m[0], "年"), cell)
	if err != nil {
		return Stamp{}, err
	}
	day, err := civil(y, mo, d, zone, cell)
	if err != nil {
		return Stamp{}, err
	}
	return withClock(day, s[len(m[0]):], cell, zone)
}

// plainDate brings the ways to write a date near to one: no weekday, numbers instead of month names
// and Chinese numerals, lower case.
func plainDate(cell string) string {
	s := strings.ToLower(cell)
	s = strings.NewReplacer("時", "时", "點", "点", "號", "日", "北京时间", " ").Replace(s)
	s = strings.Trim(spaces.ReplaceAllString(weekday.ReplaceAllString(s, " "), " "), " 。.,;")
	if strings.ContainsAny(s, "年月") {
		s = chineseNumerals(s)
	}
	if m := javaDate.FindStringSubmatch(s); m != nil {
		return m[4] + "-" + monthNumbers[m[1]] + "-" + m[2] + " " + m[3]
	}
	if m := dayMonth.FindStringSubmatch(s); m != nil {
		return m[3] + "-" + monthNumbers[m[2]] + "-" + m[1] + s[len(m[0]):]
	}
	if m := yearName.FindStringSubmatch(s); m != nil {
		return m[1] + "-" + monthNumbers[m[2]] + "-" + m[3] + s[len(m[0]):]
	}
	if m := monthDay.FindStringSubmatch(s); m != nil {
		return m[3] + "-" + monthNumbers[m[1]] + "-" + m[2] + s[len(m[0]):]
	}
	return s
}

// order finds which of three numbers is the year. Chinese practice is year, month, day; where another
// order gives another day of the calendar too, the cell is ambiguous.
func order(a, b, c string, hasYearMark bool, cell string) (y, m, d int, err error) {
	na, nb, nc := atoi(a), atoi(b), atoi(c)
	switch {
	case len(a) == 4 && len(c) <= 2:
		return na, nb, nc, nil
	case hasYearMark && len(a) == 2 && len(c) <= 2: // 19年3月5日
		return century(na), nb, nc, nil
	case len(a) > 2 && len(a) != 4, len(c) == 3, len(a) == 4:
		return 0, 0, 0, unreadable(cell)
	}
	readings := map[[3]int]bool{}
	keep := func(y, m, d int) {
		if plausibleYear(y) && isDay(y, m, d) {
			readings[[3]int{y, m, d}] = true
		}
	}
	year := nc
	if len(c) <= 2 {
		year = century(nc)
		keep(century(na), nb, nc)
	}
	keep(year, nb, na)
	keep(year, na, nb)
	switch len(readings) {
	case 0:
		return 0, 0, 0, unreadable(cell)
	case 1:
		for r := range readings {
			return r[0], r[1], r[2], nil
		}
	}
	return 0, 0, 0, ambiguous(cell)
}

// century completes a year of two digits: 90 to 99 are of the last century.
func century(y int) int {
	if y >= 90 {
		return 1900 + y
	}
	return 2000 + y
}

// whyNoDate tells what is missing in a text that holds no whole date.
func whyNoDate(s, cell string) error {
	switch {
	case lacksDay.MatchString(s):
		return noDay(cell)
	case lacksYear.MatchString(s):
		return noYear(cell)
	}
	if _, ok, _ := readClock(s, cell); ok {
		return onlyClock(cell)
	}
	return unreadable(cell)
}

func atoi(s string) int {
	n, _ := strconv.Atoi(s) // the patterns let digits through only, at most four
	return n
}
