package matter

import (
	"time"

	"github.com/huiyin/huiyin/internal/deadline"
	"github.com/huiyin/huiyin/internal/rulebook"
)

// Answered is the kind of a milestone that is no station of the rail: the first answer.
const Answered = "answered"

// Milestone is something that happened to a matter for the first time: it reached a station of the rail, or was
// answered. Figures by month are counted from these.
type Milestone struct {
	Kind     string // a phase, or Answered
	Month    string // in the congress's zone, e.g. 2026-03
	Unit     string // Answered: who answered; else empty
	Category string // what the matter is about, as it stands now
	Days     int    // civil days since the day it was raised, which is day 0
	OnTime   bool   // Answered: no step that the answering unit owed before had gone overdue
}

// Milestones derives what happened to m, in the order of the rail. A part of another matter has none: its matter is
// counted, once. A reopened matter keeps what it had reached: a figure of a past month does not change afterwards.
func Milestones(m Matter, zone *time.Location) []Milestone {
	if m.Parent != "" {
		return nil
	}
	raised := deadline.FromTime(m.RaisedAt, zone)
	at := func(kind string, t time.Time) Milestone {
		day := deadline.FromTime(t, zone)
		return Milestone{Kind: kind, Month: day.String()[:len("2006-01")], Category: m.Fields["category"], Days: max(0, day.Sub(raised))}
	}
	out := []Milestone{at(string(rulebook.Seen), m.RaisedAt)}
	for _, p := range rulebook.Phases[1:] {
		for _, v := range m.Visits {
			if v.Phase == p {
				out = append(out, at(string(p), v.From))
				break
			}
		}
	}
	if m.Answered() {
		a := m.Answers[0]
		s := at(Answered, a.At)
		s.Unit, s.OnTime = a.Org, true
		for _, f := range Failures(m, m.LastAt, zone) {
			if f.Owner.Org == a.Org && f.From.Before(a.At) {
				s.OnTime = false
			}
		}
		out = append(out, s)
	}
	return out
}
