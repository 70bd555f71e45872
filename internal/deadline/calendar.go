package deadline

import (
	"fmt"
	"maps"
	"slices"
)

// Calendar says which days are worked. It is a small immutable value: copy it, share it between
// goroutines, keep an old one beside a new one. The zero Calendar has no published year: plain weekends.
type Calendar struct {
	t *table // nil for the zero Calendar
}

// DayInfo is what a Calendar knows of one day.
type DayInfo struct {
	Workday   bool
	Name      string // 国庆节, or 国庆节调休上班 for a weekend day that is worked; empty on ordinary days
	NameEN    string // the same in English; the Chinese name where none is known
	Published bool   // the day's year has been published; otherwise Workday is only the plain week
}

// Day tells whether d is worked and under which name it rests. It allocates nothing.
func (c Calendar) Day(d Date) DayInfo {
	if c.t != nil {
		if i := d.n - c.t.first; i >= 0 && int(i) < len(c.t.day) {
			return c.t.info[c.t.day[i]]
		}
	}
	return DayInfo{Workday: weekday(d)}
}

// Workday reports whether d is worked.
func (c Calendar) Workday(d Date) bool { return c.Day(d).Workday }

// Published reports whether the arrangement of the year is in the calendar.
func (c Calendar) Published(year int) bool {
	if c.t == nil {
		return false
	}
	_, ok := c.t.arrangements[year]
	return ok
}

// Years lists the published years in order.
func (c Calendar) Years() []int {
	if c.t == nil {
		return nil
	}
	return slices.Sorted(maps.Keys(c.t.arrangements))
}

// Version names the data that a due day was computed from, such as cn-2007-2026-4b0c5b0e6d1f. Two
// calendars have the same version exactly when they have the same published years and give the same
// days off and the same days worked; where the data came from does not matter. It is stored with
// every computed due day.
func (c Calendar) Version() string {
	if c.t == nil {
		return "cn-none"
	}
	return c.t.version
}

// Arrangement is the arrangement of a published year, amendments folded in, its entries in order.
func (c Calendar) Arrangement(year int) (Arrangement, bool) {
	if c.t == nil {
		return Arrangement{}, false
	}
	a, ok := c.t.arrangements[year]
	a.Entries = slices.Clone(a.Entries)
	return a, ok
}

// With is a new Calendar that also has these arrangements. A whole year takes the place of the same
// year in c; an amendment changes single days of a year that must be there. c itself does not change.
func (c Calendar) With(more ...Arrangement) (Calendar, error) {
	all := make(map[int]Arrangement)
	if c.t != nil {
		maps.Copy(all, c.t.arrangements)
	}
	for _, a := range more {
		if err := a.check(); err != nil {
			return c, err
		}
		if !a.Amends {
			all[a.Year] = Arrangement{Year: a.Year, Source: a.Source, Entries: inOrder(a.Entries)}
			continue
		}
		base, ok := all[a.Year]
		if !ok {
			return c, bad(fmt.Sprintf("要修改的 %d 年尚未载入，请先载入该年的全年安排", a.Year),
				fmt.Sprintf("the year %d that this changes is not there: load its whole arrangement first", a.Year))
		}
		all[a.Year] = base.amendedBy(a)
	}
	return Calendar{compile(all)}, nil
}

// amendedBy puts the days of change in the place of the same days of a.
func (a Arrangement) amendedBy(change Arrangement) Arrangement {
	byDay := make(map[Date]Entry, len(a.Entries)+len(change.Entries))
	for _, e := range a.Entries {
		byDay[e.Date] = e
	}
	for _, e := range change.Entries {
		byDay[e.Date] = e
	}
	source := a.Source
	if change.Source != "" && change.Source != source {
		source += " + " + change.Source
	}
	return Arrangement{Year: a.Year, Source: source, Entries: inOrder(slices.Collect(maps.Values(byDay)))}
}

func inOrder(entries []Entry) []Entry {
	s := slices.Clone(entries)
	slices.SortFunc(s, func(a, b Entry) int { return a.Date.Compare(b.Date) })
	return s
}

// Change is a day on which two calendars differ.
type Change struct {
	Date     Date
	Was, Now DayInfo
}

// Changes lists the days about which c and next say different things: a day worked in one and at rest
// in the other, or named by an arrangement that only one of them has. An administrator sees the list
// before a new year is taken.
func (c Calendar) Changes(next Calendar) []Change {
	from, to := c.t.span()
	nfrom, nto := next.t.span()
	if to.IsZero() || !nto.IsZero() && nfrom.Before(from) {
		from = nfrom
	}
	if nto.After(to) {
		to = nto
	}
	var out []Change
	for d := from; !to.IsZero() && !d.After(to); d = d.AddDays(1) {
		was, now := c.Day(d), next.Day(d)
		if was.Workday != now.Workday || was.Published != now.Published && was.Name != now.Name {
			out = append(out, Change{d, was, now})
		}
	}
	return out
}
