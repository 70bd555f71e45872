package deadline

// Result is a computed day with everything an event has to keep of it.
type Result struct {
	Nominal         Date   // where the count alone ends, before any roll
	Due             Date   // the last day: the term ends at its 24:00
	Provisional     bool   // it depends on a year that is not published yet (暂定)
	CalendarVersion string // Calendar.Version of the calendar it was computed with

	how how
}

// how is what Why needs to tell the story again. It costs nothing until it is asked for.
type how struct {
	kind kind
	from Date // the day the term starts from, or the meeting
	term Term
	roll Roll // never Natural
	cal  Calendar
}

type kind int

const (
	forward kind = iota // Due
	back                // Before
	fixed               // Fixed
)

// Due is the last day of a term that starts from start. start itself is not counted (Civil Code
// art. 201); months and years end on the corresponding day, or the month's last day (art. 202); a
// last day that is a rest day rolls to the next working day (art. 203) unless the term says
// otherwise. Working days are counted one by one and end on a working day.
//
// It is provisional when the count, the nominal day or the roll touches a year that is not published.
// A term that rolls none and counts no working days depends on no calendar and is never provisional.
// A zero start gives the zero Result; a term that does not Validate counts as far as it makes sense.
func Due(start Date, term Term, cal Calendar) Result {
	return compute(how{kind: forward, from: start, term: term, roll: or(term.Roll, NextWorkday), cal: cal})
}

// Before is the last day for something that must be done a term before a meeting, which is not counted
// itself. It rolls back to a working day, so that the recipient never has less time than the rule gives.
func Before(meeting Date, term Term, cal Calendar) Result {
	return compute(how{kind: back, from: meeting, term: term, roll: or(term.Roll, PrevWorkday), cal: cal})
}

// Fixed is a day that somebody fixed, such as the day of a meeting or of an approved extension. It
// stays where it is unless roll says otherwise.
func Fixed(day Date, roll Roll, cal Calendar) Result {
	return compute(how{kind: fixed, from: day, roll: or(roll, NoRoll), cal: cal})
}

func compute(h how) Result {
	if h.from.IsZero() {
		return Result{}
	}
	r := Result{Nominal: h.nominal(), CalendarVersion: h.cal.Version(), how: h}
	r.Due = r.Nominal
	switch h.roll {
	case NextWorkday:
		r.Due = h.cal.NextWorkday(r.Nominal)
	case PrevWorkday:
		r.Due = h.cal.PrevWorkday(r.Nominal)
	}
	switch {
	case h.counts():
		r.Provisional = !h.cal.knows(h.beside(), r.Due) || !h.cal.knows(r.Nominal, r.Due)
	case h.roll != NoRoll:
		r.Provisional = !h.cal.knows(r.Nominal, r.Due)
	}
	return r
}

// nominal is the day on which the count alone ends.
func (h how) nominal() Date {
	n := max(h.term.N, 0)
	switch h.kind {
	case back:
		n = -n
	case fixed:
		return h.from
	}
	switch h.term.Unit {
	case Years:
		return h.from.AddMonths(12 * n)
	case Months:
		return h.from.AddMonths(n)
	case Workdays:
		return h.cal.AddWorkdays(h.from, n)
	}
	return h.from.AddDays(n)
}

// counts reports whether single working days are counted.
func (h how) counts() bool { return h.kind != fixed && h.term.Unit == Workdays }

// beside is the first day that is counted, the one beside the day the term starts from.
func (h how) beside() Date {
	if h.kind == back {
		return h.from.AddDays(-1)
	}
	return h.from.AddDays(1)
}

func or(r, natural Roll) Roll {
	if r == Natural {
		return natural
	}
	return r
}
