package web

import (
	"github.com/huiyin/huiyin/internal/deadline"
	"github.com/huiyin/huiyin/internal/matter"
	"github.com/huiyin/huiyin/internal/office"
)

// proofView is the clock that proves a failure, from what was recorded when the due day was set: it is not
// computed anew, so a later calendar cannot change the past.
type proofView struct {
	Kind, Step, Owner string
	Due, Counted      string
	Since, Until      string
	Lasted            string
	Calendar          string
	Provisional       bool
	Open              bool
}

func (s *Say) proof(f office.FailureText) proofView {
	p := proofView{
		Kind: s.In(f.Kind.Name()), Step: s.In(f.StepName), Owner: s.Name(f.OwnerName),
		Due: s.T("proof.due", "Day", s.Day(f.Due.Day)), Counted: s.counted(f.Due),
		Since: s.T("proof.since", "Time", s.Time(f.From)), Calendar: s.T("proof.calendar", "Version", f.Due.Calendar),
		Provisional: f.Due.Provisional, Open: f.Until == nil,
	}
	if f.Until == nil {
		p.Lasted = s.N("proof.lasting", f.Days)
	} else {
		p.Until = s.T("proof.until", "Time", s.Time(*f.Until))
		p.Lasted = s.N("proof.lasted", f.Days)
	}
	return p
}

// counted tells how a due day was found when it was set.
func (s *Say) counted(d matter.Due) string {
	term, err := deadline.ParseTerm(d.Term)
	if err != nil || d.Start.IsZero() {
		return s.T("proof.fixed", "Day", s.Date(d.Nominal))
	}
	t := s.T("proof.term", "Start", s.Date(d.Start), "Term", s.In(term.Text()))
	if d.Nominal != d.Day && !d.Nominal.IsZero() {
		t += s.T("proof.rolled", "Day", s.Date(d.Nominal))
	}
	return t
}
