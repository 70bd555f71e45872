package matter

import (
	"slices"
	"strconv"
	"time"

	"github.com/huiyin/huiyin/internal/deadline"
	"github.com/huiyin/huiyin/internal/problem"
	"github.com/huiyin/huiyin/internal/rulebook"
)

// Urged is one urging (催办) by the office.
type Urged struct {
	Seq int64     `json:"seq"`
	At  time.Time `json:"at"`
	Org string    `json:"org,omitempty"` // who urged
}

// Reached is one rung of the ladder that an overdue matter went up.
type Reached struct {
	Seq   int64         `json:"seq"`
	At    time.Time     `json:"at"`
	N     int           `json:"n"` // place of the rung in the rulebook, from 1
	Role  string        `json:"role"`
	Org   string        `json:"org"`
	Due   deadline.Date `json:"due"`   // the due day that was missed
	Visit int64         `json:"visit"` // the event that began the stay
}

// ReminderKind says where a reminder stands to the due day.
type ReminderKind string

// The kinds of reminder.
const (
	BeforeDue ReminderKind = "before"
	OnDueDay  ReminderKind = "onDay"
	AfterDue  ReminderKind = "after"
)

// Reminder is one reminder of the due day in force. It follows from the matter, the rules and the calendar
// alone, so nothing has to be called off when a due day changes.
type Reminder struct {
	Kind  ReminderKind
	Order int           // place among the reminders of this due day; a later one makes the earlier ones void
	Day   deadline.Date // a working day
	At    time.Time     // when the hours of that day begin
}

// Climb is one rung of the ladder for the due day in force.
type Climb struct {
	N     int
	Role  string
	Org   string
	Basis rulebook.Basis
	Day   deadline.Date // a working day
	At    time.Time
	Done  *Reached // nil: still to come
}

// Reminders lists the reminders of the due day in force, in order; none on endings and for steps whose rules
// have none. A reminder never falls on a rest day, nor on or before the day on which the due day was set.
func Reminders(env Env, m Matter) []Reminder {
	step, due := env.Rules.Steps[m.Step], m.Due()
	if step == nil || step.Remind == nil || due == nil {
		return nil
	}
	set := deadline.FromTime(due.Set, env.Zone)
	var days []Reminder
	for _, t := range step.Remind.Before {
		days = append(days, Reminder{Kind: BeforeDue, Day: deadline.Before(due.Day, t, env.Calendar).Due})
	}
	slices.SortStableFunc(days, func(a, b Reminder) int { return a.Day.Compare(b.Day) })
	if step.Remind.OnDay {
		// A day that people fixed may be a rest day: the working day before it still leaves time.
		days = append(days, Reminder{Kind: OnDueDay, Day: env.Calendar.PrevWorkday(due.Day)})
	}
	if r := step.Remind.After; r != nil {
		for n := range r.Times {
			every := r.Every
			every.N *= n + 1
			days = append(days, Reminder{Kind: AfterDue, Day: deadline.Due(due.Day, every, env.Calendar).Due})
		}
	}
	var out []Reminder
	for i, r := range days {
		r.Order = i + 1
		r.At = opening(env, r.Day)
		if r.Day.After(set) && (len(out) == 0 || r.Day.After(out[len(out)-1].Day)) {
			out = append(out, r)
		}
	}
	return out
}

// Ladder lists the rungs for the due day in force, lowest first, with those already reached. A rung that leads
// to nobody, or to the owner as an organization, is left out.
func Ladder(env Env, m Matter) []Climb {
	step, due := env.Rules.Steps[m.Step], m.Due()
	if step == nil || due == nil {
		return nil
	}
	var out []Climb
	for i, r := range step.Escalate {
		org := rungOrg(env, m, r.To)
		if org == "" || r.To != "owner" && org == m.Owner.Org {
			continue
		}
		c := Climb{N: i + 1, Role: r.To, Org: org, Basis: r.Basis, Day: deadline.Due(due.Day, r.After, env.Calendar).Due}
		c.At = opening(env, c.Day)
		for j := range m.Rungs {
			if x := m.Rungs[j]; x.N == c.N && x.Due == due.Day && x.Visit == m.Visit().Stay() {
				c.Done = &m.Rungs[j]
			}
		}
		out = append(out, c)
	}
	return out
}

