package demo

import (
	"fmt"
	"time"

	"github.com/huiyin/huiyin/internal/deadline"
)

// lay sets the times of a tale that is raised on a day. The same day gives the same times.
func (p *planner) lay(t *tale, day deadline.Date, weekends bool) {
	r := t.random(2)
	switch {
	case t.op != nil && t.op.Clock != "":
		for !p.cal.Workday(day) || !p.cal.Workday(day.AddDays(1)) {
			day = day.AddDays(1)
		}
		t.start = p.clockOn(day, t.op.Clock)
	case t.from.kind == "station" || t.from.kind == "office":
		t.start = p.office(p.cal.NextWorkday(day), r)
	case t.from.kind == "deputy" && r.IntN(2) == 0:
		t.start = p.office(p.cal.NextWorkday(day), r)
	default:
		t.start = p.free(day, r)
	}
	prev := t.start
	if t.msg != nil && t.msg.Hand == "" {
		prev = p.takeOver(t)
	}
	turn := p.day(t.start) // when the clock of the next answer began
	said := turn
	ahead := 0
	t.times = t.times[:0]
	for _, b := range t.beats {
		at := p.after(prev, b.min+r.IntN(b.max-b.min+1), b.byRaiser(), weekends, r)
		back, fore := reach(t.words(b))
		switch b.act {
		case "answer", "answerInWriting":
			// An answer tells of visits: they come after the matter was raised, or was sent back.
			if need := turn.AddDays(back + 1); p.day(at).Before(need) {
				at = p.office(p.cal.NextWorkday(need), r)
			}
			said, ahead = p.day(at), min(fore, 24)
		case "confirm":
			// A look-back that finds things done comes after the day for which they were announced.
			if need := said.AddDays(ahead + 1); ahead > 0 && p.day(at).Before(need) {
				at = p.office(p.cal.NextWorkday(need), r)
			}
		}
		if b.turns() {
			turn = p.day(at)
		}
		t.times = append(t.times, at)
		prev = at
	}
}

// clockOn is a day at an hour written like 19:42.
func (p *planner) clockOn(d deadline.Date, clock string) time.Time {
	var h, m int
	fmt.Sscanf(clock, "%d:%d", &h, &m) //nolint:errcheck // the texts are checked by a test
	return p.at(d, h*60+m, 0)
}

// takeOver sets when the deputy office imports a message: live ones within days, on Mondays and Thursdays,
// so that one file has several; older ones long after they were answered on the board.
func (p *planner) takeOver(t *tale) time.Time {
	d := p.day(t.start)
	r := t.random(3)
	switch t.msg.Kind {
	case "historic", "open":
		gap := 4 + r.IntN(10)
		if r.IntN(100) < 22 {
			gap = 17 + r.IntN(12) // late even then
		}
		t.replied = p.office(p.cal.AddWorkdays(d, gap), r)
		if t.msg.Kind == "open" {
			t.imported = p.at(p.cal.AddWorkdays(p.day(t.replied), 2), 9*60+12, 0)
		} else {
			t.imported = p.at(p.cal.NextWorkday(p.historicDay(t)), 9*60+40, 0)
		}
		return t.imported
	}
	for d = p.cal.NextWorkday(d.AddDays(1)); d.Weekday() != time.Monday && d.Weekday() != time.Thursday; {
		d = p.cal.NextWorkday(d.AddDays(1))
	}
	t.imported = p.at(d, 9*60+12, 0)
	return t.imported
}

// end is when the last thing happens to a tale.
func (t *tale) end() time.Time {
	switch {
	case len(t.times) > 0:
		return t.times[len(t.times)-1]
	case !t.imported.IsZero():
		return t.imported
	}
	return t.start
}

// anchor lays a tale so that its last act was done a number of working days before today, as nearly as
// days off allow.
func (p *planner) anchor(t *tale, ends int) error {
	want := p.cal.AddWorkdays(p.today, -ends)
	day := want
	var best deadline.Date
	near := 1 << 30
	try := func(day deadline.Date) int {
		p.lay(t, day, false)
		off := p.cal.WorkdaysBetween(p.day(t.end()), want)
		if t.end().Before(p.now) && abs(off) < near {
			best, near = day, abs(off)
		}
		return off
	}
	for range 8 { // each step comes as much nearer as the last one was off
		day = p.cal.AddWorkdays(day, try(day))
		if near == 0 {
			break
		}
	}
	for n := -12; n <= 12 && near > 0; n++ { // messages are imported on some days only: look around
		try(day.AddDays(n))
	}
	if near > 3 {
		return fmt.Errorf("demo: %s cannot end %d working days before now", t.key, ends)
	}
	p.lay(t, best, false)
	return nil
}

func abs(n int) int { return max(n, -n) }
