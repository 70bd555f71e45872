package web

import (
	"strings"

	"github.com/huiyin/huiyin/internal/office"
	"github.com/huiyin/huiyin/internal/rulebook"
)

// The rail is the signature of the product: 视 议 决 督 果, on every matter of every procedure.

// marks are the characters in the circles; they stay in English too, with the word beside them.
var marks = map[rulebook.Phase]string{
	rulebook.Seen: "视", rulebook.Deliberated: "议", rulebook.Decided: "决", rulebook.Supervised: "督", rulebook.Resulted: "果",
}

// railStop is one station of the rail as it is shown.
type railStop struct {
	Mark, Word, Gloss string
	Class             string
	Current           bool
	Date, How, By     string // when it was reached, by which act, on whose behalf
	Late              string // it was left lying here
	Up                string // overdue here, and to whom it has gone up or goes up next; for those who work on it
}

// rail prepares the five stations of a matter.
func (s *Say) rail(p office.Page) []railStop {
	out := make([]railStop, 0, len(p.Rail))
	for _, st := range p.Rail {
		stop := railStop{
			Mark: marks[st.Phase], Word: s.T("phase." + string(st.Phase)), Gloss: s.T("phase." + string(st.Phase) + ".gloss"),
			Class: stopClass(st.Reached, st.Current, st.Phase, p.Ending), Current: st.Current,
		}
		if st.At != nil {
			stop.Date = s.DateOf(*st.At)
			if !st.Reached {
				stop.Date = s.T("rail.before", "Day", stop.Date) // it was there, and was sent back
			}
			stop.How, stop.By = s.In(st.Act), s.Name(st.By)
			if stop.How == "" {
				stop.How = s.T("rail.raised")
			}
		}
		// What is late now is said by the countdown.
		if now := st.Current && p.Clock != nil && p.Clock.Overdue > 0; st.Late && !now {
			stop.Late = s.T("rail.wasLate")
		}
		if st.Current {
			stop.Up = s.up(p)
		}
		out = append(out, stop)
	}
	return out
}

// up says the highest rung that a matter has reached, or the next one once it is overdue.
func (s *Say) up(p office.Page) string {
	words := ""
	for _, r := range p.Ladder {
		if r.At != nil {
			words = s.T("rail.up", "Org", s.Name(r.Org))
			continue
		}
		if words == "" && p.Clock != nil && p.Clock.Overdue > 0 {
			return s.T("rail.goesUp", "Org", s.Name(r.Org), "Day", s.Day(r.Day))
		}
	}
	return words
}

// stopClass says how a station looks: green only for a verified result, red only while somebody must act.
func stopClass(reached, current bool, p rulebook.Phase, e rulebook.Ending) string {
	var c []string
	if reached {
		c = append(c, "reached")
	}
	switch {
	case current && e == rulebook.Open:
		c = append(c, "current")
	case current && e != rulebook.Confirmed:
		c = append(c, "stopped")
	}
	if p == rulebook.Resulted && e == rulebook.Confirmed {
		c = append(c, "result")
	}
	return strings.Join(c, " ")
}

// smallRail prepares the rail of a row: marks with classes, and the same in words.
func (s *Say) smallRail(row office.Row) (stops []railStop, words string) {
	for _, ph := range rulebook.Phases {
		stops = append(stops, railStop{Mark: marks[ph], Class: stopClass(ph.Rank() <= row.Phase.Rank(), ph == row.Phase, ph, row.Ending)})
	}
	words = s.T("rail.at", "Station", s.T("phase."+string(row.Phase)), "N", row.Phase.Rank()+1)
	return stops, words
}
