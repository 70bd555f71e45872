package web

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"strconv"
	"unicode/utf8"

	"github.com/huiyin/huiyin/internal/deadline"
	"github.com/huiyin/huiyin/internal/office"
	"github.com/huiyin/huiyin/internal/problem"
)

// calendarPage shows which years' holiday arrangements are known, and takes another.
type calendarPage struct {
	frame
	Years   []office.CalendarYear
	Wrong   string
	Preview *calendarPreview
	Loaded  string // years just loaded
	Changed int    // due days computed anew
	Done    bool
}

// calendarPreview is what a file says, before it is taken.
type calendarPreview struct {
	Filename, Text string
	Years          []calendarYear
	Key            string
}

type calendarYear struct {
	Year, Off, Work int
	Source          string
	Days            []calendarDay
}

type calendarDay struct {
	Day, Name string
	Work      bool
}

var errNotAdmin = problem.New(problem.Denied, "notAdmin", "只有系统管理员可以这样做。", "Only the administrator can do this.")

func (s *site) showCalendar(v *visit) error {
	return v.calendarPage(http.StatusOK, calendarPage{})
}

func (v *visit) calendarPage(status int, page calendarPage) error {
	if !v.viewer.Admin() {
		return errNotAdmin
	}
	f, err := v.frame(v.T("calendar.title"), "/admin/calendar")
	if err != nil {
		return err
	}
	page.frame = f
	if page.Years, err = v.site.office.CalendarYears(v.ctx(), v.viewer); err != nil {
		return err
	}
	return v.render(status, showCalendarPage(page))
}

var errNoFile = problem.New(problem.Invalid, "noFile", "请选择一个 .json 或 .ics 文件。", "Please choose a .json or .ics file.")

// previewCalendar reads a file and shows what it says; nothing is loaded yet.
func (s *site) previewCalendar(v *visit) error {
	if !v.viewer.Admin() {
		return errNotAdmin
	}
	name, data, err := v.file("file")
	if err != nil {
		return v.calendarAgain(err)
	}
	preview, err := v.preview(name, data)
	if err != nil {
		return v.calendarAgain(err)
	}
	return v.calendarPage(http.StatusOK, calendarPage{Preview: preview})
}

func (v *visit) calendarAgain(err error) error {
	p := problem.Of(err)
	if p.Kind != problem.Invalid {
		return err
	}
	return v.calendarPage(p.Kind.Status(), calendarPage{Wrong: v.In(p.Text)})
}

func (v *visit) preview(name string, data []byte) (*calendarPreview, error) {
	format, err := deadline.FormatOf(name)
	if err != nil {
		return nil, err
	}
	all, err := deadline.Load(bytes.NewReader(data), format)
	if err != nil {
		return nil, err
	}
	out := &calendarPreview{Filename: name, Text: string(data), Key: newKey()}
	for _, a := range all {
		y := calendarYear{Year: a.Year, Source: a.Source}
		for _, e := range a.Entries {
			if e.Work {
				y.Work++
			} else {
				y.Off++
			}
			y.Days = append(y.Days, calendarDay{Day: v.Day(e.Date), Name: e.Name, Work: e.Work})
		}
		out.Years = append(out.Years, y)
	}
	return out, nil
}

// loadCalendar takes the file that was shown; due days that waited for it are computed anew.
func (s *site) loadCalendar(v *visit) error {
	if !v.viewer.Admin() {
		return errNotAdmin
	}
	if err := v.form(); err != nil {
		return err
	}
	loaded, err := s.office.LoadCalendar(v.ctx(), v.viewer, v.r.PostForm.Get("filename"), []byte(v.r.PostForm.Get("text")))
	if err != nil {
		return v.calendarAgain(err)
	}
	page := calendarPage{Done: true, Changed: loaded.Recomputed}
	for i, year := range loaded.Years {
		if i > 0 {
			page.Loaded += ", "
		}
		page.Loaded += yearText(year)
	}
	return v.calendarPage(http.StatusOK, page)
}

// file reads an uploaded text file.
func (v *visit) file(name string) (filename string, data []byte, err error) {
	f, head, err := v.r.FormFile(name)
	if _, ok := errors.AsType[*http.MaxBytesError](err); ok {
		return "", nil, errTooBig
	}
	if err != nil {
		return "", nil, errNoFile.Because(err)
	}
	defer f.Close()
	data, err = io.ReadAll(f)
	if err != nil {
		return "", nil, errNoFile.Because(err)
	}
	if !utf8.Valid(data) {
		return "", nil, errNotText
	}
	return head.Filename, data, nil
}

var errNotText = problem.New(problem.Invalid, "notText", "文件不是 UTF-8 文本，没有读取。", "The file is not UTF-8 text and was not read.")

// yearText is a year without a thousands separator.
func yearText(y int) string { return strconv.Itoa(y) }
