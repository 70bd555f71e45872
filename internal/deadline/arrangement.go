package deadline

import (
	"fmt"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/huiyin/huiyin/internal/problem"
)

// Arrangement is one year's holiday arrangement (放假安排) as it was published.
type Arrangement struct {
	Year    int    // the year in the title of the notice
	Source  string // what it was taken from: the number of the notice, or the address of a feed
	Amends  bool   // changes single days of a year that is already there, instead of being the whole year
	Entries []Entry
	Ignored int // calendar feeds only: events that are neither a rest day nor a day worked
}

// Entry is one day that an arrangement names.
type Entry struct {
	Date Date
	Work bool   // true: worked, though it may be a weekend; false: a rest day
	Name string // the holiday under which the notice names the day, e.g. 国庆节
}

// The bounds of what can be loaded. They keep a wrong file from becoming a huge table.
const (
	firstYear  = 1990
	finalYear  = 2199
	maxEntries = 400 // more than a year has days
	maxName    = 40  // characters
)

// check proves that a can be a year's arrangement at all. Every message names the day or the year.
func (a Arrangement) check() error {
	if a.Year < firstYear || a.Year > finalYear {
		return bad(fmt.Sprintf("年份 %d 不在 %d 至 %d 之间", a.Year, firstYear, finalYear),
			fmt.Sprintf("the year %d is not between %d and %d", a.Year, firstYear, finalYear))
	}
	if len(a.Entries) == 0 {
		// A feed often has a file for the coming year before the notice is out. Taking it would turn
		// every weekday of that year into a published working day.
		return bad(fmt.Sprintf("%d 年的安排里一天也没有：国务院办公厅的通知可能尚未公布", a.Year),
			fmt.Sprintf("the arrangement of %d names no day: the notice is probably not published yet", a.Year))
	}
	if len(a.Entries) > maxEntries {
		return bad(fmt.Sprintf("%d 年的安排多于 %d 天", a.Year, maxEntries),
			fmt.Sprintf("the arrangement of %d names more than %d days", a.Year, maxEntries))
	}
	seen := make(map[Date]bool, len(a.Entries))
	for _, e := range a.Entries {
		if err := a.checkEntry(e); err != nil {
			return err
		}
		if seen[e.Date] {
			return bad(fmt.Sprintf("%s 出现了两次", e.Date), fmt.Sprintf("%s is there twice", e.Date))
		}
		seen[e.Date] = true
	}
	if a.Amends {
		return nil
	}
	return a.checkWhole()
}

// checkEntry refuses a day outside the year, but for the December before it: New Year's holiday may
// begin there, and the Saturday worked for it may lie there (as in 2007, 2008, 2012, 2019 and 2023).
func (a Arrangement) checkEntry(e Entry) error {
	y, m, _ := e.Date.Civil()
	if y != a.Year && (y != a.Year-1 || m != time.December) {
		return bad(fmt.Sprintf("%s 不属于 %d 年的安排", e.Date, a.Year),
			fmt.Sprintf("%s does not belong to the arrangement of %d", e.Date, a.Year))
	}
	return checkName(e)
}

// checkName keeps out what could disturb a page, a terminal or a spreadsheet.
func checkName(e Entry) error {
	first, _ := utf8.DecodeRuneInString(e.Name)
	if e.Name == "" || !utf8.ValidString(e.Name) || utf8.RuneCountInString(e.Name) > maxName ||
		!unicode.In(first, unicode.Letter, unicode.Digit) || strings.ContainsFunc(e.Name, func(r rune) bool { return !unicode.IsPrint(r) }) {
		return bad(fmt.Sprintf("%s 的节日名称 %s 不能用：应为 1 至 %d 个字，以文字开头", e.Date, quote(e.Name), maxName),
			fmt.Sprintf("the holiday name %s of %s cannot be used: 1 to %d characters, the first a letter", quote(e.Name), e.Date, maxName))
	}
	return nil
}

// checkWhole refuses half a year: three dates are statutory holidays in every year, and the Spring
// Festival is always between 20 January and 21 February. A file without them is not the whole notice.
func (a Arrangement) checkWhole() error {
	off := make(map[Date]bool, len(a.Entries))
	spring := false
	for _, e := range a.Entries {
		if !e.Work {
			off[e.Date] = true
			_, m, d := e.Date.Civil()
			spring = spring || m == time.January && d >= 20 || m == time.February && d <= 21
		}
	}
	for _, day := range []Date{fromCivil(a.Year, 1, 1), fromCivil(a.Year, 5, 1), fromCivil(a.Year, 10, 1)} {
		if !off[day] {
			return bad(fmt.Sprintf("%d 年的安排不完整：%s 应为休息日", a.Year, day),
				fmt.Sprintf("the arrangement of %d is not complete: %s should be a rest day", a.Year, day))
		}
	}
	if !spring {
		return bad(fmt.Sprintf("%d 年的安排不完整：没有春节", a.Year),
			fmt.Sprintf("the arrangement of %d is not complete: it has no Spring Festival", a.Year))
	}
	return nil
}

// bad is the problem of a calendar that cannot be taken. Nothing is kept of such a calendar.
func bad(zh, en string) *problem.Problem {
	return problem.New(problem.Invalid, "badCalendar", zh+"；日历没有改动。", capital(en)+"; the calendar was not changed.")
}

func capital(s string) string { return strings.ToUpper(s[:1]) + s[1:] }
