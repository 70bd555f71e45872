package rulebooks

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/huiyin/huiyin/internal/deadline"
	"github.com/huiyin/huiyin/internal/lang"
	"github.com/huiyin/huiyin/internal/matter"
	"github.com/huiyin/huiyin/internal/problem"
	"github.com/huiyin/huiyin/internal/rulebook"
	"github.com/huiyin/huiyin/internal/rulebook/example"
)

var zone = time.FixedZone("UTC+8", 8*60*60)

// desk plays stories on the kernel: it holds the matters of one story in memory and does what the office
// does around the kernel, without a database.
type desk struct {
	book     *rulebook.Book
	file     example.File
	orgs     map[string]string
	matters  map[string]matter.Matter // by id
	labels   map[string]string        // label → id
	children map[string]int           // label/procedure → how many
	acts     int
}

func newDesk(b *rulebook.Book, f example.File) *desk {
	d := &desk{book: b, file: f, orgs: map[string]string{}, matters: map[string]matter.Matter{}, labels: map[string]string{}, children: map[string]int{}}
	for _, m := range f.Cast {
		if r, _ := rulebook.RoleOf(m.Role); r.Owns && m.Role != "unit" && m.Role != "station" {
			d.orgs[m.Role] = m.Name
		}
	}
	return d
}

// now gives each line of a day its own minute of the morning.
func (d *desk) now(day deadline.Date) time.Time {
	d.acts++
	return day.In(zone).Add(9*time.Hour + time.Duration(d.acts)*time.Minute)
}

func (d *desk) env(procedure string, now time.Time) matter.Env {
	return matter.Env{Rules: d.book.Procedures[procedure], Calendar: deadline.Builtin(), Zone: zone, Orgs: d.orgs, Now: now}
}

// Raise opens a matter.
func (d *desk) Raise(day deadline.Date, who, procedure, label string, values map[string]string) error {
	if d.book.Procedures[procedure] == nil {
		return fmt.Errorf("there is no procedure %s", procedure)
	}
	role := d.file.Role(who)
	if !slices.Contains(d.book.Procedures[procedure].RaisedBy, role) {
		return fmt.Errorf("%s (%s) does not raise %s", who, role, procedure)
	}
	fields := maps.Clone(values)
	delete(fields, "title")
	delete(fields, "text")
	s := matter.Start{
		Congress: "c", ID: label, Number: label, Book: d.book.ID, Version: d.book.Version, Procedure: procedure,
		Title: values["title"], Text: values["text"], Fields: fields, Role: role, Station: d.cast("station"),
		Raisers: []matter.Raiser{{ID: "r-" + who, Kind: role, Person: who}}, Actor: matter.Person{ID: who, Roles: []string{role}},
	}
	return d.start(s, label, d.now(day))
}

func (d *desk) cast(role string) string {
	for _, m := range d.file.Cast {
		if m.Role == role {
			return m.Name
		}
	}
	return ""
}

func (d *desk) start(s matter.Start, label string, now time.Time) error {
	ev, err := matter.Open(d.env(s.Procedure, now), s)
	if err != nil {
		return err
	}
	d.labels[label] = s.ID
	d.matters[s.ID] = matter.Apply(matter.Matter{Congress: s.Congress, ID: s.ID}, ev)
	return nil
}

// Act does an act, and what follows from it for other matters.
func (d *desk) Act(day deadline.Date, who, label, act string, values map[string]string) error {
	m, err := d.matter(label)
	if err != nil {
		return err
	}
	now := d.now(day)
	a := matter.Act{Name: act, Actor: d.person(who, m), Fields: maps.Clone(values)}
	if target := values["target"]; target != "" {
		a.Fields["target"] = d.labels[target]
	}
	for i := range 10 {
		a.NewIDs = append(a.NewIDs, fmt.Sprintf("%s-%d-%d", m.ID, m.Rev, i))
	}
	env := d.env(m.Procedure, now)
	dec, err := matter.Decide(env, m, a)
	if err != nil {
		return err
	}
	switch dec.Event.Kind {
	case rulebook.Merge:
		target := d.matters[a.Fields["target"]]
		ev, err := matter.Absorb(env, target, m, dec)
		if err != nil {
			return err
		}
		dec.Event.Change.Target = target.ID
		d.matters[target.ID] = matter.Apply(target, ev)
	case rulebook.Unmerge:
		target := d.matters[m.Into]
		d.matters[target.ID] = matter.Apply(target, matter.Release(env, target, m, dec))
	}
	return d.save(m, label, dec, now)
}

// save keeps the new state, opens children and tells the parent.
func (d *desk) save(m matter.Matter, label string, dec matter.Decision, now time.Time) error {
	after := matter.Apply(m, dec.Event)
	d.matters[m.ID] = after
	for _, s := range dec.Opens {
		key := label + "/" + s.Procedure
		d.children[key]++
		if err := d.start(s, fmt.Sprintf("%s/%d", key, d.children[key]), now); err != nil {
			return err
		}
	}
	if !matter.MovedOn(m, after) {
		return nil
	}
	parent := d.matters[after.Parent]
	dec, err := matter.Settle(d.env(parent.Procedure, now), parent, after)
	if err != nil {
		return err
	}
	return d.save(parent, label[:strings.LastIndex(label[:strings.LastIndex(label, "/")], "/")], dec, now)
}

func (d *desk) matter(label string) (matter.Matter, error) {
	m, ok := d.matters[d.labels[label]]
	if !ok {
		return m, fmt.Errorf("there is no matter %q", label)
	}
	return m, nil
}

// person gives a member of the cast the parts that he has in m.
func (d *desk) person(who string, m matter.Matter) matter.Person {
	role := d.file.Role(who)
	p := matter.Person{ID: who, Roles: []string{role}}
	if r, _ := rulebook.RoleOf(role); r.Owns {
		p.Org = who
	}
	if p.Org != "" && m.Owner.Org == p.Org {
		p.Roles = append(p.Roles, "owner")
	}
	for _, r := range m.Raisers {
		if r.Person == who {
			p.Roles, p.Raiser = append(p.Roles, "raiser"), r.ID
		}
	}
	return p
}

// State tells how a matter stands when the day's office hours begin to end.
func (d *desk) State(day deadline.Date, label string) (example.State, error) {
	m, err := d.matter(label)
	if err != nil {
		return example.State{}, err
	}
	s := example.State{
		Step: m.Step, Phase: string(m.Phase), Ends: string(m.Ending), Owner: m.Owner.Org,
		Children: len(m.Children), Answers: len(m.Answers),
	}
	if due := m.Due(); due != nil {
		s.Due = due.Day
	}
	env := d.env(m.Procedure, day.In(zone).Add(17*time.Hour))
	s.Reminder = "none"
	for _, r := range matter.Reminders(env, m) {
		if r.Day == day {
			s.Reminder = string(r.Kind)
		}
	}
	for _, c := range matter.Ladder(env, m) {
		if c.Day == day {
			s.Up = append(s.Up, c.Org)
		}
	}
	for _, f := range matter.Failures(m, day.In(zone).Add(17*time.Hour), zone) {
		if name := f.Kind.Name().In(lang.ZH); f.Until == nil {
			s.Late = name
		} else {
			s.WasLate = append(s.WasLate, name)
		}
	}
	return s, nil
}

// Code is the code of a refusal.
func (d *desk) Code(err error) string {
	if p := problem.Of(err); p.Kind != problem.Internal {
		return p.Code
	}
	return ""
}