func rungOrg(env Env, m Matter, role string) string {
	switch {
	case role == "owner":
		return m.Owner.Org
	case role == "station" && m.Station != "":
		return m.Station
	case role == "station":
		return env.Orgs["deputyOffice"]
	}
	return env.Orgs[role]
}

// Escalate gives the event by which m goes up the next rung whose day has come, and false when there is none.
func Escalate(env Env, m Matter) (Event, bool) {
	for _, c := range Ladder(env, m) {
		if c.Done != nil || c.At.After(env.Now) {
			continue
		}
		return kernelEvent(env, m, Escalated, Actor{Role: "system"}, Change{Coded: map[string]string{
			"rung": strconv.Itoa(c.N), "role": c.Role, "org": c.Org, "due": m.Due().Day.String(),
		}}, nil), true
	}
	return Event{}, false
}

func climb(m *Matter, ev Event) {
	n, _ := strconv.Atoi(ev.Change.Coded["rung"]) // written by Escalate
	r := Reached{Seq: ev.Seq, At: ev.OccurredAt, N: n, Role: ev.Change.Coded["role"], Org: ev.Change.Coded["org"], Due: dateOf(ev.Change.Coded["due"])}
	if v := m.Visit(); v != nil {
		r.Visit = v.Stay()
	}
	m.Rungs = append(m.Rungs, r)
}

// Stay is the event that began the stay: one that was taken up again after an undo is still the same stay.
func (v *Visit) Stay() int64 {
	if v.Resumes != 0 {
		return v.Resumes
	}
	return v.Seq
}

// Above lists the organizations to which m has gone up for the due day in force: whose matter it is now, too.
func (m *Matter) Above() []string {
	due := m.Due()
	if due == nil {
		return nil
	}
	var out []string
	for _, r := range m.Rungs {
		if r.Due == due.Day && r.Visit == m.Visit().Stay() && r.Role != "owner" && !slices.Contains(out, r.Org) {
			out = append(out, r.Org)
		}
	}
	return out
}

// opening is when the hours of a day begin.
func opening(env Env, d deadline.Date) time.Time { return at(env.Zone, d, env.Rules.Hours.From) }

func at(zone *time.Location, d deadline.Date, t rulebook.TimeOfDay) time.Time {
	y, m, day := d.Civil()
	return time.Date(y, m, day, 0, int(t), 0, 0, zone)
}

// Allowed is the first moment from t on at which people may be reminded: t itself in the hours of a working
// day, otherwise the beginning of the hours of the next one.
func Allowed(h rulebook.Hours, cal deadline.Calendar, zone *time.Location, t time.Time) time.Time {
	day := deadline.FromTime(t, zone)
	if cal.Workday(day) && t.Before(at(zone, day, h.To)) {
		if from := at(zone, day, h.From); t.Before(from) {
			return from
		}
		return t
	}
	return at(zone, cal.NextWorkday(day.AddDays(1)), h.From)
}

var (
	errUrgedToday = problem.New(problem.TooMany, "urgedToday",
		"今天已经催办过这件事项，没有重复催办；明天可以再催。", "This matter has been urged today; nothing was sent again. It can be urged again tomorrow.")
	errOwnUrging = problem.New(problem.Denied, "ownUrging",
		"这件事项正由本单位负责，不用催办自己。", "Your own organization owns this matter: there is nobody else to urge.")
)

// mayUrge holds that nobody urges himself, and that nobody is urged all day.
func mayUrge(env Env, m Matter, act *rulebook.Act, org string) error {
	if act.Kind != rulebook.Urge {
		return nil
	}
	if org != "" && org == m.Owner.Org {
		return errOwnUrging
	}
	today, n := deadline.FromTime(env.Now, env.Zone), 0
	for _, u := range m.Urged {
		if deadline.FromTime(u.At, env.Zone) == today && !WasUndone(m, u.Seq) {
			n++
		}
	}
	if act.Daily > 0 && n >= act.Daily {
		return errUrgedToday
	}
	return nil
}
