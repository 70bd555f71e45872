package deadline

import (
	"bytes"
	"fmt"
	"io"
	"path/filepath"
	"strings"
	"unicode/utf8"

	"github.com/huiyin/huiyin/internal/problem"
)

// Format is the form of a calendar file.
type Format string

// The formats that Load reads.
const (
	JSON Format = "json" // a year's days, in Huiyin's own form or in that of the holiday-cn feed
	ICS  Format = "ics"  // an iCalendar feed (RFC 5545) of whole-day events marked 休 or 班
)

// FormatOf tells the format by the name of a file.
func FormatOf(filename string) (Format, error) {
	switch ext := strings.ToLower(filepath.Ext(filename)); ext {
	case ".json":
		return JSON, nil
	case ".ics":
		return ICS, nil
	}
	return "", bad("日历文件应为 .json 或 .ics", "a calendar file is .json or .ics")
}

// maxFile is the largest calendar file that is read: a year is about 5 kB, a feed of many years 100 kB.
const maxFile = 1 << 20

// maxDays bounds the days of one file over all its years.
const maxDays = 12_000

// Load reads the arrangements in a calendar file, one for each year, in the order of the years. Every
// arrangement that it returns can be given to Calendar.With. An error is a *problem.Problem that names
// the line or the entry; then nothing is returned.
func Load(r io.Reader, f Format) ([]Arrangement, error) {
	text, err := io.ReadAll(io.LimitReader(r, maxFile+1))
	if err != nil {
		return nil, problem.New(problem.Unavailable, "unreadable", "日历文件读不出来；日历没有改动。",
			"The calendar file cannot be read; the calendar was not changed.").Because(err)
	}
	if len(text) > maxFile {
		return nil, bad("日历文件超过 1 MB", "the calendar file is larger than 1 MB")
	}
	text = bytes.TrimPrefix(text, []byte("\ufeff"))
	if !utf8.Valid(text) {
		return nil, bad("日历文件不是 UTF-8 编码，请另存为 UTF-8", "the calendar file is not UTF-8; save it as UTF-8")
	}
	var all []Arrangement
	switch f {
	case JSON:
		all, err = parseJSON(text)
	case ICS:
		all, err = parseICS(string(text))
	default:
		_, err = FormatOf("")
	}
	if err != nil {
		return nil, err
	}
	for _, a := range all {
		if err := a.check(); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// days gathers entries by date. Two events may name one day (国庆节 and 中秋节 may meet), as long as they
// do not contradict each other.
type days struct {
	at map[Date]int
	in []Entry
}

func (ds *days) add(e Entry) error {
	if ds.at == nil {
		ds.at = make(map[Date]int)
	}
	i, ok := ds.at[e.Date]
	if !ok {
		if len(ds.in) == maxDays {
			return bad(fmt.Sprintf("多于 %d 天", maxDays), fmt.Sprintf("more than %d days", maxDays))
		}
		ds.at[e.Date] = len(ds.in)
		ds.in = append(ds.in, e)
		return nil
	}
	was := &ds.in[i]
	if was.Work != e.Work {
		return bad(fmt.Sprintf("%s 既是休息日又是上班日", e.Date), fmt.Sprintf("%s is both a rest day and a day worked", e.Date))
	}
	if !strings.Contains(was.Name, e.Name) {
		was.Name += "、" + e.Name
		return checkName(*was)
	}
	return nil
}

// at puts the place of a mistake before its text.
func at(p *problem.Problem, zh, en string) *problem.Problem {
	q := *p
	q.Text.ZH, q.Text.EN = zh+"："+q.Text.ZH, capital(en)+": "+q.Text.EN
	return &q
}
