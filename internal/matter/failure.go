package matter

import (
	"time"

	"github.com/huiyin/huiyin/internal/deadline"
	"github.com/huiyin/huiyin/internal/lang"
	"github.com/huiyin/huiyin/internal/rulebook"
)

// FailureKind is one of the four failures (四个而不).
type FailureKind string

// The four failures, by the phase at which a matter was let lie.
const (
	SeenNotDeliberated      FailureKind = "seenNotDeliberated"      // 视而不议
	DeliberatedNotDecided   FailureKind = "deliberatedNotDecided"   // 议而不决
	DecidedNotSupervised    FailureKind = "decidedNotSupervised"    // 决而不督
	SupervisedWithoutResult FailureKind = "supervisedWithoutResult" // 督而不果
)

// FailureKinds lists the four in order of phase.
var FailureKinds = []FailureKind{SeenNotDeliberated, DeliberatedNotDecided, DecidedNotSupervised, SupervisedWithoutResult}

// FailureOf is the failure of being overdue at phase p.
var FailureOf = map[rulebook.Phase]FailureKind{
	rulebook.Seen:        SeenNotDeliberated,
	rulebook.Deliberated: DeliberatedNotDecided,
	rulebook.Decided:     DecidedNotSupervised,
	rulebook.Supervised:  SupervisedWithoutResult,
}

// Name is how people call the failure.
func (k FailureKind) Name() lang.Text {
	switch k {
	case SeenNotDeliberated:
		return lang.T("视而不议", "Seen but not considered")
	case DeliberatedNotDecided:
		return lang.T("议而不决", "Considered but not decided")
	case DecidedNotSupervised:
		return lang.T("决而不督", "Decided but not followed up")
	}
	return lang.T("督而不果", "Followed up without result")
}

// Failure is an interval in which a matter lay overdue, with the clock that proves it.
type Failure struct {
	Kind  FailureKind `json:"kind"`
	Step  string      `json:"step"`
	Owner Owner       `json:"owner"`
	From  time.Time   `json:"from"`            // 24:00 of the due day (Civil Code art. 203)
	Until *time.Time  `json:"until,omitempty"` // nil: still lying
	Due   Due         `json:"due"`
	Seq   int64       `json:"seq"` // the event that began the stay at the step
}

// Days is the number of calendar days begun in the interval, at least 1.
func (f Failure) Days(now time.Time, zone *time.Location) int {
	end := now
	if f.Until != nil {
		end = *f.Until
	}
	return deadline.FromTime(end, zone).Sub(f.Due.Day)
}

// Failures derives every interval in which m lay overdue, oldest first, from its recorded stays and the
// clock. This is the only place where the four failures are decided: the board, the lists and the figures
// read it or what was stored from it. A due day that was moved in time leaves no interval behind; one that
// was moved too late leaves a closed one.
func Failures(m Matter, now time.Time, zone *time.Location) []Failure {
	var out []Failure
	for _, v := range m.Visits {
		kind, ok := FailureOf[v.Phase]
		if !ok {
			continue
		}
		for i, d := range v.Dues {
			end := v.Until // until the stay ended, or this due day was replaced
			if i+1 < len(v.Dues) {
				end = &v.Dues[i+1].Set
			}
			if v.Resumes != 0 && end != nil && !end.After(v.From) {
				continue // replaced before the stay was taken up again: the first part of the stay has it
			}
			from := d.Day.AddDays(1).In(zone)
			if from.Before(d.Set) {
				from = d.Set // the new day was already over when it was set
			}
			if from.Before(v.From) {
				from = v.From
			}
			// History that knows only days says midnight for the day after the due day: that is late too.
			if end == nil && now.Before(from) || end != nil && end.Before(from) {
				continue
			}
			f := Failure{Kind: kind, Step: v.Step, Owner: v.Owner, From: from, Until: end, Due: d, Seq: v.Seq}
			out = append(out, f)
		}
	}
	return out
}

// Overdue reports whether the current step is past its due day at now.
func (m Matter) Overdue(now time.Time, zone *time.Location) bool {
	d := m.Due()
	return d != nil && !now.Before(d.Day.AddDays(1).In(zone))
}
