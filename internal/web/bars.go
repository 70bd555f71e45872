package web

import (
	"github.com/huiyin/huiyin/internal/office"
	"github.com/huiyin/huiyin/internal/rulebook"
)

// barView is one of the two bars: 答复 or 落实.
type barView struct {
	Name, Class, Words string
	Parts              []bool // one for the matter, or one for each of its parts
}

// bars prepares the two bars of a matter. An answer is not a result: they never share a bar.
func (s *Say) bars(p office.Page) []barView {
	answered := barView{Name: s.T("bar.answered"), Class: "answered", Words: s.T("bar.answered.no")}
	done := barView{Name: s.T("bar.done"), Class: "done", Words: s.T("bar.done.no")}
	confirmed := p.Ending == rulebook.Confirmed
	if len(p.Children) > 0 {
		return s.barsOfParts(p, answered, done)
	}
	answered.Parts, done.Parts = []bool{p.Answered}, []bool{confirmed}
	if n := len(p.Answers); n > 0 {
		answered.Words = s.T("bar.answered.on", "Day", s.DateOf(p.Answers[n-1].At))
		if n > 1 {
			answered.Words = s.T("bar.answered.again", "Day", s.DateOf(p.Answers[n-1].At), "N", n)
		}
	}
	switch {
	case confirmed && p.EndedAt != nil:
		done.Words = s.T("bar.done.on", "Day", s.DateOf(*p.EndedAt))
	case p.Ending != rulebook.Open:
		done.Words = s.T("bar.done.never")
	case p.Phase == rulebook.Supervised:
		done.Words = s.T("bar.done.checking")
	}
	return []barView{answered, done}
}

func (s *Say) barsOfParts(p office.Page, answered, done barView) []barView {
	a, d := 0, 0
	for _, c := range p.Children {
		answered.Parts = append(answered.Parts, c.Answered)
		done.Parts = append(done.Parts, c.Ending == rulebook.Confirmed)
		if c.Answered {
			a++
		}
		if c.Ending == rulebook.Confirmed {
			d++
		}
	}
	answered.Words = s.T("bar.parts", "N", a, "All", len(p.Children))
	done.Words = s.T("bar.parts", "N", d, "All", len(p.Children))
	return []barView{answered, done}
}
