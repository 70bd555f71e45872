package demo

import (
	"math/rand/v2"
	"time"

	"github.com/huiyin/huiyin/internal/deadline"
)

// hours knows when people of the district do things: offices on working days from 8:30 to 12:00 and from
// 14:00 to 17:30, everybody else at noon, in the evening and at weekends.
type hours struct {
	cal  deadline.Calendar
	zone *time.Location
}

func (h hours) day(t time.Time) deadline.Date { return deadline.FromTime(t, h.zone) }

func (h hours) at(d deadline.Date, minute, second int) time.Time {
	return d.In(h.zone).Add(time.Duration(minute)*time.Minute + time.Duration(second)*time.Second)
}

// office is a moment of d in office hours.
func (h hours) office(d deadline.Date, r *rand.Rand) time.Time {
	minute := 8*60 + 38 + r.IntN(195)
	if r.IntN(100) < 48 {
		minute = 14*60 + 6 + r.IntN(198)
	}
	return h.at(d, minute, r.IntN(60))
}

// free is a moment of d when people who work elsewhere have time.
func (h hours) free(d deadline.Date, r *rand.Rand) time.Time {
	switch n := r.IntN(100); {
	case !h.cal.Workday(d):
		return h.at(d, 9*60+r.IntN(12*60), r.IntN(60))
	case n < 25:
		return h.at(d, 12*60+5+r.IntN(80), r.IntN(60))
	}
	return h.at(d, 18*60+40+r.IntN(190), r.IntN(60))
}

// open reports whether offices work at t.
func (h hours) open(t time.Time) bool {
	d := h.day(t)
	m := int(t.Sub(d.In(h.zone)) / time.Minute)
	return h.cal.Workday(d) && (m >= 8*60+30 && m < 12*60 || m >= 14*60 && m < 17*60+30)
}

// after is when something happens that comes gap working days after prev; 0: as soon as may be.
func (h hours) after(prev time.Time, gap int, own, weekends bool, r *rand.Rand) time.Time {
	if gap == 0 {
		t := prev.Add(time.Duration(12+r.IntN(40))*time.Minute + time.Duration(r.IntN(60))*time.Second)
		switch m := int(t.Sub(h.day(t).In(h.zone)) / time.Minute); {
		case own && m >= 7*60 && m < 22*60+30, !own && h.open(t):
			return t
		case own:
			return h.at(h.day(prev).AddDays(1), 19*60+r.IntN(120), r.IntN(60))
		}
		if d := h.day(prev); h.cal.Workday(d) && prev.Before(h.at(d, 13*60+50, 0)) {
			from := 14*60 + 3 // the offices are at lunch, or have not opened yet
			if prev.Before(h.at(d, 8*60, 0)) {
				from = 8*60 + 35
			}
			return h.at(d, from+r.IntN(50), r.IntN(60))
		}
		return h.at(h.cal.AddWorkdays(h.day(prev), 1), 8*60+36+r.IntN(60), r.IntN(60))
	}
	d := h.cal.AddWorkdays(h.day(prev), gap)
	if !own {
		return h.office(d, r)
	}
	if weekends && d.Weekday() == time.Friday && r.IntN(100) < 45 {
		d = d.AddDays(1 + r.IntN(2))
	}
	return h.free(d, r)
}
