package web

import (
	"time"

	"github.com/huiyin/huiyin/internal/office"
	"github.com/huiyin/huiyin/internal/rulebook"
)

// clockView is a countdown as it is shown: colour, mark and words always together.
type clockView struct {
	Class, Icon, Words string
	Provisional        bool
}

// soonDays is from how many working days left on a clock is amber.
const soonDays = 3

// clock says where a matter stands on its clock, or how it ended.
func (s *Say) clock(c *office.Countdown, ending rulebook.Ending, ended *time.Time) clockView {
	switch {
	case ending == rulebook.Confirmed:
		return clockView{Class: "done", Icon: "done", Words: s.endedOn("ending.confirmed", ended)}
	case ending != rulebook.Open:
		return clockView{Class: "ended", Icon: "ended", Words: s.endedOn("ending."+string(ending), ended)}
	case c == nil:
		return clockView{}
	case c.Overdue > 0:
		return clockView{"late", "late", s.N("clock.late", c.Overdue), c.Provisional}
	case c.Today:
		return clockView{"today", "today", s.T("clock.today"), c.Provisional}
	case c.Workdays == 0:
		return clockView{"soon", "left", s.T("clock.restday"), c.Provisional}
	case c.Workdays <= soonDays:
		return clockView{"soon", "left", s.N("clock.left", c.Workdays), c.Provisional}
	}
	return clockView{"calm", "left", s.N("clock.left", c.Workdays), c.Provisional}
}

func (s *Say) endedOn(key string, ended *time.Time) string {
	if ended == nil {
		return s.T(key)
	}
	return s.T(key) + " " + s.Short(*ended)
}
