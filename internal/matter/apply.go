package matter

import (
	"maps"
	"slices"
	"time"

	"github.com/huiyin/huiyin/internal/deadline"
	"github.com/huiyin/huiyin/internal/rulebook"
)

// transient fields belong to the act, not to the matter: they stay in the journal.
var transient = []string{"answer", "reason", "reasonCode", "rating", "attitude", "newDue", "approver", "note", "target"}

// Apply returns the matter after ev. It is total: an event whose words were erased leaves the same
// structure with the words missing, so a fold works before and after an erasure.
func Apply(m Matter, ev Event) Matter {
	m = m.clone()
	m.Rev = ev.Seq
	if ev.Kind != Escalated { // what the clock did must not stand in the way of writing down what people did
		m.LastAt = ev.OccurredAt
	}
	w := ev.Words
	if w == nil {
		w = &Words{}
	}
	switch ev.Kind {
	case Opened:
		open(&m, ev, w)
	case rulebook.Answer, rulebook.Import:
		m.Answers = append(m.Answers, Answer{
			Seq: ev.Seq, At: ev.OccurredAt, Org: ev.Change.Coded["answerer"], Person: ev.Change.Coded["answererPerson"],
			Recorder: ev.Change.Coded["recorder"], Text: w.Fields["answer"], Imported: ev.Kind == rulebook.Import,
		})
	case rulebook.Rate:
		if r := m.Raiser(ev.Change.Coded["raiser"]); r != nil {
			r.Ratings = append(r.Ratings, Rating{
				At: ev.OccurredAt, Answer: len(m.Answers), Result: ev.Change.Coded["rating"],
				Attitude: ev.Change.Coded["attitude"], Reason: w.Fields["reason"], By: ev.Change.Coded["recorder"],
			})
		}
	case rulebook.Ask:
		m.Asked = &Ask{Act: ev.Act, At: ev.OccurredAt, Reason: w.Fields["reason"], NewDue: dateOf(ev.Change.Coded["newDue"])}
	case rulebook.Extend, rulebook.Refuse:
		m.Asked = nil
	case rulebook.Settled:
		settle(&m, ev.Change.Child)
	case rulebook.Merge:
		m.Into = ev.Change.Target
	case rulebook.Unmerge:
		m.Into = ""
	case Absorbed:
		absorb(&m, ev, w)
	case Released:
		m.Raisers = slices.DeleteFunc(m.Raisers, func(r Raiser) bool { return r.From == ev.Change.Target })
	case rulebook.Urge:
		m.Urged = append(m.Urged, Urged{Seq: ev.Seq, At: ev.OccurredAt, Org: ev.Actor.Org})
	case Escalated:
		climb(&m, ev)
	case Erasure:
		m.Erased = true
	case Undone:
		undo(&m, ev, w)
		return m
	}
	// An ending act that carries an answer is an answer to the raisers as well.
	if ev.Kind != rulebook.Answer && ev.Kind != rulebook.Import && w.Fields["answer"] != "" {
		m.Answers = append(m.Answers, Answer{Seq: ev.Seq, At: ev.OccurredAt, Org: ev.Actor.Org, Person: ev.Actor.Person, Text: w.Fields["answer"]})
	}
	if ev.Kind != Opened {
		keep(&m, w.Fields)
	}
	m.Children = append(m.Children, ev.Change.Opens...)
	attach(&m, ev, w)
	count(&m, ev)
	move(&m, ev)
	return m
}

// Fold applies events in order, from nothing.
func Fold(events []Event) Matter {
	var m Matter
	for _, ev := range events {
		m = Apply(m, ev)
	}
	return m
}

func open(m *Matter, ev Event, w *Words) {
	o := ev.Change.Opened
	m.Number, m.Book, m.Version, m.Procedure = o.Number, o.Book, o.Version, o.Procedure
	m.Station, m.Area, m.Parent, m.Public, m.PubFiles = o.Station, o.Area, o.Parent, o.Public, o.PubFiles
	m.Source = o.Source
	m.RaisedAt, m.RegisteredAt = o.RaisedAt, ev.RecordedAt
	m.Title, m.Text = w.Title, w.Text
	m.Fields = maps.Clone(w.Fields)
	m.Raisers = raisersOf(o.Raisers, o.Kinds, w.Raisers, ev.OccurredAt, "")
}

