package matter

import (
	"fmt"
	"time"

	"github.com/huiyin/huiyin/internal/deadline"
	"github.com/huiyin/huiyin/internal/lang"
	"github.com/huiyin/huiyin/internal/problem"
	"github.com/huiyin/huiyin/internal/rulebook"
)

// dueOf computes the due day of arriving at step at the given moment, and keeps how it was computed.
func dueOf(env Env, m Matter, step *rulebook.Step, at time.Time) (Due, error) {
	rule := step.Due
	if rule == nil {
		return Due{}, internalf("step %s has no due rule", step.Key)
	}
	d := Due{Basis: rule.Basis.String(), Calendar: env.Calendar.Version(), Set: at}
	if rule.Field != "" {
		day, err := deadline.ParseDate(m.Fields[rule.Field])
		if err != nil {
			return Due{}, missing(rule.Field)
		}
		d.Term, d.Start, d.Nominal, d.Day = "date", deadline.FromTime(at, env.Zone), day, day
		return d, nil
	}
	d.Start = deadline.FromTime(at, env.Zone)
	switch rule.Since {
	case "":
	case "raised":
		// The clock of the answer runs from the raising, but a step entered again later (a redo) gets its own.
		if len(m.Visits) == 0 || !revisited(m, step.Key) {
			d.Start = deadline.FromTime(m.RaisedAt, env.Zone)
		}
	default:
		if s, err := deadline.ParseDate(m.Fields[rule.Since]); err == nil && !revisited(m, step.Key) {
			d.Start = s
		}
	}
	d.Term = rule.Term.String()
	r := deadline.Due(d.Start, rule.Term, env.Calendar)
	d.Nominal, d.Day, d.Provisional = r.Nominal, r.Due, r.Provisional
	return d, nil
}

func revisited(m Matter, step string) bool {
	for _, v := range m.Visits {
		if v.Step == step && !v.Undone {
			return true
		}
	}
	return false
}

// extended is the due day after an extension: later than the one in force, and within what the rulebook
// allows counted from the step's first due day, so that extensions cannot be piled up.
func extended(env Env, m Matter, act *rulebook.Act, fields map[string]string, at time.Time) (*Due, error) {
	v := m.Visit()
	if v == nil || len(v.Dues) == 0 {
		return nil, internalf("nothing to extend at step %s", m.Step)
	}
	day, err := deadline.ParseDate(fields["newDue"])
	if err != nil {
		return nil, missing("newDue")
	}
	now := v.Dues[len(v.Dues)-1]
	if !day.After(now.Day) {
		return nil, problem.New(problem.Invalid, "notLater", "新的期限要晚于现在的期限，填写的内容已保留。", "The new due day must be later than the present one; what you typed was kept.").
			With("newDue", lang.T(fmt.Sprintf("要晚于 %s", now.Day), fmt.Sprintf("must be after %s", now.Day)))
	}
	if day.Before(deadline.FromTime(at, env.Zone)) {
		return nil, problem.New(problem.Invalid, "past", "新的期限不能早于今天，填写的内容已保留。", "The new due day cannot be in the past; what you typed was kept.").
			With("newDue", lang.T("不能早于今天", "must not be in the past"))
	}
	if act.Max != nil {
		if most := deadline.Due(v.Dues[0].Day, *act.Max, env.Calendar).Due; day.After(most) {
			return nil, problem.New(problem.Invalid, "beyondMax", "超过了可以延长的最长期限，填写的内容已保留。", "This is beyond the longest extension allowed; what you typed was kept.").
				With("newDue", lang.T(fmt.Sprintf("最迟 %s", most), fmt.Sprintf("at the latest %s", most)))
		}
	}
	return &Due{
		Day: day, Nominal: day, Term: "date", Start: deadline.FromTime(at, env.Zone),
		Basis: basisOf(act, now), Calendar: env.Calendar.Version(), Set: at,
	}, nil
}

func basisOf(act *rulebook.Act, d Due) string {
	if len(act.Basis) > 0 {
		return act.Basis[0].String()
	}
	return d.Basis
}

// Recompute gives the event by which a provisional due day follows a newly published calendar, and false
// when the matter is not open, its day is not provisional, or the calendar leaves both unchanged.
func Recompute(env Env, m Matter) (Event, bool, error) {
	d := m.Due()
	if d == nil || !d.Provisional {
		return Event{}, false, nil
	}
	term, err := deadline.ParseTerm(d.Term)
	if err != nil {
		return Event{}, false, internalf("matter %s: stored term %q: %w", m.ID, d.Term, err)
	}
	r := deadline.Due(d.Start, term, env.Calendar)
	if r.Provisional && r.Due == d.Day {
		return Event{}, false, nil
	}
	nd := *d
	ev := kernelEvent(env, m, Recalendar, Actor{Role: "system"}, Change{Due: &nd}, nil)
	nd.Nominal, nd.Day, nd.Provisional, nd.Calendar, nd.Set = r.Nominal, r.Due, r.Provisional, env.Calendar.Version(), ev.OccurredAt
	return ev, true, nil
}
