package deadline

import (
	_ "embed"
	"encoding/csv"
	"fmt"
	"strconv"
	"strings"
	"sync"
)

//go:embed data/days.csv
var daysCSV string

// Builtin is the Calendar that comes with the program: every arrangement from 2007 to 2026, with all
// later amendments. Its sources are named in data/days.csv, its making is told in docs/deadlines.md.
func Builtin() Calendar { return builtin() }

// builtin reads the table once. It panics on a wrong table, which a test would have found.
var builtin = sync.OnceValue(func() Calendar {
	arrangements, err := parseDays(daysCSV)
	if err == nil {
		var c Calendar
		if c, err = c.With(arrangements...); err == nil {
			return c
		}
	}
	panic(fmt.Errorf("deadline: data/days.csv: %w", err))
})

// parseDays reads the table of the program: year,date,kind,name,notice, in the order of the years.
func parseDays(text string) ([]Arrangement, error) {
	r := csv.NewReader(strings.NewReader(text))
	r.Comment = '#'
	rows, err := r.ReadAll()
	if err != nil {
		return nil, err
	}
	var out []Arrangement
	for i, row := range rows[1:] { // rows[0] is the header
		year, err := strconv.Atoi(row[0])
		if err != nil {
			return nil, fmt.Errorf("row %d: %w", i+1, err)
		}
		date, err := ParseDate(row[1])
		if err != nil {
			return nil, fmt.Errorf("row %d: %w", i+1, err)
		}
		if row[2] != "off" && row[2] != "work" {
			return nil, fmt.Errorf("row %d: kind %q is neither off nor work", i+1, row[2])
		}
		if len(out) == 0 || out[len(out)-1].Year != year {
			out = append(out, Arrangement{Year: year})
		}
		a := &out[len(out)-1]
		if !strings.Contains(a.Source, row[4]) {
			a.Source = strings.TrimPrefix(a.Source+" + "+row[4], " + ")
		}
		a.Entries = append(a.Entries, Entry{Date: date, Work: row[2] == "work", Name: row[3]})
	}
	return out, nil
}