// raisersOf joins the ids that the entry keeps with the personal data of the body, if it is still there.
func raisersOf(ids, kinds []string, words []Raiser, at time.Time, from string) []Raiser {
	out := make([]Raiser, 0, len(ids))
	for i, id := range ids {
		r := Raiser{ID: id, Joined: at, From: from}
		if i < len(kinds) {
			r.Kind = kinds[i]
		}
		for _, x := range words {
			if x.ID == id {
				kind := r.Kind
				r = x
				r.Kind, r.Joined, r.From, r.Ratings = kind, at, from, nil
			}
		}
		out = append(out, r)
	}
	return out
}

func absorb(m *Matter, ev Event, w *Words) {
	o := ev.Change.Opened
	m.Raisers = append(m.Raisers, raisersOf(o.Raisers, o.Kinds, w.Raisers, ev.OccurredAt, ev.Change.Target)...)
}

func settle(m *Matter, c *Child) {
	if c == nil {
		return
	}
	for i := range m.Children {
		if m.Children[i].ID == c.ID {
			m.Children[i].Answered, m.Children[i].Ending = c.Answered, c.Ending
		}
	}
}

func keep(m *Matter, fields map[string]string) {
	for k, v := range fields {
		if slices.Contains(transient, k) {
			continue
		}
		if m.Fields == nil {
			m.Fields = map[string]string{}
		}
		m.Fields[k] = v
	}
}

func count(m *Matter, ev Event) {
	if m.Counts == nil {
		m.Counts = map[string]int{}
	}
	m.Counts["act:"+ev.Act]++
	if kind := moveKind(ev); kind != "" {
		m.Counts["kind:"+string(kind)]++
	}
}

// moveKind is the kind under which a move is limited: a dissatisfied rating may count as a redo.
func moveKind(ev Event) rulebook.Kind {
	if ev.Change.As != "" {
		return ev.Change.As
	}
	switch ev.Kind {
	case rulebook.Return, rulebook.Redo, rulebook.Reopen, rulebook.Extend:
		return ev.Kind
	}
	return ""
}

func move(m *Matter, ev Event) {
	c := ev.Change
	if c.To == "" {
		if c.Due != nil {
			if v := m.Visit(); v != nil {
				v.Dues = append(v.Dues, *c.Due)
			}
		}
		return
	}
	at := ev.OccurredAt
	if v := m.Visit(); v != nil && v.Until == nil {
		v.Until, v.Act = &at, ev.Act
	}
	v := Visit{Step: c.To, Phase: c.Phase, From: at, Seq: ev.Seq}
	m.Owner = Owner{}
	if c.Owner != nil {
		v.Owner, m.Owner = *c.Owner, *c.Owner
	}
	if c.Due != nil {
		v.Dues = []Due{*c.Due}
	}
	m.Visits = append(m.Visits, v)
	m.Step, m.Phase, m.Ending = c.To, c.Phase, c.Ends
	m.Asked = nil
	m.EndedAt = nil
	if c.Ends != rulebook.Open {
		m.EndedAt = &at
	}
}

func dateOf(s string) deadline.Date {
	d, _ := deadline.ParseDate(s) // the zero date when there is none; Decide has checked it
	return d
}

// clone copies what Apply may change, so that the caller's matter stays as it was.
func (m Matter) clone() Matter {
	m.Fields = maps.Clone(m.Fields)
	m.Counts = maps.Clone(m.Counts)
	m.Answers = slices.Clone(m.Answers)
	m.Children = slices.Clone(m.Children)
	m.Files = slices.Clone(m.Files)
	m.Urged, m.Rungs = slices.Clone(m.Urged), slices.Clone(m.Rungs)
	m.Raisers = slices.Clone(m.Raisers)
	for i := range m.Raisers {
		m.Raisers[i].Ratings = slices.Clone(m.Raisers[i].Ratings)
	}
	m.Undone = slices.Clone(m.Undone)
	m.Visits = slices.Clone(m.Visits)
	for i := range m.Visits {
		m.Visits[i].Dues = slices.Clone(m.Visits[i].Dues)
	}
	return m
}
