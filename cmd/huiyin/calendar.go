package main

import (
	"encoding/csv"
	"fmt"
	"io"
	"os"
	"strconv"

	"github.com/huiyin/huiyin/internal/deadline"
	"github.com/huiyin/huiyin/internal/lang"
)

// calendarCmd prints which days are worked: every day as CSV, or the special days for reading.
type calendarCmd struct {
	From     string   `placeholder:"YYYY-MM-DD" help:"First day; by default 1 January of the first published year (起始日)."`
	To       string   `placeholder:"YYYY-MM-DD" help:"Last day; by default 31 December of the last published year (截止日)."`
	CSV      bool     `name:"csv" help:"Print every day as date,workday,name (逐日输出 CSV)."`
	Calendar []string `placeholder:"FILE" sep:"none" help:"Also use the holiday arrangement in this .json or .ics file, for a year that is not built in; may be repeated (增补年度放假安排)."`
	Lang     string   `placeholder:"zh|en" help:"Language of the table; by default Chinese when LANG begins with zh, otherwise English (表格所用语言)."`
}

// Run prints the calendar. Years that are not published are printed as plain weeks, and marked.
func (c *calendarCmd) Run(out io.Writer) error {
	l, err := spoken(c.Lang)
	if err != nil {
		return err
	}
	cal, err := calendarWith(l, c.Calendar)
	if err != nil {
		return err
	}
	from, to, err := c.days(l, cal)
	if err != nil {
		return err
	}
	if c.CSV {
		for y := from.Year(); y <= to.Year(); y++ {
			if !cal.Published(y) {
				fmt.Fprintln(os.Stderr, unpublishedYear(l, y)) // beside the data, never in it
			}
		}
		return printDays(out, cal, from, to)
	}
	return printSpecial(out, l, cal, from, to)
}

// longestCalendar keeps a slip of the pen from printing millions of lines.
const longestCalendar = 200 * 366

// days is the range that was asked for.
func (c *calendarCmd) days(l lang.Lang, cal deadline.Calendar) (from, to deadline.Date, err error) {
	years := cal.Years()
	first, last := c.From, c.To
	if first == "" {
		first = strconv.Itoa(years[0]) + "-01-01"
	}
	if last == "" {
		last = strconv.Itoa(years[len(years)-1]) + "-12-31"
	}
	if from, err = deadline.ParseDate(first); err != nil {
		return from, to, misused(l, "--from", err)
	}
	if to, err = deadline.ParseDate(last); err != nil {
		return from, to, misused(l, "--to", err)
	}
	if to.Before(from) {
		return from, to, misuse(l, fmt.Sprintf("截止日 %s 早于起始日 %s。", to, from), fmt.Sprintf("The last day %s is before the first day %s.", to, from))
	}
	if to.Sub(from) > longestCalendar {
		return from, to, misuse(l, "一次最多输出二百年。", "At most two hundred years at a time.")
	}
	return from, to, nil
}

// printDays writes one line a day. The name is Chinese, as in the notices, and empty on ordinary days.
func printDays(out io.Writer, cal deadline.Calendar, from, to deadline.Date) error {
	w := csv.NewWriter(out)
	if err := w.Write([]string{"date", "workday", "name"}); err != nil {
		return err
	}
	for n := range to.Sub(from) + 1 {
		d := from.AddDays(n)
		day := cal.Day(d)
		if err := w.Write([]string{d.String(), strconv.FormatBool(day.Workday), day.Name}); err != nil {
			return err
		}
	}
	w.Flush()
	return w.Error()
}

// printSpecial writes the days that differ from the plain week, or are named, year by year.
func printSpecial(out io.Writer, l lang.Lang, cal deadline.Calendar, from, to deadline.Date) error {
	year := 0
	for n := range to.Sub(from) + 1 {
		d := from.AddDays(n)
		if d.Year() != year {
			year = d.Year()
			if _, err := fmt.Fprintln(out, yearHeading(l, cal, year)); err != nil {
				return err
			}
		}
		day := cal.Day(d)
		if day.Name == "" {
			continue
		}
		kind, name := lang.T("休", "rest"), lang.T(day.Name, day.NameEN)
		if day.Workday {
			kind = lang.T("班", "work")
		}
		if _, err := fmt.Fprintf(out, "  %s  %s  %s  %s\n", d, shortWeekday(l, d), kind.In(l), name.In(l)); err != nil {
			return err
		}
	}
	_, err := fmt.Fprintln(out, lang.T("日历版本 ", "calendar ").In(l)+cal.Version())
	return err
}

// yearHeading names the notice behind a year, or says that there is none yet.
func yearHeading(l lang.Lang, cal deadline.Calendar, year int) string {
	a, ok := cal.Arrangement(year)
	if !ok {
		return unpublishedYear(l, year)
	}
	return fmt.Sprintf("%d  %s", year, a.Source)
}

func unpublishedYear(l lang.Lang, year int) string {
	return lang.T(fmt.Sprintf("%d  放假安排尚未公布：暂按周一至周五上班计，涉及该年的期限均为暂定", year),
		fmt.Sprintf("%d  not published yet (暂定): plain weeks, and every due day that depends on it is provisional", year)).In(l)
}

// shortWeekday has the same width on every line.
func shortWeekday(l lang.Lang, d deadline.Date) string {
	t := deadline.WeekdayText(d.Weekday())
	if l == lang.EN {
		return t.EN[:3]
	}
	return t.ZH
}
