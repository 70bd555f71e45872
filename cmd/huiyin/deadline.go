package main

import (
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/huiyin/huiyin/internal/deadline"
	"github.com/huiyin/huiyin/internal/lang"
	"github.com/huiyin/huiyin/internal/problem"
)

// deadlineCmd computes one due day. Its first line is the bare date, so that a script can read it; the
// second says why.
type deadlineCmd struct {
	Start    string   `placeholder:"YYYY-MM-DD" help:"Day the term starts from; that day itself is not counted (起算日，当日不计入)."`
	Before   string   `placeholder:"YYYY-MM-DD" help:"Instead of --start: a meeting day, from which the term is counted back to the last day for sending papers (会议日，向前倒数)."`
	Term     string   `placeholder:"TERM" help:"How long, e.g. '3 months', '10 working days', '10 days', '1 year', 3个月, 10个工作日, 15日, 1年 (期限)."`
	Calendar []string `placeholder:"FILE" sep:"none" help:"Also use the holiday arrangement in this .json or .ics file, for a year that is not built in; may be repeated (增补年度放假安排)."`
	Lang     string   `placeholder:"zh|en" help:"Language of the reason; by default Chinese when LANG begins with zh, otherwise English (说明所用语言)."`
}

// Run prints the due day and the reason.
func (c *deadlineCmd) Run(out io.Writer) error {
	l, err := spoken(c.Lang)
	if err != nil {
		return err
	}
	day, backwards, err := c.day(l)
	if err != nil {
		return err
	}
	if c.Term == "" {
		return misuse(l, "请用 --term 写明期限，例如 --term '3 months' 或 --term 10个工作日。", "Say how long by --term, e.g. --term '3 months' or --term '10 working days'.")
	}
	term, err := deadline.ParseTerm(c.Term)
	if err != nil {
		return misused(l, "--term", err)
	}
	cal, err := calendarWith(l, c.Calendar)
	if err != nil {
		return err
	}
	r := deadline.Due(day, term, cal)
	if backwards {
		r = deadline.Before(day, term, cal)
	}
	_, err = fmt.Fprintf(out, "%s\n%s\n", r.Due, r.Why().In(l))
	return err
}

// day is the one day that was given, and whether it is a meeting.
func (c *deadlineCmd) day(l lang.Lang) (d deadline.Date, meeting bool, err error) {
	flag, text := "--start", c.Start
	if c.Before != "" {
		flag, text, meeting = "--before", c.Before, true
	}
	if (c.Start == "") == (c.Before == "") {
		return d, false, misuse(l, "请写明起算日（--start 2026-07-01）或会议日（--before 2026-07-01），二者只写一个。",
			"Give either the day the term starts from (--start 2026-07-01) or a meeting day (--before 2026-07-01), not both.")
	}
	if d, err = deadline.ParseDate(text); err != nil {
		return d, false, misused(l, flag, err)
	}
	return d, meeting, nil
}

// spoken is the language asked for, or that of the terminal.
func spoken(flag string) (lang.Lang, error) {
	switch flag {
	case "zh", "zh-CN":
		return lang.ZH, nil
	case "en":
		return lang.EN, nil
	case "":
		if strings.HasPrefix(os.Getenv("LANG"), "zh") {
			return lang.ZH, nil
		}
		return lang.EN, nil
	}
	return lang.EN, misuse(lang.EN, "", fmt.Sprintf("--lang is zh or en, not %q.", flag))
}

// calendarWith is the built-in calendar with the arrangements in files, in the order of the files.
func calendarWith(l lang.Lang, files []string) (deadline.Calendar, error) {
	cal := deadline.Builtin()
	for _, name := range files {
		all, err := readCalendar(name)
		if err == nil {
			cal, err = cal.With(all...)
		}
		if err != nil {
			return cal, misused(l, name, err)
		}
	}
	return cal, nil
}

func readCalendar(name string) ([]deadline.Arrangement, error) {
	format, err := deadline.FormatOf(name)
	if err != nil {
		return nil, err
	}
	f, err := os.Open(name)
	if err != nil {
		return nil, problem.New(problem.Invalid, "noFile", "打不开这个文件。", "The file cannot be opened.").Because(err)
	}
	defer f.Close()
	all, err := deadline.Load(f, format)
	for i := range all {
		if all[i].Source == "" {
			all[i].Source = name
		}
	}
	return all, err
}

// wrongUse is a wrong use of a command, said in the language of the terminal. It is errUsage.
type wrongUse string

func (w wrongUse) Error() string { return string(w) }

// Is makes errors.Is find errUsage without its words in the sentence.
func (w wrongUse) Is(target error) bool { return target == errUsage }

func misuse(l lang.Lang, zh, en string) error { return wrongUse(lang.T(zh, en).In(l)) }

// misused is a wrong use of a flag or file.
func misused(l lang.Lang, what string, err error) error {
	return wrongUse(what + ": " + problem.Of(err).Text.In(l))
}
