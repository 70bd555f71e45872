package message

import (
	"slices"

	"github.com/huiyin/huiyin/internal/deadline"
)

// WorkdayCounter counts working days after from, up to and including to; from itself is day 0.
// [deadline.Calendar] is one.
type WorkdayCounter interface {
	WorkdaysBetween(from, to deadline.Date) int
}

// Span is one message as the figures see it: the day it was raised and the day it was answered, the
// zero Date when it was not.
type Span struct {
	Raised, Answered deadline.Date
}

// Span gives the message's days in the zone it was read in.
func (m Message) Span() Span {
	s := Span{Raised: deadline.FromTime(m.RaisedAt, m.RaisedAt.Location())}
	if m.Answered() {
		s.Answered = deadline.FromTime(m.RepliedAt, m.RepliedAt.Location())
	}
	return s
}

// lateWorkdays is the last working day that is in time: the office default for messages (class
// default, no statute), see the rulebook.
const lateWorkdays = 15

// Figures tell how long answers took. All but Unanswered and Rejected are over answered messages; days
// are civil days and the day of raising is day 0.
type Figures struct {
	Messages          int     `json:"messages"`          // answered
	Late15WorkingDays int     `json:"late15WorkingDays"` // answered after the 15th working day
	Over30Days        int     `json:"over30Days"`        // answered after more than 30 calendar days
	Over90Days        int     `json:"over90Days"`        // answered after more than 90 calendar days
	MedianDays        float64 `json:"medianDays"`        // calendar days; the mean of the middle two; 0 of none
	MaxDays           int     `json:"maxDays"`           // calendar days; 0 of none
	Unanswered        int     `json:"unanswered"`        // taken and without an answer
	Rejected          int     `json:"rejected"`          // rows that were not taken; for the caller to fill in

	// The places in the spans that three of them were counted from, for drilling down.
	Late15Of, Over30Of, Over90Of []int `json:"-"`
}

// Count makes the figures of spans.
func Count(spans []Span, cal WorkdayCounter) Figures {
	var f Figures
	days := make([]int, 0, len(spans))
	for i, s := range spans {
		if s.Answered.IsZero() {
			f.Unanswered++
			continue
		}
		n := s.Answered.Sub(s.Raised)
		days = append(days, n)
		if cal.WorkdaysBetween(s.Raised, s.Answered) > lateWorkdays {
			f.Late15Of = append(f.Late15Of, i)
		}
		if n > 30 {
			f.Over30Of = append(f.Over30Of, i)
		}
		if n > 90 {
			f.Over90Of = append(f.Over90Of, i)
		}
	}
	f.Messages, f.Late15WorkingDays = len(days), len(f.Late15Of)
	f.Over30Days, f.Over90Days = len(f.Over30Of), len(f.Over90Of)
	if len(days) > 0 {
		slices.Sort(days)
		mid := len(days) / 2
		f.MedianDays = float64(days[mid]+days[(len(days)-1)/2]) / 2
		f.MaxDays = days[len(days)-1]
	}
	return f
}
