package deadline

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/huiyin/huiyin/internal/problem"
)

// jsonYear is a year in JSON. Both forms have year and days; a day has kind in Huiyin's own form, and
// isOffDay in that of the holiday-cn feed. What else a file holds is passed over.
//
//	{"year": 2027, "source": "国办发明电〔2026〕1号", "days": [
//	  {"date": "2027-01-01", "kind": "off",  "name": "元旦"},
//	  {"date": "2027-02-21", "kind": "work", "name": "春节"}]}
type jsonYear struct {
	Year   int               `json:"year"`
	Source string            `json:"source"`
	Papers []string          `json:"papers"` // holiday-cn: addresses of the notices
	Amends bool              `json:"amends"`
	Days   []json.RawMessage `json:"days"`
}

type jsonDay struct {
	Date     string `json:"date"`
	Name     string `json:"name"`
	Kind     string `json:"kind"`
	IsOffDay *bool  `json:"isOffDay"`
}

func parseJSON(text []byte) ([]Arrangement, error) {
	var y jsonYear
	if err := json.Unmarshal(text, &y); err != nil {
		return nil, jsonMistake(text, err)
	}
	if len(y.Days) > maxEntries {
		return nil, bad(fmt.Sprintf("多于 %d 天", maxEntries), fmt.Sprintf("more than %d days", maxEntries))
	}
	a := Arrangement{Year: y.Year, Source: y.Source, Amends: y.Amends}
	if a.Source == "" && len(y.Papers) > 0 {
		a.Source = y.Papers[len(y.Papers)-1]
	}
	if len([]rune(a.Source)) > 200 {
		return nil, bad("来源说明超过 200 字", "the source is longer than 200 characters")
	}
	var ds days
	for i, raw := range y.Days {
		e, err := parseDay(raw)
		if err == nil {
			err = ds.add(e)
		}
		if err != nil {
			return nil, at(problem.Of(err), fmt.Sprintf("days 的第 %d 条", i+1), fmt.Sprintf("entry %d of days", i+1))
		}
	}
	a.Entries = ds.in
	return []Arrangement{a}, nil
}

func parseDay(raw json.RawMessage) (Entry, error) {
	var d jsonDay
	if err := json.Unmarshal(raw, &d); err != nil {
		return Entry{}, bad("应为 {date, name, kind} 或 {date, name, isOffDay}", "it should be {date, name, kind} or {date, name, isOffDay}")
	}
	date, err := ParseDate(d.Date)
	if err != nil {
		return Entry{}, err
	}
	e := Entry{Date: date, Name: d.Name}
	switch {
	case d.Kind == "" && d.IsOffDay != nil:
		e.Work = !*d.IsOffDay
	case d.IsOffDay == nil && (d.Kind == "off" || d.Kind == "work"):
		e.Work = d.Kind == "work"
	default:
		return Entry{}, bad(date.String()+" 应注明 kind 为 off（休）或 work（班），或用 isOffDay",
			date.String()+" should say kind off or work, or else isOffDay")
	}
	return e, checkName(e)
}

// jsonMistake names the line of a mistake in the form of the file.
func jsonMistake(text []byte, err error) error {
	var syntax *json.SyntaxError
	var kind *json.UnmarshalTypeError
	offset := int64(-1)
	switch {
	case errors.As(err, &syntax):
		offset = syntax.Offset
	case errors.As(err, &kind):
		offset = kind.Offset
	}
	p := bad("不是可用的日历 JSON", "not a calendar in JSON").Because(err)
	if offset < 0 {
		return p
	}
	line := 1 + bytes.Count(text[:min(offset, int64(len(text)))], []byte("\n"))
	return at(p, fmt.Sprintf("第 %d 行", line), fmt.Sprintf("line %d", line))
}
