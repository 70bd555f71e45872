package deadline

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"maps"
	"slices"
	"time"
)

// table is a compiled Calendar: one small number a day and a running count of working days, so that
// asking for a day, or for the working days between two days, is an index into a slice.
type table struct {
	arrangements map[int]Arrangement
	version      string

	first int32     // day number of day[0]
	day   []uint16  // index into info, one for each day from first on
	upto  []int32   // working days from first to this day, both counted
	info  []DayInfo // the few different answers there are
}

// compile lays the arrangements out day by day. A later year is laid over an earlier one, because
// each notice has the last word on the December days it names.
func compile(all map[int]Arrangement) *table {
	if len(all) == 0 {
		return nil
	}
	years := slices.Sorted(maps.Keys(all))
	named := make(map[Date]Entry)
	for _, y := range years {
		for _, e := range all[y].Entries {
			named[e.Date] = e
		}
	}
	first := fromCivil(years[0]-1, time.December, 1)
	last := fromCivil(years[len(years)-1], time.December, 31)

	t := &table{arrangements: all, first: first.n}
	n := last.Sub(first) + 1
	t.day, t.upto = make([]uint16, 0, n), make([]int32, 0, n)
	known := make(map[DayInfo]uint16)
	sum := sha256.New()
	for _, y := range years {
		fmt.Fprintln(sum, y)
	}
	worked := int32(0)
	for d := first; !d.After(last); d = d.AddDays(1) {
		e, isNamed := named[d]
		_, published := all[d.Year()]
		info := describe(d, e, isNamed, published)
		i, ok := known[info]
		if !ok {
			i = uint16(len(t.info))
			known[info] = i
			t.info = append(t.info, info)
		}
		if info.Workday {
			worked++
		}
		if info.Workday != weekday(d) {
			fmt.Fprintln(sum, d, info.Workday) // only what differs from the plain week decides a due day
		}
		t.day, t.upto = append(t.day, i), append(t.upto, worked)
	}
	t.version = fmt.Sprintf("cn-%d-%d-%s", years[0], years[len(years)-1], hex.EncodeToString(sum.Sum(nil))[:12])
	return t
}

// describe is the answer for one day. A weekday that a notice merely repeats as worked is ordinary.
func describe(d Date, e Entry, isNamed, published bool) DayInfo {
	info := DayInfo{Workday: weekday(d), Published: published}
	switch {
	case isNamed && !e.Work:
		info.Workday, info.Name, info.NameEN = false, e.Name, englishName(e.Name)
	case isNamed:
		info.Workday = true
		if !weekday(d) {
			info.Name, info.NameEN = e.Name+"调休上班", "working day made up for "+englishName(e.Name)
		}
	}
	return info
}

// span is the first and the last day laid out; two zero Dates for no table.
func (t *table) span() (first, last Date) {
	if t == nil {
		return Date{}, Date{}
	}
	return Date{t.first}, Date{t.first + int32(len(t.day)) - 1}
}

// weekday reports whether d is worked in the plain week, Monday to Friday.
func weekday(d Date) bool { return d.n%7 != 0 && d.n%7 != 6 }

// plainWeek counts the weekdays from 0001-01-01, a Monday, to day n, both counted.
func plainWeek(n int32) int32 { return n/7*5 + min(n%7, 5) }
